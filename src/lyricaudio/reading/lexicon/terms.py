"""Lexicons: how terms are said, one readable line each.

A lexicon is a UTF-8 file of lines ``term TAB kana [TAB other|readings]``. Kana is the pronunciation, with
``'`` after the mora where the pitch falls; ``#`` starts a comment line. Packages add lexicons for other exams
by the entry-point group `lyricaudio.lexicons`: the entry ``my_package:my_exam`` names ``my_exam.tsv`` in
`my_package`. That is data, so nothing of the package is run.

All are known unless a project chooses: ours hold no reading that is right in one field only, and agree on the
terms that several have. What a field reads its own way while others do not (遺言 is イゴン to a lawyer) is
left to the project's own `lexicon.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from lyricaudio.errors import PlugError, ReadingError
from lyricaudio.memo import remembered
from lyricaudio.messages import message, told
from lyricaudio.plugs import Kind, Plug
from lyricaudio.reading.text.kana import Pronunciation, katakana, morae, parse_pronunciation
from lyricaudio.reading.text.scripts import KANJI

_LEXICONS = Kind(
    what=message("lexicon"),
    group="lyricaudio.lexicons",
    ours={
        "it": "lyricaudio.reading.lexicons:it",
        "statistics": "lyricaudio.reading.lexicons:statistics",
        "law": "lyricaudio.reading.lexicons:law",
        "bookkeeping": "lyricaudio.reading.lexicons:bookkeeping",
        "medicine": "lyricaudio.reading.lexicons:medicine",
        "history": "lyricaudio.reading.lexicons:history",
        "g-kentei": "lyricaudio.reading.lexicons:g_kentei",
    },
)
_UNUSABLE = re.compile("[\x00-\x1f\ue000-\uf8ff]")
_SINGLE_KANJI = re.compile(f"[{KANJI}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term, its pronunciation, and other readings (katakana) that are right too."""

    term: str
    pronunciation: Pronunciation
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """A lexicon as its file has it; `source` is its name for messages.

    What is in it is looked at when a text is read: to know whether anything changed, `digest` is enough.
    """

    source: str
    text: str

    @property
    def digest(self) -> str:
        """Changes with the content."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms, in the order of the file.

        Raises
        ------
        ReadingError
            ``source:line: what; what to do`` for the first line that is wrong.
        """
        return _terms(self)


def load_lexicon(text: str, source: str) -> Lexicon:
    """Read and check a lexicon file's text.

    Raises
    ------
    ReadingError
        As :attr:`Lexicon.terms`.
    """
    lexicon = Lexicon(source=source, text=text)
    _terms(lexicon)
    return lexicon


def lexicon_from_mapping(readings: Mapping[str, str], source: str) -> Lexicon:
    """Make a lexicon of ``term: kana``, as a project's file has it.

    Raises
    ------
    ReadingError
        ``source: what; what to do`` for the first entry that is wrong.
    """
    try:
        for term, kana in readings.items():
            _term([term, kana])
    except ValueError as error:
        raise ReadingError(f"{source}: {error}") from error
    return Lexicon(source=source, text="\n".join(f"{term}\t{kana}" for term, kana in readings.items()))


@remembered
def installed_lexicons() -> tuple[Lexicon, ...]:
    """Find the lexicons of all packages, ours last: the first that knows a term decides.

    Raises
    ------
    ReadingError
        When one of them is missing.
    """
    ours = [_LEXICONS.find(name) for name in _LEXICONS.ours]
    return tuple(_packaged(plug) for plug in (*_LEXICONS.others(), *ours))


def lexicon_names() -> tuple[str, ...]:
    """Return the names of all lexicons, ours first."""
    return tuple(_LEXICONS.plugs())


def chosen_lexicons(names: Sequence[str]) -> tuple[Lexicon, ...]:
    """Return the lexicons of some names, in their order; all that are installed when there are none.

    Raises
    ------
    ReadingError
        When one of them is missing.
    PlugError
        When there is none of a name.
    """
    return tuple(_packaged(_LEXICONS.find(name)) for name in names) if names else installed_lexicons()


def _packaged(plug: Plug) -> Lexicon:
    source = f"{plug.attribute}.tsv"
    try:
        text = plug.text(".tsv")
    except PlugError as error:
        raise ReadingError(str(error)) from error
    return Lexicon(source=f"{plug.module}/{source}" if plug.packages else source, text=text)


@remembered
def _terms(lexicon: Lexicon) -> tuple[Term, ...]:
    terms: dict[str, Term] = {}
    for number, line in enumerate(lexicon.text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            term = _term(line.split("\t"))
            if term.term in terms:
                raise ValueError(told("'{term}' stands twice; keep one line", term=term.term))
        except ValueError as error:
            raise ReadingError(f"{lexicon.source}:{number}: {error}") from error
        terms[term.term] = term
    return tuple(terms.values())


def _term(columns: list[str]) -> Term:
    """Check one line's columns."""
    if len(columns) not in (2, 3):
        raise ValueError(told("a line needs a term, its kana and perhaps other readings, with tabs between"))
    term, kana, *others = (column.strip() for column in columns)
    if not term or _UNUSABLE.search(term):
        raise ValueError(told("'{term}' cannot be a term; leave out control characters", term=term))
    if _SINGLE_KANJI.fullmatch(term):
        raise ValueError(
            told("'{term}' alone would change every word it is part of; enter the whole word", term=term)
        )
    return Term(term=term, pronunciation=parse_pronunciation(kana), others=tuple(_alternatives(others)))


def _alternatives(columns: list[str]) -> Iterator[str]:
    for alternative in filter(None, "|".join(columns).split("|")):
        yield "".join(morae(katakana(alternative)))
