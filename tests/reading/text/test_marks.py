from __future__ import annotations

from collections.abc import Callable

import pytest

from lyricaudio.reading.text.marks import speak_marks


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("×規制は不要", "<バツ>規制は不要"),
        ("○か×で、⭕と❌を", "<マル>か<バツ>で、<マル>と<バツ>を"),
        ("1. × 「要らない」", "1. <バツ> 「要らない」"),
        ("(縦)×横", "(縦)×横"),
        ("★3の本", "<ホシ>3の本"),
    ],
)
def test_marks_that_are_words_are_said(through: Callable[..., str], written: str, said: str) -> None:
    assert through(speak_marks, written) == said
