"""Words that are written one way and said in several: which of them a person should look at.

What the grammar or the field settles is left out. Nobody but the bearer knows how a name is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from lyricaudio.messages import message
from lyricaudio.reading.doubts.senses import HOMOGRAPHS, OPEN, SETTLED, SHARES
from lyricaudio.reading.doubts.suspicion import Suspicion, suspect
from lyricaudio.reading.doubts.usage import is_usual
from lyricaudio.reading.japanese.analyser import Word
from lyricaudio.reading.japanese.evidence import CHINESE
from lyricaudio.reading.japanese.likeness import sound_alike
from lyricaudio.reading.japanese.stretches import Opinion
from lyricaudio.reading.japanese.sudachi import name_readings, noun_readings
from lyricaudio.reading.model import Candidate
from lyricaudio.reading.text.kana import pronounced
from lyricaudio.reading.text.scripts import DIGIT, IN_KANJI, NUMERALS

_SENSE, _NAME = 0.2, 0.2
_NUMERAL = re.compile(f"[{DIGIT}{NUMERALS}]")
_NUMBERS_WITH_TWO_NAMES = frozenset("四七九")
_NUMBERS = frozenset("一二三五六八十") | _NUMBERS_WITH_TWO_NAMES
_COUNTERS = re.compile(
    "[十百千万億兆数か年月日時分秒人回個件つ割番章節条項号層次種類本枚点台倍階歳代世行列桁位社名語文字曲冊]"
    "|[乗巡発羽匹軒校段拍票勝敗周頭通度問値択極目巻部課級組例体画軸辺角方面区期流試歩杯着足隻機原句聯]"
)
_COUNTED_IN_JAPANESE = frozenset("晩月")  # although they sound Chinese
_IS_CHINESE = re.compile(CHINESE)
_ENDINGS = frozenset({"接尾", "非自立"})

_LISTED = re.compile(f"(?:{'|'.join(sorted(HOMOGRAPHS, key=len, reverse=True))})(?!的)")


def homographs(text: str, words: Sequence[Word], opinions: Sequence[Opinion]) -> Iterator[Suspicion]:
    """Name what the dictionary had to choose or to guess; entries of ours are none of it.

    Parameters
    ----------
    text
        What the analyser was given.
    words
        What it made of it.
    opinions
        What Sudachi made of it: a compound or name that it has whole, and says alike, is no guess.
    """
    yield from _of_several_senses(text, words)
    for name in _names(text, words):
        if not _is_agreed(text, name, words, opinions) and not _is_confirmed(name, opinions):
            yield name


def _of_several_senses(text: str, words: Sequence[Word]) -> Iterator[Suspicion]:
    for chosen in (*_words_as_listed(text, words), *_lone_kanji(text, words), *_numbers(text, words)):
        if is_usual(text, chosen[0].start, chosen[-1].stop, "".join(word.kana for word in chosen)):
            continue
        surface = text[chosen[0].start : chosen[-1].stop]
        others = [Candidate(kana=kana, by=message("other sense")) for kana in _readings(surface)]
        weight = SHARES.get(surface, _SENSE)
        yield suspect(chosen, message("its reading hangs on its sense"), weight, others)


def _words_as_listed(text: str, words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Find the homographs where words begin and end, be it several (木 の 葉)."""
    starts = {word.start: place for place, word in enumerate(words)}
    stops = {word.stop: place for place, word in enumerate(words)}
    for match in _LISTED.finditer(text):
        if match.start() in starts and match.end() in stops and not _is_in_number(text, match):
            found = words[starts[match.start()] : stops[match.end()] + 1]
            is_listed = "".join(word.kana for word in found) in HOMOGRAPHS[match[0]].split()
            if is_listed and not any(word.is_term or word.is_told for word in found):
                yield found


def _is_in_number(text: str, match: re.Match[str]) -> bool:
    """Whether it is a part of a longer number: 第八百七十六条."""
    return bool(_NUMERAL.match(match[0]) and _NUMERAL.match(text, match.end()))


def _lone_kanji(text: str, words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Find kanji by themselves that neither their place nor the field settles."""
    for before, word in zip((None, *words), words, strict=False):
        kanji = text[word.start : word.stop]
        if (
            word.is_term
            or word.is_told
            or _is_ending(text, before, word)
            or text[word.stop : word.stop + 1].isdigit()
            or _begins_compound(text, word)
        ):
            continue
        if kanji in OPEN or (kanji in SETTLED and word.kana not in SETTLED[kanji].split()):
            yield [word]


def _begins_compound(text: str, word: Word) -> bool:
    """Whether a kanji that is read in Chinese stands right before another, as in 定位置 and 日英."""
    return bool(IN_KANJI.match(text, word.stop) and _IS_CHINESE.fullmatch(word.kana))


def _numbers(text: str, words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Find numbers before what is no usual counter: 四 is シ or ヨン, and 三晩 is ミバン."""
    for number, counted in pairwise(words):
        named, noun = text[number.start : number.stop], text[counted.start : counted.stop]
        is_noun = counted.kind[0] == "名詞" and counted.kind[1] != "数"
        if named not in _NUMBERS or counted.is_term or not is_noun or _COUNTERS.match(noun):
            continue
        if named in _NUMBERS_WITH_TWO_NAMES or (IN_KANJI.fullmatch(noun) and _may_be_japanese(noun, counted)):
            yield [number, counted]


def _may_be_japanese(noun: str, counted: Word) -> bool:
    """Whether a counted kanji may want a Japanese number; behind what sounds Chinese a number does, too."""
    return len(noun) == 1 and (noun in _COUNTED_IN_JAPANESE or not _IS_CHINESE.fullmatch(counted.kana))


def _is_ending(text: str, before: Word | None, word: Word) -> bool:
    """Whether a word counts or ends the one before it, which tells its reading."""
    if before is None or not before.kana:
        return False
    return word.kind[1] in _ENDINGS or _NUMERAL.match(text, before.stop - 1) is not None


def _is_confirmed(guess: Suspicion, opinions: Sequence[Opinion]) -> bool:
    whole = (word for word in opinions if (word.start, word.stop) == (guess.start, guess.stop))
    return any(sound_alike(guess.candidates[0].kana, word.kana) for word in whole)


def _is_agreed(text: str, name: Suspicion, words: Sequence[Word], opinions: Sequence[Opinion]) -> bool:
    """Whether Sudachi says a person's name alike, and knows no other way to say any part of it."""
    parts = [text[word.start : word.stop] for word in words if name.start <= word.start < name.stop]
    heard = "".join(word.kana for word in opinions if name.start <= word.start < name.stop)
    is_only = all(len(part) > 1 and len(name_readings(part)) <= 1 for part in parts)
    return is_only and sound_alike(name.candidates[0].kana, heard)


def _readings(surface: str) -> Iterable[str]:
    if surface in HOMOGRAPHS:
        return HOMOGRAPHS[surface].split()
    return dict.fromkeys(pronounced(kana) for kana in noun_readings(surface))


def _names(text: str, words: Sequence[Word]) -> Iterator[Suspicion]:
    """Name persons that no lexicon has, whole; a surname may be a place to the dictionary."""
    for is_name, run in groupby(words, key=lambda word: _is_name(text, word)):
        names = list(run)
        if is_name and any(word.kind[2] == "人名" for word in names):
            yield suspect(names, message("a name is read as its bearer does"), _NAME)


def _is_name(text: str, word: Word) -> bool:
    is_kanji = IN_KANJI.fullmatch(text, word.start, word.stop) is not None
    is_decided = word.is_term or word.is_told
    return is_kanji and not is_decided and word.kind[1] == "固有名詞"
