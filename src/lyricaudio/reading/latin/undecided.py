"""Latin words that nothing else decided: spelled, or read as English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from lyricaudio.reading.latin.english import (
    english_kana,
    everyday_words,
    is_formed_of_english,
    is_known_english,
)
from lyricaudio.reading.text.kana import Pronunciation, loanword_accent
from lyricaudio.reading.text.letters import spelled
from lyricaudio.reading.text.mathwords import FUNCTIONS
from lyricaudio.reading.text.scripts import LATIN
from lyricaudio.reading.text.units import AFTER_NUMBER, KNOWN_UNITS
from lyricaudio.reading.text.wording import (
    BREAK_MARKS,
    WORD,
    Piece,
    SpokenForm,
    Wording,
    rewrite,
    spoken,
    spoken_letter,
)

_WORD = rf"[{LATIN}]+(?:['’][{LATIN}]+)*"
_PART = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_ACRONYM_BEFORE_WORD = re.compile("(?P<letters>[A-Z]{2,})([a-z]*[aeiou][a-z]*[a-z]{2})")
_LETTERS_BEFORE_WORD = re.compile(
    "(?P<letters>(?!b[lry]|c[hlry]|d[rwy]|f[lry]|g[hlnry]|k[hlnr]|p[hlnrsty]|rh|s[chklmnpqtvwy]|t[hrswyz]|w[hr])"
    "[bcdfghjklmnpqrstvwxz]{2}|x(?=[bcdfghjklmnpqrstvwz]))([a-z]{4,})"
)
"""Letters with which no word begins: nftables, lvextend, xhost."""
_WORD_BEFORE_LETTERS = re.compile("([a-z]{3,})(?P<letters>db|ctl)")
"""As tools are called: influxdb, systemctl."""

_DISK = re.compile("(?:[hs]d|x?vd)[a-z]")  # sda1
_LONGEST_ACRONYM = 6
_LONGEST_WORD = 30
_LONGEST_ELEMENT = 2
_SHORTEST_WORD = 3  # in capitals: LOW is a word, OR a gate
_SMALL_WORDS = {
    "a": "ア", "an": "アン", "and": "アンド", "as": "アズ", "at": "アット", "be": "ビー", "by": "バイ",
    "do": "ドゥー", "for": "フォー", "from": "フロム", "go": "ゴー", "if": "イフ", "in": "イン", "is": "イズ",
    "it": "イット", "my": "マイ", "no": "ノー", "not": "ノット", "of": "オブ", "on": "オン", "or": "オア",
    "so": "ソー", "the": "ザ", "to": "トゥー", "up": "アップ", "us": "アス", "via": "ビア", "we": "ウィー",
    "with": "ウィズ", "you": "ユー",
}  # fmt: skip
"""Words that join others; alone, the short ones would be letters."""

_NO_SMALL_WORDS = frozenset({"A", "IT", "US"})
"""Names in capitals."""

_NOT_IN_SNAKE_CASE = frozenset({"a", "it", "us"})
"""Which are a letter and names there: user_a, us_east_1."""

_INSIDE_NAMES = frozenset({"by", "if", "is", "of", "on", "or", "to", "up"})
"""Those that are words in CamelCase, where in, as and no may be elements: InGaAs."""

_JOINING = frozenset({"and", "if", "is", "not", "on", "or"})
"""Those that are words wherever they stand: 父or母, if 文."""

_WRITTEN_OUT = str.maketrans({
    "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ø": "O", "ø": "o", "Ð": "D", "ð": "d", "Đ": "D", "đ": "d",
    "Þ": "Th", "þ": "th", "ß": "ss", "Ħ": "H", "ħ": "h", "ı": "i", "Ł": "L", "ł": "l", "Ŋ": "NG", "ŋ": "ng",
    "Ŧ": "T", "ŧ": "t", "ĸ": "k",
})  # fmt: skip
"""Letters that no accent made of others."""

_ABBREVIATIONS = {
    "ex": "エ'ックス", "ok": "オーケ'ー", "vs": "バ'ーサス", "etc": "エトセ'トラ", "id": "アイディ'ー",
    "ai": "エーア'イ", "db": "ディービ'ー", "ip": "アイピ'ー", "js": "ジェーエ'ス", "py": "ピーワ'イ",
    "ui": "ユーア'イ",
}  # fmt: skip


def speak_latin(wording: Wording) -> Wording:
    """Say every Latin word that is left."""
    return rewrite(wording, _WORD, _said)


def letters_of(text: str) -> str:
    """Return a text's Latin letters without accents and signs: Poincaré's is Poincares, ㎏ is kg, Ø is O."""
    decomposed = unicodedata.normalize("NFKD", text).translate(_WRITTEN_OUT)
    return "".join(letter for letter in decomposed if letter.isascii() and letter.isalpha())


def _said(match: re.Match[str]) -> Sequence[Piece] | None:
    before, after = match.string[: match.start()], match.string[match.end() :]
    if match[0] in KNOWN_UNITS and re.search(f"{AFTER_NUMBER}$", before):
        return None
    word = letters_of(match[0])
    if not word:
        return None
    if word not in _NO_SMALL_WORDS and word.lower() in _SMALL_WORDS and _is_among_words(word, before, after):
        return [spoken(_SMALL_WORDS[word.lower()])]
    if word in _JOINING:
        return [spoken(_SMALL_WORDS[word])]
    if known := _ABBREVIATIONS.get(word) or FUNCTIONS.get(word):
        return [spoken(known)]
    if len(word) == 1:
        return [spoken_letter(word)]
    parts = tuple(_parts(word))
    return [_small(part, parts) or _guessed(part) for part in parts]


def _small(part: str, parts: Sequence[str]) -> SpokenForm | None:
    """Say a small word in a name of several: EnumToString; None for what is none."""
    is_small = (
        part.lower() in _INSIDE_NAMES and not part.isupper() and max(map(len, parts)) > _LONGEST_ELEMENT
    )
    return spoken(_SMALL_WORDS[part.lower()]) if is_small else None


def _is_among_words(word: str, before: str, after: str) -> bool:
    joint = f"[ {BREAK_MARKS['none']}{'' if word in _NOT_IN_SNAKE_CASE else '_'}-]"
    return bool(re.search(rf"[{LATIN}{WORD}]{joint}$", before) or re.match(rf"{joint}[{LATIN}{WORD}]", after))


def _parts(word: str) -> Iterator[str]:
    """Cut CamelCase into words and acronyms, and what is too long for a word into letters."""
    acronym = _ACRONYM_BEFORE_WORD.fullmatch(word)
    if acronym and not is_known_english(word[acronym.end("letters") - 1 :].lower()):  # VMware, but OSError
        yield from acronym.groups()
        return
    if word.islower() and not is_known_english(word) and (halves := _lettered(word)):
        yield from halves
        return
    for part in _PART.findall(word) or [word]:
        longest = len(part) if len(part) <= _LONGEST_WORD else _LONGEST_ACRONYM
        for start in range(0, len(part), longest):
            yield part[start : start + longest].upper() if longest < len(part) else part


def _lettered(word: str) -> tuple[str, str] | None:
    """Cut a word from two letters that it begins or ends with, which become capitals."""
    if found := _LETTERS_BEFORE_WORD.fullmatch(word):
        return (found[1].upper(), found[2]) if _is_word(found[2]) else None
    if (found := _WORD_BEFORE_LETTERS.fullmatch(word)) and is_known_english(found[1]):
        return found[1], found[2].upper()
    return None


def _guessed(word: str) -> SpokenForm:
    said = latin_pronunciation(word)
    return SpokenForm(kana=said.kana, accent=said.accent, source="fallback", own_phrase=True)


@lru_cache(maxsize=4096)
def latin_pronunciation(word: str) -> Pronunciation:
    """Say a word of one case: spelled when it is an acronym or cannot be a word, else as English."""
    kana = "" if _is_spelled(word) else english_kana(word.lower())
    return Pronunciation(kana=kana, accent=loanword_accent(kana)) if kana else spelled(word)


def _is_word(word: str) -> bool:
    """Whether capitals are a word: what a dictionary lacks, or spells as letters (ROE, IPO), is none.

    Nor is what is short and an everyday word: HIS and DID are names.
    """
    if len(word) < _SHORTEST_WORD or (len(word) == _SHORTEST_WORD and word in everyday_words()):
        return False
    return is_known_english(word) or is_formed_of_english(word)


def _is_spelled(word: str) -> bool:
    if word.isupper() and not _is_word(word.lower()):
        return len(word) <= _LONGEST_ACRONYM
    is_short = len(word) <= 2 or _DISK.fullmatch(word) is not None
    return is_short or not re.search("[aeiouy]", word.lower())
