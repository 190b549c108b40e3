from __future__ import annotations

import pytest

from lyricaudio.verify.misheard import compared, folded, misheard_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("テーギ", "テイギ"),
        ("コーバイ", "コウバイ"),
        ("ツズク", "ツヅク"),
        ("カヴァー", "カバア"),
        ("オモウ", "オモオ"),
    ],
)
def test_what_sounds_alike_is_equal_however_it_is_spelt(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_what_sounds_otherwise_is_not() -> None:
    assert folded("コイ") == ("コ", "イ")
    assert folded("キャク") != folded("キアク")


@pytest.mark.parametrize(
    ("said", "heard", "right", "added"),
    [
        ("コオバイ", "コオバイ", "1111", 0),
        ("コオバイ", "コウバ", "1010", 0),
        ("コオバイ", "", "0000", 0),
        ("", "アア", "", 2),
        ("ソンシツ", "ソオシツワ", "1011", 1),
    ],
)
def test_what_was_heard_is_laid_along_what_was_said(said: str, heard: str, right: str, added: int) -> None:
    found = compared(said, heard)
    assert ("".join(str(int(one)) for one in found.right), found.added) == (right, added)


def test_the_error_counts_all_that_is_wrong_and_is_one_at_most() -> None:
    assert compared("コオバイ", "コオバイ").error == 0
    assert compared("コオバイ", "コオイワ").error == pytest.approx(2 / 4)
    assert compared("コ", "アイウエオ").error == 1


def test_a_word_is_misheard_when_a_third_of_it_is() -> None:
    words = (("勾配", 0, 4), ("は", 4, 5), (" ", 5, 5), ("消え", 5, 8))
    right = [True, True, False, False, True, True, True, False]
    assert misheard_words(words, right) == ("勾配",)
    assert misheard_words(words, [*right[:-2], False, False]) == ("勾配", "消え")
