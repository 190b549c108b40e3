r"""Mending a song file where its writer can have meant one thing only; all else stays to the letter.

Two kinds of mends. Those of form change nothing that a file says: characters that cannot be seen, other forms
of characters, spaces at the ends of lines. The others take an error at its place, and are kept only if the
file, read again, has fewer errors up to there: a full-width colon behind a key, a tab or full-width space as
indentation, a bullet for a dash, a key in Japanese, a text that needs quotes.

>>> [change.line for change in mended("title：う\nlines:\n  ・あ\n", source="", names=_NO_NAMES).changes]
[1, 3]

A library that writes YAML back, as ruamel.yaml, reads none of the files that need mending.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lyricaudio.errors import Place, SongErrors
from lyricaudio.messages import told
from lyricaudio.song.edit import quoted, said
from lyricaudio.song.folding import unified
from lyricaudio.song.marks import read_marks
from lyricaudio.song.nodes import Mapping
from lyricaudio.song.projecttables import KEYS
from lyricaudio.song.schema import record
from lyricaudio.song.suggest import meant_keys
from lyricaudio.song.tables import SONG
from lyricaudio.song.written import Names

_read_song = record(SONG)
_NO_NAMES = Names(styles=(), metres=(), engines=(), forms=())
_MOST_MENDS = 500

_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""What shows nothing and joins nothing: of what no file may hold that which can go without a loss."""

_BULLETS = tuple("－−–—•・")
_WIDE_SPACES = "\u3000\u00a0"
_WIDTHS = str.maketrans({"\t": "  ", "\u3000": "  ", "\u00a0": " "})

