"""What lies beside an episode's MP3, and under which names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TypeVar

TEXTS = {"lrc": ".lrc", "elrc": ".elrc", "vtt": ".vtt", "chapters": ".chapters.json", "data": ".json"}
STEMS = {"voice": ".voice.wav", "bed": ".bed.wav"}
_NOTES = {"notes": ".mid"}
_SCORE = {"musicxml": ".musicxml", "ustx": ".ustx"}
_VIDEO = {"video": ".mp4"}
_COVER = "folder.jpg"

AnyPath = TypeVar("AnyPath", bound=PurePath)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What may lie beside an episode.

    Attributes
    ----------
    stems
        Voice and band, with the notes as MIDI.
    video
        The lyric video.
    score
        The tune for other singers: as MIDI, as a score, and as a project of OpenUtau.
    """

    stems: bool = False
    video: bool = False
    score: bool = False

    def __or__(self, other: Extras) -> Extras:
        """Return both."""
        return Extras(
            stems=self.stems or other.stems,
            video=self.video or other.video,
            score=self.score or other.score,
        )


NO_EXTRAS = Extras()


def episode_files(mp3: AnyPath, extras: Extras) -> dict[str, AnyPath]:
    """Return the files of an episode by what they are, its MP3 first; its album's cover is among them."""
    endings = TEXTS | (STEMS if extras.stems else {}) | (_NOTES if extras.stems or extras.score else {})
    endings |= (_SCORE if extras.score else {}) | (_VIDEO if extras.video else {})
    beside = {kind: mp3.with_suffix(ending) for kind, ending in endings.items()}
    return {"mp3": mp3, "cover": mp3.with_name(_COVER), **beside}
