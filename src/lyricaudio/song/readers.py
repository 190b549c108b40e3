"""From nodes to values: one small function per kind of value, each raising the line that the person reads.

A reader takes a node and the names that files may use, and gives a value or raises `SongError` (one thing is
wrong) or `SongErrors` (several are).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from lyricaudio.errors import Place, SongError, SongErrors
from lyricaudio.messages import catalogue, message, told
from lyricaudio.song import shapes
from lyricaudio.song.characters import HIDDEN, HIRAGANA, INVISIBLE, KATAKANA, character, visible
from lyricaudio.song.folding import kana_form
from lyricaudio.song.foreign import foreign
from lyricaudio.song.markup import KANA, MarkupError, spans
from lyricaudio.song.nodes import Listing, Mapping, Node, Scalar, is_null
from lyricaudio.song.shapes import MOST_CHARACTERS, shape_of, shaped
from lyricaudio.song.suggest import suggestion
from lyricaudio.song.written import Names, Text

T = TypeVar("T")
NodeReader = Callable[[Node, Names], T]

_ORDINARY = re.compile(f"[^{HIDDEN}\t]{{1,{MOST_CHARACTERS}}}")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,9})?")

_NO_TEXT = {
    (Listing, True): message("'[' begins a list, but a text is expected; put the text in single quotes"),
    (Listing, False): message("a text is expected here, not a list; write it on one line"),
    (Mapping, True): message(
        "'{{' begins keys and values, but a text is expected; put the text in single quotes"
    ),
    (Mapping, False): message("a text is expected here, not keys and values; write it on one line"),
}
"""What stands where a text is expected, and whether it is written in brackets or braces."""


class Noted:
    """Errors noted while reading goes on: ``with noted:`` around each part, `settle` at the end."""

    def __init__(self) -> None:
        self.errors: list[SongError] = []

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, SongError | SongErrors):
            self.note(error)
            return True
        return False

    def note(self, error: SongError | SongErrors) -> None:
        """Note what a part of the file raised."""
        self.errors.extend(error.errors if isinstance(error, SongErrors) else (error,))

    def settle(self) -> None:
        """Raise what was noted, all at once."""
        if self.errors:
            raise SongErrors(self.errors)


def row_text(text: str) -> str:
    """Return a text of a row in the person's language; it has no gaps, and a package's may have braces."""
    return catalogue().gettext(text)


def scalar(node: Node) -> Scalar:
    """Take a text, plain or quoted, that is not empty and holds nothing invisible."""
    if isinstance(node, Scalar):
        if node.quote == '"' or is_null(node) or not _ORDINARY.fullmatch(node.text) or node.text.isspace():
            _refuse_empty(node)
            _refuse_characters(node)
        return node
    raise SongError(node.place, told(_NO_TEXT[type(node), node.flow]))


def _refuse_empty(node: Scalar) -> None:
    if is_null(node):
        nothing = told(
            "'{text}' means that nothing is given; remove it, or if it is a text, put the text in single"
            " quotes",
            text=node.text,
        )
        raise SongError(node.place, nothing)
    if node.text.strip():
        return
    if node.cut:
        cut = told("'#' begins a comment, so the text is empty; put the text in single quotes")
        raise SongError(node.place, cut)
    raise SongError(node.place, told("an empty text; write it or remove it"))


def _refuse_characters(node: Scalar) -> None:
    hidden = INVISIBLE.search(node.text) or (node.quote == '"' and re.search(r"[\t\n]", node.text))
    if hidden:
        escaped = told(
            "character {character} cannot stand in a text; a backslash is special in double quotes, use"
            " single quotes",
            character=character(hidden[0]),
        )
        raise SongError(node.place, escaped)
    if "\t" in node.text:
        place = node.place_at(node.text.index("\t"))
        raise SongError(place, told("a tab inside a text; use a space"))
    if len(node.text) > MOST_CHARACTERS:
        long = told(
            "{count:,} characters in one text; at most {most:,}, so split it",
            count=len(node.text),
            most=MOST_CHARACTERS,
        )
        raise SongError(node.place, long)


@shaped(shapes.ONE_LINE)
def phrase(node: Node, names: Names) -> Text:
    """Read a text of one line, exactly as it stands."""
    return _text(_one_line(node))


@shaped(shapes.ONE_LINE)
def word(node: Node, names: Names) -> str:
    """Read a text of one line without markup, such as a name or a tag; a comment may stand well behind it."""
    written = _one_line(node)
    text = written.text if written.aside else _text(written).text
    _refuse_foreign(text, node, lyric=False)
    return text


def _one_line(node: Node) -> Scalar:
    written = scalar(node)
    if not written.one_line:
        raise SongError(written.place, told("a text that runs over several lines; write it on one line"))
    return written


@shaped(shapes.ONE_LINE)
def lyric(node: Node, names: Names) -> Text:
    """Read a text of one line that may have ruby and formulas."""
    return _marked_up(phrase(node, names), node, lyric=True)


@shaped(shapes.PASSAGE)
def passage(node: Node, names: Names) -> Text:
    """Read a text that may run over lines; each line break, with the spaces around it, becomes one space."""
    written = _text(scalar(node))
    if "\n" in written.text:
        unfolded = re.sub(r"[ ]*\n\s*", " ", written.text.strip("\n"))
        written = Text(text=unfolded, place=written.place)
    return _marked_up(written, node, lyric=False)


@shaped(shapes.PASSAGE)
def verses(node: Node, names: Names) -> Text:
    """Read a text whose line breaks mean something."""
    written = _text(scalar(node))
    return Text(text=written.text.strip("\n"), place=written.place)


def _text(node: Scalar) -> Text:
    if node.cut:
        cut = told(
            "'#' begins a comment, so only {text} would be read; put the text in single quotes, or move the"
            " comment to a line of its own",
            text=visible(node.text),
        )
        raise SongError(node.place, cut)
    return Text(text=node.text, place=node.place_at(0))


def _marked_up(text: Text, node: Node, *, lyric: bool) -> Text:
    try:
        spans(text.text)
    except MarkupError as error:
        raise SongError(_place_in(node, error.offset), str(error)) from None
    _refuse_foreign(text.text, node, lyric=lyric)
    return text


def _refuse_foreign(text: str, node: Node, *, lyric: bool) -> None:
    """Refuse markup that is not ours, which would be read aloud and shown."""
    if found := foreign(text, lyric=lyric):
        raise SongError(_place_in(node, found.offset), found.message)


def _place_in(node: Node, offset: int) -> Place:
    return node.place_at(offset) if isinstance(node, Scalar) else node.place


@shaped(shapes.FLAG)
def flag(node: Node, names: Names) -> bool:
    """Read true or false."""
    written = scalar(node).text
    if written not in ("true", "false"):
        wrong = told("{text} is not true or false; write one of them", text=visible(written))
        raise SongError(node.place, wrong)
    return written == "true"


@shaped(shapes.KANA)
def kana(node: Node, names: Names) -> str:
    """Read kana, with at most one accent mark."""
    written = kana_form(scalar(node).text)
    if not KANA.fullmatch(written):
        wrong = told(
            "{text} is not kana; write hiragana or katakana, with ' after the mora where the pitch falls if"
            " you like",
            text=visible(written),
        )
        raise SongError(node.place, wrong)
    return written


@shaped(shapes.TITLE_KANA)
def title_kana(node: Node, names: Names) -> str:
    """Read kana in which spaces may part words."""
    written = kana_form(scalar(node).text)
    if not re.fullmatch(rf"[{HIRAGANA}{KATAKANA} \u3000]+", written):
        wrong = told("{text} is not kana; write hiragana or katakana", text=visible(written))
        raise SongError(node.place, wrong)
    return written


def number(what: str, low: float, high: float) -> NodeReader[float]:
    """Make the reader of a number from `low` to `high`, both included."""

    @shaped(shapes.number_shape(low, high))
    def read_number(node: Node, names: Names) -> float:
        shown = written = scalar(node).text
        if not _NUMBER.fullmatch(written):
            shown = visible(written)
            wrong = message("{what} {number} is not a number in plain digits; use {low:g} to {high:g}")
        elif float(written) < low:
            wrong = message("{what} {number} is too small; use {low:g} to {high:g}")
        elif float(written) > high:
            wrong = message("{what} {number} is too large; use {low:g} to {high:g}")
        else:
            return float(written)
        raise SongError(node.place, told(wrong, what=what, number=shown, low=low, high=high))

    return read_number


def whole_number(what: str, low: int, high: int) -> NodeReader[int]:
    """Make the reader of a whole number from `low` to `high`, both included."""
    read = number(what, low, high)

    @shaped(shapes.number_shape(low, high, "integer"))
    def read_whole_number(node: Node, names: Names) -> int:
        value = read(node, names)
        if not value.is_integer():
            broken = told(
                "{what} {number:g} is not a whole number; use {low} to {high}",
                what=what,
                number=value,
                low=low,
                high=high,
            )
            raise SongError(node.place, broken)
        return int(value)

    return read_whole_number


@shaped(shapes.DAY)
def day(node: Node, names: Names) -> date:
    """Read a day, as 2027-03-06."""
    written = scalar(node).text
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        wrong = told(
            "{text} is no day; write year, month and day, as 2027-03-06",
            text=visible(written),
        )
        raise SongError(node.place, wrong) from error


def one_of(kind: str, known: Callable[[Names], tuple[str, ...]]) -> NodeReader[str]:
    """Make the reader of a name of a kind, such as a style."""

    @shaped(lambda names: shapes.named_shape(known(names)))
    def read_name(node: Node, names: Names) -> str:
        written = scalar(node).text
        if written not in known(names):
            unknown = told(
                "unknown {kind} {name}; {advice}",
                kind=row_text(kind),
                name=visible(written),
                advice=suggestion(written, known(names)),
            )
            raise SongError(node.place, unknown)
        return written

    return read_name


@shaped(shapes.engine_shape)
def engine(node: Node, names: Names) -> str:
    """Read an engine's name, or `engine:voice`, of which only the engine is known here."""
    written = scalar(node).text
    name, colon, voice = written.partition(":")
    if name not in names.engines:
        unknown = told(
            "unknown engine {name}; {advice}", name=visible(name), advice=suggestion(name, names.engines)
        )
        raise SongError(node.place, unknown)
    if colon and not voice.strip():
        nobody = told("no voice after '{name}:'; name one, or remove the ':'", name=name)
        raise SongError(node.place, nobody)
    return written


