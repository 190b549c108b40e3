"""The lines that the voice is measured with: those of the five songs, and a hundred others."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from typing import TypeVar

from tests.music.flow_lines import other_lines, songs

from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import Clip
from lyricaudio.voice.engine import load_engine
from lyricaudio.voice.hearing.trim import clip_from_speech

VOICE = "mei_normal"
TEMPI = (96, 112, 128, 144)
_GROUP = 20

_Item = TypeVar("_Item")
_Found = TypeVar("_Found")


@cache
def line_groups() -> tuple[tuple[Reading, ...], ...]:
    """Return the lines of each song, and the others in groups as large."""
    others = other_lines()
    groups = (*songs(), *(others[i : i + _GROUP] for i in range(0, len(others), _GROUP)))
    return tuple(tuple(reading for reading, _ in group) for group in groups)


def readings() -> tuple[Reading, ...]:
    """Return all lines."""
    return tuple(reading for group in line_groups() for reading in group)


def clip_of(reading: Reading) -> Clip:
    """Let the embedded voice say a line."""
    return clip_from_speech(load_engine("openjtalk").speak(reading, VOICE))


def measured(measure: Callable[[_Item], _Found], items: Iterable[_Item]) -> list[_Found]:
    """Measure each item, on two cores."""
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(measure, items, chunksize=4))
