"""What a ride may take of the episodes of a song that are there: pieces of them, from when to when.

Where no computer makes a ride, it is played from what was made: a line with its explanation stands in the
explained song, a question in the quiz, or in the recall, where the line is heard without its terms and at the
end of its section whole. Which of two it is, is asked where a project has that form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import floor
from typing import TypeVar

from lyricaudio.lesson.blocks import Place
from lyricaudio.lesson.plan import BLANK
from lyricaudio.lesson.roles import ROLES
from lyricaudio.release.catalogue import CatalogueEpisode, CatalogueLine

GAP_S = 0.5
"""Before a piece, for the source to be had and the place in it to be found."""

THINK_S = 1.5
"""Before an answer that follows its question in another place."""

_LEAD_S = 0.25  # of the band before a voice, and after it, where nobody else is heard
_TAIL_S = 0.4
_MOST_OF_VERSE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of an episode, by the episode's identity, and the silence before it."""

    episode: str
    from_s: float
    to_s: float
    gap_s: float = GAP_S

    @property
    def length_s(self) -> float:
        """How long it is with the silence before it."""
        return self.gap_s + self.to_s - self.from_s


Pieces = tuple[Piece, ...]
_Value = TypeVar("_Value")


def length_s(pieces: Pieces) -> float:
    """Return how long pieces are one after the other."""
    return sum(piece.length_s for piece in pieces)


def pieces_of(album: Sequence[CatalogueEpisode]) -> dict[Place, Pieces]:
    """Return what there is of a song, its lines in order; empty when none of its lines is heard.

    Of each line `line` is it with its explanation, `again` the explanation and the line, `sung` the line
    alone, and `recall` a question with its answer, if there is one; of the song `song` are its verses, by
    their numbers, and `hook` what comes back between them, if anything does.
    """
    forms = {episode.form: episode for episode in album}
    plain = [forms[form] for form in ("song", "explain", "recall") if form in forms]
    sung = _first(_sung(episode) for episode in plain)
    taught = _first(_taught(forms[form]) for form in ("explain",) if form in forms)
    asked = _first(
        ask(forms[form])
        for form, ask in (("quiz", _asked), ("explain", _asked), ("recall", _recalled))
        if form in forms
    )
    found: dict[Place, Pieces] = {}
    for line, pieces in sung.items():
        found["line", line], found["again", line] = taught.get(line, (pieces, pieces))
        found["sung", line] = pieces
        if line in asked:
            found["recall", line] = asked[line]
    return found | (dict(_verses(forms["song"])) if "song" in forms else {})


def choices_of(album: Sequence[CatalogueEpisode]) -> tuple[tuple[str, Pieces], ...]:
    """Return each question for one of two, up to the next, with the line that answers it, in order."""
    found: list[tuple[str, Pieces]] = []
    for episode in (episode for episode in album if episode.form == "choice"):
        roles = [ROLES.get(line.role) for line in episode.lines]
        starts = [number for number, role in enumerate(roles) if role is not None and role.asks]
        for first, end in pairwise([*starts, len(roles)]):
            found.append((episode.lines[first].line, (_piece(episode, first, end - 1),)))
    return tuple(found)


def _first(ways: Iterator[Iterator[tuple[str, _Value]]]) -> dict[str, _Value]:
    """Return what is found first for each line."""
    found: dict[str, _Value] = {}
    for way in ways:
        for line, value in way:
            found.setdefault(line, value)
    return found


def _sung(episode: CatalogueEpisode) -> Iterator[tuple[str, Pieces]]:
    for number, line in enumerate(episode.lines):
        if _is_whole(line):
            yield line.line, (_piece(episode, number, number),)


def _taught(episode: CatalogueEpisode) -> Iterator[tuple[str, tuple[Pieces, Pieces]]]:
    """Yield each line up to the question after its explanation, and the same from the explanation on."""
    for first, last in _runs(episode):
        if not _is_whole(episode.lines[first]):
            continue
        question = _question(episode, first, last)
        end = question - 1 if question is not None else last
        start = min(first + 1, end)
        yield episode.lines[first].line, ((_piece(episode, first, end),), (_piece(episode, start, end),))


def _asked(episode: CatalogueEpisode) -> Iterator[tuple[str, Pieces]]:
    """Yield each question that is answered at once."""
    for first, last in _runs(episode):
        question = _question(episode, first, last)
        if question is not None:
            yield episode.lines[question].line, (_piece(episode, question, question + 1),)


def _question(episode: CatalogueEpisode, first: int, last: int) -> int | None:
    """Return which of some lines is a question with the answer right behind it, the last such one."""
    roles = [ROLES.get(line.role) for line in episode.lines[: last + 1]]
    for number in range(last - 1, first - 1, -1):
        question, answer = roles[number], roles[number + 1]
        if question and answer and question.asks and answer.under == question.name:
            return number
    return None


def _recalled(episode: CatalogueEpisode) -> Iterator[tuple[str, Pieces]]:
    """Yield each line as it is heard first with something left out, and then whole."""
    for number, line in enumerate(episode.lines):
        if BLANK in line.text:
            later = range(number + 1, len(episode.lines))
            whole = (n for n in later if episode.lines[n].line == line.line and _is_whole(episode.lines[n]))
            if (answer := next(whole, None)) is not None:
                asked = _piece(episode, number, number)
                yield line.line, (asked, _piece(episode, answer, answer, gap_s=THINK_S))


def _verses(episode: CatalogueEpisode) -> Iterator[tuple[Place, Pieces]]:
    """Yield what is sung once, in verses, and the first time of what is sung again and again."""
    names = [line.line for line in episode.lines]
    runs = groupby(range(len(names)), key=lambda number: names.count(names[number]) > 1)
    verses, has_hook = 0, False
    for comes_back, numbers in ((back, list(run)) for back, run in runs):
        if comes_back and not has_hook:
            has_hook = True
            yield ("hook", ""), (_piece(episode, numbers[0], numbers[-1]),)
        for at in range(0, 0 if comes_back else len(numbers), _MOST_OF_VERSE):
            verse = numbers[at : at + _MOST_OF_VERSE]
            yield ("song", str(verses)), (_piece(episode, verse[0], verse[-1]),)
            verses += 1


def _runs(episode: CatalogueEpisode) -> Iterator[tuple[int, int]]:
    """Yield the first and the last number of what belongs to one line and is heard in one go."""
    for _, run in groupby(range(len(episode.lines)), key=lambda number: episode.lines[number].line):
        numbers = list(run)
        yield numbers[0], numbers[-1]


def _is_whole(line: CatalogueLine) -> bool:
    role = ROLES.get(line.role)
    return role is not None and role.is_line and BLANK not in line.text


def _piece(episode: CatalogueEpisode, first: int, last: int, *, gap_s: float = GAP_S) -> Piece:
    """Return some lines with a little of what is before and after them, but of no other line."""
    lines = episode.lines
    before_s = lines[first - 1].end_s if first else 0.0
    after_s = lines[last + 1].start_s if last + 1 < len(lines) else episode.seconds
    from_s = max(lines[first].start_s - _LEAD_S, min(before_s, lines[first].start_s))
    to_s = min(lines[last].end_s + _TAIL_S, max(after_s, lines[last].end_s), episode.seconds)
    return Piece(episode=episode.id, from_s=round(from_s, 3), to_s=floor(1000 * to_s) / 1000, gap_s=gap_s)
