"""Formulas that stand in plain text without marking: ``勾配≠0``, ``y = ax + b``, ``f(x)``, ``2^8``, ``-3``.

A run of single letters, numbers, words that are decided, and signs is a formula only when it has a relation,
an operator between operands, a script, a sign before a number, or the shape f(x); else it is prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lyricaudio.reading.formula.speech import speak_plain
from lyricaudio.reading.text.scripts import GREEK, KANJI, LATIN
from lyricaudio.reading.text.wording import BREATH, WORD, Atom, Piece, Wording, atoms_of, replace_spans
from lyricaudio.song.texleaves import RAISED

_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_FUNCTION = rf"(?<![{LATIN}])(?:argmax|argmin|max|min|log|ln|exp|sin|cos|tan|det|lim|sup|inf)(?![{LATIN}])"
_SMALL_WORDS = "of|in|to|by|on|is|at|as|or|an|no|we|vs|it"
_LETTERS = rf"(?<![{LATIN}])(?!(?:{_SMALL_WORDS})(?![{LATIN}]))[A-Za-z]{{1,2}}(?![{LATIN}])"
_OPERAND = rf"(?:{_NUMBER}|{_FUNCTION}|{_LETTERS}|[{GREEK}∂∇∞√∑∏∫∅{WORD}])"
_RELATION = "∼=≠≈≒≃≅≤≦≥≧<>≪≫≡∝∈∉⊂⊃"
_OPERATOR = r"+\-±∓×÷*⋅⊙∘⊗⊕∪∩∧∨"
_RAISED = "".join(RAISED)
_TOKEN = rf"(?:{_OPERAND}|[{_RELATION}{_OPERATOR}{_RAISED}()\[\]{{}}/|‖,^_'′¬∀∃!])"
_OPENING, _CLOSING = "([{", ")]}"

_RUN = rf"{_TOKEN}(?: ?{_TOKEN})*"
_IS_FORMULA = "|".join(
    (
        f"[{_RELATION}]",
        rf"{_OPERAND}[)\]}}{_RAISED}'!]* ?[{_OPERATOR}] ?[(\[{{|]*{_OPERAND}",
        rf"(?:{_OPERAND}|[)\]|])(?:[{_RAISED}]|[\^_] ?[\-({{]*{_OPERAND})",
        rf"(?<![{LATIN}0-9{WORD}])(?:[A-Za-z{GREEK}]|Pr|{_FUNCTION})['′]?\([^()]*{_OPERAND}",
        rf"(?:^|[{_OPERATOR}(\[{{|, ])[±∓+\-](?:{_NUMBER}|∞)",
        rf"[∂∇√∑∏∫±]|[|‖]{_OPERAND}[|‖]|(?<![{LATIN}])[a-z]!|d[A-Za-z]/d[A-Za-z]",
        rf"(?<![0-9./{LATIN}])[0-9]{{1,4}}/(?:[0-9]{{1,4}}(?![0-9./])|[A-Za-z](?![{LATIN}]))",
        rf"(?<![0-9./{LATIN}\-])[a-zN]/[0-9]{{1,4}}(?![0-9./])",
    )
)


def speak_plain_formulas(wording: Wording) -> Wording:
    """Say the formulas in plain text.

    Raises
    ------
    ReadingError
        When brackets are nested too deep to be heard.
    """
    return replace_spans(wording, _found(wording))


def _found(wording: Wording) -> Iterator[tuple[int, int, Sequence[Atom]]]:
    for match in re.finditer(_RUN, wording.text):
        start, stop = _trimmed(wording.text, match.start(), match.end())
        run = wording.text[start:stop]
        if re.search(_IS_FORMULA, run):
            atoms = wording.atoms[start:stop]
            said = list(_placed(speak_plain(run, atoms), atoms))
            if ")/" in run and re.match(f"[{KANJI}]", wording.text[stop:]):  # n(n-1)/2本 has no イッポン
                said.extend(atoms_of(BREATH, atoms[-1].start, atoms[-1].stop))
            yield start, stop, said


def _placed(said: Sequence[Piece | Atom], atoms: Sequence[Atom]) -> Iterator[Atom]:
    """Give every piece its place: between the words and numbers around it, that kept theirs."""
    start, end = atoms[0].start, atoms[-1].stop
    for index, piece in enumerate(said):
        if isinstance(piece, Atom):
            start = piece.stop
            yield piece
        else:
            following = (atom.start for atom in said[index:] if isinstance(atom, Atom))
            stop = next(following, end)
            place = (start, stop) if start < stop else (atoms[0].start, end)
            yield from atoms_of(piece, *place)


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    """Leave out of a run what belongs to the sentence: commas, spaces, brackets without their partner."""
    while start < stop:
        partners = _partners(text[start:stop])
        last = stop - start - 1
        if text[start] in " ,!" or partners.get(0) in (-1, last):
            start += 1
            stop -= partners.get(0) == last
        elif text[stop - 1] in " ," or partners.get(last) == -1:
            stop -= 1
        else:
            break
    return start, stop


def _partners(run: str) -> dict[int, int]:
    """Say for each bracket where its partner is, -1 when it has none."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for place, character in enumerate(run):
        if character in _OPENING:
            opened.append(place)
            partners[place] = -1
        elif character in _CLOSING:
            partners[place] = opened.pop() if opened else -1
            if partners[place] >= 0:
                partners[partners[place]] = place
    return partners
