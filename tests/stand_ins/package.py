"""A package as somebody else could have made it, installed for a test by the metadata that pip leaves."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest


def plug(name: str) -> dict[str, str]:
    """Return one of the plugs in `plugs/`, as a module of a package."""
    path = Path(__file__).with_name("plugs") / f"{name}.py"
    return {path.name: path.read_text("utf-8")}


def install(
    root: Path,
    patch: pytest.MonkeyPatch,
    name: str,
    *,
    files: Mapping[str, str],
    entries: Mapping[str, Mapping[str, str]],
) -> None:
    """Put a package on the search path until the test ends.

    Parameters
    ----------
    root
        An empty folder of the test's own.
    name
        What the package is called.
    files
        Texts by their paths, such as ``drill.py``.
    entries
        Per group its entry points: names and what they stand for.
    """
    folder = root / name
    metadata = folder / f"{name}-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    sections = [
        "\n".join([f"[{group}]", *(f"{key} = {value}" for key, value in pairs.items())])
        for group, pairs in entries.items()
    ]
    (metadata / "entry_points.txt").write_text("\n".join(sections), "utf-8")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
        patch.delitem(sys.modules, path.removesuffix(".py").partition("/")[0], raising=False)
    patch.syspath_prepend(folder)
    importlib.invalidate_caches()
