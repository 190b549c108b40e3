"""What a thing is made of, as a digest: equal digests mean equal things.

A step that keeps its results declares the modules that decide them, where it makes them: `code_digest`
follows their imports, so that no list elsewhere has to be kept true by hand. A value is told by its fields;
one that decides no byte says so at the field itself, by `UNTOLD`.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lyricaudio.errors import Place

UNTOLD: Mapping[str, Any] = MappingProxyType({"told": False})
"""Metadata of a dataclass field that decides no byte of what is made from its value."""

_PLAIN = frozenset({str, int, float, bool, type(None)})

_ROOT = Path(__file__).parent
_PACKAGE = "lyricaudio"
_IMPORT = re.compile(
    r"""^[ \t]*(?: from [ \t]+ (lyricaudio[\w.]*) [ \t]+ import [ \t]+ ( \( [^)]* \) | [^\n]* )
                | import [ \t]+ (lyricaudio[\w.]*) )""",
    re.MULTILINE | re.VERBOSE,
)
_NAME = re.compile(r"(\w+)(?:[ \t]+as[ \t]+\w+)?")
_COMMENT = re.compile("#[^\n]*")


def digest(value: object) -> str:
    """Return the digest of a value as it is told (64 hexadecimal digits)."""
    data = json.dumps(told(value), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()


def told(value: object) -> Any:
    """Write a value out in lists and plain values: a file by its content, a text without its place.

    Raises
    ------
    TypeError
        When it holds something that has no written form.
    """
    if type(value) in _PLAIN:
        return value
    if isinstance(value, bool | int | float | str):
        return value.value if isinstance(value, Enum) else value
    kind: Any = type(value)
    if (names := _told_names(kind)) is not None:
        contents = {name: getattr(value, name) for name in names}
        fields = {name: told(content) for name, content in contents.items() if type(content) is not Place}
        return [kind.__name__, fields]
    if isinstance(value, Mapping):
        return [
            [told(key), told(item)] for key, item in sorted(value.items(), key=lambda pair: repr(pair[0]))
        ]
    if isinstance(value, list | tuple):
        return [told(item) for item in value]
    if isinstance(value, frozenset | set):
        return sorted((told(item) for item in value), key=repr)
    if isinstance(value, Path):
        return content_digest(value)
    if isinstance(value, Fraction | Enum):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no written form")


@cache
def _told_names(kind: type) -> tuple[str, ...] | None:
    """Return the names of the fields of a dataclass that are told; None for another type."""
    if not is_dataclass(kind):
        return None
    return tuple(field.name for field in dataclasses.fields(kind) if field.metadata.get("told", True))


def content_digest(path: Path) -> str:
    """Return the digest of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def code_digest(*modules: str) -> str:
    """Return the digest of some of our modules and of all that they import of ours, as far as it goes.

    Parameters
    ----------
    modules
        Their full names, `lyricaudio.mix.mixer`.

    Raises
    ------
    ValueError
        When there is no such module.
    """
    for module in modules:
        if _file(module) is None:
            raise ValueError(f"there is no module {module}")
    code = hashlib.sha256()
    for name in sorted(_closure(modules)):
        code.update(f"{name}\n".encode() + _source(name))
    return code.hexdigest()


def _closure(modules: Iterable[str]) -> set[str]:
    """Return some modules and all that they import, directly or not."""
    found: set[str] = set()
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _imports(name)
    return found


@cache
def _imports(module: str) -> tuple[str, ...]:
    """Return those of our modules whose names stand in the import statements of a module."""
    return tuple(dict.fromkeys(_imported(_source(module).decode())))


def _imported(code: str) -> Iterator[str]:
    for package, names, whole in _IMPORT.findall(code):
        if whole:
            yield whole
            continue
        for name in _NAME.findall(_COMMENT.sub("", names)):
            # A name is a module of the package, or stands in the package's own file.
            yield f"{package}.{name}" if _file(f"{package}.{name}") else package


@cache
def _file(module: str) -> Path | None:
    """Return where a module stands; None when there is none of that name."""
    first, *rest = module.split(".")
    path = _ROOT.joinpath(*rest)
    for candidate in (
        path.with_name(f"{path.name}.py") if rest else path / "__init__.py",
        path / "__init__.py",
    ):
        if first == _PACKAGE and candidate.is_file():
            return candidate
    return None


@cache
def _source(module: str) -> bytes:
    file = _file(module)
    assert file is not None
    return file.read_bytes()
