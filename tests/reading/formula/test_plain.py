from __future__ import annotations

from collections.abc import Callable

import pytest

from lyricaudio.reading.formula.plain import speak_plain_formulas
from lyricaudio.reading.text.wording import atoms_of, wording_of


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("勾配≠0なら", "勾配<ノットイコール>0なら"),
        ("損失=0", "損失<イコール>0"),
        ("山の高さ = 予測", "山の高さ <イコール> 予測"),
        ("y = ax + b", "<ワイ><イコール><エーエックス><プラス><ビー>"),
        ("f(x)を", "<エフエックス>を"),
        ("max(0, x)", "<マックス>0、<エックス>"),
        ("2^8は", "2の8乗は"),
        ("x²とx³", "<エックス>の2乗と<エックス>の3乗"),
        ("値は-3か±2", "値は<マイナス>3か<プラスマイナス>2"),
        ("(-1)倍", "(<マイナス>1)倍"),
        ("割引は1/3", "割引は3分の1"),
        ("1/nに", "<エヌブンノ>·1に"),
        ("1/Mに", "<エムブンノ>·1に"),
        ("m/2個", "2ぶんの·<エム>個"),
        ("N/10は", "10ぶんの·<エヌ>は"),
        ("e^-xに", "<イー>の<マイナス><エックスジョー>に"),
        ("n(n-1)/2本", "2ぶんの·<エヌエヌ><マイナス>1'本"),
        ("∫f(x)dx", "<インテグラル>·<エフエックスディーエックス>"),
        ("∂L/∂w", "<ラウンドエル>·<ラウンドダブリュー>"),
        ("dy/dx", "<ディーワイ>·<ディーエックス>"),
        ("p<0.05で", "<ピー><ショーナリ>0.05で"),
        ("n!通り", "<エヌカイジョー>通り"),
        ("|a-b|と‖w‖", "<ゼッタイチ><エー><マイナス><ビー>と<ノルム><ダブリュー>"),
        ("x_{1}, x_{2}", "<エックス>1、<エックス>2"),
        ("sin²θ", "<サイン>の2乗<シータ>"),
    ],
)
def test_a_run_with_a_relation_an_operator_or_a_script_is_a_formula(
    through: Callable[..., str], written: str, said: str
) -> None:
    assert through(speak_plain_formulas, written) == said


@pytest.mark.parametrize(
    "prose",
    [
        "AI(人工知能)",
        "(1) はじめに",
        "A/Bの",
        "ViT-L/14",
        "y/n",
        "Batch Norm (BN)",
        "10, 20",
        "Wow!",
        "it is",
        "a, b",
        "{a, b}",
    ],
)
def test_prose_with_brackets_and_slashes_is_left_alone(through: Callable[..., str], prose: str) -> None:
    assert through(speak_plain_formulas, prose) == prose


def test_words_and_numbers_in_a_formula_keep_their_places() -> None:
    text = "精度x=0.5"
    wording = speak_plain_formulas(wording_of(atoms_of(text, 0, len(text))))
    assert [(atom.start, atom.stop) for atom in wording.atoms[2:]] == [(2, 4), (2, 4), (4, 5), (5, 6), (6, 7)]
