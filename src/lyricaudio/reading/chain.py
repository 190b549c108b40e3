"""The chain of small steps from a written text to how it is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from itertools import groupby
from unicodedata import normalize

from lyricaudio.errors import ReadingError
from lyricaudio.memo import remembered
from lyricaudio.messages import told
from lyricaudio.reading.doubts.gathered import doubts_of
from lyricaudio.reading.formula.plain import speak_plain_formulas
from lyricaudio.reading.formula.speech import speak_tex
from lyricaudio.reading.japanese.analyser import LONGEST_BYTES, Analyser, Analysis, Word
from lyricaudio.reading.japanese.arbiter import Dispute
from lyricaudio.reading.japanese.labels import phrases_from_labels
from lyricaudio.reading.japanese.sudachi import word_spans
from lyricaudio.reading.latin.names import speak_names
from lyricaudio.reading.latin.undecided import speak_latin
from lyricaudio.reading.lexicon.matcher import TermMatcher, is_japanese
from lyricaudio.reading.lexicon.terms import Lexicon, Term
from lyricaudio.reading.meant.doublenames import part_double_names
from lyricaudio.reading.meant.glosses import say_glosses_once
from lyricaudio.reading.meant.lookalikes import mend_lookalikes
from lyricaudio.reading.model import Reading, Source, Token
from lyricaudio.reading.text.breaks import (
    breathe_at_spaces,
    breathe_in_long_rows,
    drop_unsaid,
    pause_at_signs,
)
from lyricaudio.reading.text.foreign import drop_foreign
from lyricaudio.reading.text.itemnumbers import part_item_numbers, part_wide_spaces
from lyricaudio.reading.text.kana import Pronunciation, morae, parse_pronunciation, pronounced
from lyricaudio.reading.text.marks import answer_in_columns, speak_marks
from lyricaudio.reading.text.numbered import speak_numbered
from lyricaudio.reading.text.numbers import speak_number_patterns
from lyricaudio.reading.text.roman import count_in_roman
from lyricaudio.reading.text.scripts import HIRAGANA
from lyricaudio.reading.text.symbols import part_names, speak_addresses, speak_lone_signs
from lyricaudio.reading.text.variants import fold_characters
from lyricaudio.reading.text.waves import speak_waves
from lyricaudio.reading.text.wording import (
    PARTED,
    Atom,
    Break,
    Piece,
    SpokenForm,
    Wording,
    atoms_of,
    wording_of,
)
from lyricaudio.song.markup import Formula, Plain, Ruby, spans

_MARKS_IN_A_ROW = re.compile("[、。]{2,}")
_AXES = re.compile(r"\s*([A-Za-z])\s*-\s*([A-Za-z])\s*")
_PLANES = frozenset("平座")  # x-y平面, x-y座標
_TORN = re.compile("[ァィゥェォャュョー]")
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@remembered
def _terms(lexicons: tuple[Lexicon, ...]) -> dict[str, Term]:
    return {term.term: term for lexicon in reversed(lexicons) for term in lexicon.terms}


@remembered
def _analyser(lexicons: tuple[Lexicon, ...]) -> Analyser:
    """Return the analyser of some lexicons, which takes 100 MB: songs' own readings do not enter it."""
    return Analyser([term for term in _terms(lexicons).values() if is_japanese(term.term)])


