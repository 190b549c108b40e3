from __future__ import annotations

from collections.abc import Callable

import hypothesis
import pytest

from lyricaudio.errors import Place
from lyricaudio.song import Line, Section, Song, Text

hypothesis.settings.register_profile("any-machine", deadline=None)
hypothesis.settings.load_profile("any-machine")


def text(words: str, line: int = 1) -> Text:
    return Text(text=words, place=Place("song.yaml", line, 1))


def section(name: str, *lyrics: str, hook: bool = False) -> Section:
    return Section(name=name, hook=hook, lines=tuple(Line(lyric=text(lyric)) for lyric in lyrics))


@pytest.fixture
def make_text() -> Callable[..., Text]:
    return text


@pytest.fixture
def make_section() -> Callable[..., Section]:
    return section


@pytest.fixture
def make_song() -> Callable[..., Song]:
    def song(*sections: Section, title: str = "試しのうた") -> Song:
        return Song(file="song.yaml", title=text(title), sections=sections)

    return song
