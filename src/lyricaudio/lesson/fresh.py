"""Which lines are new in a ride: of several songs, some of each in a row."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, isqrt

from lyricaudio.lesson.blocks import RideLine, RideSong


def songs_of_new(counts: Sequence[int], most: int) -> int:
    """Return how many songs have to be looked at for so many new lines, from how many each song has.

    What is of one song is heard side by side, in a run; a run has as many lines as there are songs, or more:
    nine are of three songs, three of one.
    """
    songs = lines = 0
    for number, count in enumerate(counts):
        if lines >= most and songs >= isqrt(most):
            return number
        songs, lines = songs + bool(count), lines + count
    return len(counts)


def new_lines(songs: Sequence[RideSong], most: int) -> list[RideLine]:
    """Return so many new lines, in runs of those that a song has next."""
    fresh = [[line for line in song.lines if line.state == "new"] for song in songs]
    fresh = list(filter(None, fresh[: songs_of_new([len(lines) for lines in fresh], most)]))
    takes: list[int] = []
    for lines in fresh:  # what one has not is left to the others
        takes.append(min(len(lines), ceil((most - sum(takes)) / max(1, isqrt(most) - len(takes)))))
    for number, lines in enumerate(fresh):
        takes[number] = min(len(lines), takes[number] + most - sum(takes))
    return [line for lines, take in zip(fresh, takes, strict=True) for line in lines[:take]]
