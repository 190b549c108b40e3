"""A text on its way to being said: characters, and pieces whose sound is decided, each with its place.

Every step of the chain takes a wording and gives a wording. A step finds its patterns in `Wording.text`, in
which a decided piece is one private-use character: a word among words for every pattern, out of reach of all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from lyricaudio.reading.model import Pause, Source
from lyricaudio.reading.text.kana import parse_pronunciation
from lyricaudio.reading.text.letters import letter_name

WORD = "\ue000"
"""Stands for a `SpokenForm` in `Wording.text`."""

BREAK_MARKS: dict[Pause, str] = {"none": "\ue004", "breath": "\ue001", "comma": "\ue002", "stop": "\ue003"}
"""Stand for the `Break` of each weight in `Wording.text`."""

SIGN_MARKS: dict[str, str] = {"(": "\ue005", ")": "\ue006", "・": "\ue007"}
"""Stand for a `Break` made of a bracket or dot, behind and before which words are other than at a comma."""

ALL_MARKS = "".join((*BREAK_MARKS.values(), *SIGN_MARKS.values()))

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_REPLACEMENT = "\ufffd"  # what a private-use character of the person's own becomes: nobody knows its sound


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenForm:
    """A piece whose sound is decided.

    Attributes
    ----------
    kana, accent
        Katakana pronunciation, and the number of the mora after which the pitch falls (0 is flat).
    source
        Who decided it.
    own_phrase
        Whether a new accent phrase begins here even right after a noun.
    """

    kana: str
    accent: int
    source: Source
    own_phrase: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A pause; of weight `none` it only keeps apart what stands on either side.

    `dropped` says that it stands for something nobody can say, `sign` which of `SIGN_MARKS` it was.
    """

    pause: Pause
    dropped: bool = False
    sign: str = ""


Piece = str | SpokenForm | Break
"""What a step puts in place of what it found; a string is text for the later steps."""

Say = Callable[[re.Match[str]], Sequence[Piece] | None]
"""Gives the pieces for a match, or None to leave it as it is."""

Rule = tuple[str, Say]
"""A pattern for `Wording.text`, and what is said for what it finds."""

PARTED = Break(pause="none")
BREATH = Break(pause="breath")


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """One character or decided piece, made from `written[start:stop]`."""

    piece: Piece
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in the making: its atoms, and the same as a string with one character for each."""

    atoms: tuple[Atom, ...]
    text: str


def wording_of(atoms: Iterable[Atom]) -> Wording:
    """Collect atoms into a wording."""
    collected = tuple(atoms)
    return Wording(collected, "".join(_sign(atom.piece) for atom in collected))


def atoms_of(piece: Piece, start: int, stop: int) -> Iterable[Atom]:
    """Make the atoms of a piece that stands for `written[start:stop]`.

    A string of the same length is taken character by character.
    """
    if not isinstance(piece, str):
        yield Atom(piece=piece, start=start, stop=stop)
        return
    text = _PRIVATE.sub(_REPLACEMENT, piece)
    whole = len(text) != stop - start
    for offset, character in enumerate(text):
        place = (start, stop) if whole else (start + offset, start + offset + 1)
        yield Atom(piece=character, start=place[0], stop=place[1])


def replace_spans(wording: Wording, found: Iterable[tuple[int, int, Sequence[Piece | Atom]]]) -> Wording:
    """Put pieces in place of `wording.text[start:stop]`, for spans in order that do not overlap.

    An atom among the pieces keeps its place in the written text.
    """
    atoms: list[Atom] = []
    done = 0
    for start, stop, pieces in found:
        atoms += wording.atoms[done:start]
        first, last = wording.atoms[start], wording.atoms[stop - 1]
        for piece in pieces:
            atoms += [piece] if isinstance(piece, Atom) else atoms_of(piece, first.start, last.stop)
        done = stop
    return wording_of([*atoms, *wording.atoms[done:]]) if done else wording


def rewrite(wording: Wording, pattern: str, say: Say) -> Wording:
    """Put what `say` answers in place of every match; None leaves the match as it is."""
    answers = ((match, say(match)) for match in _compiled(pattern).finditer(wording.text) if match[0])
    return replace_spans(
        wording, ((m.start(), m.end(), pieces) for m, pieces in answers if pieces is not None)
    )


def apply(wording: Wording, rules: Iterable[Rule]) -> Wording:
    """Rewrite by one rule after the other."""
    for pattern, say in rules:
        wording = rewrite(wording, pattern, say)
    return wording


def spoken(marked: str) -> SpokenForm:
    """Make a word of the rules' own, an accent phrase by itself; ``'`` marks the accent."""
    said = parse_pronunciation(marked)
    return SpokenForm(kana=said.kana, accent=said.accent, source="rule", own_phrase=True)


def spoken_letter(letter: str) -> SpokenForm:
    """Call a letter by its name, an accent phrase by itself."""
    name = letter_name(letter)
    return SpokenForm(kana=name.kana, accent=name.accent, source="rule", own_phrase=True)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when a text needs it: all together cost what an idle build must not pay."""
    return re.compile(pattern)


def _sign(piece: Piece) -> str:
    match piece:
        case SpokenForm():
            return WORD
        case Break():
            return SIGN_MARKS.get(piece.sign) or BREAK_MARKS[piece.pause]
        case _:
            return piece
