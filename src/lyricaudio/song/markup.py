r"""What a text holds besides words: ruby ``{傾|かたむ}き`` and formulas.

Ruby as Aozora writes it, ``傾《かたむ》き`` and ``｜重み《おもみ》``, is ruby too.

A formula is TeX between ``\( \)``, ``\[ \]``, ``$ $`` or ``$$ $$``; but ``$100`` is an amount of money,
also where another follows.
Formulas are split off first, for both use braces; ruby is looked for in what remains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lyricaudio.errors import ReadingError
from lyricaudio.messages import told
from lyricaudio.song.characters import HIRAGANA, JAPANESE, KANJI, KATAKANA, visible
from lyricaudio.song.folding import kana_form

KANA = re.compile(rf"(?!ー)[{HIRAGANA}{KATAKANA}]+(?:'[{HIRAGANA}{KATAKANA}]*)?")
"""A reading: hiragana, katakana and ー, with at most one ``'`` after the mora where the pitch falls."""

_CLOSER = {r"\(": r"\)", r"\[": r"\]", "$$": "$$", "$": "$"}
_MONEY = rf"\$(?=[0-9])(?:(?=[0-9.,]+[{JAPANESE}・])|(?![^$]*[^$\s]\$(?![0-9$])))"
"""An amount: Japanese goes on right after it, or no formula closes behind; before a digit none does."""
_DELIMITER = re.compile(rf"\\[()\[\]]|\$\$|(?!{_MONEY})\$")
_RUBY = re.compile(
    r"\{(?P<base>[^{}|｛｝｜]*)\|(?P<kana>[^{}|｛｝｜]*)(?P<closed>\})?"
    r"|(?P<wide>[{｛][^{}|｛｝｜]*[|｜])"
    r"|(?P<unopened>\|[^{}|]*\})"
)
_AOZORA = re.compile(
    rf"(?:[｜|](?P<marked>[^｜|《》{{}}]+)|(?P<base>[{KANJI}]+|[A-Za-z][A-Za-z0-9.+\-]*))《(?P<kana>[^《》]+)》"
)
_ANY_MARK = re.compile(r"[\\${}|｛《]")
_RUBY_SIGN = re.compile("[{|｛]")


class MarkupError(ReadingError):
    """A ruby or formula is malformed.

    Attributes
    ----------
    offset
        Where in the text, in characters from 0.
    """

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """Words without markup."""

    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruby:
    """A piece whose reading stands beside it: `written` is ``{base|kana}``, or ``｜base《kana》``."""

    written: str
    base: str
    kana: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    r"""TeX between its delimiters: `written` is ``\(tex\)`` or one of its kin."""

    written: str
    tex: str


MarkupSpan = Plain | Ruby | Formula


def spans(text: str) -> tuple[MarkupSpan, ...]:
    """Split a text into words, ruby and formulas; the `written` of all spans together is the text.

    Raises
    ------
    MarkupError
        A ruby without base or kana, a ruby or formula that is not closed or not opened, an empty formula.
    """
    if not _ANY_MARK.search(text):
        return (Plain(written=text),) if text else ()
    return tuple(_split(text))


def display(text: str) -> str:
    r"""Give the text as it is shown: ``{傾|かたむ}き`` as 傾き, ``\(\max(0,x)\)`` as max(0,x).

    Raises
    ------
    MarkupError
        As :func:`spans`.
    """
    return "".join(_shown(span) for span in spans(text))


def _shown(span: MarkupSpan) -> str:
    match span:
        case Ruby():
            return span.base
        case Formula():
            from lyricaudio.song.readabletex import readable  # only a song with formulas waits for it

            return readable(span.tex)
        case Plain():
            return span.written


def _split(text: str) -> Iterator[MarkupSpan]:
    position = 0
    formulas = "\\" in text or "$" in text
    while formulas and (opening := _DELIMITER.search(text, position)):
        closer = _CLOSER.get(opening[0])
        if closer is None:
            unopened = told(
                "'{sign}' closes a formula that was not opened; write '\\(' or '\\[' before it",
                sign=opening[0],
            )
            raise MarkupError(opening.start(), unopened)
        end = text.find(closer, opening.end())
        if end < 0:
            unclosed = told(
                "'{sign}' opens a formula; close it with '{closer}'", sign=opening[0], closer=closer
            )
            raise MarkupError(opening.start(), unclosed)
        tex = text[opening.end() : end]
        if not tex.strip():
            raise MarkupError(opening.start(), told("an empty formula; fill it or remove it"))
        yield from _ruby(text, position, opening.start())
        position = end + len(closer)
        yield Formula(written=text[opening.start() : position], tex=tex)
    yield from _ruby(text, position, len(text))


def _ruby(text: str, start: int, end: int) -> Iterator[Plain | Ruby]:
    """Split one stretch between formulas, ruby in Aozora's manner first."""
    for match in _AOZORA.finditer(text, start, end) if "《" in text else ():
        kana = kana_form(match["kana"].replace(" ", ""))
        if KANA.fullmatch(kana):
            yield from _braced(text, start, match.start())
            yield Ruby(written=match[0], base=match["marked"] or match["base"], kana=kana)
            start = match.end()
    yield from _braced(text, start, end)


def _braced(text: str, start: int, end: int) -> Iterator[Plain | Ruby]:
    """Split one stretch at ruby in braces."""
    position = start
    while sign := _RUBY_SIGN.search(text, position, end):  # all kinds of ruby begin with one
        if not (match := _RUBY.match(text, sign.start(), end)):
            position = sign.end()
            continue
        if trouble := _ruby_trouble(match):
            raise MarkupError(match.start(), trouble)
        if start < match.start():
            yield Plain(written=text[start : match.start()])
        yield Ruby(written=match[0], base=match["base"], kana=kana_form(match["kana"]))
        start = position = match.end()
    if start < end:
        yield Plain(written=text[start:end])


def _ruby_trouble(match: re.Match[str]) -> str | None:
    """Say what is wrong with a ruby, or None."""
    if match["closed"] and match["base"].strip() and KANA.fullmatch(kana_form(match["kana"])):
        return None
    written = visible(match[0])
    if match["wide"] is not None:
        return told("ruby needs the half-width signs {{ | }}; write it as {{傾|かたむ}}")
    if match["unopened"] is not None:
        return told("{ruby} closes a ruby that was not opened; write it as {{傾|かたむ}}", ruby=written)
    if match["closed"] is None:
        return told("{ruby} opens a ruby; close it with '}}'", ruby=written)
    if not match["base"].strip():
        return told("{ruby} has nothing before '|'; write it as {{傾|かたむ}}", ruby=written)
    return told("{ruby} needs kana after '|'; write it as {{傾|かたむ}}", ruby=written)
