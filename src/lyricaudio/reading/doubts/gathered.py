"""What a person should look at: guesses, signs that fell silent, and words that could be read otherwise.

What the song itself or a lexicon decides is not in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise, product
from unicodedata import normalize

from lyricaudio.messages import message
from lyricaudio.reading.doubts.disputes import disputed
from lyricaudio.reading.doubts.homographs import homographs
from lyricaudio.reading.doubts.oddities import oddities
from lyricaudio.reading.doubts.openquestions import open_questions
from lyricaudio.reading.doubts.rivals import rivals
from lyricaudio.reading.doubts.suspicion import Suspicion, suspect
from lyricaudio.reading.japanese.analyser import Analysis, Word
from lyricaudio.reading.japanese.evidence import CHINESE
from lyricaudio.reading.japanese.likeness import sound_alike
from lyricaudio.reading.japanese.stretches import Opinion
from lyricaudio.reading.japanese.sudachi import katakana_of_word
from lyricaudio.reading.latin.english import english_kana, is_form_of_known, is_known_english, kana_of_halves
from lyricaudio.reading.latin.names import is_coded
from lyricaudio.reading.latin.undecided import letters_of
from lyricaudio.reading.model import Candidate, Doubt, Reason, Token
from lyricaudio.reading.text.letters import spelled
from lyricaudio.reading.text.scripts import IN_KANJI, NUMERALS
from lyricaudio.reading.text.wording import Break, Wording

_VOWEL = re.compile("[aeiouy]")
_SHORT_WORD = re.compile(
    "(?:[bcdfghjklmnpqrstvwxyz]|[cst]h)?[aeiouy]{1,2}(?:[bcdfgklmnprstvwxz]|[lr][dkmnpt]|n[dgkt])?"
)
"""Letters that could be a word of up to three: VOS and OOD, but neither SDE nor ANP."""
_SHORT = 3
_SAYABLE = re.compile(
    "(?:[bcdfghjklmnpqrstvwxyz]|[bcfgp][lr]|[dt]r|s[chklmnpt]|[cptw]h|tw)?[aeiouy]+"
    "[bcdfghjklmnpqrstvwxyz]{0,2}(?:[aeiouy][bcdfgklmnprstvxz]?)?"
)
"""Four letters that could be a word: SAST and OLAP, but neither SSID nor VLSI."""
_PARTS = re.compile("[A-Z]?[a-z]+")
_DIGIT_BEHIND = re.compile("(?<=[A-Za-z])[0-9]$")
_CERTAIN = 5
"""Capitals of so many letters are the word that they spell."""

_NUMERAL = re.compile(f"[{NUMERALS}]")
_IS_CHINESE, _ARE_CHINESE = re.compile(CHINESE), re.compile(f"(?:{CHINESE}){{2}}")
_PUT_TOGETHER = frozenset(
    "鍵幅左右型株縦横顔豆掛係色南北東西桁鎌窓今昼朝夜国村町家港駅紙私俺黒赤青白隣猫犬虎馬鳥縞麻酒技親夫妻娘兄弟友"
    "人物枝品島力箱柱旗前後上下中穴水値肘肩腕足口目耳机床表裏外内森山川海空星丸棒板糸布皿袋車船"
)
"""Japanese words of one kanji that notes make compounds with, as counted in 54,000 of their sentences."""

_COMPOUND = 3

_NO_SOUND, _GUESSED, _SILENT, _TORN, _SPELLED, _KNOWN = 1.0, 0.8, 0.7, 0.6, 0.5, 0.4


def doubts_of(
    written: str,
    wording: Wording,
    analysis: Analysis,
    tokens: Sequence[Token],
    ways: Sequence[Sequence[Opinion]],
) -> tuple[Doubt, ...]:
    """Collect what is in doubt, most doubtful first.

    Parameters
    ----------
    written
        The text as the person wrote it.
    wording
        The text as the analyser was given it.
    analysis
        What the analyser made of it.
    tokens
        The same in terms of the written text.
    ways
        What else the analyser could have made of it.
    """
    text, words = wording.text, analysis.words
    suspected = (
        *disputed(text, words, analysis.disputes),
        *_unknown(text, words),
        *_torn(text, words, analysis.opinions),
        *_lone(text, words),
        *homographs(text, words, analysis.opinions),
        *rivals(text, words, ways, analysis.opinions),
    )
    found = (
        *_guesses(tokens),
        *_silences(written, wording),
        *oddities(written, wording, tokens),
        *open_questions(written, tokens),
        *(_placed(written, wording, suspicion) for suspicion in suspected),
    )
    if not any(word.kana for word in analysis.words):
        reason = Reason(message("there is nothing in it to say"))
        nothing = Doubt(surface=written, start=0, reason=reason, weight=_NO_SOUND)
        found = (nothing, *found)
    return tuple(_apart(sorted(found, key=lambda doubt: (-doubt.weight, doubt.start))))


def _apart(doubts: Iterable[Doubt]) -> Iterator[Doubt]:
    """Keep of doubts about one place the weightiest."""
    kept: list[tuple[int, int]] = []
    for doubt in doubts:
        start, stop = doubt.start, doubt.start + len(doubt.surface)
        if all(stop <= other_start or other_stop <= start for other_start, other_stop in kept):
            kept.append((start, stop))
            yield doubt


def _guesses(tokens: Sequence[Token]) -> Iterator[Doubt]:
    """Name the Latin words that nobody but the fallback knew."""
    for token in tokens:
        is_guess = token.source == "fallback" and not _is_known(token)
        if is_guess and not _is_spelled_alike(token):
            reason, weight, candidates = _guess(token)
            yield Doubt(
                surface=token.surface, start=token.start, reason=reason, weight=weight, candidates=candidates
            )


def _is_spelled_alike(token: Token) -> bool:
    """Whether it is letters that nobody could read as a word, or a dictionary has it as it is said."""
    letters = letters_of(token.surface)
    if is_coded(token.surface) and not _could_be_word(letters.lower()):
        return token.kana.startswith(spelled(letters).kana)
    is_acronym = letters[-1:].isupper() or not _VOWEL.search(letters.lower())
    if token.surface == letters and is_acronym and not _could_be_word(letters.lower()):
        return token.kana == spelled(letters).kana
    if not letters.isupper() and token.kana == spelled(letters).kana:
        return False
    return sound_alike(token.kana, katakana_of_word(letters_of(token.surface)) or "")


def _is_known(token: Token) -> bool:
    letters, kana = letters_of(token.surface), _kana_of_letters(token)
    if letters.isupper() and len(letters) >= _CERTAIN and is_known_english(letters.lower()):
        return kana == english_kana(letters.lower())
    return _is_made_of_known_words(token.surface, kana) or is_form_of_known(letters.lower(), kana)


def _kana_of_letters(token: Token) -> str:
    """Return how a name is said without the dot before it and the digit behind it: .env, Chapter8."""
    kana = token.kana.removeprefix("ドット") if token.surface.startswith(".") else token.kana
    digit = _DIGIT_BEHIND.search(normalize("NFKC", token.surface))
    return kana.removesuffix(spelled(digit[0]).kana) if digit else kana


def _is_made_of_known_words(surface: str, kana: str) -> bool:
    """Whether a name is words that a dictionary has, said one after the other: EventBridge, overhead."""
    parts = _PARTS.findall(surface)
    known = [_kana_of_known(part.lower()) for part in parts]
    return (
        sum(map(len, parts)) == len(letters_of(surface))
        and all(known)
        and kana in ("".join(words) for words in product(*known))
    )


def _kana_of_known(word: str) -> tuple[str, ...]:
    """Say a word that a dictionary has, or two such that make it up; empty for what is neither."""
    if is_known_english(word):
        return (english_kana(word),)
    return tuple(kana_of_halves(word, _SHORT))


def _could_be_word(letters: str) -> bool:
    """Whether an acronym may be read as a word, or a part of it (DBSCAN)."""
    if len(letters) <= _SHORT:
        return _SHORT_WORD.fullmatch(letters) is not None and len(letters) == _SHORT
    if len(letters) == _SHORT + 1 and not _SAYABLE.fullmatch(letters):
        return False
    return _VOWEL.search(letters) is not None


def _guess(token: Token) -> tuple[Reason, float, tuple[Candidate, ...]]:
    """Say how a word was guessed, how doubtful that is, and what else it could be."""
    if "\\" in token.surface:
        said = Candidate(kana=token.kana, by=message("English"))
        return Reason(message("a word in the formula is in no lexicon")), _GUESSED, (said,)
    word = letters_of(token.surface)
    letters = Candidate(kana=spelled(word).kana, by=message("letters"))
    if token.kana == letters.kana:
        english = english_kana(word.lower())
        others = (Candidate(kana=english, by=message("English")),) if english else ()
        return Reason(message("no lexicon has it; it is spelled")), _SPELLED, (letters, *others)
    weight = _KNOWN if is_known_english(word.lower()) else _GUESSED
    said = Candidate(kana=token.kana, by=message("English"))
    return Reason(message("no lexicon has it; it is read as English")), weight, (said, letters)


def _silences(written: str, wording: Wording) -> Iterator[Doubt]:
    """Name the signs that nobody can say, those in a row as one."""
    for is_dropped, run in groupby(
        wording.atoms, key=lambda atom: isinstance(atom.piece, Break) and atom.piece.dropped
    ):
        if is_dropped:
            atoms = list(run)
            start, stop = atoms[0].start, atoms[-1].stop
            reason = Reason(message("it is not said"))
            yield Doubt(surface=written[start:stop], start=start, reason=reason, weight=_SILENT)


def _unknown(text: str, words: Sequence[Word]) -> Iterator[Suspicion]:
    """Name kanji that no dictionary has as a word."""
    for word in words:
        if not word.is_known and IN_KANJI.search(text, word.start, word.stop):
            yield suspect([word], message("no dictionary has it"), _SILENT)


def _torn(text: str, words: Sequence[Word], opinions: Sequence[Opinion]) -> Iterator[Suspicion]:
    """Name two kanji that both dictionaries cut in two, each read as a Japanese word: 桶跡.

    Who writes them side by side means a word, and most such words are Chinese.
    """
    whole = {edge for word in opinions for edge in range(word.start + 1, word.stop)}
    for first, second in pairwise(words):
        surface = text[first.start : second.stop]
        if len(surface) != 2 or not IN_KANJI.fullmatch(surface) or second.start in whole:
            continue
        is_chinese = _ARE_CHINESE.fullmatch(first.kana + second.kana)
        if not is_chinese and not _NUMERAL.search(surface) and _is_bare(first) and _is_bare(second):
            yield suspect([first, second], message("no dictionary has it"), _TORN)


def _lone(text: str, words: Sequence[Word]) -> Iterator[Suspicion]:
    """Name a kanji that is read as a Japanese word by itself within a compound: 滴状分布.

    Most compounds are Chinese; the kanji with which notes put others together are left in peace.
    """
    for run in IN_KANJI.finditer(text):
        inside = [word for word in words if run.start() <= word.start and word.stop <= run.end()]
        if len(run[0]) < _COMPOUND or len(inside) == 1:
            continue
        for place, word in enumerate(inside):
            is_chinese = word.stop - word.start > 1 or _IS_CHINESE.fullmatch(word.kana)
            if not is_chinese and text[word.start] not in _PUT_TOGETHER and _is_bare(word):
                yield suspect(inside[max(0, place - 1) : place + 2], message("no dictionary has it"), _TORN)


def _is_bare(word: Word) -> bool:
    """Whether a word is none that joins others by its nature, and nobody has decided how it is read."""
    ends = {"接尾", "非自立", "数", "固有名詞"}
    return not (word.is_term or word.is_told or word.kind[0] == "接頭詞" or ends.intersection(word.kind))


def _placed(written: str, wording: Wording, found: Suspicion) -> Doubt:
    """Put a suspicion in its place in the written text."""
    start, stop = wording.atoms[found.start].start, wording.atoms[found.stop - 1].stop
    return Doubt(
        surface=written[start:stop],
        start=start,
        reason=found.reason,
        weight=found.weight,
        candidates=tuple(candidate for candidate in found.candidates if candidate.kana),
    )
