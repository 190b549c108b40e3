"""Text with furigana, set in lines: where every piece stands, as large as its place allows.

Lines end where a phrase ends, at a space or a comma if one is near, and within a word only where it fills a
line alone; no line begins with a closing mark or ends with an opening bracket.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from lyricaudio.reading.model import Reading
from lyricaudio.release.pictures.typeset import LOOSE_ENDS, may_part
from lyricaudio.release.texts.furigana import ShownToken

KANA_SIZE = 0.46
"""Of furigana, in sizes of the text."""

LINE_HEIGHT = 1.72
"""From one baseline to the next, in sizes of the text: room for the furigana of the line below."""

_NARROWEST_KANA = 0.7  # how far long furigana is made smaller before it pushes its neighbours apart
_SMALLER = 0.93  # from one size that is tried to the next
_AT_PHRASE, _AT_WORD, _WITHIN_WORD = 0.02, 0.35, 3.0
_SMALL = 1.4  # what a size costs that is next to nothing

Width = Callable[[str], float]
"""The advance of a text, in sizes of the font."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPiece:
    """A piece of a text in its place; lengths are in the unit of the place, from its left edge.

    Attributes
    ----------
    text, kana
        As in `ShownToken`.
    left, width
        The piece with its furigana.
    kana_size
        Of its furigana, in sizes of the text.
    first, last
        It is heard in the morae from `first` to before `last`.
    """

    text: str
    kana: str
    left: float
    width: float
    kana_size: float
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetText:
    """Lines of pieces, and the size of the font."""

    lines: tuple[tuple[PlacedPiece, ...], ...]
    size: float

    @property
    def height(self) -> float:
        """The height of all lines, room for furigana above the first included."""
        return LINE_HEIGHT * self.size * len(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A piece that has no place yet: its width in sizes of the font, what a line break before costs."""

    token: ShownToken
    kana_size: float
    width: float
    strain: float


def set_ruby(
    tokens: Sequence[ShownToken],
    reading: Reading,
    *,
    width_of: Width,
    width: float,
    height: float,
    largest: float,
) -> SetText:
    """Set a text in a place, so that it is large and its lines end at natural places.

    Whatever the text, it stays within the place: the size becomes as small as it must.

    Parameters
    ----------
    tokens, reading
        The text, and how it is said: lines may end where its accent phrases do.
    width_of
        The advance of a text, in sizes of the font.
    width, height, largest
        The place, and the largest size; all in one unit, which the result has too.
    """
    cells = list(_cells(tokens, reading, width_of))
    if not cells:
        return SetText(lines=(), size=largest)
    found: tuple[float, float, list[int]] | None = None
    size = largest
    while found is None or _SMALL * math.log2(largest / size) < found[0]:
        cost, ends = _broken(cells, width / size, int(height / (LINE_HEIGHT * size)))
        cost += _SMALL * math.log2(largest / size)
        if cost < math.inf and (found is None or cost < found[0]):
            found = cost, size, ends
        size *= _SMALLER
    _, size, ends = found
    lines = (cells[start:end] for start, end in zip([0, *ends], ends, strict=False))
    return SetText(lines=tuple(tuple(_placed(line, size)) for line in lines), size=size)


def _cells(tokens: Sequence[ShownToken], reading: Reading, width_of: Width) -> Iterator[_Cell]:
    """Yield the pieces of a text: what carries furigana stays whole, all else may be parted."""
    starts = frozenset(accumulate((len(phrase.morae) for phrase in reading.phrases), initial=0))
    before = ""
    for token in tokens:
        strain = _AT_PHRASE if token.first in starts else _AT_WORD
        for part in _parts(token):
            yield _cell(part, _strain(before, part.text, strain), width_of)
            before, strain = part.text, _WITHIN_WORD


def _parts(token: ShownToken) -> Iterator[ShownToken]:
    """Part a piece without furigana into characters, and its morae among them."""
    if token.kana is not None:
        yield token
        return
    count, morae = len(token.text), token.last - token.first
    for number, character in enumerate(token.text):
        first, last = (token.first + morae * place // count for place in (number, number + 1))
        yield replace(token, text=character, first=first, last=last)


def _strain(before: str, after: str, strain: float) -> float:
    """Return what a line break between two pieces costs; infinite where there must be none."""
    if not may_part(before[-1:], after[0]):
        return math.inf
    if before.isspace() or before in LOOSE_ENDS:
        return 0.0
    in_number = before[-1:].isascii() and after[0].isascii()  # 0.01 and x=2 are several tokens
    return max(strain, _WITHIN_WORD) if in_number else strain


def _cell(part: ShownToken, strain: float, width_of: Width) -> _Cell:
    """Measure a piece: long furigana becomes narrow before it makes room for itself."""
    text_width = width_of(part.text)
    kana_width = width_of(part.kana) * KANA_SIZE if part.kana else 0.0
    share = min(1.0, max(_NARROWEST_KANA, text_width / kana_width)) if kana_width else 1.0
    return _Cell(
        token=part,
        kana_size=KANA_SIZE * share,
        width=max(text_width, kana_width * share),
        strain=strain,
    )


def _broken(cells: Sequence[_Cell], width: float, most_lines: int) -> tuple[float, list[int]]:
    """Break cells into lines of about one length; return what it costs, and where each line ends.

    The cost is infinite when they do not fit.
    """
    reached = list(accumulate((cell.width for cell in cells), initial=0.0))
    costs, starts = [0.0], [0]
    for end in range(1, len(cells) + 1):
        edge = reached[end - 1] if cells[end - 1].token.text.isspace() else reached[end]
        best = math.inf, 0
        for start in range(end - 1, -1, -1):
            slack = 1 - (edge - reached[start]) / width
            if slack < 0:
                break
            strain = cells[start].strain if start else 0.0
            best = min(best, (costs[start] + strain + slack**2, start))
        costs.append(best[0])
        starts.append(best[1])
    ends = [len(cells)]
    while costs[-1] < math.inf and starts[ends[-1]] > 0:
        ends.append(starts[ends[-1]])
    return (costs[-1] if len(ends) <= most_lines else math.inf), ends[::-1]


def _placed(cells: Sequence[_Cell], size: float) -> Iterator[PlacedPiece]:
    """Put the pieces of a line one after another."""
    left = 0.0
    for cell in cells:
        token = cell.token
        yield PlacedPiece(
            text=token.text,
            kana=token.kana or "",
            left=left * size,
            width=cell.width * size,
            kana_size=cell.kana_size,
            first=token.first,
            last=token.last,
        )
        left += cell.width
