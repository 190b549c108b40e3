from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from lyricaudio.errors import Place
from lyricaudio.song import Line, Section, Song, Text

hypothesis.settings.register_profile("any-machine", deadline=None)
hypothesis.settings.load_profile("any-machine")

WriteSong = Callable[..., Path]


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


TINY = """\
title: 学習率のうた
voice: {lyric: tone, explain: tone}
sections:
  - name: Aメロ
    lines:
      - lyric: 学習率は一歩の大きさ
        explain: 勾配にかける小さな数です。
      - 大きすぎると谷を飛び越す
  - name: サビ
    hook: true
    lines:
      - lyric: 少しずつおりていく
        explain: 谷の底が、誤差の最小です。
points:
  - q: 一歩の大きさは
    a: 学習率
"""


@pytest.fixture
def write_song(tmp_path: Path) -> WriteSong:
    """Write a small song on the tone voice into the project `tmp_path`."""

    def write(name: str = "01-tiny.yaml", content: str = TINY) -> Path:
        path = tmp_path / "songs" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")
        return path

    return write
