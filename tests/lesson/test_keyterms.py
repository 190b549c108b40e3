from __future__ import annotations

import pytest

from lyricaudio.lesson.keyterms import key_terms
from lyricaudio.reading.reader import Reader


@pytest.mark.parametrize(
    ("line", "terms"),
    [
        ("勾配が消えてしまえば勾配消失", ["勾配", "勾配消失"]),
        ("3層のResNetは 深くても学べる", ["ResNet"]),
        ("ぬいぐるみを棚の奥に並べた日曜日", ["棚", "日曜日"]),
        ("消えていく", []),
    ],
)
def test_the_terms_of_a_line_are_what_lexicons_know_or_else_its_longest_nouns(
    line: str, terms: list[str]
) -> None:
    assert [term.surface for term in key_terms(Reader().read(line))] == terms


def test_a_term_tells_its_morae() -> None:
    reading = Reader(own={"誤差": "ゴサ"}).read("小さな誤差だ")
    (term,) = key_terms(reading)
    assert [reading.morae[number].kana for number in term.morae] == ["ゴ", "サ"]
