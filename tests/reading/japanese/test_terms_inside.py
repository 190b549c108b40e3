"""Terms of the lexicons inside longer words: these stay as the dictionary has them."""

from __future__ import annotations

import pytest

from lyricaudio.reading.japanese.precedents import PRECEDENTS
from lyricaudio.reading.lexicon.matcher import is_japanese
from lyricaudio.reading.lexicon.terms import installed_lexicons
from lyricaudio.reading.reader import Reader

LONGER = (
    *("正方形", "修正方法", "補正方針", "公正方式", "改正方案", "適正方位", "縦横無尽", "水平面", "中間子"),
    *("左中間", "右中間", "白玉粉", "白玉楼"),
)


@pytest.mark.slow
def test_longer_words_stay_as_the_dictionary_has_them(reader: Reader) -> None:
    terms = {term.term for lexicon in installed_lexicons() for term in lexicon.terms}
    bare = Reader(lexicons=())
    words = [word for word in (*LONGER, *PRECEDENTS) if word not in terms and _holds_a_term(word, terms)]

    changed = {word for word in words if reader.kana(f"その{word}は") != bare.kana(f"その{word}は")}
    assert len(words) >= 12
    assert changed == set()


def _holds_a_term(word: str, terms: set[str]) -> bool:
    parts = (word[start:stop] for start in range(len(word)) for stop in range(start + 2, len(word) + 1))
    return any(is_japanese(part) and part in terms for part in parts)
