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
        ("「最大値 - 最小値」と損益 - 売上", "「最大値<マイナス>最小値」と損益 - 売上"),
        ("½と¾", "2分の1と4分の3"),
        ("①と⑩", "<マル>1·と<マル>10·"),
        ("CO₂とH₂SO₄とN₀とX₁Y₂", "CO2とH2SO4とN_{0}とX_{1}Y_{2}"),
        ("x₁とβ₁₂", "x_{1}とβ_{12}"),
        ("𝑥と𝐀", "xとA"),
        ("ŷとx̄", "<ワイハット>と<エックスバー>"),
        ("−3〜2", "-3~2"),
        ("こゝろ、いすゞ、バナヽ、ガヾ、づゝ", "こころ、いすず、バナナ、ガガ、づつ"),
        ("ゝと漢ゞ", "ゝと漢ゞ"),
        ("もつて行つた者に限つて、なくなつたとき", "もって行った者に限って、なくなったとき"),
        ("あつたかいものを持つたびに、勝つために", "あつたかいものを持つたびに、勝つために"),
        ("見え\u200bない\ufeff", "見えない"),
        ("é", "é"),
        ("Ca²⁺とHCO₃⁻", "Ca<ニ><プラス>とHCO3<マイナス>"),
        ("Na⁺-K⁺", "Na⁺·K⁺"),
        ("χ²とχ^2値", "<カイニジョー>と<カイニジョー>値"),
    ],
)
def test_other_forms_of_a_character_become_the_one_form(
    through: Callable[..., str], written: str, folded: str
) -> None:
    assert through(fold_characters, written) == folded


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("純資産＝資産−負債", "純資産=資産<マイナス>負債"),
        ("王様−男", "王様<マイナス>男"),
        ("利益=売上-費用", "利益=売上<マイナス>費用"),
        ("1−限界利益率", "1<マイナス>限界利益率"),
        ("クラス数-1次元", "クラス数<マイナス>1次元"),
        ("表-1とスキップ−結合", "表-1とスキップ-結合"),
        ("(売上 - 費用)と(論文 - 解説)", "(売上<マイナス>費用)と(論文 - 解説)"),
        ("固定費/(1-変動費率)", "固定費<ワル>(1<マイナス>変動費率)"),
        ("(売値-原価) / 売値", "(売値<マイナス>原価)<ワル>売値"),
        ("(学習/推論)と(マルチ-タスク)/系", "(学習/推論)と(マルチ-タスク)/系"),
        ("損失は−ELBO", "損失は<マイナス>ELBO"),
        ("受けた税 ー 払った税", "受けた税<マイナス>払った税"),
    ],
)
def test_a_minus_between_words_is_told_from_a_hyphen(
    through: Callable[..., str], written: str, said: str
) -> None:
    assert through(fold_characters, written) == said
