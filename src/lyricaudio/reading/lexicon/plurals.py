"""The English plural in katakana.

Notes write `tokens` where they could write トークン; what is written is heard, as a Japanese speaker says it:
トークンズ, ユニッツ, ネットワークス, クラシズ.
"""

from __future__ import annotations

_WITH_SU = ("ク", "プ", "フ", "ング")  # シングス, not as in English


def plural_kana(kana: str) -> str:
    """Add the s of the plural to a word in katakana."""
    if kana.endswith("ト"):
        return kana.removesuffix("ト") + "ツ"
    if kana.endswith("ス"):
        return kana.removesuffix("ス") + "シズ"
    return kana + ("ス" if kana.endswith(_WITH_SU) else "ズ")
