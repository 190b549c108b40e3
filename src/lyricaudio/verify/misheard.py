"""How far what is heard is from what should be said, in kana, and which words were misheard.

Both are folded first: a long vowel is its vowel twice however it is spelt, and ヅ is ズ. So neither spelling
nor homophones nor numerals count, only sounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lyricaudio.reading.text.kana import morae, vowel_of

_SAME = str.maketrans("ヂヅヲヰヱヵヶ", "ジズオイエカケ")
_AS_HEARD = {"ヴァ": "バ", "ヴィ": "ビ", "ヴ": "ブ", "ヴェ": "ベ", "ヴォ": "ボ"}
_MISHEARD = 0.34  # of a word's morae


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What became of morae on their way to the ear.

    Attributes
    ----------
    right
        Whether each of them was heard as it is.
    added
        How many were heard besides.
    """

    right: tuple[bool, ...]
    added: int

    @property
    def error(self) -> float:
        """Morae that are wrong, missing or too many, of those that should be said; 1 at most."""
        wrong = self.right.count(False) + self.added
        return min(1.0, wrong / max(1, len(self.right)))


def folded(kana: str) -> tuple[str, ...]:
    """Split katakana into morae that are equal when they sound so.

    >>> folded("テーギ") == folded("テイギ")
    True

    Raises
    ------
    ValueError
        When there is something else than katakana.
    """
    found: list[str] = []
    for mora in morae(kana.translate(_SAME)):
        vowel = vowel_of(found[-1][-1]) if found else ""
        prolongs = mora == "ー" or (vowel, mora) in (("エ", "イ"), ("オ", "ウ"))
        found.append((vowel or mora) if prolongs else _AS_HEARD.get(mora, mora))
    return tuple(found)


def compared(said: Sequence[str], heard: Sequence[str]) -> Compared:
    """Lay what was heard along what should be said, with the fewest changes (Levenshtein)."""
    costs = np.zeros((len(said) + 1, len(heard) + 1), np.int64)
    costs[:, 0], costs[0, :] = np.arange(len(said) + 1), np.arange(len(heard) + 1)
    for row, mora in enumerate(said, 1):
        for column, other in enumerate(heard, 1):
            changed = costs[row - 1, column - 1] + (mora != other)
            costs[row, column] = min(changed, costs[row - 1, column] + 1, costs[row, column - 1] + 1)
    right = [False] * len(said)
    row, column, added = len(said), len(heard), 0
    while row or column:
        cost = costs[row, column]
        if row and column and cost == costs[row - 1, column - 1] + (said[row - 1] != heard[column - 1]):
            row, column = row - 1, column - 1
            right[row] = said[row] == heard[column]
        elif row and cost == costs[row - 1, column] + 1:
            row -= 1
        else:
            column, added = column - 1, added + 1
    return Compared(right=tuple(right), added=added)


def misheard_words(words: Sequence[tuple[str, int, int]], right: Sequence[bool]) -> tuple[str, ...]:
    """Return the words of which a third of the morae or more were misheard, in order.

    Parameters
    ----------
    words
        Each with its first mora, and the one behind its last.
    """
    shares = ((word, [not one for one in right[first:last]]) for word, first, last in words)
    return tuple(word.strip() for word, wrong in shares if wrong and sum(wrong) >= _MISHEARD * len(wrong))
