from __future__ import annotations

import pytest

from lyricaudio.errors import ReadingError
from lyricaudio.reading.formula.speech import speak_tex
from lyricaudio.reading.text.wording import Break, Piece, SpokenForm

MARKS = {"none": "·", "breath": "'", "comma": "、", "stop": "。"}


def shown(tex: str) -> str:
    return "".join(map(piece_shown, speak_tex(tex)))


def piece_shown(piece: Piece) -> str:
    match piece:
        case SpokenForm():
            return f"<{piece.kana}>"
        case Break():
            return MARKS[piece.pause]
        case _:
            return piece


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"F(x)", "<エフエックス>"),
        (r"w_i", "<ダブリューアイ>"),
        (r"w_{ij}", "<ダブリューアイジェー>"),
        (r"x^2", "<エックス>の2乗"),
        (r"x^{n}", "<エックス>の<エヌジョー>"),
        (r"\chi^{2}=z^2", "<カイニジョー><イコール><ゼット>の2乗"),
        (r"10^{-3}", "10の<マイナス>3乗"),
        (r"W^T", "<ダブリューテンチ>"),
        (r"x^{(i)}", "<エックスアイ>"),
        (r"y'", "<ワイダッシュ>"),
        (r"n!", "<エヌカイジョー>"),
        (r"\hat y", "<ワイハット>"),
        (r"\max(0,x)", "<マックス>0、<エックス>"),
        (r"\frac{a}{b}", "<ビーブンノ>·<エー>"),
        (r"\frac{1}{2}", "2分の1"),
        (r"\frac{x}{10}", "10ぶんの·<エックス>"),
        (r"a/b", "<ビーブンノ>·<エー>"),
        (r"\frac{\partial E}{\partial w_i}", "<ラウンドイー>·<ラウンドダブリューアイ>"),
        (r"\frac{\partial^2 L}{\partial x^2}", "<ラウンド>の2乗<エル>·<ラウンドエックス>の2乗"),
        (r"\frac{dy}{dx}", "<ディーワイ>·<ディーエックス>"),
        (r"0<\alpha\ll1", "0<ショーナリ><アルファ><ショーナリショーナリ>1"),
        (r"\sum_i", "<シグマアイ>·"),
        (r"\sum_{i=1}^{n} x", "<シグマ>·<アイ><イコール>1から·<エヌ>まで·<エックス>"),
        (r"p(y\mid x)", "<ピーワイ><ギブン><エックス>"),
        (r"P(A|B)", "<ピーエー><ギブン><ビー>"),
        (r"|x|", "<ゼッタイチ><エックス>"),
        (r"\|w\|", "<ノルム><ダブリュー>"),
        (r"|a||b|", "<ゼッタイチ><エー><ゼッタイチ><ビー>"),
        (r"||w||+||v||", "<ノルム><ダブリュー><プラス><ノルム><ブイ>"),
        (r"10^(-6)", "10の<マイナス>6乗"),
        (r"D(P||Q)", "<ディーピー>'<キュー>"),
        (r"\mathrm{Var}(X)", "<バリアンス><エックス>"),
        (r"D(P\|Q)", "<ディーピー>'<キュー>"),
        (r"\sqrt{d}", "<ルートディー>"),
        (r"\sqrt[3]{x}", "3乗根·<エックス>"),
        (r"\binom{n}{k}", "<エヌシーケー>"),
        (r"\left(a+b\right)", "<エー><プラス><ビー>"),
        (r"\mathbf{x}", "<エックス>"),
        (r"\text{ReLU}(x)", "·ReLU·<エックス>"),
        (r"softmax(x)", "softmax<エックス>"),
        (r"出力 \approx 入力", "出力<ニアリーイコール>入力"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "·1、2'3、4·"),
        (r"3 5", "3'5"),
        (r"90^\circ", "90<ド>"),
        (r"\foo", "·foo·"),
        (r"x²", "<エックス>の2乗"),
        (r"\frac12", "2分の1"),
        (r"W^Tx", "<ダブリューテンチエックス>"),
        (r"x_max", "<エックス><マックス>"),
        (r"n^{\sqrt{10}}", "<エヌ>の<ルート>10乗"),
        (r"2^{\left(x\right)}", "2の<エックスジョー>"),
        (r"\sum\limits_{i}^{n} x", "<シグマ>·<アイ>から·<エヌ>まで·<エックス>"),
        (r"^tA", "<ティーエー>"),
        (r"\begin{array}{cc}1&2\end{array}", "·1、2·"),
        (r"\text{a {b} c}", "·a b c·"),
    ],
)
def test_a_formula_is_said_as_a_lecturer_says_it(tex: str, said: str) -> None:
    assert shown(tex) == said


def test_letters_in_a_row_are_one_accent_phrase_with_the_accent_on_the_last() -> None:
    (phrase,) = speak_tex("F(x)")
    assert isinstance(phrase, SpokenForm)
    assert (phrase.kana, phrase.accent, phrase.own_phrase) == ("エフエックス", 3, True)


@pytest.mark.parametrize(
    "tex", ["(((", ")))", "}}", "^_", r"\frac", r"\sqrt[", "|", "x^", "{", r"\left.", "/"]
)
def test_half_a_formula_is_said_as_far_as_it_goes(tex: str) -> None:
    assert all(isinstance(piece, str | SpokenForm | Break) for piece in speak_tex(tex))


def test_brackets_without_end_are_refused() -> None:
    with pytest.raises(ReadingError, match="nested too deep"):
        speak_tex("{" * 100 + "x" + "}" * 100)
