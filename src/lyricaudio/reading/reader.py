"""The reader: says how a text is read, and tells whether anything that it reads by has changed.

Whether anything has changed is asked at each start, what a text says only when it is to be spoken: so the
chain of steps, with the rules and tables that it takes long to import, is made for the first text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from unicodedata import normalize

from lyricaudio.errors import ReadingError
from lyricaudio.memo import remembered
from lyricaudio.messages import told
from lyricaudio.provenance import code_digest
from lyricaudio.reading.lexicon.terms import Lexicon, installed_lexicons
from lyricaudio.reading.model import Reading
from lyricaudio.reading.text.kana import Pronunciation, parse_pronunciation, pronounced
from lyricaudio.song.folding import kana_form, unified

_PACKAGES = ("pyopenjtalk-plus", "sudachipy", "sudachidict-core", "kanalizer")


class Reader:
    """Reads texts aloud, in mind: with a song's own readings before the lexicons before the dictionary.

    Parameters
    ----------
    own
        The song's and project's own readings: term to kana, with ``'`` after the accent where known.
    lexicons
        Whose terms are known; the first that has a term decides. None stands for all that are installed.

    Raises
    ------
    ReadingError
        When an own reading is not kana, or a lexicon cannot be read.
    """

    def __init__(self, *, own: Mapping[str, str] = {}, lexicons: Sequence[Lexicon] | None = None) -> None:
        self._lexicons = tuple(installed_lexicons() if lexicons is None else lexicons)
        self._own = {
            normalize("NFKC", unified(term)): _own_pronunciation(term, kana) for term, kana in own.items()
        }

    @cached_property
    def fingerprint(self) -> str:
        """A digest of everything a reading is made from besides the text."""
        parts = (_common(self._lexicons), sorted(self._own.items(), key=str))
        return sha256(repr(parts).encode()).hexdigest()

    def read(self, text: str) -> Reading:
        """Say how a text is read.

        Raises
        ------
        ReadingError
            When its markup is malformed, it holds a character that is no text, or it is too long.
        """
        return self._reads[0](text)

    def kana(self, text: str) -> str:
        """Give the kana of a reading alone, in less than half the time.

        Raises
        ------
        ReadingError
            As :meth:`read`.
        """
        return self._reads[1](text)

    @cached_property
    def _reads(self) -> tuple[Callable[[str], Reading], Callable[[str], str]]:
        from lyricaudio.reading.chain import Chain

        chain = Chain(own=self._own, lexicons=self._lexicons)
        return chain.read, chain.kana


@remembered
def _common(lexicons: tuple[Lexicon, ...]) -> tuple[str, ...]:
    """Return what tells of our code, of the packages and of some lexicons, once for all songs.

    No package is imported for it.
    """
    versions = [version(package) for package in _PACKAGES]
    return (code_digest(__name__), *versions, *(lexicon.digest for lexicon in lexicons))


def _own_pronunciation(term: str, kana: str) -> Pronunciation:
    """Check an own reading; it may be spelt in any kana."""
    try:
        if not term.strip():
            raise ValueError(told("there is no term before it"))
        return parse_pronunciation(pronounced(kana_form(kana), verb=term.endswith("う")))
    except ValueError as error:
        raise ReadingError(
            told("the reading '{kana}' of '{term}': {error}", kana=kana, term=term, error=error)
        ) from error
