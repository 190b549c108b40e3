import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.release.names.safe import safe_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("学習ループのうた", "学習ループのうた"),
        ("勾配消失/勾配爆発: 何が違う?", "勾配消失／勾配爆発： 何が違う？"),
        ('\\*"<>|', "＼＊＂＜＞｜"),
        ("ReLU\tとは\n何か\u3000答え", "ReLU とは 何か 答え"),
        ("か\u3099くしゅう", "がくしゅう"),
        ("か\u200d\u3099", "が"),
        ("..隠し. ", "隠し"),
        ("con", "_con"),
        ("NUL.うた", "_NUL.うた"),
        ("COM1 .x", "_COM1 .x"),
        ("CONのうた", "CONのうた"),
        ("𠮟るうた🎵", "〓るうた"),
        ("❤\ufe0fのうた", "❤のうた"),
        ("🎵", "無題"),
        ("...", "無題"),
        ("\ud800", "無題"),
    ],
)
def test_a_title_as_a_file_name(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_a_long_title_is_cut_at_a_letter_and_signed() -> None:
    name = safe_name("勾配" * 60, max_bytes=32)
    assert name == f"{'勾配' * 3}勾 {name[-8:]}"
    assert len(name.encode()) <= 32
    assert int(name[-8:], 16) >= 0


def test_two_long_titles_with_one_beginning_stay_apart() -> None:
    assert safe_name("勾配" * 60 + "消失") != safe_name("勾配" * 60 + "爆発")


def test_a_letter_keeps_its_combining_mark_when_a_name_is_cut() -> None:
    nasal = "か\u309a"  # has no composed form
    name = safe_name(nasal * 20, max_bytes=26)  # room for two and a half
    assert name[:-9] == nasal * 2


def test_a_limit_without_room_for_a_title_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least 24"):
        safe_name("うた", max_bytes=9)


anything = st.text(st.characters() | st.sampled_from('./\\:*?"<>| か\u3099\u309a\u200d🎵'))


@given(anything, st.integers(24, 240))
def test_every_name_is_legal_everywhere(text: str, max_bytes: int) -> None:
    name = safe_name(text, max_bytes=max_bytes)
    assert 0 < len(name.encode("utf-8")) <= max_bytes
    assert unicodedata.is_normalized("NFC", name)
    assert not set(name) & set('\\/:*?"<>|')
    assert all(ord(character) <= 0xFFFF for character in name)
    assert not any(unicodedata.category(character).startswith("C") for character in name)
    assert name == name.strip(" .\u3000")
    assert name.split(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}


@given(anything)
def test_a_safe_name_is_its_own_safe_name(text: str) -> None:
    assert safe_name(safe_name(text)) == safe_name(text)
