"""Lists of terms from spreadsheets and flashcards (CSV, TSV, exports of Anki and Quizlet) as points."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from statistics import median

from lyricaudio.errors import LyricAudioError
from lyricaudio.intake.found import Found, FoundPoint
from lyricaudio.messages import told
from lyricaudio.song.folding import unified

MOST_ROWS = 200
"""An episode of more questions nobody hears to its end."""

_COMMENT = re.compile(r"#(?:separator|html|tags|columns|notetype|deck|guid)\b", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]*>|&nbsp;")
_HEADS = frozenset(
    {
        "用語",
        "単語",
        "言葉",
        "意味",
        "定義",
        "説明",
        "term",
        "definition",
        "front",
        "back",
        "表",
        "裏",
        "word",
    }
)


def is_term_list(text: str) -> bool:
    """Tell whether a text is a list with tabs between a term and what it means."""
    lines = [line for line in text.splitlines() if line.strip() and not _COMMENT.match(line)]
    return len(lines) >= 2 and all("\t" in line.strip() for line in lines)


def song_of_terms(text: str, *, name: str, separator: str) -> Found:
    """Return a lesson of a list's rows: the shorter of its first two columns is the answer.

    What else a row says, and rows without two columns, are kept as they are.

    Raises
    ------
    LyricAudioError
        When there are no rows with two columns, or more than `MOST_ROWS`.
    """
    lines = [line for line in text.splitlines(keepends=True) if not _COMMENT.match(line)]
    rows = [
        [_plain(cell) for cell in row] for row in csv.reader(io.StringIO("".join(lines)), delimiter=separator)
    ]
    pairs = [row for row in rows if len(row) >= 2 and row[0] and row[1]]
    if pairs and {cell.casefold() for cell in pairs[0][:2]} <= _HEADS:
        del pairs[0]
    if not pairs:
        raise LyricAudioError(
            told("no row of this list has a term and what it means; put them into two columns")
        )
    if len(pairs) > MOST_ROWS:
        raise LyricAudioError(
            told(
                "{count:,} rows; a song takes {most}, so split the list by subject",
                count=len(pairs),
                most=MOST_ROWS,
            )
        )
    answer = 0 if median(len(row[0]) for row in pairs) <= median(len(row[1]) for row in pairs) else 1
    points = tuple(FoundPoint(answer=row[answer], question=row[1 - answer]) for row in pairs)
    return Found(title=name, points=points, rest=_rest(rows))


def _rest(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return what the rows say besides their two columns."""
    more = [f"{row[0]}: {cell}" for row in rows for cell in row[2:] if cell and len(row) > 2]
    bare = [" ".join(row).strip() for row in rows if not (len(row) >= 2 and row[0] and row[1])]
    return tuple(text for text in (*more, *bare) if text)


def _plain(cell: str) -> str:
    return " ".join(unified(_TAGS.sub(" ", cell)).split())
