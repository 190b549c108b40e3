from __future__ import annotations

from collections.abc import Callable

import pytest

from lyricaudio.reading.text.symbols import part_names, speak_addresses, speak_lone_signs


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("URLはhttps://example.org/a?b=1です", "URLは<ユーアールエル>です"),
        ("a.b+c@example.orgへ", "<メールアドレス>へ"),
        ("- 学習率", "学習率"),
        ("## 見出し", "見出し"),
        ("## 見出し ##", "見出し"),
        ("C# と F# #", "C# と F# #"),
        ("[!NOTE] 注意", "注意"),
        ("> [!note]- 注意", "注意"),
        ("[!WARNING]", "WARNING"),
        ("-3は負", "-3は負"),
        ("mAP@0.5", "mAP@0.5"),
        ("2.5xIQRと3xMAD", "2.5<カケル>IQRと3<カケル>MAD"),
        ("0xFFと4xl", "0xFFと4xl"),
        ("LeCun et al., 2015", "LeCun <エトアル>, 2015"),
        ("e.g., CNN", "例えば CNN"),
        ("ex. 歌と踊り", "例えば歌と踊り"),
        ("ex) 次の表と(ex) 1台", "例えば次の表と(例えば) 1台"),
        ("/var/logとvar", "/<バー>/logとvar"),
        ("Dr. Hinton", "<ドクター>Hinton"),
        ("消える。 - 爆発", "消える。'爆発"),
        ("鍵(暗号) - 長さ", "鍵(暗号)'長さ"),
        ("技術選定 - 複数の選択肢がある", "技術選定'複数の選択肢がある"),
        ("論点不明 - どこまでやるか", "論点不明'どこまでやるか"),
        ("資産 - 負債", "資産 - 負債"),
        ("G(d) - G(c)の値", "G(d) - G(c)の値"),
        ("../ を含む", "<ドット><ドット><スラッシュ> を含む"),
        ("./run.shと../lib", "./run.shと../lib"),
        ("次に?を押す", "次に<クエスチョンマーク>を押す"),
        ("なぜ?を重ねる", "なぜ?を重ねる"),
    ],
)
def test_addresses_and_list_marks_go_before_anything_is_looked_for_in_them(
    through: Callable[..., str], written: str, said: str
) -> None:
    assert through(speak_addresses, written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("ResNet-34", "ResNet·34"),
        ("Layer-wise", "Layer·wise"),
        ("1-of-K", "1·of·K"),
        ("ノイズ-モデル", "ノイズ·モデル"),
        ("n-1", "n-1"),
        ("1-(1-p)^n", "1-(1-p)^n"),
        ("V*(s)", "V^*(s)"),
        ("率(u*)とab*と2*3", "率(u<スター>)とab*と2*3"),
        ("項番F-20とU-18", "項番F·20とU·18"),
        ("N-10とA-1とA-20=0", "N-10とA-1とA-20=0"),
        ("図A-1とE-3とN-1", "図A·1とE·3とN-1"),
        ("MQL4/MQL5とS1/S2", "MQL4'MQL5とS1'S2"),
        ("A-D変換", "A·D変換"),
        ("(W-F+2P)/S", "(W-F+2P)/S"),
        ("(W-F)/S", "(W-F)/S"),
        ("学習/推論", "学習'推論"),
        ("and/or", "and'or"),
        ("dy/dx", "dy/dx"),
        ("1/3", "1/3"),
        ("精度=正解/全体", "精度=正解<ワル>全体"),
        ("a <= b != c", "a ≤ b ≠ c"),
        ("a->b=>c", "a→b→c"),
        ("----", "'"),
        ("枝3つと4つ", "枝3つ·と4つ"),
        ("<注意>と≪重要≫", "'注意'と'重要'"),
        ("x<3>y", "x<3>y"),
    ],
)
def test_hyphens_slashes_and_ascii_signs_are_told_apart(
    through: Callable[..., str], written: str, said: str
) -> None:
    assert through(part_names, written) == said


def test_lone_signs_and_greek_letters_have_names(through: Callable[..., str]) -> None:
    assert through(speak_lone_signs, "R&Dの#1とα") == "R<アンド>Dの<ナンバー>1と<アルファ>"
    assert through(speak_lone_signs, "⌘+C") == "<コマンド><プラス>C"
    assert through(speak_lone_signs, "率は%で、50%") == "率は<パーセント>で、50%"


def test_a_prime_is_told_from_a_quotation_mark(through: Callable[..., str]) -> None:
    assert through(speak_lone_signs, "状態s'とx′") == "状態<エス><ダッシュ>と<エックス><ダッシュ>"
    assert through(speak_lone_signs, "'a'とdon't") == "'a'とdon't"
