"""Waves between words, before numbers and around titles."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lyricaudio.reading.text.waves import speak_waves


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("東京~大阪", "東京から大阪"),
        ("短~中期、低~高", "<タン>から中期、<テー>から<コー>"),
        ("年中~大型", "年中から大型"),
        ("約~10", "約から10"),
        ("(~10)", "(約10)"),
        ("歌おう~", "歌おう·"),
        ("X~N(0,1)", "X∼N(0,1)"),
        ("要点 ~基礎編~", "要点 '基礎編'"),
        ("作法~書き方と順~", "作法'書き方と順'"),
    ],
)
def test_a_wave_says_what_it_stands_for(through: Callable[..., str], written: str, said: str) -> None:
    assert through(speak_waves, written) == said
