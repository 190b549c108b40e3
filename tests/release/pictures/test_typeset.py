import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.release.pictures.typeset import LEADING, MOST_LINES, SetTitle, may_part, set_title


def width_of(character: str) -> float:
    """Return the advance in a font whose wide characters are square and whose narrow ones are half that."""
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.55


def on_a_cover(title: str) -> SetTitle:
    return set_title(title, width_of=width_of, width=0.84, height=0.5, largest=0.34)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("愛", ["愛"]),
        ("LSTM", ["LSTM"]),
        ("ResNetのうた", ["ResNet", "のうた"]),
        ("学習ループのうた", ["学習ループ", "のうた"]),
        ("誤差逆伝播と勾配のうた", ["誤差逆伝播と", "勾配のうた"]),
        ("勾配消失／勾配爆発", ["勾配消失／", "勾配爆発"]),
        ("積層オートエンコーダと事前学習のうた", ["積層", "オートエンコーダと", "事前学習のうた"]),
        ("「なぜ?」から始まる説明可能AI", ["「なぜ?」", "から始まる", "説明可能AI"]),
        ("Backpropagation Through Time", ["Backpropagation", "Through Time"]),
        ("  ", []),
    ],
)
def test_a_title_breaks_where_a_reader_pauses(title: str, lines: list[str]) -> None:
    assert list(on_a_cover(title).lines) == lines


@pytest.mark.parametrize("pair", ["学習", "のう", "、「", "」「", "歌#", "歌「", " #", ' "', "&B", "/B"])
def test_a_line_may_end_between(pair: str) -> None:
    assert may_part(*pair)


@pytest.mark.parametrize(
    "pair", ["あっ", "ルー", "々々", "歌、", " 」", "「『", "(a", "#1", "$1", "A&", "y′", "が\u3099"]
)
def test_no_line_may_end_between(pair: str) -> None:
    assert not may_part(*pair)


def test_a_word_in_letters_is_never_broken() -> None:
    assert on_a_cover("Hyperparameteroptimization").lines == ("Hyperparameteroptimization",)


def test_one_character_is_as_large_as_allowed() -> None:
    assert on_a_cover("愛").size == 0.34


titles = st.text(
    st.sampled_from("学習逆伝播のはをがうたループッャー、。「」・() ReLU12か\u3099"), max_size=60
)


@given(titles)
def test_every_title_keeps_its_characters_and_fits_its_place(title: str) -> None:
    setting = on_a_cover(title)
    assert "".join(setting.lines).replace(" ", "") == title.replace(" ", "")
    assert len(setting.lines) <= MOST_LINES
    assert all(sum(map(width_of, line)) * setting.size <= 0.84 + 1e-9 for line in setting.lines)
    assert setting.size * (1 + LEADING * (len(setting.lines) - 1)) <= 0.5 + 1e-9


@given(titles.map(lambda title: title.replace(" ", "")))
def test_no_line_starts_or_ends_with_what_may_not_stand_there(title: str) -> None:
    for line, following in pairwise(on_a_cover(title).lines):
        assert following[0] not in "ッャー、。」・)\u3099"
        assert line[-1] not in "「("
        assert not (line[-1] in "ReLU12" and following[0] in "ReLU12")


def test_a_very_long_title_is_set_in_four_lines() -> None:
    assert len(on_a_cover("勾配" * 150).lines) == MOST_LINES