def each(read: NodeReader[T], example: str) -> NodeReader[tuple[T, ...]]:
    """Make the reader of a list that is not empty; `example` shows how one is written."""

    @shaped(lambda names: shapes.list_shape(shape_of(read, names)))
    def read_list(node: Node, names: Names) -> tuple[T, ...]:
        values, noted = [], Noted()
        for item in _items(node, example):
            try:
                values.append(read(item, names))
            except (SongError, SongErrors) as error:
                noted.note(error)
        noted.settle()
        return tuple(values)

    return read_list


def distinct(read: NodeReader[T], example: str) -> NodeReader[tuple[T, ...]]:
    """Make the reader of a list of words, each given once."""

    @shaped(lambda names: shapes.list_shape(shape_of(read, names)) | {"uniqueItems": True})
    def read_words(node: Node, names: Names) -> tuple[T, ...]:
        seen = set[str]()
        return each(lambda item, names: read(_another(item, seen), names), example)(node, names)

    return read_words


def _items(node: Node, example: str) -> tuple[Node, ...]:
    if not isinstance(node, Listing):
        no_list = told("a list is expected here; write {example}", example=row_text(example))
        raise SongError(node.place, no_list)
    if not node.items:
        raise SongError(node.place, told("an empty list; fill it or remove it"))
    return node.items


def _another(item: Node, seen: set[str]) -> Node:
    """Take an item that is one word, or a word with what belongs to it, and a new one."""
    named = item.pairs[0][0] if isinstance(item, Mapping) and item.pairs else item
    if isinstance(named, Scalar):
        if not named.quote and (comma := re.search("[，、]", named.text)) is not None:
            wide = told(
                "a full-width comma '{comma}' between items; YAML needs ', ', or put the text in single"
                " quotes",
                comma=comma[0],
            )
            raise SongError(named.place_at(comma.start()), wide)
        if named.text in seen:
            again = told("{text} is listed twice; keep one", text=visible(named.text))
            raise SongError(named.place, again)
        seen.add(named.text)
    return item
