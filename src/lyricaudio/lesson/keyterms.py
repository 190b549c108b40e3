"""The words of a line that carry what it says: what is taken away first from who shall remember it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lyricaudio.reading.model import Reading, Token
from lyricaudio.reading.text.kana import morae
from lyricaudio.reading.text.scripts import IN_KANJI, IN_KATAKANA

_KNOWN = frozenset({"lexicon", "song", "ruby"})
_MOST = 2  # of a line that no lexicon knows; more would leave nothing to hold on to
_SHORTEST = 2  # morae


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTerm:
    """A term as it is written in a line, and its morae there, from `first` to before `last`."""

    surface: str
    first: int
    last: int
    known: bool

    @property
    def morae(self) -> range:
        """The numbers of its morae."""
        return range(self.first, self.last)


def key_terms(reading: Reading) -> tuple[KeyTerm, ...]:
    """Return a line's terms, in order: those in which a lexicon or the song knows a word, or the longest.

    A line of which nothing looks like a term has none.
    """
    terms = tuple(_terms(reading))
    known = [term for term in terms if term.known]
    longest = sorted(terms, key=lambda term: -len(term.morae))[:_MOST]
    return tuple(term for term in terms if term in (known or longest))


def _terms(reading: Reading) -> Iterator[KeyTerm]:
    """Yield what is written without a break in kanji, katakana or letters: 勾配 and 爆発 are one term."""
    run: list[Token] = []
    before: Token | None = None
    first = at = 0
    for token in reading.tokens:
        joined = before is not None and before.start + len(before.surface) == token.start
        counts = joined and before is not None and before.surface[-1].isdigit()
        if not (run and joined and _is_part(token)):
            yield from _term(run, first)
            run, first = [], at
        if _is_part(token) and not counts:
            run.append(token)
        before, at = token, at + len(morae(token.kana))
    yield from _term(run, first)


def _term(run: list[Token], first: int) -> Iterator[KeyTerm]:
    length = len(morae("".join(token.kana for token in run)))
    if length >= _SHORTEST:
        yield KeyTerm(
            surface="".join(token.surface for token in run),
            first=first,
            last=first + length,
            known=any(token.source in _KNOWN for token in run),
        )


def _is_part(token: Token) -> bool:
    """Whether it is a word of kanji, katakana or letters, and no number."""
    if not token.kana or any(letter.isdigit() for letter in token.surface):
        return False
    if token.surface.isascii():
        return token.surface.isalpha()
    return bool(IN_KATAKANA.fullmatch(token.surface) or IN_KANJI.fullmatch(token.surface))
