from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.release.names.romaji import romaji


@pytest.mark.parametrize(
    ("kana", "letters"),
    [
        ("ガクシュウ", "gakushuu"),
        ("コーバイ", "kobai"),
        ("シンチョク", "shinchoku"),
        ("ッテ", "tte"),
        ("マッチ", "matchi"),
        ("ロジック", "rojikku"),
        ("アッ", "a"),
        ("フィルター", "firuta"),
        ("ジェイソン", "jeison"),
        ("ディープラーニング", "dipuraningu"),
        ("ウィキ", "wiki"),
        ("ヴァリアンス", "variansu"),
        ("ツヅク", "tsuzuku"),
    ],
)
def test_katakana_is_written_by_hepburn(kana: str, letters: str) -> None:
    assert romaji(kana) == letters


def test_what_is_no_katakana_is_left_out() -> None:
    assert romaji("ア漢あ、!A") == "a"


@given(st.text(st.characters(min_codepoint=0x30A1, max_codepoint=0x30FC)))
def test_every_katakana_becomes_small_ascii_letters_or_nothing(kana: str) -> None:
    letters = romaji(kana)
    assert letters == "" or (letters.isascii() and letters.isalpha() and letters.islower())
