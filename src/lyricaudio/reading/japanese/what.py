"""何 as a word by itself: ナン before the rows た, だ and な of kana (何と, 何だ, 何の), and ナニ else.

There the tongue lies for it already, which swallows the vowel; some particles keep it (何に, 何との), and who
counts says ナン (何十回). The analyser's package would ask a model of 160 kB, for which it needs a library of
76 MB.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_SWALLOWING = frozenset("タチツテトダヂヅデドナニヌネノ")
_WHOLE = frozenset({"に", "にて", "より", "も", "を", "が"})
_COPULA = "特殊・ダ"


def say_what(rows: Sequence[dict[str, Any]]) -> None:
    """Write into the rows of words with accents how each 何 is said that nobody has decided on."""
    for place, row in enumerate(rows):
        if row["orig"] == "何" and not row["is_reading_protected"]:
            before, after = rows[:place], rows[place + 1 :]
            counts = _is_numerator(before) or _is_number(after)
            row["read"] = row["pron"] = "ナン" if counts or _swallows(after) else "ナニ"


def _swallows(after: Sequence[dict[str, Any]]) -> bool:
    if not after or after[0]["orig"] in _WHOLE:
        return False
    if after[0]["string"] == "で" and after[0]["pos"] == "助動詞" and after[0]["ctype"] == _COPULA:
        return False
    if [row["string"] for row in after[:2]] == ["と", "の"]:
        return False
    return after[0]["pron"][:1] in _SWALLOWING


def _is_numerator(before: Sequence[dict[str, Any]]) -> bool:
    """Tell 3分の何."""
    if len(before) < 2 or before[-1]["string"] != "の":
        return False
    return bool(before[-2]["string"].endswith("分") and before[-2]["pron"].endswith("ブン"))


def _is_number(after: Sequence[dict[str, Any]]) -> bool:
    """Tell 何十 and 何万, and 何GB: a name that is asked for would have a particle before it."""
    return bool(after) and after[0]["pos"] == "名詞" and after[0]["pos_group1"] in ("数", "固有名詞")
