"""What other packages bring: found by entry points, loaded when it is asked for by name.

Engines, lexicons, forms, styles and targets are kinds of plugs. A package registers one in its metadata as
``name = "module:attribute"`` under the group of the kind, such as `lyricaudio.forms`. Ours are rows of the
kind's own table in the same writing. What a package registers under a name of ours is passed over, so that
installing something never changes what a song already says; nothing of it is imported until its name is used.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import EntryPoint, EntryPoints, distributions
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lyricaudio.errors import LyricAudioError, PlugError
from lyricaudio.memo import remembered
from lyricaudio.messages import told

_GROUPS = "lyricaudio."
_WRITTEN = frozenset({".py", ".toml", ".tsv"})
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plug:
    """One thing of a kind.

    Attributes
    ----------
    what, name
        The kind, a message, and the name by which it is chosen.
    module, attribute
        Where it lies; of data the attribute is the name of a file in that package, without its suffix.
    packages
        Who brings it, by the names of distributions; empty when it is ours. More than one is a mistake.
    """

    what: str
    name: str
    module: str
    attribute: str
    packages: tuple[str, ...] = ()

    def __str__(self) -> str:
        what = told(self.what)
        if not self.packages:
            return told("the {what} '{name}'", what=what, name=self.name)
        return told(
            "the {what} '{name}' of the package {package}",
            what=what,
            name=self.name,
            package=self.packages[0],
        )

    @property
    def source(self) -> str:
        """Who brings it, for lists."""
        return ", ".join(self.packages) or "lyricaudio"

    def load(self) -> Any:
        """Import it.

        Raises
        ------
        PlugError
            When it is another package's and does not import. What is wrong with ours keeps its traceback.
        """
        if not self.packages:
            return getattr(import_module(self.module), self.attribute)
        try:
            return getattr(import_module(self.module), self.attribute)
        except Exception as error:
            raise self.broken(told("does not load: {reason}", reason=reason(error))) from error

    def text(self, suffix: str) -> str:
        """Read it where it is data, a file in UTF-8.

        Raises
        ------
        PlugError
            When there is no such file.
        """
        try:
            return files(self.module).joinpath(self.attribute + suffix).read_text(encoding="utf-8")
        except Exception as error:
            raise self.broken(told("cannot be read: {reason}", reason=reason(error))) from error

    @contextmanager
    def watched(self, doing: str, *passed: type[Exception]) -> Iterator[None]:
        """Let another package's code fail in one line.

        Parameters
        ----------
        doing
            Goes with "fails" in the message, told already.
        passed
            What somebody further up explains better.

        Raises
        ------
        PlugError
            For whatever else it raises, but for what is said to the person already.
        """
        clear: tuple[type[Exception], ...] = (LyricAudioError, *passed)
        try:
            yield
        except clear:
            raise
        except Exception as error:
            raise self.broken(told("fails {doing}: {reason}", doing=doing, reason=reason(error))) from error

    def broken(self, trouble: str) -> PlugError:
        """Return the error that says what is wrong with it, told already, and what to do about that."""
        if self.packages:
            text = told("{plug} {trouble}; update or remove that package", plug=self, trouble=trouble)
        else:
            text = told("{plug} {trouble}; install lyricaudio again", plug=self, trouble=trouble)
        return PlugError(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of plugs: what it is called (a message), the group of its entry points, and ours in order."""

    what: str
    group: str
    ours: Mapping[str, str]

    def plugs(self) -> dict[str, Plug]:
        """Return all plugs by name: ours, then those of other packages by the alphabet."""
        found = {name: self._plug(name, value) for name, value in self.ours.items()}
        for plug in self.others():
            if plug.name not in self.ours:
                earlier = found[plug.name].packages if plug.name in found else ()
                found[plug.name] = Plug(
                    what=self.what,
                    name=plug.name,
                    module=plug.module,
                    attribute=plug.attribute,
                    packages=(*earlier, *plug.packages),
                )
        return found

    def others(self) -> tuple[Plug, ...]:
        """Return what other packages register, whatever its name, by the alphabet."""
        plugs = [
            self._plug(entry.name, entry.value, package)
            for package, entry in _registered(tuple(sys.path))
            if entry.group == self.group
        ]
        return tuple(sorted(plugs, key=lambda plug: (plug.name, plug.packages)))

    def find(self, name: str) -> Plug:
        """Return the plug of a name.

        Raises
        ------
        PlugError
            When there is none, when several packages bring one, or when it is no name to write in a file.
        """
        found = self.plugs()
        if name not in found:
            raise PlugError(
                told(
                    "there is no {what} '{name}'; choose one of {names}",
                    what=told(self.what),
                    name=name,
                    names=", ".join(found),
                )
            )
        plug = found[name]
        if len(plug.packages) > 1:
            raise PlugError(
                told(
                    "a {what} '{name}' comes with the packages {packages}; remove one of them",
                    what=told(self.what),
                    name=name,
                    packages=told(" and ").join(plug.packages),
                )
            )
        if not _NAME.fullmatch(name):
            raise plug.broken(told("has a name of other characters than a-z, 0-9, - and _"))
        return plug

    def _plug(self, name: str, value: str, *packages: str) -> Plug:
        module, _, attribute = value.partition(":")
        return Plug(what=self.what, name=name, module=module, attribute=attribute, packages=packages)


def brought_files() -> tuple[Path, ...]:
    """Return the code and data of all packages that bring a plug, so that an edit in place can be seen.

    Nothing is imported.
    """
    packages = {entry.module.partition(".")[0] for _, entry in _registered(tuple(sys.path))}
    return tuple(sorted({file for package in packages for file in _files(package)}))


def _files(package: str) -> Iterator[Path]:
    """Yield the files of a package of modules, or the file of a single one."""
    try:
        found = find_spec(package)
    except (ImportError, ValueError):
        return
    if found is None:
        return
    for folder in found.submodule_search_locations or ():
        yield from (path for path in Path(folder).rglob("*") if path.suffix in _WRITTEN)
    if found.origin and not found.submodule_search_locations:
        yield Path(found.origin)


def reason(error: Exception) -> str:
    """Say in one line what an exception of somebody else's code says."""
    text = " ".join(str(error).split())
    return text if isinstance(error, ImportError) else f"{type(error).__name__}: {text}"


@remembered
def _registered(search_path: tuple[str, ...]) -> tuple[tuple[str, EntryPoint], ...]:
    """Look through all packages on the search path, once: that takes 10 ms, and every kind asks.

    Gives packages and what they register with us. Of two copies of a package the first on the path counts,
    as it does for imports.
    """
    found: dict[str, EntryPoints] = {}
    for package in distributions():
        if f"[{_GROUPS}" in (package.read_text("entry_points.txt") or ""):
            found.setdefault(package.name, package.entry_points)
    every = ((name, entry) for name, entries in found.items() for entry in entries)
    return tuple((name, entry) for name, entry in every if entry.group.startswith(_GROUPS))