class Chain:
    """The steps of one reader: with a song's own readings before the lexicons before the dictionary.

    Parameters
    ----------
    own
        The song's and project's own readings: terms in NFKC, and how they are said.
    lexicons
        Whose terms are known; the first that has a term decides.
    """

    def __init__(self, *, own: Mapping[str, Pronunciation], lexicons: tuple[Lexicon, ...]) -> None:
        self._own = own
        self._lexicons = lexicons

    @cached_property
    def _terms(self) -> dict[str, Term]:
        """All lexicons' terms; the first lexicon that has one decides."""
        return _terms(self._lexicons)

    @property
    def _analyser(self) -> Analyser:
        return _analyser(self._lexicons)

    @cached_property
    def _steps(self) -> tuple[Callable[[Wording], Wording], ...]:
        return (
            drop_foreign,
            answer_in_columns,
            part_wide_spaces,
            fold_characters,
            self._mend_lookalikes,
            self._part_double_names,
            self._say_glosses_once,
            *self._steps_of_words,
        )

    @cached_property
    def _steps_of_words(self) -> tuple[Callable[[Wording], Wording], ...]:
        """The steps after what was meant is known."""
        own = [Term(term=term, pronunciation=self._accented(term)) for term in self._own]
        lettered = [term for term in self._terms.values() if not is_japanese(term.term)]
        return (
            speak_addresses,
            TermMatcher(own, "song", word_spans).speak,
            TermMatcher(lettered, "lexicon").speak,
            count_in_roman,
            partial(part_item_numbers, word_spans=word_spans),
            speak_marks,
            speak_numbered,
            speak_number_patterns,
            speak_waves,
            part_names,
            speak_plain_formulas,
            speak_lone_signs,
            speak_names,
            speak_latin,
            breathe_at_spaces,
            pause_at_signs,
            drop_unsaid,
            breathe_in_long_rows,
        )

    def _mend_lookalikes(self, wording: Wording) -> Wording:
        return mend_lookalikes(wording, self._known)

    def _part_double_names(self, wording: Wording) -> Wording:
        return part_double_names(wording, self._known)

    def _say_glosses_once(self, wording: Wording) -> Wording:
        return say_glosses_once(wording, self._sound)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset((*self._own, *self._terms))

    def _sound(self, wording: Wording) -> str:
        """Say how a part of a text sounds that is on its way."""
        for step in self._steps_of_words:
            wording = step(wording)
        spoken = [atom.piece for atom in wording.atoms if isinstance(atom.piece, SpokenForm)]
        return "".join(word.kana for word in self._analyser.analyse(wording.text, spoken).words)

    def _accented(self, term: str) -> Pronunciation:
        """Return an own reading; without an accent of its own it takes that of the lexicon's."""
        said, known = self._own[term], self._terms.get(term)
        if said.accent == 0 and known is not None and known.pronunciation.kana == said.kana:
            return known.pronunciation
        return said

    def read(self, text: str) -> Reading:
        """Say how a text is read.

        Raises
        ------
        ReadingError
            When its markup is malformed, it holds a character that is no text, or it is too long.
        """
        wording, analysis = self._analysed(text)
        tokens = tuple(_tokens(text, wording, analysis))
        return Reading(
            written=text,
            spoken=_spoken_text(wording, analysis),
            phrases=phrases_from_labels(
                analysis.labels,
                pauses=analysis.pauses,
                spelling=[mora for word in analysis.words for mora in morae(word.kana)],
                accents=[word.accent for word in analysis.words if word.kana and word.accent is not None],
            ),
            labels=analysis.labels,
            tokens=tokens,
            doubts=doubts_of(text, wording, analysis, tokens, tuple(self._analyser.rivals(wording.text))),
        )

    def kana(self, text: str) -> str:
        """Say how a text is read, and nothing else: what `read` finds, in less than half the time.

        Raises
        ------
        ReadingError
            As :meth:`read`.
        """
        wording = self._worded(text)
        words = self._analyser.words(wording.text, _spoken(wording))
        if any(_TORN.match(word.kana) for word in words):  # what is heard then, the labels tell
            return self.read(text).kana
        return "".join(word.kana for word in words)

    def disputes(self, text: str) -> tuple[Dispute, ...]:
        """Tell where the dictionaries differ on a text."""
        return self._analysed(text)[1].disputes

    def _analysed(self, text: str) -> tuple[Wording, Analysis]:
        wording = self._worded(text)
        return wording, self._analyser.analyse(wording.text, _spoken(wording))

    def _worded(self, text: str) -> Wording:
        """Put a text through all steps."""
        _check(text)
        wording = wording_of(_markup_atoms(text, self._own))
        for step in self._steps:
            wording = step(wording)
        _check_length(text, wording)
        return wording


def _spoken(wording: Wording) -> list[SpokenForm]:
    return [atom.piece for atom in wording.atoms if isinstance(atom.piece, SpokenForm)]


