from __future__ import annotations

import pytest

from lyricaudio.reading.reader import Reader


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("[00:21.50]損[00:21.90]失を", "損失を"),
        ("これは<i>損失</i>です<br>", "これは損失です"),
        ("損失&amp;誤差", "損失&誤差"),
        ("**損失**と~~誤差~~", "損失と誤差"),
        ("損失[^1]性能[2]は", "損失性能は"),
        ("[損失](https://example.org)は", "損失は"),
        ("<ruby>損失<rp>(</rp><rt>そんしつ</rt><rp>)</rp></ruby>は", "損失は"),
    ],
)
def test_markup_of_other_formats_is_not_said(reader: Reader, written: str, meant: str) -> None:
    assert reader.read(written).kana == reader.read(meant).kana


def test_a_doubt_in_emphasis_names_the_word(reader: Reader) -> None:
    (doubt,) = reader.read("これは**底をつく寡夫の暮らし**だ").doubts
    assert doubt.surface == "寡夫"
