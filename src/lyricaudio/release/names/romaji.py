"""Katakana in Latin letters, by Hepburn without long marks: for players that know ASCII alone.

What is read aloud says セーカイ for 正解 and データ for データ alike. Hepburn writes them differently, as
signs at stations do: えい is `ei` and いい is `ii` (seikai, Niigata), while the marks over ā, ō and ū are
left out where there are none to write (Tokyo, kobai), and so is the ー of words in katakana (deta).
"""

from __future__ import annotations

import re

from lyricaudio.reading.text.kana import MORAE

_ALONE = {
    "ン": "n", "ヰ": "i", "ヱ": "e", "ヲ": "o", "ヂ": "ji", "ヅ": "zu", "ァ": "a", "ィ": "i", "ゥ": "u",
    "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo", "ヮ": "wa",
}  # fmt: skip
_LETTERS = {kana: (consonant or "") + vowel for (consonant, vowel), kana in reversed(MORAE.items())} | _ALONE
_JAPANESE = re.compile("[々〆ぁ-ゖ\u3400-\u9fff]")  # C＃ is said in a loanword's manner
_KATAKANA = re.compile("[ァ-ヺー]+")
_LONG_E_OR_I = re.compile("(?<=[エケセテネヘメレゲゼデベペェイキシチニヒミリギジビピィ])ー")
_NO_EI = re.compile("姉|[えけせてねへめれげぜでべぺ][えぇー]")  # native words: ねえさん is not ねいさん
_MORA = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)) + "|ッ")
_DOUBLED = re.compile("ッ+([b-df-hj-mp-tv-z]?)")


def spelled(word: str, kana: str) -> str:
    """Return how a word is said with those long vowels as イ that Hepburn writes as `ei` and `ii`.

    Parameters
    ----------
    word
        As it is written; what stands in katakana in it keeps its ー.
    kana
        As it is said.
    """
    if _NO_EI.search(word) or not _JAPANESE.search(word):
        return kana
    said, rest = [], kana
    for run in _KATAKANA.findall(word):
        before, found, after = rest.partition(run)
        if found:
            said += [_LONG_E_OR_I.sub("イ", before), found]
            rest = after
    return "".join([*said, _LONG_E_OR_I.sub("イ", rest)])


def romaji(kana: str) -> str:
    """Return katakana in lower-case ASCII letters; what is no katakana is left out.

    ッ doubles the consonant after it, チ's as in `matchi`, and is silent where there is none.
    """
    letters = "".join(_LETTERS.get(mora, mora) for mora in _MORA.findall(kana))
    return _DOUBLED.sub(lambda found: _twice(found[1]), letters).replace("cch", "tch")


def _twice(consonant: str) -> str:
    return consonant * 2