_KEY = re.compile(r"[^\s:：,，{}\[\]]+(?=\s*[:：])")
_WIDE_COLON = re.compile(f"^：[ {_WIDE_SPACES}]*")
_RUBY_FIRST = re.compile(r"\{[^{}|:]+\|[^{}|:]+\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was changed on a line, counted from 1; `what` is a message."""

    line: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A file's text as it is mended, and what was changed, by lines."""

    text: str
    changes: tuple[Change, ...]


def mended(text: str, *, source: str, names: Names) -> Mended:
    """Return a song file's text without the mistakes that can only be mended in one way.

    Parameters are those of `parse_song`. What is returned was read again: a file without errors says what it
    said, one with errors has fewer of them, or is as it was.
    """
    page = _Page(text, source, names)
    page.remove_unseen()
    while len(page.changes) < _MOST_MENDS and page.mend_one():
        pass
    page.bring_into_form()
    return Mended(text=page.text, changes=tuple(sorted(page.changes, key=lambda change: change.line)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wrong:
    """Where errors are, and whether the file is YAML; only then what it says is looked at."""

    is_yaml: bool
    places: tuple[Place, ...]

    def is_less_than(self, other: _Wrong, line: int) -> bool:
        """Whether it is better than another, as far as a line: behind it others may come to light.

        An error for another farther on is better, too: a line can have several, seen one by one.
        """
        if self.is_yaml != other.is_yaml:
            return self.is_yaml
        ours, theirs = self._up_to(line), other._up_to(line)
        return len(ours) < len(theirs) or (len(ours) == len(theirs) and ours > theirs)

    def _up_to(self, line: int) -> list[Place]:
        return sorted(place for place in self.places if place.line <= line)


class _Page:
    """A file on its way: its lines with their ends, and what was changed so far."""

    def __init__(self, text: str, source: str, names: Names) -> None:
        self._lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
        self._source, self._names = source, names
        self.changes: list[Change] = []

    @property
    def text(self) -> str:
        """The whole file."""
        return "".join(self._lines)

    def remove_unseen(self) -> None:
        """Remove what shows nothing, and hides all other errors."""
        for number, line in enumerate(self._lines):
            if (seen := _UNSEEN.sub("", line)) != line:
                self._put(number, seen, told("a character that cannot be seen is removed"))

    def bring_into_form(self) -> None:
        """Change what says the same in another form, line by line; in a file that can be read."""
        for number, line in enumerate(self._lines):
            body, end = _without_end(line)
            for what, formed in _forms(body):
                if formed != body and self._says_the_same_with(number, formed + end):
                    self._put(number, formed + end, what)
                    break

    def mend_one(self) -> bool:
        """Mend the first error that can be; tell whether there was one."""
        wrong = self._wrong(self._lines)
        for place in wrong.places:
            for number, line, what in self._tries(place):
                if self._wrong(self._with(number, line)).is_less_than(wrong, place.line):
                    self._put(number, line, what)
                    return True
        return False

    def _tries(self, place: Place) -> Iterator[tuple[int, str, str]]:
        """Yield lines to try for an error: number (from 0), line, and what is changed."""
        for number in range(place.line - 1, max(place.line - 3, -1), -1):
            if number < len(self._lines):
                body, end = _without_end(self._lines[number])
                is_there = number == place.line - 1
                mends = _mends(body, place.column - 1) if is_there else _wide_key(body)
                yield from ((number, line + end, what) for what, line in mends)

    def _put(self, number: int, line: str, what: str) -> None:
        self._lines[number] = line
        self.changes.append(Change(line=number + 1, what=what))

    def _with(self, number: int, line: str) -> list[str]:
        return [*self._lines[:number], line, *self._lines[number + 1 :]]

    def _says_the_same_with(self, number: int, line: str) -> bool:
        before = self._said(self._lines)
        return before is not None and before == self._said(self._with(number, line))

    def _said(self, lines: list[str]) -> Any:
        try:
            return said(self._marks(lines))
        except SongErrors:
            return None

    def _marks(self, lines: list[str]) -> Mapping:
        return read_marks("".join(lines), source=self._source, keys=KEYS)

    def _wrong(self, lines: list[str]) -> _Wrong:
        try:
            _read_song(self._marks(lines), self._names)
        except SongErrors as wrong:
            is_yaml = self._said(lines) is not None
            return _Wrong(is_yaml=is_yaml, places=tuple(error.place for error in wrong.errors))
        return _Wrong(is_yaml=True, places=())


def _without_end(line: str) -> tuple[str, str]:
    body = line.rstrip("\r\n")
    return body, line[len(body) :]


def _forms(line: str) -> Iterator[tuple[str, str]]:
    """Yield a line in its usual form, each with what is changed; comments keep their characters."""
    comment = re.search(r"(?:^|\s)#", line)
    cut = comment.start() if comment else len(line)
    formed, trimmed = unified(line[:cut]) + line[cut:], line.rstrip(" \t")
    if formed != line:
        yield told("characters in their usual form"), formed.rstrip(" \t")
        yield told("characters in their usual form"), formed
    yield told("spaces at the end are removed"), trimmed


def _mends(line: str, at: int) -> Iterator[tuple[str, str]]:
    """Yield what may be meant where an error is, each with what is changed."""
    yield from _signs(line[:at], line[at : at + 1], line[at + 1 :])
    yield from _keys(line, at)
    if _needs_quotes(line[:at], line[at:]):
        yield told("a text in single quotes"), line[:at] + quoted(line[at:].rstrip())


def _keys(line: str, at: int) -> Iterator[tuple[str, str]]:
    if key := _KEY.match(line, at):
        value = _WIDE_COLON.sub(": ", line[key.end() :])
        for known in (meant for meant in meant_keys(key[0]) if meant in KEYS):
            yield told("the key is '{key}'", key=known), line[:at] + known + value


def _wide_key(line: str) -> Iterator[tuple[str, str]]:
    """Yield what a line may mean that YAML runs into the next one, as its key is none and its colon wide."""
    if begins := re.match(r" *(?:- +)*(?=[^\s:：]+：)", line):
        yield from _keys(line, begins.end())


def _signs(before: str, sign: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield what is meant by the signs of a Japanese keyboard, where YAML needs its own."""
    text, is_first = after.lstrip(f" {_WIDE_SPACES}"), not before.strip()
    if sign in ("：", ":") and not is_first:
        yield told("a colon and a space behind the key"), f"{before}: {text}".rstrip(" ")
    elif sign in ("\t", *_WIDE_SPACES) and is_first:
        indented = before + sign + after
        width = len(indented) - len(indented.lstrip())
        yield told("ordinary spaces"), (indented[:width].translate(_WIDTHS) + indented[width:]).rstrip(" ")
    elif sign in ("\t", *_WIDE_SPACES):
        yield told("ordinary spaces"), f"{before.rstrip(' ')} {text}"
    elif sign == "＃" and not before:
        yield told("a comment begins with '#'"), f"#{after}"
    elif sign in _BULLETS and is_first:
        yield told("an item begins with '- '"), f"{before}- {text}"


def _needs_quotes(before: str, text: str) -> bool:
    """Whether a text can only be meant as one: it begins as no value does, or has one more colon."""
    if re.search(r"\s#", text):
        return False  # whether that is a comment its writer knows
    if before.strip() and (text.startswith(("@", "%")) or _RUBY_FIRST.match(text)):
        return True
    return before.endswith(": ") and re.match(r"[^\s'\"\[{&*!|>].*: ", text) is not None
