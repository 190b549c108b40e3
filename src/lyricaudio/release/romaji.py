"""Katakana in Latin letters, by Hepburn without long marks: for players that know ASCII alone."""

from __future__ import annotations

import re

_TABLE = """
ア a イ i ウ u エ e オ o   カ ka キ ki ク ku ケ ke コ ko   サ sa シ shi ス su セ se ソ so
タ ta チ chi ツ tsu テ te ト to   ナ na ニ ni ヌ nu ネ ne ノ no   ハ ha ヒ hi フ fu ヘ he ホ ho
マ ma ミ mi ム mu メ me モ mo   ヤ ya ユ yu ヨ yo   ラ ra リ ri ル ru レ re ロ ro   ワ wa ヰ i ヱ e ヲ o ン n
ガ ga ギ gi グ gu ゲ ge ゴ go   ザ za ジ ji ズ zu ゼ ze ゾ zo   ダ da ヂ ji ヅ zu デ de ド do
バ ba ビ bi ブ bu ベ be ボ bo   パ pa ピ pi プ pu ペ pe ポ po   ヴ vu
キャ kya キュ kyu キョ kyo   シャ sha シュ shu ショ sho シェ she   チャ cha チュ chu チョ cho チェ che
ニャ nya ニュ nyu ニョ nyo   ヒャ hya ヒュ hyu ヒョ hyo   ミャ mya ミュ myu ミョ myo
リャ rya リュ ryu リョ ryo   ギャ gya ギュ gyu ギョ gyo   ジャ ja ジュ ju ジョ jo ジェ je
ビャ bya ビュ byu ビョ byo   ピャ pya ピュ pyu ピョ pyo   ファ fa フィ fi フェ fe フォ fo フュ fyu
ティ ti トゥ tu テュ tyu ディ di ドゥ du デュ dyu
ウィ wi ウェ we ウォ wo   ツァ tsa ツィ tsi ツェ tse ツォ tso
ヴァ va ヴィ vi ヴェ ve ヴォ vo ヴュ vyu   イェ ye クァ kwa クィ kwi クェ kwe クォ kwo グァ gwa
ァ a ィ i ゥ u ェ e ォ o ャ ya ュ yu ョ yo ヮ wa
"""
_LETTERS: dict[str, str] = dict(re.findall("([ァ-ヴー]+) ([a-z]+)", _TABLE))
_MORA = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)) + "|ッ")
_DOUBLED = re.compile("ッ+([b-df-hj-mp-tv-z]?)")


def romaji(kana: str) -> str:
    """Return katakana in lower-case ASCII letters; what is no katakana is left out.

    ッ doubles the consonant after it, チ's as in `matchi`, and is silent where there is none.
    """
    letters = "".join(_LETTERS.get(mora, mora) for mora in _MORA.findall(kana))
    return _DOUBLED.sub(lambda found: _twice(found[1]), letters).replace("cch", "tch")


def _twice(consonant: str) -> str:
    return consonant * 2
