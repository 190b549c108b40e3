"""Whether the tag of an MP3 says what the catalogue, its cover and its lyrics say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from lyricaudio.errors import ReleaseError
from lyricaudio.messages import told
from lyricaudio.release.catalogue import CatalogueEpisode
from lyricaudio.release.texts.cleantext import one_line, plain_lines
from lyricaudio.release.texts.tagsread import FoundTags, tags_in
from lyricaudio.units import milliseconds
from lyricaudio.verify.fault import Fault, Kind

_VERSION = (2, 3)
_NEAR_MS = 60  # the length that a tag tells is the music's; the sound is up to 3 ms longer, or a packet


def read_tags(root: Path, episode: CatalogueEpisode) -> FoundTags | None:
    """Read the tag of an episode; None when it has none that can be read."""
    try:
        return tags_in(root / episode.mp3)
    except ReleaseError:
        return None


def tag_faults(root: Path, episode: CatalogueEpisode, found: FoundTags | None) -> Iterator[Fault]:
    """Yield what is wrong with a tag."""
    if found is None:
        yield _fault(episode, told("it has no tag that can be read"))
        return
    if found.version != _VERSION:
        yield _fault(episode, told("its tag is not ID3v2.3, which all players read"))
    yield from _names(found, episode)
    yield from _lyrics(root, found, episode)
    yield from (_fault(episode, what) for what in _chapters(found, episode))


def _names(found: FoundTags, episode: CatalogueEpisode) -> Iterator[Fault]:
    """Compare the names: a frame of the same name and what it should say."""
    for frame, wanted in {
        "TIT2": episode.title,
        "TPE1": episode.artist,
        "TALB": episode.album,
        "TRCK": str(episode.track),
        "TYER": str(episode.year or ""),
    }.items():
        text = found.texts.get(frame, "")
        if (text.partition("/")[0] if frame == "TRCK" else text) != one_line(wanted):
            yield _fault(
                episode,
                told(
                    "its tag says '{text}' in {frame}, the catalogue '{wanted}'",
                    text=text,
                    frame=frame,
                    wanted=wanted,
                ),
            )


def _lyrics(root: Path, found: FoundTags, episode: CatalogueEpisode) -> Iterator[Fault]:
    """Compare cover and plain lyrics with the files beside; lyrics may stand there as in the `.lrc`."""
    beside = {kind: _bytes(root / episode.path(kind)) for kind in ("cover", "lrc") if kind in episode.files}
    if not found.cover:
        yield _fault(episode, told("it has no cover"))
    elif "cover" in beside and found.cover != beside["cover"]:
        yield _fault(episode, told("its cover is not {name}", name=episode.path("cover").name))
    stamped = beside.get("lrc", b"").decode("utf-8", "replace")
    if found.lyrics.strip("\n") not in (plain_lines(episode.lyrics), plain_lines(stamped)):
        yield _fault(episode, told("the lyrics in its tag are not those of the catalogue"))


def _chapters(found: FoundTags, episode: CatalogueEpisode) -> Iterator[str]:
    """Yield what is wrong with chapters: they are all in the contents, one after the other, to the end."""
    if tuple(one.name for one in found.chapters) != found.contents:
        yield told("its chapters are not those of its table of contents")
    if not found.chapters:
        yield told("it has no chapters")
        return
    times_ms = [(one.start_ms, one.end_ms) for one in found.chapters]
    if times_ms[0][0] or any(end != start for (_, end), (start, _) in pairwise(times_ms)):
        yield told("its chapters leave a part out, or overlap")
    if abs(times_ms[-1][1] - milliseconds(episode.seconds)) > _NEAR_MS:
        yield told("its last chapter does not end where the sound does")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # what is not there is told of by itself
        return b""


def _fault(episode: CatalogueEpisode, what: str) -> Fault:
    return Fault(kind=Kind.TAG, path=str(episode.mp3), what=what)
