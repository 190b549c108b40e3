"""What can go wrong, as the one line that the person reads.

    LyricAudioError            str() is the line; exit_code is the command's
    ├── SongError              a file of the person's, with its place        → 2
    ├── SongErrors             all of them, of all files, at once            → 2
    ├── ReadingError           a text that cannot be read aloud              → 2
    │   └── MarkupError        its ruby or formula is malformed (in `song`)  → 2
    ├── MelodyError            a written melody is malformed (in `music`)    → 2
    ├── CannotListen           an address or port cannot be had (in `serve`) → 3
    ├── PlugError              what a package brings cannot be used          → 3
    ├── ExecutorUnavailable    no scheduler or worker answers (in `work`)    → 3
    ├── EngineError            a voice failed on a text: that song fails     → 1
    │   └── EngineUnavailable  a package, key, server or network is missing  → 3
    ├── CodecError             audio could not be decoded or encoded         → 1
    ├── WorkerError            a worker process crashed or took too long     → 1
    ├── UnforeseenError        what nobody had thought of: a bug of ours     → 1
    └── ReleaseError           a file could not be tagged or written         → 1

`ValueError` and `TypeError` stay for programmers' mistakes. Where one could cost more than a song, it becomes
that song's error by `unforeseen`; `LYRICAUDIO_TRACEBACK=1` shows where it comes from.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from lyricaudio.messages import message, told, told_of_others

_MOST_SAID = 300  # characters of somebody else's message

OF_THE_SYSTEM = (
    message("File exists"),
    message("File name too long"),
    message("Input/output error"),
    message("Is a directory"),
    message("No space left on device"),
    message("No such file or directory"),
    message("Not a directory"),
    message("Operation not permitted"),
    message("Permission denied"),
    message("Read-only file system"),
)
"""What Linux and macOS refuse most often, in their words; Windows says it in the person's language itself."""


class Place(NamedTuple):
    """Where a text stands: the file as the person named it, line and column counted from 1.

    A song has hundreds of places, and a frozen dataclass takes three times as long to make.
    """

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def as_typed(path: Path) -> str:
    """Return a path as the person would type it here."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


class LyricAudioError(Exception):
    """The root of everything that is said to the person in one line."""

    exit_code = 1


class SongError(LyricAudioError):
    """Something in a file of the person's is wrong; `str()` is `file:line:column: what; what to do`."""

    exit_code = 2

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(f"{place}: {message}")
        self.place = place
        self.message = message

    def __reduce__(self) -> tuple[type[SongError], tuple[Place, str]]:
        """Travel from a worker process whole."""
        return type(self), (self.place, self.message)


class SongErrors(LyricAudioError):
    """Everything that is wrong in the files that were read, in the order of their places."""

    exit_code = 2

    def __init__(self, errors: list[SongError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda error: error.place))
        super().__init__("\n".join(str(error) for error in self.errors))

    def __reduce__(self) -> tuple[type[SongErrors], tuple[list[SongError]]]:
        """Travel from a worker process whole."""
        return type(self), (list(self.errors),)


class ReadingError(LyricAudioError):
    """A text cannot be read aloud; the message names the text and why."""

    exit_code = 2


class EngineError(LyricAudioError):
    """A voice failed on a text; the message names the engine, the text and the remedy."""


class EngineUnavailable(EngineError):
    """A voice cannot run on this machine now: a package, a key, a server or the network is missing."""

    exit_code = 3


class PlugError(LyricAudioError):
    """What another package brings (a form, a style, …) is not there, or is broken; the package is named."""

    exit_code = 3


class CodecError(LyricAudioError):
    """Audio could not be decoded or encoded."""


class WorkerError(LyricAudioError):
    """A worker process crashed, or took longer than its limit, on one task."""


class UnforeseenError(LyricAudioError):
    """Something that nobody had thought of; the message says what, and where in the program."""


def unforeseen(error: Exception, name: str = "") -> LyricAudioError:
    """Return what any exception is to the person; `name` is what it happened to."""
    if isinstance(error, LyricAudioError):
        return error
    import traceback  # for this alone: every start would pay for it

    if os.environ.get("LYRICAUDIO_TRACEBACK"):
        traceback.print_exception(error)
    said = " ".join(str(error).split())[:_MOST_SAID] or told("no more is said")
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    if isinstance(error, OSError):
        what = told("the system refuses: {said}", said=said)
    else:
        what = told("unforeseen, {kind}: {said}", kind=type(error).__name__, said=said)
    return UnforeseenError(f"{name}: {what}{where}" if name else f"{what}{where}")


def refusal(error: OSError) -> str:
    """Return what the system says about what it refuses, without the file's name."""
    return told_of_others(error.strerror) if error.strerror else str(error)


class ReleaseError(LyricAudioError):
    """A file of the release could not be tagged or written."""
