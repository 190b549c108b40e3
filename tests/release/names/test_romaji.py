from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.release.names.romaji import romaji, spelled


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


@pytest.mark.parametrize(
    ("word", "kana", "letters"),
    [
        ("正解", "セーカイ", "seikai"),
        ("生成", "セーセー", "seisei"),
        ("平均", "ヘーキン", "heikin"),
        ("経営", "ケーエー", "keiei"),
        ("活性化関数", "カッセーカカンスー", "kasseikakansu"),
        ("せんせい", "センセー", "sensei"),
        ("レイヤー正規化", "レイヤーセーキカ", "reiyaseikika"),
        ("正規化レイヤー", "セーキカレイヤー", "seikikareiya"),
        ("小さい", "チーサイ", "chiisai"),
        ("新潟", "ニーガタ", "niigata"),
        ("勾配", "コーバイ", "kobai"),
        ("東京", "トーキョー", "tokyo"),
        ("データ", "データ", "deta"),
        ("スキー", "スキー", "suki"),
        ("ゲーム木", "ゲームギ", "gemugi"),
        ("C＃", "シーシャープ", "shishapu"),
        ("k平均法", "ケーヘーキンホー", "keiheikinho"),
        ("お姉さん", "オネーサン", "onesan"),
        ("ねえ", "ネー", "ne"),
    ],
)
def test_long_vowels_are_written_as_at_stations(word: str, kana: str, letters: str) -> None:
    assert romaji(spelled(word, kana)) == letters


def test_what_is_no_katakana_is_left_out() -> None:
    assert romaji("ア漢あ、!A") == "a"


@given(st.text(st.characters(min_codepoint=0x30A1, max_codepoint=0x30FC)))
def test_every_katakana_becomes_small_ascii_letters_or_nothing(kana: str) -> None:
    letters = romaji(kana)
    assert letters == "" or (letters.isascii() and letters.isalpha() and letters.islower())
