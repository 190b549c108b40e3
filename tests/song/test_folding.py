import doctest
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.song import Names, folding, parse_song
from lyricaudio.song.folding import kana_form, likeness, unified
from lyricaudio.song.ideographs import UNIFIED

NAMES = Names(styles=(), metres=(), engines=(), forms=())


def test_the_examples_hold() -> None:
    assert doctest.testmod(folding).attempted >= 3
    assert doctest.testmod(folding).failed == 0


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("⽂字と⾔葉", "文字と言葉"),
        ("⼾⿊⿈⻑⻘", "戸黒黄長青"),  # as Japanese writes them, not as the radical's own ideograph
        ("\ufa19社", "神社"),
        ("\U0002f804", "你"),
        ("辻\U000e0100さん", "辻さん"),
        ("か\u3099くしゅう", "がくしゅう"),
        ("ハ゛ッチ", "バッチ"),
        ("ﾃﾞｰﾀ｡", "データ。"),
        ("❤\ufe0f", "❤\ufe0f"),  # a picture asks for its shape
        ("ＲｅＬＵ", "ＲｅＬＵ"),  # and the writer for the width of letters
        ("café", "café"),
    ],
)
def test_what_only_looks_other_is_brought_to_its_one_form(written: str, meant: str) -> None:
    assert unified(written) == meant


def test_no_radical_is_left_that_has_an_ideograph() -> None:
    assert not set(unified("".join(UNIFIED))) & set(UNIFIED)


@given(st.text())
def test_one_form_has_no_other(text: str) -> None:
    once = unified(text)
    assert unified(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    "written", ["デ―タ", "デ—タ", "デ−タ", "デ‐タ", "デ一タ", "デｰタ", "ﾃﾞｰﾀ", "テ\u3099ータ"]
)
def test_where_only_kana_can_stand_a_dash_is_a_long_vowel(written: str) -> None:
    assert kana_form(written) == "データ"


def test_texts_that_look_alike_are_alike() -> None:
    assert likeness("2～4デ一タ") == likeness("２〜４データ")
    assert likeness("データ") != likeness("モデル")


def test_all_that_a_person_gives_is_compared_in_one_form() -> None:
    song = parse_song(
        "title: ⼈⼯知能\n"
        "title_reading: し\u3099んこう\n"
        "readings: {SELU: セ\u3099ルー, ELU: ｴﾙｰ, GELU: シ―ル}\n"
        "lines:\n"
        "  - lyric: '{傾|かた―}き、デ―タと⼈⼯知能'\n"
        "    terms: [データ, 人工知能]\n",
        source="a.yaml",
        names=NAMES,
    )
    assert song.title.text == "人工知能"
    assert song.title_reading == "じんこう"
    assert [own.kana for own in song.readings] == ["ゼルー", "エルー", "シール"]
    assert [term.text for term in song.sections[0].lines[0].terms] == ["データ", "人工知能"]


@pytest.mark.parametrize("title", ["👩‍💻のうた", "❤️‍🔥", "👨‍👩‍👧", "🏴󠁧󠁢󠁥󠁮󠁧󠁿の旗", "👩🏽‍🚀"])
def test_what_joins_emoji_may_stand_between_them(title: str) -> None:
    song = parse_song(f"title: {title}\nlines: [行]\n", source="a.yaml", names=NAMES)
    assert song.title.text == title
