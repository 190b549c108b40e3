"""What stands in the tag of an MP3, as plain values: to be held against what should."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutagen import MutagenError
from mutagen.id3 import ID3

from lyricaudio.errors import ReleaseError
from lyricaudio.release.texts.metadata import Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedChapter:
    """A chapter: its name in the table of contents, its title and its times in milliseconds."""

    name: str
    title: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTags:
    """A tag.

    Attributes
    ----------
    version
        As in (2, 3).
    texts
        Of each text frame the text.
    lyrics
        The plain ones; empty for none.
    stamps
        The lyrics in time.
    contents
        The names of chapters in the table of contents.
    chapters
        In the order of the file.
    cover
        The picture in front; empty for none.
    """

    version: tuple[int, int]
    texts: dict[str, str]
    lyrics: str
    stamps: tuple[Stamp, ...]
    contents: tuple[str, ...]
    chapters: tuple[TaggedChapter, ...]
    cover: bytes


def tags_in(path: Path) -> FoundTags:
    """Read the tag of an MP3.

    Raises
    ------
    ReleaseError
        When it has none that can be read.
    """
    opened: Any = ID3  # it declares no types
    try:
        id3 = opened(path, translate=False)
    except (OSError, MutagenError) as error:
        raise ReleaseError("it has no tag that can be read") from error
    frames: list[Any] = list(id3.values())

    def named(name: str) -> list[Any]:
        return [frame for frame in frames if frame.FrameID == name]

    return FoundTags(
        version=id3.version[:2],
        texts={frame.FrameID: str(frame) for frame in frames if frame.FrameID.startswith("T")},
        lyrics="".join(frame.text for frame in named("USLT")),
        stamps=tuple(Stamp(at_ms=at_ms, text=text) for frame in named("SYLT") for text, at_ms in frame.text),
        contents=tuple(name for frame in named("CTOC") for name in frame.child_element_ids),
        chapters=tuple(map(_chapter, named("CHAP"))),
        cover=b"".join(frame.data for frame in named("APIC")),
    )


def _chapter(frame: Any) -> TaggedChapter:
    titles = frame.sub_frames.getall("TIT2")
    title = str(titles[0]) if titles else ""
    return TaggedChapter(
        name=frame.element_id, title=title, start_ms=int(frame.start_time), end_ms=int(frame.end_time)
    )
