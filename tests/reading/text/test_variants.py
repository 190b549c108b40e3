from __future__ import annotations

from collections.abc import Callable

import pytest

from lyricaudio.reading.text.variants import fold_characters


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＲｅＬＵ　１００％", "ReLU 100%"),
        ("ｼｸﾞﾓｲﾄﾞ", "シグモイド"),
        ("か\u3099く", "がく"),
        ("ヷとヺ", "ヴァとヴォ"),
        ("5㎏と3㎞", "5kgと3km"),
        ("第Ⅱ世代、ⅲ", "第2世代、3"),
        ("½と¾", "2分の1と4分の3"),
        ("①と⑩", "<マル>1·と<マル>10·"),
        ("x₁とβ₁₂", "x_{1}とβ_{12}"),
        ("𝑥と𝐀", "xとA"),
        ("ŷとx̄", "<ワイハット>と<エックスバー>"),
        ("−3〜2", "-3~2"),
        ("見え\u200bない\ufeff", "見えない"),
        ("é", "é"),
    ],
)
def test_other_forms_of_a_character_become_the_one_form(
    through: Callable[..., str], written: str, folded: str
) -> None:
    assert through(fold_characters, written) == folded
