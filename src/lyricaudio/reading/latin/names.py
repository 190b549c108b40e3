"""Names written with a digit or a dot: S3, Python3, config.yaml, .env.

A digit behind letters is English, since the whole is a name: エススリー. Sizes of paper are Japanese (A4 is
エーヨン), and so is a number of more digits (A100 is エーヒャク).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import normalize

from lyricaudio.reading.latin.undecided import latin_pronunciation
from lyricaudio.reading.text.kana import Pronunciation, parse_pronunciation
from lyricaudio.reading.text.letters import ENGLISH_DIGITS, spelled
from lyricaudio.reading.text.scripts import KANJI, KATAKANA, LATIN
from lyricaudio.reading.text.variants import ELEMENTS
from lyricaudio.reading.text.wording import (
    WORD,
    Piece,
    Rule,
    SpokenForm,
    Wording,
    apply,
    replace_spans,
    spoken,
)

_PAPER = {"A3": "エーサン", "A4": "エーヨン", "A5": "エーゴ", "B4": "ビーヨン", "B5": "ビーゴ"}
_EXTENSIONS = {
    "yaml": "ヤ'ムル", "yml": "ヤ'ムル", "json": "ジェ'イソン", "toml": "ト'ムル",
    "ipynb": "アイパイエヌビ'ー", "exe": "エ'グゼ", "zip": "ジ'ップ",
    "jpg": "ジェ'イペグ", "jpeg": "ジェ'イペグ", "gif": "ジ'フ",
    "ini": "イ'ニ", "conf": "コ'ンフ", "env": "エ'ンブ", "net": "ネ'ット", "com": "コ'ム", "org": "オ'ーグ",
    "tar": "タ'ー", "tex": "テ'フ", "sqlite": "エスキューラ'イト", "tfvars": "ティーエフバ'ーズ",
    "dev": "デ'ブ", "vue": "ビュ'ー",
}  # fmt: skip
"""Ends of names that are not said as their letters or as English."""

_DOT = "ドット"
_NAME = rf"0-9{LATIN}_{WORD}"
_IN_FORMULA = r" ?[=+*/^_<>≤≥]"
_BEHIND_TERM = re.compile(
    rf"(?<={WORD})[0-9](?![0-9{LATIN}{WORD}%]|\.[0-9]|{_IN_FORMULA}|[{KANJI}{KATAKANA}つ])"
)
_BESIDE_TERM = re.compile(f"(?<=[a-z]{{2}})2(?={WORD})|(?<={WORD})2(?={WORD}|[A-Z]?[a-z]{{2}})")
_CODE = re.compile("[A-Z]{1,6}[0-9]")
_SUBSTANCE = re.compile(f"(?=[A-Za-z]*[2-9])(?:(?:{ELEMENTS})[2-9]?){{2,}}")
_BETWEEN = re.compile("[A-Z]{1,2}[2-9][A-Z]{1,4}")
_THINGS = "(?:[台枚個社冊匹]|名(?![称前詞])|セット|種類|[かカヶ箇](?:所|国|月)|回(?![収路転避帰線答]))(?!数)"
_COUNTED = re.compile(f"つ|(?<=[A-Z]{{2}}[0-9]){_THINGS}")
_END = rf"(?![0-9{LATIN}{WORD}%]|\.[0-9]|{_IN_FORMULA}|[年月日]|{_COUNTED.pattern})"


def speak_names(wording: Wording) -> Wording:
    """Say the digits and dots of names; letters that stand by themselves there are left."""
    spoken_names = apply(wording, _RULES)
    joined = replace_spans(spoken_names, _twos_beside_terms(spoken_names))
    return replace_spans(joined, _digits_behind_terms(joined))


def is_coded(name: str) -> bool:
    """Whether a name is capitals and one digit, which is said in English, or a substance: S3, CO₂, NH2Cl."""
    plain = normalize("NFKC", name)
    return bool(_CODE.fullmatch(plain) or _SUBSTANCE.fullmatch(plain))


def is_counted(text: str, place: int) -> bool:
    """Whether things are counted there, so that the digit before is a number and not of a name: VM3台."""
    return _COUNTED.match(text, place) is not None


def _twos_beside_terms(wording: Wording) -> Iterator[tuple[int, int, Sequence[Piece]]]:
    """Find the 2 of word2vec, which is to; in 6:2:2 it stands between what is no term."""
    for match in _BESIDE_TERM.finditer(wording.text):
        beside = (match.start() - 1, match.end())
        if all(_is_term(wording, place) for place in beside if wording.text[place] == WORD):
            yield match.start(), match.end(), [spoken("トゥ'ー")]


def _digits_behind_terms(wording: Wording) -> Iterator[tuple[int, int, Sequence[Piece]]]:
    """Find the digits of Python3 and ReLU6; behind what is no term, such as a minus, a digit is a number."""
    for match in _BEHIND_TERM.finditer(wording.text):
        if _is_term(wording, match.start() - 1):
            yield match.start(), match.end(), [_joined(ENGLISH_DIGITS[int(match[0])])]


def _is_term(wording: Wording, place: int) -> bool:
    piece = wording.atoms[place].piece
    return isinstance(piece, SpokenForm) and piece.source in ("song", "lexicon")


def _coded(match: re.Match[str]) -> Sequence[Piece] | None:
    """Say S3 as one word, unless its letters are a word: Web3 leaves the letters."""
    letters, digit = match["letters"], ENGLISH_DIGITS[int(match["digit"])]
    if paper := _PAPER.get(match[0]):
        return [_named(parse_pronunciation(paper))]
    said = latin_pronunciation(letters)
    if said.kana != spelled(letters).kana:
        return [letters, _joined(digit)]
    return [_named(spelled(match[0]))]


def _substance(match: re.Match[str]) -> Sequence[Piece]:
    """Spell what a substance is made of, with its numbers: NH2Cl."""
    return [_ruled(spelled(match[0]))]


def _ruled(said: Pronunciation) -> SpokenForm:
    return SpokenForm(kana=said.kana, accent=said.accent, source="rule", own_phrase=True)


def _named(said: Pronunciation) -> SpokenForm:
    return SpokenForm(kana=said.kana, accent=said.accent, source="fallback", own_phrase=True)


def _joined(digit: str) -> SpokenForm:
    """Say a digit as the end of the word before it."""
    said = parse_pronunciation(digit)
    return SpokenForm(kana=said.kana, accent=said.accent, source="rule")


def _extended(match: re.Match[str]) -> Sequence[Piece] | None:
    """Say the dot, and what follows when that is a kind of file; a.k.a. is none."""
    name = match["name"]
    if len(name) == 1 and re.search(rf"(?<![{_NAME}])[A-Za-z]$", match.string[: match.start()]):
        return None
    if said := _EXTENSIONS.get(name.lower()):
        return [spoken(_DOT), spoken(said)]
    letters = spelled(name)
    is_spelled = latin_pronunciation(name) == letters
    return [spoken(_DOT), _ruled(letters) if is_spelled else name]


_RULES: tuple[Rule, ...] = (
    (rf"(?<=[{_NAME}])\.(?P<name>[a-z]+)(?![{_NAME}])", _extended),
    (rf"(?:(?<=[{_NAME}]{{2}})|(?<={WORD}))\.(?=[a-z_{WORD}])", lambda m: [spoken(_DOT)]),
    (rf"(?<![^ /(「、])\.(?={WORD})", lambda m: [spoken(_DOT)]),
    (rf"(?<![{_NAME}.)\]])\.(?P<name>[A-Za-z]{{2,}})", _extended),
    (
        rf"(?<![0-9.\-_{LATIN}{WORD}]){_SUBSTANCE.pattern}{_END}",
        _substance,
    ),
    (rf"(?<![0-9.\-_{LATIN}{WORD}]){_BETWEEN.pattern}{_END}", lambda m: [_named(spelled(m[0]))]),  # L2TP
    (
        rf"(?<![0-9.\-_{LATIN}{WORD}])(?<![=+*/^_<>≤≥] )(?<![=+*/^_<>≤≥])"
        rf"(?P<letters>[A-Z]{{1,4}}|[A-Z][a-z]{{2,}}|[a-z]{{2,3}})(?P<digit>[0-9]){_END}",
        _coded,
    ),
)
