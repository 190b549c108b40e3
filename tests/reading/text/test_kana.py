from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.reading.text.kana import (
    Pronunciation,
    hiragana,
    katakana,
    loanword_accent,
    morae,
    parse_pronunciation,
    pronounced,
    sounds,
    voiceless,
    vowel_of,
)


def test_small_kana_join_the_mora_before_and_special_morae_stand_alone() -> None:
    assert morae("キャッティング") == ("キャ", "ッ", "ティ", "ン", "グ")
    assert morae("ウォーク") == ("ウォ", "ー", "ク")


def test_what_is_no_katakana_has_no_morae() -> None:
    with pytest.raises(ValueError, match="is not all katakana"):
        morae("キゃ")


def test_the_accent_is_the_mora_before_the_mark() -> None:
    assert parse_pronunciation("シーエヌエ'ヌ") == Pronunciation(kana="シーエヌエヌ", accent=5)
    assert parse_pronunciation("キョーシ'") == Pronunciation(kana="キョーシ", accent=3)
    assert parse_pronunciation("ガクシュー") == Pronunciation(kana="ガクシュー", accent=0)


def test_hiragana_and_half_width_kana_are_kana_too() -> None:
    assert parse_pronunciation("せる'ー") == Pronunciation(kana="セルー", accent=2)
    assert katakana("ｶﾞﾝとReLU") == "ガントReLU"


def test_katakana_becomes_hiragana_and_nothing_else_does() -> None:
    assert hiragana("ガントーとヴ") == "がんとーとゔ"


def test_a_kana_ends_in_a_vowel_unless_it_is_a_mora_without_one() -> None:
    assert [vowel_of(kana) for kana in "ギャヅェヲンッー"] == ["イ", "ア", "ウ", "エ", "オ", "", "", ""]


@pytest.mark.parametrize("marked", ["", "'", "'セルー", "セ'ル'ー", "SELU", "セ ルー"])
def test_a_pronunciation_is_kana_with_at_most_one_mark(marked: str) -> None:
    with pytest.raises(ValueError, match=r"needs kana|is not all katakana"):
        parse_pronunciation(marked)


@pytest.mark.parametrize(
    ("spelling", "sound"),
    [
        ("こうばい", "コーバイ"),
        ("ていぎ", "テーギ"),
        ("つづく", "ツズク"),
        ("ちゅうかん", "チューカン"),
        ("を", "オ"),
        ("こい", "コイ"),
    ],
)
def test_spelling_becomes_sound(spelling: str, sound: str) -> None:
    assert pronounced(spelling) == sound


def test_the_last_u_of_a_verb_stays_a_sound_of_its_own() -> None:
    assert pronounced("おう", verb=True) == "オウ"
    assert pronounced("おう") == "オー"


@pytest.mark.parametrize(
    ("kana", "accent"),
    [
        ("ネットワーク", 4),
        ("バッチ", 1),
        ("シグモイド", 3),
        ("トークン", 1),
        ("アテンション", 2),
        ("プーリング", 3),
        ("ア", 1),
    ],
)
def test_a_loanword_falls_after_its_third_mora_from_the_end_but_never_on_a_special_one(
    kana: str, accent: int
) -> None:
    assert loanword_accent(kana) == accent


@given(st.text(alphabet="アカサタナハマヤラワンッー", min_size=1))
def test_a_loanword_accent_is_one_of_its_morae(kana: str) -> None:
    assert 1 <= loanword_accent(kana) <= len(morae(kana))


@pytest.mark.parametrize(
    ("one", "other"),
    [("テイギ", "テーギ"), ("コウカ", "コーカ"), ("オオキイ", "オーキー"), ("トイウ", "トユー")],
)
def test_spellings_of_one_sound_are_equal(one: str, other: str) -> None:
    assert sounds(one) == sounds(other)


def test_different_sounds_stay_different() -> None:
    assert sounds("ショゲ") != sounds("ショカイ")


def test_old_kana_are_spelt_as_they_sound() -> None:
    assert katakana("ヷヸヹヺ") == "ヴァヴィヴェヴォ"
    assert pronounced("ヷイオリン") == "ヴァイオリン"


def test_the_voice_is_taken_from_the_first_sound_alone() -> None:
    assert [voiceless(kana) for kana in ("バコ", "ズクリ", "ポンド", "ハコ", "")] == [
        "ハコ",
        "スクリ",
        "ホンド",
        "ハコ",
        "",
    ]
