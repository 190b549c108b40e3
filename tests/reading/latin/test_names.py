from __future__ import annotations

from collections.abc import Callable

import pytest

from lyricaudio.reading.latin.names import speak_names
from lyricaudio.reading.lexicon.plurals import plural_kana
from lyricaudio.reading.reader import Reader


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("S3に置く", "<エススリー>に置く"),
        ("EC2とCO2", "<イーシーツー>と<シーオーツー>"),
        ("mp3を聞く", "<エムピースリー>を聞く"),
        ("Web3の話", "Web<スリー>の話"),
        ("A4の紙", "<エーヨン>の紙"),
        ("config.yamlに書く", "config<ドット><ヤムル>に書く"),
        ("np.arrayとx.py", "np<ドット>arrayとx<ドット><ピーワイ>"),
        ("NH2ClとNCl3", "<エヌエイチツーシーエル>と<エヌシーエルスリー>"),
        ("ここに.envを置く", "ここに<ドット><エンブ>を置く"),
    ],
)
def test_names_with_a_digit_or_a_dot_are_said(through: Callable[..., str], written: str, said: str) -> None:
    assert through(speak_names, written) == said


@pytest.mark.parametrize(
    "written",
    ["A100とH100", "R5年の法", "S3=4", "PM2.5", "2.5", "a.k.a. と", "U.S.", "終わり. 次", "x1"],
)
def test_what_is_no_such_name_is_left(through: Callable[..., str], written: str) -> None:
    assert through(speak_names, written) == written


def test_a_digit_behind_a_term_is_english_too(reader: Reader) -> None:
    assert reader.read("ReLU6は速い").kana == "レルーシックスワハヤイ"
    assert reader.read("G検定2級").kana == "ジーケンテーニキュー"


def test_a_2_beside_a_term_is_to(reader: Reader) -> None:
    assert reader.read("ResNet2Transformer").kana == "レズネットトゥートランスフォーマー"
    assert reader.read("ResNet2Zone").kana == "レズネットトゥーゾーン"
    assert reader.read("zone2ResNet").kana == "ゾーントゥーレズネット"
    assert reader.read("6:2:2に分ける").kana == "ロクタイニタイニニワケル"


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("トークン", "トークンズ"),
        ("ユニット", "ユニッツ"),
        ("ネットワーク", "ネットワークス"),
        ("クラス", "クラシズ"),
    ],
)
def test_the_plural_ends_as_it_is_heard(one: str, many: str) -> None:
    assert plural_kana(one) == many
