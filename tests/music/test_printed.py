from __future__ import annotations

from fractions import Fraction

import pytest
from tests.music.flow_lines import reading_of

from lyricaudio.music.flow.line import plan_flow
from lyricaudio.music.flow.natural import flow_morae
from lyricaudio.music.printed import score_text
from lyricaudio.music.theory.metre import METRES


def score(text: str, metre: str, bpm: float, swing: Fraction = Fraction(0)) -> str:
    reading = reading_of(text)
    return score_text(reading, plan_flow(flow_morae(reading), METRES[metre], bpm, swing=swing), METRES[metre])


def test_a_line_is_written_bar_by_bar() -> None:
    assert score("カクシン/スルノワ、/ココロダ", "4/4", 112) == (
        "| カ ク シ ン / ス .  ル .  / ノ .  ワ .  / .  .  .  .  |\n"
        "| コ .  コ .  / ロ .  ダ .  / .  .  -  -  / -  -  -  -  |"
    )


def test_cells_are_as_wide_as_the_widest_mora() -> None:
    assert score("シュツリョク/ソーワ", "4/4", 112) == (
        "| シュ .    ツ   .    / リョ .    ク   .    / ソ   ー   ワ   .    / .    .    -    -    |\n"
        "| -    -    -    -    / -    -    -    -    / -    -    -    -    / -    -    -    -    |"
    )


def test_other_metres_have_their_own_pulses() -> None:
    assert score("カクシン/スルノワ/ココロダ", "7/8", 112) == (
        "| カ .  ク .  / シ ン ス .  / ル .  ノ .  ワ .  |\n| コ .  コ .  / ロ .  ダ .  / .  .  -  -  -  -  |"
    )


def test_swing_does_not_move_a_mora_to_another_cell() -> None:
    line = "カクシン/スルノワ/ココロダ"
    assert score(line, "4/4", 120, Fraction(1, 10)).count("\n") == score(line, "4/4", 120).count("\n")


def test_a_flow_of_another_line_is_refused() -> None:
    flow = plan_flow(flow_morae(reading_of("カキ")), METRES["4/4"], 120)
    with pytest.raises(ValueError, match="zip"):
        score_text(reading_of("カ"), flow, METRES["4/4"])


def test_all_bars_of_a_score_are_of_one_width() -> None:
    rows = score(
        "ニューリョク/ソーカラ/シュツリョク/ソーエ、/ジュンデンパデ/ヨソクオダス", "4/4", 120
    ).splitlines()
    widths = {sum(1 if character.isascii() else 2 for character in row) for row in rows}
    assert len(rows) > 1
    assert len(widths) == 1
