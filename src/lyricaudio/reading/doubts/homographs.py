"""Words that are written one way and said in several: which of them a person should look at.

What the grammar or the field settles is left out. Nobody but the bearer knows how a name is said, and kanji
that no dictionary joins are guesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from unicodedata import normalize

from lyricaudio.reading.doubts.senses import HOMOGRAPHS, OPEN, SETTLED
from lyricaudio.reading.doubts.suspicion import Suspicion, suspect
from lyricaudio.reading.japanese.analyser import Word
from lyricaudio.reading.japanese.sudachi import noun_readings
from lyricaudio.reading.model import Candidate
from lyricaudio.reading.text.kana import pronounced, voiceless
from lyricaudio.reading.text.scripts import DIGIT, HIRAGANA, IN_KANJI, KANJI, NUMERALS

_SENSE, _NAME, _FRAGMENT = 0.2, 0.3, 0.3
_NUMERAL = re.compile(f"[{DIGIT}{NUMERALS}]")
_NUMBERS_WITH_TWO_NAMES = frozenset("四七九")
_NUMBERS = frozenset("一二三五六八十") | _NUMBERS_WITH_TWO_NAMES
_COUNTERS = re.compile(
    "[十百千万億兆数年月日時分秒人回個件つ割番章節条項号層次種類本枚点台倍階歳代世行列桁位社名語文字曲冊]"
    "|[乗巡発羽匹軒校段拍票勝敗周頭通度問値択極目巻部課級組例体画軸辺角方面区期流試歩杯着足隻機]"
)
_ENDINGS = frozenset({"接尾", "非自立"})
_NO_PARTS = _ENDINGS | {"数", "副詞可能", "代名詞", "接続詞的"}

_LISTED = re.compile("|".join(sorted(HOMOGRAPHS, key=len, reverse=True)))
_STEM = re.compile(f"[{KANJI}][{HIRAGANA}]*[いきぎしじちにびみりえけげせぜてでねべめれ]")
_SETTLED_STEMS = frozenset({"付き", "済み", "向け", "比べ"})
_VOICE_MARK = "\u3099"
_COMPOUND_ENDS = frozenset({("名詞", "一般"), ("名詞", "接尾"), ("名詞", "サ変接続")})
_VOICEABLE = frozenset("カキクケコサシスセソタチツテトハヒフヘホガギグゲゴザジズゼゾダヂヅデドバビブベボ")


def homographs(text: str, words: Sequence[Word]) -> Iterator[Suspicion]:
    """Name what the dictionary had to choose or to guess; entries of ours are none of it.

    Parameters
    ----------
    text
        What the analyser was given.
    words
        What it made of it.
    """
    yield from _of_several_senses(text, words)
    yield from _names(text, words)
    yield from _fragments(text, words)
    yield from _voiced(text, words)


def _of_several_senses(text: str, words: Sequence[Word]) -> Iterator[Suspicion]:
    for chosen in (*_words_as_listed(text, words), *_lone_kanji(text, words), *_numbers(text, words)):
        readings = _readings(text[chosen[0].start : chosen[-1].stop])
        others = [Candidate(kana=kana, by="other sense") for kana in readings]
        yield suspect(chosen, "its reading hangs on its sense", _SENSE, others)


def _words_as_listed(text: str, words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Find the homographs where words begin and end, be it several (木 の 葉)."""
    starts = {word.start: place for place, word in enumerate(words)}
    stops = {word.stop: place for place, word in enumerate(words)}
    for match in _LISTED.finditer(text):
        if match.start() in starts and match.end() in stops:
            found = words[starts[match.start()] : stops[match.end()] + 1]
            if not any(word.is_term for word in found):
                yield found


def _lone_kanji(text: str, words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Find kanji by themselves that neither their place nor the field settles."""
    for before, word in zip((None, *words), words, strict=False):
        kanji = text[word.start : word.stop]
        if word.is_term or _is_ending(text, before, word) or text[word.stop : word.stop + 1].isdigit():
            continue
        if kanji in OPEN or (kanji in SETTLED and word.kana not in SETTLED[kanji].split()):
            yield [word]


def _numbers(text: str, words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Find numbers before what is no usual counter: 四 is シ or ヨン, and 三晩 is ミバン."""
    for number, counted in pairwise(words):
        named, noun = text[number.start : number.stop], text[counted.start : counted.stop]
        if named not in _NUMBERS or counted.is_term or counted.kind[0] != "名詞" or _COUNTERS.match(noun):
            continue
        if named in _NUMBERS_WITH_TWO_NAMES or (len(noun) == 1 and IN_KANJI.match(noun)):
            yield [number, counted]


def _is_ending(text: str, before: Word | None, word: Word) -> bool:
    """Whether a word counts or ends the one before it, which tells its reading."""
    if before is None or not before.kana:
        return False
    return word.kind[1] in _ENDINGS or _NUMERAL.match(text, before.stop - 1) is not None


def _readings(surface: str) -> Iterable[str]:
    if surface in HOMOGRAPHS:
        return HOMOGRAPHS[surface].split()
    return dict.fromkeys(pronounced(kana) for kana in noun_readings(surface))


def _voiced(text: str, words: Sequence[Word]) -> Iterator[Suspicion]:
    """Name a verb's stem that ends a compound: 作り is ツクリ or ズクリ there, and no rule says when."""
    for before, word in pairwise(words):
        if word.is_term or before.kind[0] != "名詞" or word.kind[:2] not in _COMPOUND_ENDS:
            continue
        stem = _STEM.fullmatch(text, word.start, word.stop)
        if stem and word.kana[:1] in _VOICEABLE and stem[0] not in _SETTLED_STEMS:
            other = Candidate(kana=_voice_changed(word.kana), by="other voice")
            yield suspect([word], "it may sound otherwise behind another word", _SENSE, [other])


def _voice_changed(kana: str) -> str:
    """Give the first sound a voice, or take it."""
    if voiceless(kana) != kana:
        return voiceless(kana)
    return normalize("NFC", kana[0] + _VOICE_MARK) + kana[1:]


def _names(text: str, words: Sequence[Word]) -> Iterator[Suspicion]:
    """Name persons that no lexicon has, whole; a surname may be a place to the dictionary."""
    for is_name, run in groupby(words, key=lambda word: _is_name(text, word)):
        names = list(run)
        if is_name and (len(names) > 1 or names[0].kind[2] == "人名"):
            yield suspect(names, "a name is read as its bearer does", _NAME)


def _is_name(text: str, word: Word) -> bool:
    is_kanji = IN_KANJI.fullmatch(text, word.start, word.stop) is not None
    return is_kanji and not word.is_term and word.kind[1] == "固有名詞"


def _fragments(text: str, words: Sequence[Word]) -> Iterator[Suspicion]:
    """Name compounds that the dictionary put together from kanji which it reads in several ways."""
    for is_noun, run in groupby(words, key=lambda word: _is_kanji_noun(text, word)):
        nouns = list(run)
        if is_noun and len(nouns) > 1 and any(_is_fragment(text, word) for word in nouns):
            yield suspect(nouns, "no dictionary has it as a word", _FRAGMENT)


def _is_kanji_noun(text: str, word: Word) -> bool:
    is_kanji = IN_KANJI.fullmatch(text, word.start, word.stop) is not None
    return is_kanji and word.kind[0] == "名詞" and word.kind[1] not in _NO_PARTS


def _is_fragment(text: str, word: Word) -> bool:
    surface = text[word.start : word.stop]
    return len(surface) == 1 and not word.is_term and len(noun_readings(surface)) > 1
