"""The English plural in katakana.

Notes write `tokens` where they could write トークン; what is written is heard, as a Japanese speaker says it:
トークンズ, ユニッツ, ネットワークス, クラシズ, サイジズ, グリッズ.
"""

from __future__ import annotations

_ENDS = {"ト": "ツ", "ツ": "ツ", "ス": "シズ", "ズ": "ジズ", "ッド": "ッズ"}  # シャツ is of one and of many
_WITH_SU = ("ク", "プ", "フ", "ング")  # シングス, not as in English


def plural_kana(kana: str) -> str:
    """Add the s of the plural to a word in katakana."""
    for end, of_plural in _ENDS.items():
        if kana.endswith(end):
            return kana.removesuffix(end) + of_plural
    return kana + ("ス" if kana.endswith(_WITH_SU) else "ズ")
