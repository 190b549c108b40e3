"""Tags of an MP3: ID3v2.3, as the pickiest reader of a car or phone wants it.

Three things are not mutagen's way, each for a reason:

- The frames are those of version 2.3 from the start. `update_to_v23` would delete the sort names.
- mutagen orders chapters by the size of their frames, and many readers list them as they come. So the
  finished tag is put in order: the names first, text before chapters, chapters by time, the cover last.
- Nothing is padded. Strict readers warn about padding, and a release is replaced as a whole anyway.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from mutagen import MutagenError
from mutagen.id3 import ID3, CTOCFlags, Encoding, Frame, Frames, PictureType

from lyricaudio.errors import ReleaseError, refusal
from lyricaudio.messages import told
from lyricaudio.release.texts.cleantext import one_line, plain_lines
from lyricaudio.release.texts.lrc import lrc_text
from lyricaudio.release.texts.metadata import EpisodeTags, lyric_stamps
from lyricaudio.units import milliseconds

TAG_LIMIT_BYTES = 3 << 20
"""Android ignores a tag of this size or more."""

MOST_CHAPTERS = 255
"""A table of contents counts its chapters in one byte."""

TEXT_FRAMES: dict[str, Callable[[EpisodeTags], str | int | None]] = {
    "TIT2": lambda tags: tags.title,
    "TPE1": lambda tags: tags.artist,
    "TPE2": lambda tags: tags.album_artist,
    "TALB": lambda tags: tags.album,
    "TRCK": lambda tags: f"{tags.track}/{tags.tracks}",
    "TPOS": lambda tags: f"{tags.disc}/{tags.discs}",
    "TYER": lambda tags: tags.year,
    "TCON": lambda tags: tags.genre,
    "TLAN": lambda tags: tags.language,
    "TBPM": lambda tags: tags.bpm,
    "TLEN": lambda tags: milliseconds(tags.length_s),
    "TSSE": lambda tags: tags.encoder,
    "TSOT": lambda tags: tags.title_sort,
    "TSOP": lambda tags: tags.artist_sort,
    "TSOA": lambda tags: tags.album_sort,
    "TSO2": lambda tags: tags.album_artist_sort,
}
"""Each text frame and where its text comes from, in the order of the file."""

PROSE_FRAMES: dict[str, Callable[[EpisodeTags], str]] = {
    "COMM": lambda tags: tags.comment,
    "USLT": lambda tags: lrc_text(tags) if tags.embed_lrc else tags.lyrics,
}
"""Each frame of many lines in a language, and where its text comes from."""

_ORDER = (*TEXT_FRAMES, *PROSE_FRAMES, "SYLT", "CTOC", "CHAP", "APIC")
_HEADER_BYTES = 10  # of the tag and of each frame; a frame's size stands in bytes 4 to 8
_UNUSED = 0xFFFFFFFF  # as the byte offset of a chapter
_MILLISECONDS, _LYRICS = 2, 1  # time stamp format and content type of synced lyrics


def write_tags(path: Path, tags: EpisodeTags) -> None:
    """Put a tag before the audio of an MP3 that has none.

    Parameters
    ----------
    path
        A temporary file: it is written in place.

    Raises
    ------
    ReleaseError
        When the tag is so large that phones would ignore it; the file is as before.
    ValueError
        When the file has a tag already.
    """
    tag = id3_tag(tags)
    audio = path.read_bytes()
    if audio.startswith(b"ID3"):
        raise ValueError(f"{path} has a tag already")
    with path.open("wb") as file:
        file.write(tag)
        file.write(audio)


def audio_of(path: Path) -> bytes:
    """Return what stands behind the tag of an MP3 that `write_tags` has tagged.

    Raises
    ------
    ReleaseError
        When it cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReleaseError(
            told("cannot read {path}: {reason}; run: lyricaudio build", path=path, reason=refusal(error))
        ) from error
    if not data.startswith(b"ID3"):
        return data
    size = 0
    for byte in data[6:_HEADER_BYTES]:
        size = size << 7 | byte  # seven bits a byte, so that no player takes it for sound
    return data[_HEADER_BYTES + size :]


def title_of(path: Path) -> str:
    """Read the title of an MP3.

    Raises
    ------
    ReleaseError
        When it has none that can be read.
    """
    try:
        frames = ID3(path)["TIT2"].text  # type: ignore[no-untyped-call]
    except (OSError, MutagenError, KeyError) as error:
        raise ReleaseError(
            told("{path} has no title that can be read; run: lyricaudio build", path=path)
        ) from error
    return str(frames[0])


