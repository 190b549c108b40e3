from __future__ import annotations

from collections.abc import Callable

import pytest

from lyricaudio.reading.text.marks import answer_in_columns, speak_marks


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("×規制は不要", "<バツ>規制は不要"),
        ("○か×で、⭕と❌を", "<マル>か<バツ>で、<マル>と<バツ>を"),
        ("1. × 「要らない」", "1. <バツ> 「要らない」"),
        ("(縦)×横", "(縦)×横"),
        ("★3の本", "<ホシ>3の本"),
        ("××を△△に", "<バツバツ>を<サンカクサンカク>に"),
        ("□□□が", "<シカクシカクシカク>が"),
        ("2××3", "2××3"),
        ("■■ 見出し", "■■ 見出し"),
        ("⭐が多い", "<ホシ>が多い"),
        ("図の●は山", "図の<クロマル>は山"),
        ("△を付け、「◎」の数", "<サンカク>を付け、「◎」の数"),
        ("☆の数", "<ホシ>の数"),
        ("評価は◎で、案は×", "評価は<ニジューマル>で、案は<バツ>"),
        ("●はじめに", "●はじめに"),
        ("■がんの治療", "■がんの治療"),
        ("★★★☆☆", "★★★☆☆"),
    ],
)
def test_marks_that_are_words_are_said(through: Callable[..., str], written: str, said: str) -> None:
    assert through(speak_marks, written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("c　×　肝の萎縮", "<シー>'<バツ>'肝の萎縮"),
        ("ｂ　〇　胆石", "<ビー>'<マル>'胆石"),
        ("ア ○ 正しい", "ア'<マル>'正しい"),
        ("③　✕　誤り", "③'<バツ>'誤り"),
        ("x × 高さ", "x × 高さ"),
        ("第　○　条", "第　○　条"),
    ],
)
def test_an_answer_stands_between_its_label_and_what_it_is_about(
    through: Callable[..., str], written: str, said: str
) -> None:
    assert through(answer_in_columns, written) == said
