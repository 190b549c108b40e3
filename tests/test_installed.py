"""README's table of what is installed is true: which packages, how large, and which are a choice."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from tests.documents import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
READMES = pytest.mark.parametrize(
    "readme", [(ROOT / name).read_text("utf-8") for name in ("README.md", "README.ja.md")], ids=["en", "ja"]
)
ROW = re.compile(r"^\| (`[^|]+`) \| (\d+) \| [^|]+ \|$", re.MULTILINE)
LARGE_MB = 3.0
ALL = "lyricaudio"


def rows(readme: str) -> dict[tuple[str, ...], int]:
    """Return the megabytes of each row, by the packages that it names."""
    return {tuple(re.findall("`([^`]+)`", names)): int(size) for names, size in ROW.findall(readme)}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def installed(requirements: Sequence[str]) -> dict[str, Distribution]:
    """Return all that pip brings for some requirements, by name."""
    found: dict[str, Distribution] = {}
    waiting = [*asked(requirements)]
    while waiting:
        requirement = waiting.pop()
        name = canonical(requirement.name)
        if name not in found or requirement.extras:
            found[name] = distribution(requirement.name)
            waiting += asked(found[name].requires or (), requirement.extras)
    return found


def asked(requirements: Sequence[str], extras: Iterable[str] = ()) -> Iterator[Requirement]:
    """Yield those requirements that count on this machine."""
    for requirement in map(Requirement, requirements):
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield requirement


def megabytes(package: Distribution) -> float:
    """Return the size of a package's files as they come, without what Python compiles of them."""
    paths = [Path(str(package.locate_file(file))) for file in package.files or () if file.suffix != ".pyc"]
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6


def brought_by(extra: str) -> set[str]:
    """Return what an extra brings besides."""
    by_default = installed(PROJECT["dependencies"]).keys()
    return installed(PROJECT["optional-dependencies"][extra]).keys() - by_default


@READMES
def test_every_package_that_is_declared_or_large_is_named_and_no_other(readme: str) -> None:
    named = {name for names in rows(readme) for name in names if not name.startswith(ALL)}
    everything = installed(PROJECT["dependencies"])
    large = {name for name, package in everything.items() if megabytes(package) > LARGE_MB}
    declared = {canonical(Requirement(text).name) for text in PROJECT["dependencies"]}
    assert {canonical(name) for name in named} == declared | large


@READMES
def test_sizes_are_what_is_there(readme: str) -> None:
    everything = installed(PROJECT["dependencies"])
    for names, told_mb in rows(readme).items():
        if names == (ALL,):
            there = sum(map(megabytes, everything.values()))
        elif names[0].startswith(ALL):
            (extra,) = re.findall(r"\[(\w+)\]", names[0])
            there = sum(megabytes(distribution(name)) for name in brought_by(extra))
        else:
            known = [canonical(name) for name in names]
            there = sum(megabytes(everything[name]) for name in known if name in everything)
        assert told_mb == pytest.approx(there, rel=0.2, abs=1.5), names


@READMES
def test_every_extra_is_named(readme: str) -> None:
    extras = PROJECT["optional-dependencies"].keys() - {"dev", "acceptance"}
    assert {f"{ALL}[{extra}]" for extra in extras} == {
        name for names in rows(readme) for name in names if name.startswith(f"{ALL}[")
    }


def test_nothing_is_installed_that_only_something_optional_needs() -> None:
    everything = installed(PROJECT["dependencies"]).keys()
    assert everything.isdisjoint({"onnxruntime", "scipy", "edge-tts", "distributed", "genanki", "aiohttp"})
