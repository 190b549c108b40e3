from __future__ import annotations

import pytest

from lyricaudio.reading.reader import Reader


def doubts(reader: Reader, text: str) -> list[tuple[str, list[str]]]:
    return [(d.surface, [candidate.kana for candidate in d.candidates]) for d in reader.read(text).doubts]


@pytest.mark.parametrize(
    ("text", "word", "candidates"),
    [
        ("猫を抱く少女", "抱く", ["イダク", "ダク"]),
        ("刃が立たない", "刃", ["ハ", "ヤイバ"]),
    ],
)
def test_a_word_that_could_as_well_be_another_is_named_with_both(
    reader: Reader, text: str, word: str, candidates: list[str]
) -> None:
    assert doubts(reader, text) == [(word, candidates)]


@pytest.mark.parametrize(
    "text",
    [
        "学校へ行った日",  # オコナッタ is far less likely here
        "方程式を解く",  # nobody means ホドク
        "箱ひげ図",  # バコ is but another voice
        "枠の中で一番作りやすい形",  # and so is ズクリ
        "時間がかかる",  # トキカン is no word
        "一回と三日",
        "値の側",
    ],
)
def test_a_reading_that_nobody_means_is_no_rival(reader: Reader, text: str) -> None:
    assert doubts(reader, text) == []


def test_what_the_song_decides_has_no_rival(reader: Reader) -> None:
    assert doubts(reader, "猫を{抱|だ}く") == []
    assert doubts(Reader(own={"抱く": "だく"}), "猫を抱く") == []
