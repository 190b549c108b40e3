"""What a person should look at: guesses, signs that fell silent, words that two dictionaries differ on.

The second dictionary may object but not overrule: it is the weaker reader of the two. What the song itself
decides is not in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from lyricaudio.reading.draft import MARKS, WORD, Break, Draft
from lyricaudio.reading.english import english_kana, is_known_english
from lyricaudio.reading.japanese import Analysis
from lyricaudio.reading.kana import pronounced, sounds
from lyricaudio.reading.latin import letters_of
from lyricaudio.reading.letters import spelled
from lyricaudio.reading.lonekanji import is_everyday
from lyricaudio.reading.model import Candidate, Doubt, Token
from lyricaudio.reading.sudachi import katakana_of_word, opinions

_NO_SOUND, _GUESSED, _SILENT, _DISPUTED, _SPELLED, _KNOWN, _HOMOGRAPH = 1.0, 0.8, 0.7, 0.6, 0.5, 0.4, 0.2
_KANJI = re.compile("[㐀-鿿々]")
_APART = re.compile(rf"[0-9{WORD}]")
_NUMERALS = frozenset("一二三四五六七八九十百千万億兆何数")
_HARMLESS = frozenset(
    {"エルウル", "ウルエル", "ワタシワタクシ", "ホカタ", "アスアシタ", "ナニナン", "ナンナニ"}
)
_HOMOGRAPHS = {
    "上手": "ジョーズ ウワテ カミテ", "下手": "ヘタ シタテ シモテ", "辛い": "ツライ カライ",
    "最中": "サイチュー モナカ", "大家": "タイカ オーヤ", "目下": "モッカ メシタ",
    "寒気": "サムケ カンキ", "見物": "ケンブツ ミモノ", "分別": "フンベツ ブンベツ",
    "細々": "コマゴマ ホソボソ", "一途": "イチズ イット", "心中": "シンチュー シンジュー",
    "末期": "マッキ マツゴ",
}  # fmt: skip
"""Words whose reading hangs on their sense."""


def doubts_of(written: str, draft: Draft, analysis: Analysis, tokens: Sequence[Token]) -> tuple[Doubt, ...]:
    """Collect what is in doubt, most doubtful first.

    Parameters
    ----------
    written
        The text as the person wrote it.
    draft
        The text as the analyser was given it.
    analysis
        What the analyser made of it.
    tokens
        The same in terms of the written text.
    """
    found = (
        *_guesses(tokens),
        *_silences(written, draft),
        *_disputes(written, draft, analysis),
        *_unknown(written, draft, analysis),
        *_homographs(tokens),
    )
    if not any(word.kana for word in analysis.words):
        nothing = Doubt(surface=written, start=0, reason="there is nothing in it to say", weight=_NO_SOUND)
        found = (nothing, *found)
    return tuple(sorted(found, key=lambda doubt: (-doubt.weight, doubt.start)))


def _guesses(tokens: Sequence[Token]) -> Iterator[Doubt]:
    """Name the Latin words that nobody but the fallback knew."""
    for token in tokens:
        if token.source == "fallback" and not _is_spelled_alike(token):
            reason, weight, candidates = _guess(token)
            yield Doubt(
                surface=token.surface, start=token.start, reason=reason, weight=weight, candidates=candidates
            )


def _is_spelled_alike(token: Token) -> bool:
    """Whether a dictionary has the word, and as it is said."""
    return _sound_alike(token.kana, katakana_of_word(letters_of(token.surface)) or "")


def _guess(token: Token) -> tuple[str, float, tuple[Candidate, ...]]:
    """Say how a word was guessed, how doubtful that is, and what else it could be."""
    if "\\" in token.surface:
        said = Candidate(kana=token.kana, by="English")
        return "a word in the formula is in no lexicon", _GUESSED, (said,)
    word = letters_of(token.surface)
    letters = Candidate(kana=spelled(word).kana, by="letters")
    if token.kana == letters.kana:
        english = english_kana(word.lower())
        others = (Candidate(kana=english, by="English"),) if english else ()
        return "no lexicon has it; it is spelled", _SPELLED, (letters, *others)
    weight = _KNOWN if is_known_english(word.lower()) else _GUESSED
    said = Candidate(kana=token.kana, by="English")
    return "no lexicon has it; it is read as English", weight, (said, letters)


def _silences(written: str, draft: Draft) -> Iterator[Doubt]:
    """Name the signs that nobody can say, those in a row as one."""
    for is_dropped, run in groupby(
        draft.atoms, key=lambda atom: isinstance(atom.piece, Break) and atom.piece.dropped
    ):
        if is_dropped:
            atoms = list(run)
            start, stop = atoms[0].start, atoms[-1].stop
            yield Doubt(surface=written[start:stop], start=start, reason="it is not said", weight=_SILENT)


def _disputes(written: str, draft: Draft, analysis: Analysis) -> Iterator[Doubt]:
    """Name the words with kanji that Sudachi reads otherwise, on the smallest stretches both have."""
    others = opinions(draft.text.translate(_FOR_SUDACHI))
    ours = {edge for word in analysis.words for edge in (word.start, word.stop)}
    theirs = {edge for other in others for edge in (other.start, other.stop)}
    for start, stop in pairwise(sorted(ours & theirs)):
        if not _KANJI.search(draft.text, start, stop) or _is_counted(draft.text, start, stop):
            continue
        words = [word for word in analysis.words if start <= word.start < stop]
        said = "".join(word.kana for word in words)
        opposed = [other for other in others if start <= other.start < stop]
        if any(is_everyday(draft.text[other.start : other.stop], other.kana) for other in opposed):
            continue
        other = pronounced("".join(other.kana for other in opposed))
        if any(word.is_term for word in words) or _KANJI.search(other) or _sound_alike(said, other):
            continue  # kanji are what Sudachi answers for a word it doesn't know either
        place = draft.atoms[start].start
        yield Doubt(
            surface=written[place : draft.atoms[stop - 1].stop],
            start=place,
            reason="two dictionaries differ",
            weight=_DISPUTED,
            candidates=(Candidate(kana=said, by="dictionary"), Candidate(kana=other, by="Sudachi")),
        )


def _is_counted(text: str, start: int, stop: int) -> bool:
    """Whether it is a number or counts with the one before it: both change in company (一歩 is イッポ)."""
    if _APART.search(text, start, stop) or text[start - 1 : start].isdigit():
        return True
    return _NUMERALS.issuperset(text[start:stop]) or (start > 0 and text[start - 1] in _NUMERALS)


def _unknown(written: str, draft: Draft, analysis: Analysis) -> Iterator[Doubt]:
    """Name kanji that no dictionary has as a word."""
    for word in analysis.words:
        if not word.is_known and _KANJI.search(draft.text, word.start, word.stop):
            start = draft.atoms[word.start].start
            said = (Candidate(kana=word.kana, by="dictionary"),) if word.kana else ()
            yield Doubt(
                surface=written[start : draft.atoms[word.stop - 1].stop],
                start=start,
                reason="no dictionary has it",
                weight=_SILENT,
                candidates=said,
            )


_FOR_SUDACHI = dict.fromkeys(map(ord, MARKS.values()), "、")


def _sound_alike(said: str, other: str) -> bool:
    """Whether two readings are one to the ear; Sudachi spells the particles は and へ as kana."""
    if sounds(said) == sounds(other) or said + other in _HARMLESS:
        return True
    return sounds(said).translate(_PARTICLES) == sounds(other).translate(_PARTICLES)


_PARTICLES = str.maketrans("ハヘ", "ワエ")


def _homographs(tokens: Sequence[Token]) -> Iterator[Doubt]:
    for token in tokens:
        if token.source == "dictionary" and token.surface in _HOMOGRAPHS:
            others = [kana for kana in _HOMOGRAPHS[token.surface].split() if kana != token.kana]
            candidates = (
                Candidate(kana=token.kana, by="dictionary"),
                *(Candidate(kana=kana, by="other sense") for kana in others),
            )
            yield Doubt(
                surface=token.surface,
                start=token.start,
                reason="its reading hangs on its sense",
                weight=_HOMOGRAPH,
                candidates=candidates,
            )
