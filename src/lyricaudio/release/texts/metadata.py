"""What an episode's files say about it: one value, from which tags, lyrics and playlists are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lyricaudio.release.texts.cleantext import one_line
from lyricaudio.units import milliseconds

INSTRUMENTAL_S = 5.0
"""A longer rest than this clears the words; a bar of 4/4 at 50 beats a minute does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Syllable:
    """A mora in kana, and when it begins, in seconds from the start of the episode."""

    kana: str
    start_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LyricEvent:
    """A text, when it is heard, and when each of its morae is, in seconds from the start of the episode."""

    start_s: float
    end_s: float
    text: str
    morae: tuple[Syllable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A titled span of the episode, in seconds from its start."""

    start_s: float
    end_s: float
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """From when on a text is shown, in milliseconds; an empty text clears the screen."""

    at_ms: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeTags:
    """Everything that is written about one episode. An empty text, or None, is left out.

    Attributes
    ----------
    track, tracks, disc, discs
        Counted from 1.
    language
        ISO 639-2: three letters.
    bpm
        Beats a minute, or None where no tempo rules the episode.
    title_sort, artist_sort, album_sort, album_artist_sort
        The same names in kana, for players that sort by the fifty sounds.
    comment
        A short explanation; podcast players show it as the episode's text.
    lyrics
        All lyric and explanation texts, plain, in lines.
    embed_lrc
        Whether the tag holds the text of the `.lrc` in their place: for players that look nowhere else for
        times. Others show such text raw.
    events, chapters
        In order of time.
    cover
        A square baseline RGB JPEG.
    length_s
        Of the decoded audio.
    encoder
        The program and its version.
    """

    title: str
    artist: str
    album: str
    album_artist: str
    track: int
    tracks: int
    disc: int = 1
    discs: int = 1
    year: int | None
    genre: str
    language: str = "jpn"
    bpm: int | None
    title_sort: str
    artist_sort: str
    album_sort: str
    album_artist_sort: str = ""
    comment: str
    lyrics: str
    embed_lrc: bool = False
    events: tuple[LyricEvent, ...]
    chapters: tuple[Chapter, ...]
    cover: bytes
    length_s: float
    encoder: str


def lyric_stamps(tags: EpisodeTags) -> tuple[Stamp, ...]:
    """Return what is on the screen when, in order: the one list behind SYLT and `.lrc`.

    Each text is one line; all times lie within the episode; before a rest of more than `INSTRUMENTAL_S`
    the text is cleared at its end.
    """
    last_ms = milliseconds(tags.length_s)
    stamps = (
        Stamp(at_ms=min(max(milliseconds(at_s), 0), last_ms), text=text)
        for at_s, text in _changes(tags.events, tags.length_s)
    )
    return tuple(sorted(stamps, key=lambda stamp: stamp.at_ms))


def _changes(events: tuple[LyricEvent, ...], length_s: float) -> Iterator[tuple[float, str]]:
    """Yield each text at its start, and an empty one where a long rest follows."""
    silence = LyricEvent(start_s=length_s, end_s=length_s, text="")
    for event, following in pairwise((*events, silence)):
        yield event.start_s, one_line(event.text)
        if following.start_s - event.end_s > INSTRUMENTAL_S:
            yield event.end_s, ""
