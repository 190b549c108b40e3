"""The tokens of a formula, in TeX or plain characters, and a row of them that is read from the left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lyricaudio.reading.formula.words import FUNCTIONS, LETTER_COMMANDS, SIGN_COMMANDS
from lyricaudio.reading.text.scripts import GREEK, JAPANESE
from lyricaudio.reading.text.wording import WORD, Atom

RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱᵀ", "0123456789+-niT", strict=True))
"""Superscript characters, and what they raise."""

OPENING, CLOSING = "([⟨⌊⌈", ")]⟩⌋⌉"
"""Brackets that are seen; braces only group."""

TokenKind = Literal["command", "number", "letters", "greek", "text", "word", "space", "sign", "end"]

_AHEAD = 60  # tokens in which the other bar of an absolute value is looked for
_TOKEN = (
    rf"\\(?P<command>[A-Za-z]+|.)|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<letters>[A-Za-z]+)"
    rf"|(?P<greek>[{GREEK}])|(?P<text>[{JAPANESE}、。]+)|(?P<word>{WORD})"
    rf"|(?P<raised>[{''.join(RAISED)}]+)|(?P<space>\s+|~)|(?P<sign>(?s:.))"
)


@dataclass(frozen=True, slots=True)
class FormulaToken:
    """A piece of a formula; in plain text with its atoms.

    `word` is a piece that is decided already, `text` is Japanese. What TeX spells as a command and plain text
    as one character is the same token.
    """

    kind: TokenKind
    text: str
    atoms: tuple[Atom, ...] = ()


class Tokens:
    """A row of tokens that is read from the left; after the last comes `end`, as often as it is asked for."""

    def __init__(self, formula: str, atoms: Sequence[Atom] = ()) -> None:
        self._tokens = [*_tokens(formula, atoms), FormulaToken("end", "")]
        self.at = 0
        self.depth = 0

    def peek(self, ahead: int = 0) -> FormulaToken:
        """Return the next token, or the one so many places behind it."""
        return self._tokens[min(self.at + ahead, len(self._tokens) - 1)]

    def take(self) -> FormulaToken:
        """Go past the next token."""
        token = self.peek()
        self.at = min(self.at + 1, len(self._tokens) - 1)
        return token

    def is_sign(self, signs: str) -> bool:
        """Whether the next token is one of these signs."""
        return self.peek().kind == "sign" and self.peek().text in signs

    def take_sign(self, signs: str) -> str:
        """Go past the next token if it is one of these signs; empty when it is not."""
        return self.take().text if self.is_sign(signs) else ""

    def take_spaces(self) -> None:
        """Go past spaces."""
        while self.peek().kind == "space":
            self.take()

    def take_group(self) -> str:
        """Go past a group in braces, or one token, and return it as written."""
        if not self.take_sign("{"):
            return self.take().text
        start = self.at
        while self.peek().kind != "end" and not self.is_sign("}"):
            self.take()
        group = "".join(token.text for token in self._tokens[start : self.at])
        self.take()
        return group

    def since(self, start: int) -> str:
        """Return what was taken since a place, without braces and spaces."""
        taken = self._tokens[start : self.at]
        return "".join(token.text for token in taken if token.text not in "{}" and token.kind != "space")

    def closes(self, bar: str, ahead: int = 0) -> bool:
        """Whether another such bar follows before any bracket closes, from so many places ahead."""
        for token in self._tokens[self.at + ahead : self.at + ahead + _AHEAD]:
            if token.kind == "sign" and token.text in bar + CLOSING:
                return token.text == bar
        return False


def _tokens(formula: str, atoms: Sequence[Atom]) -> Iterator[FormulaToken]:
    for match in re.finditer(_TOKEN, formula):
        found = {kind: text for kind, text in match.groupdict().items() if text is not None}
        ((kind, text),) = found.items()
        if kind == "raised":
            raised = "".join(RAISED[character] for character in text)
            yield from (
                FormulaToken("sign", "^"),
                FormulaToken("sign", "{"),
                *_tokens(raised, ()),
                FormulaToken("sign", "}"),
            )
        elif kind == "command":
            yield _command_token(text)
        else:
            yield FormulaToken(_KINDS[kind], text, tuple(atoms[match.start() : match.end()]))


_KINDS: dict[str, TokenKind] = {
    "number": "number", "letters": "letters", "greek": "greek", "text": "text", "word": "word",
    "space": "space", "sign": "sign",
}  # fmt: skip


def _command_token(name: str) -> FormulaToken:
    """Take a command that is only another spelling of a sign, letter or function for what it is."""
    if name in SIGN_COMMANDS:
        return FormulaToken("sign", SIGN_COMMANDS[name])
    if name in LETTER_COMMANDS:
        return FormulaToken("greek", LETTER_COMMANDS[name])
    return FormulaToken("letters" if name in FUNCTIONS else "command", name)
