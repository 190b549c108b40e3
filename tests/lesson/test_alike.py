"""Which pairs are proposed to be told apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.lesson.example import song

from lyricaudio.lesson.alike import alike
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.reading.reader import Reader
from lyricaudio.song import Song

SONGS = Path(__file__).parents[2] / "songs"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def gradients() -> Song:
    library = open_library([SONGS / "01-backpropagation.yaml"], folder=SONGS.parent)
    return next(entry.song for entry in library.entries if entry.path in library.selected)


def proposed(reader: Reader, one: Song, *known: tuple[str, str]) -> list[tuple[str, str]]:
    lines = [line for section in one.sections for line in section.lines]
    heard = [(line, reader.read(line.lyric.text)) for line in lines]
    return [(first.text, second.text) for first, second in alike(heard, known)]


def test_of_the_song_of_gradients_vanishing_and_exploding_come_first(reader: Reader) -> None:
    assert proposed(reader, gradients())[0] == ("勾配消失問題", "勾配爆発問題")


def test_what_the_song_tells_apart_already_is_not_proposed(reader: Reader) -> None:
    told = ("勾配爆発問題", "勾配消失問題")
    assert ("勾配消失問題", "勾配爆発問題") not in proposed(reader, gradients(), told)


def test_of_two_alike_something_must_be_said_that_is_not_said_of_the_other(reader: Reader) -> None:
    apart = song("title: 学び\nlines: [回帰木は数を出す, 決定木は枝で分ける, 回帰木と決定木, 谷は低く]\n")
    assert proposed(reader, apart) == []
    told = song("title: 学び\nlines: [順伝播は前へ送る, 逆伝播は後ろへ送る, 谷は低く]\n")
    assert proposed(reader, told) == [("順伝播", "逆伝播")]
    together = song("title: 学び\nlines: [順伝播と逆伝播を並べる, 谷は低く]\n")
    assert proposed(reader, together) == []
