"""Terms in a text: which stretches a lexicon or a song's own readings decide.

Terms that are all kanji and kana are left to the analyser's dictionary, which sees where words end; this is
for the others, and for whatever the song itself decides. A term ends only where its script does.

Case, and a space or hyphen where the term has one, make no difference: ``Leaky ReLU`` is also LeakyReLU and
leaky-relu. Only acronyms up to three letters stay as they are: GAN is a term, as or it are not, mAP is no
map and cAMP no camp; A/B are two versions, a/b is a fraction. Words that capitals join are words: Json in
JsonIgnore.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lyricaudio.reading.lexicon.plurals import plural_kana
from lyricaudio.reading.lexicon.terms import Term
from lyricaudio.reading.model import Source
from lyricaudio.reading.text.scripts import DIGIT, GREEK, JAPANESE, KANJI, KATAKANA, LATIN
from lyricaudio.reading.text.wording import Piece, SpokenForm, Wording, replace_spans

_JAPANESE = re.compile(f"[{JAPANESE}]+")
_JOINTS = " -‐‑"
_SHORT_ACRONYM = re.compile("[A-Z][A-Z/]{0,2}")
_MIXED_ACRONYM = re.compile("[A-Za-z]{1,2}[A-Z]|[b-df-hj-np-tv-z][AEIOU][B-DF-HJ-NP-TV-Z]+")
_LETTER = LATIN + GREEK
_WORD = re.compile("[A-Za-z]{4,}")
_JOINED, _JOINED_BEHIND = re.compile("[a-z][A-Z]"), re.compile("[a-z][A-Z]|[A-Z]{2}(?=[a-z])")
_PLURAL = re.compile(f"s(?![{_LETTER}])")


def is_japanese(term: str) -> bool:
    """Whether a term is all kanji and kana."""
    return _JAPANESE.fullmatch(term) is not None


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text without case and joints; `places` holds where in the text each character stands."""

    key: str
    places: tuple[int, ...]


Words = Callable[[str], Iterable[tuple[int, int]]]
"""Tells where the words of a text begin and end."""


class TermMatcher:
    """Finds terms in wordings: at each place the longest, and of equals the one spelt exactly.

    Where `words` are told, a single kanji is a term only as a word by itself: 上 is none in 上げる.
    """

    def __init__(self, terms: Iterable[Term], source: Source, words: Words | None = None) -> None:
        self._source = source
        self._words = words
        self._terms: dict[str, list[Term]] = {}
        lengths: dict[str, set[int]] = {}
        for term in terms:
            key = _folded(term.term).key
            self._terms.setdefault(key, []).append(term)
            lengths.setdefault(key[0], set()).add(len(key))
        self._lengths = {initial: sorted(found, reverse=True) for initial, found in lengths.items()}

    def speak(self, wording: Wording) -> Wording:
        """Put every term's pronunciation in its place."""
        return replace_spans(wording, self._found(wording.text))

    def _found(self, text: str) -> Iterator[tuple[int, int, Sequence[Piece]]]:
        folded = _folded(text)
        position = 0
        while position < len(folded.key):
            length, term = self._longest(text, folded, position)
            if term is not None and not self._is_part(text, folded.places[position], term):
                stop = folded.places[position + length - 1] + 1
                plural = _may_be_many(term.term) and _PLURAL.match(text, stop) is not None
                yield folded.places[position], stop + plural, [self._spoken(term, plural=plural)]
            position += length

    def _is_part(self, text: str, start: int, term: Term) -> bool:
        """Whether a single kanji is part of a word."""
        if self._words is None or not re.fullmatch(f"[{KANJI}]", term.term):
            return False
        return (start, start + 1) not in self._words(text)

    def _longest(self, text: str, folded: _Folded, position: int) -> tuple[int, Term | None]:
        """Return the longest term that begins at a place, and how long it is there."""
        for length in self._lengths.get(folded.key[position], ()):
            places = folded.places[position : position + length]
            if len(places) == length and (term := self._term(text, folded.key, position, places)):
                return length, term
        return 1, None

    def _term(self, text: str, key: str, position: int, places: Sequence[int]) -> Term | None:
        """Return the term that stands at these places, if it is a word of its own there."""
        surface = text[places[0] : places[-1] + 1]
        fitting = (
            term
            for term in self._terms.get(key[position : position + len(places)], ())
            if _is_variant(surface, term.term) and _stands_alone(text, places, term.term)
        )
        return max(fitting, key=lambda term: term.term == surface, default=None)

    def _spoken(self, term: Term, *, plural: bool) -> SpokenForm:
        said = term.pronunciation
        kana = plural_kana(said.kana) if plural else said.kana
        return SpokenForm(kana=kana, accent=said.accent, source=self._source)


def _may_be_many(term: str) -> bool:
    """Whether a term may have the s of the plural: GANs and tokens, but not pis."""
    return _is("A-Z", term[-1]) or re.search("[a-z]{4}$", term) is not None


def _folded(text: str) -> _Folded:
    kept = [(index, character) for index, character in enumerate(text.lower()) if character not in _JOINTS]
    return _Folded("".join(character for _, character in kept), tuple(index for index, _ in kept))


def _is_variant(surface: str, term: str) -> bool:
    """Whether a stretch that folds to the same is the term: joints only where it has them."""
    if surface == term:
        return True
    if _SHORT_ACRONYM.fullmatch(term) or (_MIXED_ACRONYM.fullmatch(term) and not surface.isupper()):
        return False
    return _joints(surface) <= _joints(term)


def _joints(text: str) -> set[int]:
    """Return before which characters, counted without joints, there is a joint."""
    return {place - offset for offset, place in enumerate(i for i, c in enumerate(text) if c in _JOINTS)}


def _stands_alone(text: str, places: Sequence[int], term: str) -> bool:
    """Whether neither end of the term goes on: ReLU in ReLU6 and Inception in Inceptionv4 do not."""
    start, stop = places[0], places[-1] + 1
    is_word = _WORD.fullmatch(term) is not None
    if is_word and start and _JOINED.match(text, start - 1):
        start = 0  # the word before it is one of its own
    if is_word and _JOINED_BEHIND.match(text, stop - 1):
        stop = len(text)
    before, after = text[max(start - 1, 0) : start], text[stop : stop + 3]
    return not (_goes_on_before(before, term) or _goes_on_after(after, term))


def _goes_on_before(before: str, term: str) -> bool:
    if _is(_LETTER, term[0]):  # one or two letters after a digit would be a unit
        return _is(_LETTER + DIGIT if len(term) <= 2 else _LETTER, before)
    if _is(DIGIT, term[0]):
        return _is(_LETTER + DIGIT + ".", before)
    return _goes_on(term, term[0], before)


def _goes_on_after(after: str, term: str) -> bool:
    if _is(_LETTER, term[-1]):
        version = re.match("v[0-9]", after) or (_may_be_many(term) and _PLURAL.match(after))
        return not version and _is(_LETTER, after[:1])
    if _is(DIGIT, term[-1]):
        return re.match(rf"[{_LETTER}{DIGIT}]|\.[0-9]", after) is not None
    return _goes_on(term, term[-1], after[:1])


def _goes_on(term: str, end: str, neighbour: str) -> bool:
    """Whether katakana goes on in katakana, or a single kanji in kanji."""
    if _is(KATAKANA, end):
        return _is(KATAKANA, neighbour)
    return len(term) == 1 and _is(KANJI, end) and _is(KANJI, neighbour)


def _is(range_: str, character: str) -> bool:
    return re.match(f"[{range_}]", character) is not None
