"""Lyrics that come with times: `.lrc` files and karaoke's `.kar`. The lines are taken, in order of time."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import mido

from lyricaudio.errors import LyricAudioError
from lyricaudio.intake.found import Found, FoundLine, FoundSection
from lyricaudio.messages import told
from lyricaudio.song.folding import unified
from lyricaudio.song.lrc import read_lrc

_TITLE = "@T"


def song_of_lrc(text: str, *, name: str) -> Found:
    """Return the song of an `.lrc`: its lines by their times, one that has several as often."""
    found = read_lrc(text)
    lines = [stamped.text for stamped in found.stamped if stamped.text]
    return _song(found.title or name, lines, found.rest)


def song_of_karaoke(data: bytes, *, name: str) -> Found:
    """Return the song of a `.kar`: its lines begin where the file breaks them.

    Raises
    ------
    LyricAudioError
        When it is no MIDI file, or has no words.
    """
    try:
        file = mido.MidiFile(file=io.BytesIO(data), charset="utf-8")
        words = list(_words(file))
    except Exception as error:  # mido raises whatever its reading meets
        raise LyricAudioError(told("this is no MIDI file that can be read ({error})", error=error)) from error
    title = next((word[len(_TITLE) :] for word in words if word.startswith(_TITLE)), name)
    sung = "".join(word for word in words if not word.startswith("@"))
    lines = [" ".join(line.split()) for line in re.split(r"[\\/\r\n]+", sung)]
    if not any(lines):
        raise LyricAudioError(told("this file has no words; karaoke files have them as text or lyrics"))
    return _song(title, [unified(line) for line in lines if line], ())


def _words(file: mido.MidiFile) -> Iterator[str]:
    """Yield the syllables of the track that has most of them."""
    tracks = [
        [message.text for message in track if message.type in ("lyrics", "text")] for track in file.tracks
    ]
    titles = [word for words in tracks for word in words if word.startswith(_TITLE)]
    yield from titles[:1]
    yield from (word for word in max(tracks, key=len, default=[]) if not word.startswith("@"))


def _song(title: str, lines: list[str], rest: tuple[str, ...]) -> Found:
    section = FoundSection(lines=tuple(FoundLine(lyric=line) for line in lines))
    return Found(title=title, sections=(section,) if lines else (), rest=rest)
