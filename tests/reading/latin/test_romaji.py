"""Japanese in Latin letters."""

from __future__ import annotations

import pytest

from lyricaudio.reading.latin.romaji import romaji_kana


@pytest.mark.parametrize(
    ("word", "kana"),
    [
        ("gyousei", "ギョーセー"),
        ("takken", "タッケン"),
        ("matcha", "マッチャ"),
        ("shinsaku", "シンサク"),
        ("kirinuki", "キリヌキ"),
        ("minpou", "ミンポー"),
    ],
)
def test_words_in_hepburns_spelling_are_japanese(word: str, kana: str) -> None:
    assert romaji_kana(word) == kana


@pytest.mark.parametrize("word", ["jean", "python", "minimize", "soramame", "kana", "sepal", "nation"])
def test_what_may_be_english_is_left_to_others(word: str) -> None:
    assert romaji_kana(word) == ""
