"""Japanese in Latin letters, as names of files and accounts are written: gyousei is ギョーセー."""

from __future__ import annotations

import re

from lyricaudio.reading.text.kana import MORAE, morae, pronounced

_HEPBURN = """
a i u e o   ka ki ku ke ko   ga gi gu ge go   sa shi su se so   za ji zu ze zo   ta chi tsu te to   da de do
na ni nu ne no   ha hi fu he ho   ba bi bu be bo   pa pi pu pe po   ma mi mu me mo   ya yu yo
ra ri ru re ro   wa   kya kyu kyo   gya gyu gyo   sha shu sho   ja ju jo   cha chu cho   nya nyu nyo
hya hyu hyo   bya byu byo   pya pyu pyo   mya myu myo   rya ryu ryo
"""
"""What native words are made of; je, che or fa are of other languages."""

_WRITTEN = {(consonant or "") + vowel: kana for (consonant, vowel), kana in MORAE.items()}
_SYLLABLES = {written: _WRITTEN[written] for written in _HEPBURN.split()}
_MORA = re.compile("(?P<stop>([kstp])(?=\\2)|t(?=ch))|(?P<n>n(?![aiueoy]))|[^aiueo]{0,2}[aiueo]")
_SHORTEST = 3  # morae; two are found in words of any language


def romaji_kana(word: str) -> str:
    """Return the sound of a lower-case word in Hepburn's spelling, of three morae and more; empty for others.

    One that ends in e is none: English words do, and their last e is not said.
    """
    found = list(_MORA.finditer(word))
    said = ["ッ" if mora["stop"] else "ン" if mora["n"] else _SYLLABLES.get(mora[0]) for mora in found]
    if word.endswith("e") or "".join(mora[0] for mora in found) != word or None in said:
        return ""
    kana = "".join(filter(None, said))
    return pronounced(kana) if len(morae(kana)) >= _SHORTEST else ""