def id3_tag(tags: EpisodeTags) -> bytes:
    """Return the whole tag, header included.

    Raises
    ------
    ReleaseError
        When it reaches `TAG_LIMIT_BYTES`.
    """
    id3 = ID3()  # type: ignore[no-untyped-call]
    for id3_frame in _frames(tags):
        id3.add(id3_frame)  # type: ignore[no-untyped-call]
    file = io.BytesIO()
    id3.save(file, v1=0, v2_version=3, padding=lambda info: 0)
    tag = _in_order(file.getvalue())
    if len(tag) >= TAG_LIMIT_BYTES:
        raise ReleaseError(
            told(
                "the tag of {title} would be {size_mib:.1f} MiB, and phones ignore tags from"
                " {limit_mib} MiB; use a smaller cover or shorter explanations",
                title=tags.title,
                size_mib=len(tag) / (1 << 20),
                limit_mib=TAG_LIMIT_BYTES >> 20,
            )
        )
    return tag


def _frames(tags: EpisodeTags) -> Iterator[Frame]:
    """Yield all frames of a tag, in the order of the file; an empty text gives none."""
    for name, text_of in TEXT_FRAMES.items():
        if text := one_line(str(text_of(tags) or "")):
            yield Frames[name](encoding=_encoding(text), text=[text])
    for name, lines_of in PROSE_FRAMES.items():
        if text := plain_lines(lines_of(tags)):
            yield Frames[name](encoding=_encoding(text), lang=tags.language, desc="", text=text)
    yield from _synced_lyrics(tags)
    yield from _chapters(tags)
    # Readers drop a picture whose empty description is in UTF-16.
    picture = {"type": PictureType.COVER_FRONT, "mime": "image/jpeg", "data": tags.cover}
    yield Frames["APIC"](encoding=Encoding.LATIN1, desc="", **picture)


def _synced_lyrics(tags: EpisodeTags) -> Iterator[Frame]:
    """Yield the frame of the lyrics in time, if there are any."""
    if stamps := [(stamp.text, stamp.at_ms) for stamp in lyric_stamps(tags)]:
        encoding = _encoding("".join(text for text, _ in stamps))
        kind = {"format": _MILLISECONDS, "type": _LYRICS}
        yield Frames["SYLT"](encoding=encoding, lang=tags.language, desc="", text=stamps, **kind)


def _chapters(tags: EpisodeTags) -> Iterator[Frame]:
    """Yield the table of contents and each chapter, which ends where the next one starts.

    More chapters than the table can count are merged: of every two (three, …) the first gives the title.
    """
    chapters = tags.chapters[:: math.ceil(len(tags.chapters) / MOST_CHAPTERS) or 1]
    if not chapters:
        return
    names = [f"chp{number:03}" for number in range(len(chapters))]
    flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    title = [_title(tags.title)]
    yield Frames["CTOC"](element_id="toc", flags=flags, child_element_ids=names, sub_frames=title)
    end_s = min(tags.chapters[-1].end_s, tags.length_s)
    times_ms = [milliseconds(time_s) for time_s in (*(chapter.start_s for chapter in chapters), end_s)]
    for name, chapter, (start_ms, end_ms) in zip(names, chapters, pairwise(times_ms), strict=True):
        times = {"start_time": start_ms, "end_time": end_ms, "start_offset": _UNUSED, "end_offset": _UNUSED}
        yield Frames["CHAP"](element_id=name, sub_frames=[_title(chapter.title)], **times)


def _title(text: str) -> Frame:
    """Return the title of a chapter or of the table of contents."""
    line = one_line(text)
    return Frames["TIT2"](encoding=_encoding(line), text=[line])


def _encoding(text: str) -> int:
    """Return Latin-1 for ASCII, else UTF-16 with a byte order mark: Latin-1 beyond ASCII gets guessed at."""
    return Encoding.LATIN1 if text.isascii() else Encoding.UTF16


def _in_order(tag: bytes) -> bytes:
    """Sort the frames of a tag: by `_ORDER`, and chapters by the number in the name that opens them."""
    id3_frames = []
    start = _HEADER_BYTES
    while start < len(tag):
        end = start + _HEADER_BYTES + int.from_bytes(tag[start + 4 : start + 8])
        id3_frames.append(tag[start:end])
        start = end
    id3_frames.sort(key=lambda id3_frame: (_ORDER.index(id3_frame[:4].decode()), id3_frame[_HEADER_BYTES:]))
    return tag[:_HEADER_BYTES] + b"".join(id3_frames)
