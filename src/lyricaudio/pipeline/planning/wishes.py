"""What a build may be asked for besides the songs' episodes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lyricaudio.pipeline.project.beside import NO_EXTRAS, Extras


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a build may be asked for besides.

    Attributes
    ----------
    extras
        What is to lie beside each episode.
    off_vocal
        An episode without the voice for each song.
    soundfont
        What plays the band in place of our own instruments.
    embed_lrc
        Whether the plain lyrics in the tags have stamps, for players that read no others.
    """

    extras: Extras = NO_EXTRAS
    off_vocal: bool = False
    soundfont: Path | None = None
    embed_lrc: bool = False


NO_WISHES = Wishes()
