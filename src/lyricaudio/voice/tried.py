"""Packages of single people, taken only as they were tried: found without importing, every byte checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

ABSENT = "absent"
"""The version of what is not installed."""


def installed(package: str) -> str:
    """Return the version of a package, by its name in the registry."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ABSENT


def untried(versions: Mapping[str, str]) -> str | None:
    """Return the first of some packages that is another version than the one that was tried, or absent."""
    return next((package for package, tried in versions.items() if installed(package) != tried), None)


def folder_of(module: str) -> Path:
    """Return where a package's files lie; a folder that is not there when nothing is."""
    spec = find_spec(module)
    return Path(spec.origin).parent if spec and spec.origin else Path(module)


def joined(parts: Iterable[Path], sha256: str) -> bytes | None:
    """Return the parts of a file joined; None when one is missing, or it is not the file that was tried."""
    try:
        data = b"".join(path.read_bytes() for path in parts)
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None
