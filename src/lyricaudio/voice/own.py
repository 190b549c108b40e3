"""A clip of the person's own voice in place of an engine's: what is known of it without opening it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from lyricaudio.errors import Place
from lyricaudio.provenance import UNTOLD

OWN_ENGINE = "own"
RECORDING_ENGINE = "recording"
"""What stands for the engine where a person speaks, and where a line is cut from a recording."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnClip:
    """A file in which a person says a text.

    Attributes
    ----------
    said
        The text, as it is written.
    content
        The digest of what the file holds.
    name, file
        As the song names it, and where it lies.
    place
        Where the song names it.
    """

    said: str
    content: str
    name: str = field(metadata=UNTOLD)
    file: Path = field(metadata=UNTOLD)
    place: Place
