import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.song import Names, Song, identity, parse_song
from lyricaudio.song.identity import LINE_PREFIX, POINT_PREFIX, folded, identities, kind_of, number_of

NAMES = Names(styles=(), metres=(), engines=(), forms=())
TEXTS = st.lists(st.text(alphabet="あア亜aA1 、。*?", max_size=6), max_size=12)


def song(text: str) -> Song:
    return parse_song(f"title: うた\n{text}", source="song.yaml", names=NAMES)


def line_names(text: str) -> list[str]:
    return [line.id for section in song(text).sections for line in section.lines]


def test_the_examples_of_the_module_hold() -> None:
    assert doctest.testmod(identity).attempted > 3
    assert doctest.testmod(identity).failed == 0


@pytest.mark.parametrize(
    "corrected",
    [
        "傾きが小さいと　勾配は消える。",
        "{傾|かたむ}きが小さいと/{勾配|こうばい}は、消える",
        "「傾きが小さいと」 勾配は消える!",
    ],
)
def test_ruby_spaces_and_punctuation_are_corrected_without_another_name(corrected: str) -> None:
    assert identities([corrected]) == identities(["傾きが小さいと 勾配は消える"])


@pytest.mark.parametrize(
    ("one", "other"),
    [("傾き は、", "傾きは"), ("ReLU", "ｒｅｌｕ"), ("x²", "X2"), ("ﾊﾞｯﾁ", "バッチ"), ("が", "か\u3099")],
)
def test_width_case_and_composition_are_no_difference(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("勾配消失", "勾配爆発"), ("x+1", "x=1"), ("ハ", "バ"), ("は", "ハ"), ("!", "?")]
)
def test_a_letter_or_sign_is_a_difference(one: str, other: str) -> None:
    assert identities([one]) != identities([other])


def test_a_formula_counts_as_it_is_shown() -> None:
    assert identities([r"式は \(\max(0,x)\)"]) == identities(["式は max(0,x)"])


@given(TEXTS)
def test_no_two_of_a_song_have_one_name(texts: list[str]) -> None:
    names = (*identities(texts), *identities(texts, kind=POINT_PREFIX))
    assert len(set(names)) == len(names) == 2 * len(texts)
    assert [kind_of(name) for name in names] == [LINE_PREFIX] * len(texts) + [POINT_PREFIX] * len(texts)


@given(TEXTS, TEXTS)
def test_what_stands_behind_changes_no_name(before: list[str], behind: list[str]) -> None:
    assert identities([*before, *behind])[: len(before)] == identities(before)


@given(TEXTS)
def test_the_order_changes_no_names_but_those_of_like_lines(texts: list[str]) -> None:
    forwards, backwards = identities(texts), identities(texts[::-1])[::-1]
    alike = [folded(text) for text in texts]
    for text, one, other in zip(alike, forwards, backwards, strict=True):
        assert one.partition("-")[0] == other.partition("-")[0]
        assert one == other or alike.count(text) > 1
    assert sorted(forwards) == sorted(backwards)


@given(TEXTS)
def test_like_lines_are_numbered_in_their_order(texts: list[str]) -> None:
    names = identities(texts)
    for name in names:
        like = [other for other in names if other.partition("-")[0] == name.partition("-")[0]]
        assert [number_of(other) for other in like] == list(range(1, len(like) + 1))


def test_a_line_keeps_its_name_when_lines_come_before_it_or_it_gets_an_explanation() -> None:
    (name,) = line_names("lines: [勾配は消える]\n")
    assert line_names("lines: [前の行, 勾配は消える]\n")[1] == name
    assert line_names("lines:\n  - {lyric: 勾配は消える, explain: 解説, terms: [勾配]}\n") == [name]
    assert line_names("sections:\n  - lines: [前の行]\n  - {hook: true, lines: [勾配は消える]}\n")[1] == name


def test_a_line_that_is_written_in_two_sections_has_two_names() -> None:
    first, second = line_names("sections:\n  - lines: [勾配は消える]\n  - lines: [勾配は、消える]\n")
    assert second == f"{first}-2"


def test_a_point_is_named_by_its_question_and_is_no_line() -> None:
    asked, answered, told = (
        song(f"lines: [勾配は]\npoints: [{point}]\n").points[0].id
        for point in ("{q: 勾配は, a: 消える}", "{q: 勾配は, a: ゼロになる}", "勾配は")
    )
    assert asked == answered == told
    assert asked == "p" + line_names("lines: [勾配は]\n")[0]
