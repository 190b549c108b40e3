"""What decides, besides the arguments, what a function returns: our own code and what it is built on."""

from __future__ import annotations

import hashlib
import re
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, distributions, requires, version
from importlib.resources import files
from importlib.resources.abc import Traversable

from lyricaudio.messages import told

_PACKAGE = "lyricaudio"
_CODE = (".py", ".toml", ".tsv")
_ABSENT = "no"


@cache  # of what is installed, which a process has loaded for good
def software() -> dict[str, str]:
    """Return versions by name: of Python, of this package and its digest, of its dependencies and plugs."""
    code = hashlib.sha256()
    _add_code(code, files(_PACKAGE))
    names = sorted({*_dependencies(), *_plugs()})
    own = {"Python": f"{sys.version_info[0]}.{sys.version_info[1]}", _PACKAGE: code.hexdigest()[:12]}
    return own | {name: _version(name) for name in names}


def difference(theirs: dict[str, str], ours: dict[str, str]) -> str | None:
    """Say what they have otherwise, or None when all is the same."""
    for name, version_here in ours.items():
        version_there = theirs.get(name, _ABSENT)
        if version_there != version_here:
            return _told(name, version_there, version_here)
    return None


def _told(name: str, there: str, here: str) -> str:
    if there == _ABSENT:
        return told("{name} no (here {here})", name=name, here=here)
    if here == _ABSENT:
        return told("{name} {there} (here no)", name=name, there=there)
    return told("{name} {there} (here {here})", name=name, there=there, here=here)


def _dependencies() -> list[str]:
    """Return the names of what this package always needs."""
    try:
        wanted = requires(_PACKAGE) or []
    except PackageNotFoundError:  # it runs from its source
        return []
    return [re.split(r"[^\w.-]", line)[0] for line in wanted if "extra ==" not in line]


def _plugs() -> list[str]:
    """Return the names of the packages that bring engines, lexicons and such."""
    return [
        found.name
        for found in distributions()
        if any(entry.group.startswith(f"{_PACKAGE}.") for entry in found.entry_points)
    ]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return _ABSENT


def _add_code(code: hashlib._Hash, folder: Traversable) -> None:
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.is_dir():
            _add_code(code, path)
        elif path.name.endswith(_CODE):
            code.update(path.name.encode() + path.read_bytes())