def _check(text: str) -> None:
    """Refuse what is no text."""
    if found := _UNREADABLE.search(text):
        raise ReadingError(
            told(
                "'{text}' holds U+{code:04X}, which is no text; remove it",
                text=_excerpt(text),
                code=ord(found[0]),
            )
        )


def _check_length(text: str, wording: Wording) -> None:
    """Refuse what is too long for the analyser, who takes three bytes a character."""
    if 3 * len(wording.text) > LONGEST_BYTES:
        raise ReadingError(
            told(
                "'{text}' has {count} characters; about {most} are the most that can be read at once: split"
                " it",
                text=_excerpt(text),
                count=len(text),
                most=LONGEST_BYTES // 3,
            )
        )


def _excerpt(text: str) -> str:
    shown = "".join(character if character.isprintable() else "·" for character in text[:24])
    return shown + "…" * (len(text) > len(shown))


def _markup_atoms(text: str, own: Mapping[str, Pronunciation]) -> Iterator[Atom]:
    """Split ruby and formulas off; ruby is decided, and so is a formula among the song's own readings."""
    position = 0
    for span in spans(text):
        stop = position + len(span.written)
        following = text[stop : stop + 1]
        match span:
            case Ruby():
                said = parse_pronunciation(pronounced(span.kana, verb=span.base.endswith("う")))
                yield from atoms_of(
                    SpokenForm(kana=said.kana, accent=said.accent, source="ruby"), position, stop
                )
            case Formula() if known := own.get(normalize("NFKC", span.written)):
                whole = SpokenForm(kana=known.kana, accent=known.accent, source="song")
                yield from atoms_of(whole, position, stop)
            case Formula():
                for piece in _spoken_formula(span.tex, following):
                    yield from atoms_of(piece, position, stop)
            case Plain():
                yield from atoms_of(span.written, position, stop)
        position = stop


def _spoken_formula(tex: str, following: str) -> Iterator[Piece]:
    """Say a formula; its last number must not count what follows it."""
    axes = _AXES.fullmatch(tex) if following in _PLANES else None
    pieces = speak_tex(" ".join(axes.groups()) if axes else tex)
    yield from pieces
    last = pieces[-1] if pieces else None
    if isinstance(last, str) and last[-1:].isdigit() and not re.match(f"[{HIRAGANA}、。]", following):
        yield Break(pause="breath")


def _spoken_text(wording: Wording, analysis: Analysis) -> str:
    """Write the text for voices that take text: kana only for what is not the dictionary's."""
    terms = {word.start: word for word in analysis.words if word.is_term}
    parts: list[str] = []
    position = 0
    while position < len(wording.atoms):
        term = terms.get(position)
        parts.append(term.kana if term else _spelled(wording.atoms[position].piece))
        position = term.stop if term else position + 1
    return _MARKS_IN_A_ROW.sub(lambda match: "。" if "。" in match[0] else "、", "".join(parts)).strip("、")


def _spelled(piece: Piece) -> str:
    match piece:
        case SpokenForm():
            return piece.kana
        case Break():
            return {"none": "", "breath": "、", "comma": "、", "stop": "。"}[piece.pause]
        case _:
            return piece


def _tokens(text: str, wording: Wording, analysis: Analysis) -> Iterator[Token]:
    """Say what each stretch of the written text became; what was made of one stretch is one token."""
    made = (
        _token(text, wording, word) for word in analysis.words if wording.atoms[word.start].piece != PARTED
    )
    for (start, surface), group in groupby(made, key=lambda token: (token.start, token.surface)):
        tokens = list(group)
        kana = "".join(token.kana for token in tokens)
        guessed = any(token.source == "fallback" for token in tokens)
        yield Token(
            surface=surface, start=start, kana=kana, source="fallback" if guessed else tokens[0].source
        )


def _token(text: str, wording: Wording, word: Word) -> Token:
    first, last = wording.atoms[word.start], wording.atoms[word.stop - 1]
    source: Source = "lexicon" if word.is_term else "dictionary"
    if isinstance(first.piece, SpokenForm):
        source = first.piece.source
    elif isinstance(first.piece, Break):
        source = "rule"
    return Token(surface=text[first.start : last.stop], start=first.start, kana=word.kana, source=source)
