"""What is wrong with a release: where, what, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lyricaudio.messages import message, told
from lyricaudio.units import clock_tenths

REBUILD = message("copy the release again, or run: lyricaudio build")
"""What to do about most of it."""


class Kind(StrEnum):
    """What sort of fault it is; programs read it."""

    FILE = "file"
    SOUND = "sound"
    LEVEL = "level"
    TAG = "tag"
    TEXT = "text"
    LIST = "list"
    SILENT = "silent"
    VOICELESS = "voiceless"
    MOVED = "moved"
    CUT = "cut"
    ANOTHER = "another"
    FOREIGN = "foreign"
    MISHEARD = "misheard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong.

    Attributes
    ----------
    path
        The file, from the release's folder.
    what
        What is wrong with it.
    remedy
        What to do.
    text, at_s
        Of a line: what should be heard, and when, in seconds from the start; None for a whole file.
    """

    kind: Kind
    path: str
    what: str
    remedy: str = REBUILD
    text: str = ""
    at_s: float | None = None

    def __str__(self) -> str:
        """Return it as one line: where, what, what to do."""
        if self.at_s is None:
            return told("{path}: {what}; {remedy}", path=self.path, what=self.what, remedy=told(self.remedy))
        return told(
            "{path} at {time}, '{text}': {what}; {remedy}",
            path=self.path,
            time=clock_tenths(self.at_s),
            text=self.text,
            what=self.what,
            remedy=told(self.remedy),
        )
