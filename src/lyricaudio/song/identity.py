"""What a line is known by: a name made of its own text, whatever stands before it.

All that a listener keeps hangs on these names, so they count nothing but letters: a space, a comma, a ruby
or a capital that is corrected leaves them as they are. They hold no memory, for a song that was edited is to
be built as if it had always been so; a line whose words change gets another name, and
:mod:`lyricaudio.lesson.lineage` finds out which line it was.

>>> identities(["{傾|かたむ}きが小さいと 勾配は消えていく", "傾きが小さいと、勾配は消えていく", "もう一行"])
('9dcf7c44', '9dcf7c44-2', 'f8d3a870')
>>> identities(["もう一行"], kind=POINT_PREFIX)
('pf8d3a870',)
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lyricaudio.song.markup import display
from lyricaudio.song.written import Point, Section

LINE_PREFIX = ""
POINT_PREFIX = "p"
"""What the names of lines and of points begin with: a point that says what a line says is no line."""

_DIGITS = 8
_NO_LETTERS = frozenset("PZ")  # punctuation and separators, as Unicode sorts characters


def folded(shown: str) -> str:
    """Return the letters, digits and signs of a text as it is shown, without case and width.

    A text of nothing but punctuation is left as it is.

    >>> folded("傾き は、 ＲｅＬＵ で…")
    '傾きはreluで'
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", shown).casefold())
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] not in _NO_LETTERS) or plain


def identities(texts: Iterable[str], *, kind: str = LINE_PREFIX) -> tuple[str, ...]:
    """Return a name for each text of a song, no two alike.

    Parameters
    ----------
    texts
        As they are written, in the order of the song.
    kind
        What they are: `LINE_PREFIX` or `POINT_PREFIX`.

    Returns
    -------
    tuple
        The kind, then eight hexadecimal digits of the SHA-256 of what is left of the shown text when it
        is :func:`folded`; from the second of its like on, its number.
    """
    digests = (hashlib.sha256(folded(display(text)).encode()).hexdigest() for text in texts)
    return tuple(_numbered(kind + digest[:_DIGITS] for digest in digests))


def named_sections(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Give every line of a song its name."""
    names = iter(identities(line.lyric.text for section in sections for line in section.lines))
    return tuple(
        replace(section, lines=tuple(replace(line, id=next(names)) for line in section.lines))
        for section in sections
    )


def named_points(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Give every point of a song its name: its question's, if it has one, so its answer can be corrected."""
    names = identities(((point.question or point.answer).text for point in points), kind=POINT_PREFIX)
    return tuple(replace(point, id=name) for point, name in zip(points, names, strict=True))


def kind_of(identity: str) -> str:
    """Return what a name belongs to: a line or a point."""
    return POINT_PREFIX if identity.startswith(POINT_PREFIX) else LINE_PREFIX


def number_of(identity: str) -> int:
    """Return how many of its kind there were with it, from 1.

    >>> [number_of("9dcf7c44"), number_of("9dcf7c44-12"), number_of("what somebody sent")]
    [1, 12, 1]
    """
    number = identity.partition("-")[2]
    return int(number) if number.isascii() and number.isdecimal() else 1


def _numbered(names: Iterable[str]) -> Iterator[str]:
    seen = Counter[str]()
    for name in names:
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}-{seen[name]}"
