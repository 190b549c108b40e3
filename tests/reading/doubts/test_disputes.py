from __future__ import annotations

import pytest

from lyricaudio.reading.japanese.likeness import sound_alike
from lyricaudio.reading.reader import Reader


@pytest.mark.parametrize("text", ["一回と一本と一周", "六つの箱", "日本と明日", "他の層と対の箱"])
def test_what_is_no_matter_of_opinion_is_no_dispute(text: str) -> None:
    assert Reader(lexicons=()).read(text).doubts == ()


def test_both_readings_of_a_dispute_are_named(reader: Reader) -> None:
    (doubt,) = reader.read("介と掾").doubts
    assert [(candidate.kana, candidate.by) for candidate in doubt.candidates] == [
        ("スケ", "Sudachi"),
        ("カイ", "dictionary"),
    ]


def test_spellings_of_one_sound_are_alike() -> None:
    assert sound_alike("テーギ", "テイギ")
    assert sound_alike("コレワ", "コレハ")
    assert sound_alike("アシタ", "アス")
    assert not sound_alike("ヒョー", "オモテ")
