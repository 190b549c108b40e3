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
from lyricaudio.song.characters import HIDDEN, HIRAGANA, INVISIBLE, KATAKANA, character, visible
from lyricaudio.song.folding import kana_form
from lyricaudio.song.foreign import foreign
from lyricaudio.song.markup import KANA, MarkupError, spans
from lyricaudio.song.nodes import Listing, Mapping, Node, Scalar, is_null
from lyricaudio.song.suggest import suggestion
from lyricaudio.song.written import Names, Text

T = TypeVar("T")
NodeReader = Callable[[Node, Names], T]

MOST_CHARACTERS = 1_000

_ORDINARY = re.compile(f"[^{HIDDEN}\t]{{1,{MOST_CHARACTERS}}}")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,9})?")
_QUOTE = "put the text in single quotes"


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


def scalar(node: Node) -> Scalar:
    """Take a text, plain or quoted, that is not empty and holds nothing invisible."""
    if isinstance(node, Scalar):
        if node.quote == '"' or is_null(node) or not _ORDINARY.fullmatch(node.text) or node.text.isspace():
            _refuse_empty(node)
            _refuse_characters(node)
        return node
    sign, what = ("[", "a list") if isinstance(node, Listing) else ("{", "keys and values")
    if node.flow:
        raise SongError(node.place, f"'{sign}' begins {what}, but a text is expected; {_QUOTE}")
    raise SongError(node.place, f"a text is expected here, not {what}; write it on one line")


def _refuse_empty(node: Scalar) -> None:
    if is_null(node):
        message = f"'{node.text}' means that nothing is given"
        raise SongError(node.place, f"{message}; remove it, or if it is a text, {_QUOTE}")
    if node.text.strip():
        return
    if node.cut:
        raise SongError(node.place, f"'#' begins a comment, so the text is empty; {_QUOTE}")
    raise SongError(node.place, "an empty text; write it or remove it")


def _refuse_characters(node: Scalar) -> None:
    hidden = INVISIBLE.search(node.text) or (node.quote == '"' and re.search(r"[\t\n]", node.text))
    if hidden:
        message = f"character {character(hidden[0])} cannot stand in a text"
        raise SongError(node.place, f"{message}; a backslash is special in double quotes, use single quotes")
    if "\t" in node.text:
        raise SongError(node.place_at(node.text.index("\t")), "a tab inside a text; use a space")
    if len(node.text) > MOST_CHARACTERS:
        message = f"{len(node.text):,} characters in one text; at most {MOST_CHARACTERS:,}, so split it"
        raise SongError(node.place, message)


def phrase(node: Node, names: Names) -> Text:
    """Read a text of one line, exactly as it stands."""
    return _text(_one_line(node))


def word(node: Node, names: Names) -> str:
    """Read a text of one line without markup, such as a name or a tag; a comment may stand well behind it."""
    written = _one_line(node)
    text = written.text if written.aside else _text(written).text
    _refuse_foreign(text, node, lyric=False)
    return text


def _one_line(node: Node) -> Scalar:
    written = scalar(node)
    if not written.one_line:
        raise SongError(written.place, "a text that runs over several lines; write it on one line")
    return written


def lyric(node: Node, names: Names) -> Text:
    """Read a text of one line that may have ruby and formulas."""
    return _marked_up(phrase(node, names), node, lyric=True)


def passage(node: Node, names: Names) -> Text:
    """Read a text that may run over lines; each line break, with the spaces around it, becomes one space."""
    written = _text(scalar(node))
    if "\n" in written.text:
        unfolded = re.sub(r"[ ]*\n\s*", " ", written.text.strip("\n"))
        written = Text(text=unfolded, place=written.place)
    return _marked_up(written, node, lyric=False)


def verses(node: Node, names: Names) -> Text:
    """Read a text whose line breaks mean something."""
    written = _text(scalar(node))
    return Text(text=written.text.strip("\n"), place=written.place)


def _text(node: Scalar) -> Text:
    if node.cut:
        message = f"'#' begins a comment, so only {visible(node.text)} would be read"
        raise SongError(node.place, f"{message}; {_QUOTE}, or move the comment to a line of its own")
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


def flag(node: Node, names: Names) -> bool:
    """Read true or false."""
    written = scalar(node).text
    if written not in ("true", "false"):
        raise SongError(node.place, f"{visible(written)} is not true or false; write one of them")
    return written == "true"


def kana(node: Node, names: Names) -> str:
    """Read kana, with at most one accent mark."""
    written = kana_form(scalar(node).text)
    if not KANA.fullmatch(written):
        message = f"{visible(written)} is not kana; write hiragana or katakana"
        raise SongError(node.place, f"{message}, with ' after the mora where the pitch falls if you like")
    return written


def title_kana(node: Node, names: Names) -> str:
    """Read kana in which spaces may part words."""
    written = kana_form(scalar(node).text)
    if not re.fullmatch(rf"[{HIRAGANA}{KATAKANA} \u3000]+", written):
        raise SongError(node.place, f"{visible(written)} is not kana; write hiragana or katakana")
    return written


def number(what: str, low: float, high: float) -> NodeReader[float]:
    """Make the reader of a number from `low` to `high`, both included."""

    def read_number(node: Node, names: Names) -> float:
        written = scalar(node).text
        if not _NUMBER.fullmatch(written):
            message = f"{what} {visible(written)} is not a number in plain digits"
            raise SongError(node.place, f"{message}; use {low:g} to {high:g}")
        value = float(written)
        if not low <= value <= high:
            trouble = "small" if value < low else "large"
            raise SongError(node.place, f"{what} {written} is too {trouble}; use {low:g} to {high:g}")
        return value

    return read_number


def whole_number(what: str, low: int, high: int) -> NodeReader[int]:
    """Make the reader of a whole number from `low` to `high`, both included."""
    read = number(what, low, high)

    def read_whole_number(node: Node, names: Names) -> int:
        value = read(node, names)
        if not value.is_integer():
            raise SongError(node.place, f"{what} {value:g} is not a whole number; use {low} to {high}")
        return int(value)

    return read_whole_number


def day(node: Node, names: Names) -> date:
    """Read a day, as 2027-03-06."""
    written = scalar(node).text
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        message = f"{visible(written)} is no day; write year, month and day, as 2027-03-06"
        raise SongError(node.place, message) from error


def one_of(kind: str, known: Callable[[Names], tuple[str, ...]]) -> NodeReader[str]:
    """Make the reader of a name of a kind, such as a style."""

    def read_name(node: Node, names: Names) -> str:
        written = scalar(node).text
        if written not in known(names):
            message = f"unknown {kind} {visible(written)}; {suggestion(written, known(names))}"
            raise SongError(node.place, message)
        return written

    return read_name


def engine(node: Node, names: Names) -> str:
    """Read an engine's name, or `engine:voice`, of which only the engine is known here."""
    written = scalar(node).text
    name, colon, voice = written.partition(":")
    if name not in names.engines:
        raise SongError(node.place, f"unknown engine {visible(name)}; {suggestion(name, names.engines)}")
    if colon and not voice.strip():
        raise SongError(node.place, f"no voice after '{name}:'; name one, or remove the ':'")
    return written


def each(read: NodeReader[T], example: str) -> NodeReader[tuple[T, ...]]:
    """Make the reader of a list that is not empty; `example` shows how one is written."""

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

    def read_words(node: Node, names: Names) -> tuple[T, ...]:
        seen = set[str]()
        return each(lambda item, names: read(_another(item, seen), names), example)(node, names)

    return read_words


def _items(node: Node, example: str) -> tuple[Node, ...]:
    if not isinstance(node, Listing):
        raise SongError(node.place, f"a list is expected here; write {example}")
    if not node.items:
        raise SongError(node.place, "an empty list; fill it or remove it")
    return node.items


def _another(item: Node, seen: set[str]) -> Node:
    """Take an item that is one word, or a word with what belongs to it, and a new one."""
    named = item.pairs[0][0] if isinstance(item, Mapping) and item.pairs else item
    if isinstance(named, Scalar):
        if not named.quote and (comma := re.search("[，、]", named.text)) is not None:
            message = f"a full-width comma '{comma[0]}' between items; YAML needs ', '"
            raise SongError(named.place_at(comma.start()), f"{message}, or {_QUOTE}")
        if named.text in seen:
            raise SongError(named.place, f"{visible(named.text)} is listed twice; keep one")
        seen.add(named.text)
    return item
