r"""Formulas to spoken Japanese: ``\frac{a}{b}`` is ビーブンノエー, ``f(x)`` エフエックス.

One small recursive speaker serves TeX and plain text. Letters, signs and functions it speaks itself; digits
and Japanese stay text for the steps behind it, which read 0.01 and 出力 as anywhere else. Brackets are
silent, subscripts bare, a comma is a break, and a derivative has its numerator first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lyricaudio.reading.formula.phrases import Said, apart, is_number, is_proper, phrased
from lyricaudio.reading.formula.tokens import Tokens
from lyricaudio.reading.text.mathwords import (
    EXPONENTS,
    FUNCTIONS,
    HATS,
    LIMITED,
    NAMES,
    SIGNS,
    TRAILING_SIGNS,
)
from lyricaudio.reading.text.scripts import GREEK
from lyricaudio.reading.text.wording import (
    BREATH,
    PARTED,
    WORD,
    Atom,
    Break,
    Piece,
    SpokenForm,
    spoken,
    spoken_letter,
)
from lyricaudio.song.tex import Command, Group, Row, Script, parse, written
from lyricaudio.song.texleaves import ACCENTS, CLOSING, FRACTIONS, OPENING, TEXTS, Leaf

_LETTER = re.compile(f"[{GREEK}ℓ]")
_WORDLIKE = 3  # letters in a row, from which on they are a word and not a product
_CHI, _CHI_SQUARE = ("\\chi", "χ"), "カイニジョー"
_SILENT = "^_{}()[]⟨⟩⌊⌋⌈⌉.$#&"


def speak_tex(tex: str) -> tuple[Piece, ...]:
    """Say a formula in TeX.

    Raises
    ------
    ReadingError
        When brackets are nested too deep to be heard.
    """
    return tuple(said for said in _formula(Tokens(parse(tex))) if not isinstance(said, tuple))


def speak_plain(text: str, atoms: Sequence[Atom]) -> tuple[Piece | Atom, ...]:
    """Say a formula in a plain text, given with its atoms; words and numbers in it keep their places.

    Raises
    ------
    ReadingError
        When brackets are nested too deep to be heard.
    """
    said = _formula(Tokens(parse(text, plain=True), atoms))
    return tuple(part for piece in said for part in (piece if isinstance(piece, tuple) else (piece,)))


def _formula(tokens: Tokens) -> Iterator[Said]:
    return apart(phrased(_row(tokens)))


def _row(tokens: Tokens) -> list[Said]:
    said: list[Said] = []
    while tokens.has_more():
        said += _sequence(tokens, CLOSING)
        tokens.take()  # a bracket that was not opened
    return said


def _sequence(tokens: Tokens, stops: str) -> list[Said]:
    """Say everything up to one of the stops."""
    said: list[Said] = []
    product = 0  # where the factors since the last operator begin: what a slash divides
    factor = 0  # where the last of them begins: 500×1/4 is five hundred times a quarter
    while tokens.has_more() and not tokens.is_sign(stops):
        if tokens.take_sign("/"):
            below = _divisor(tokens)
            above = factor if is_proper(said[factor:], below) else product
            said[above:] = _quotient(said[above:], below)
        elif len(said) > product and _divides(tokens):
            bar = tokens.take_sign("|‖")
            said.append(BREATH if bar == "‖" or tokens.take_sign(bar) else spoken("ギ'ブン"))
            product = len(said)
        else:
            factor = len(said)
            said += _operand(tokens)
            product = len(said) if _ends_product(said) else product
    return said


def _ends_product(said: Sequence[Said]) -> bool:
    """Whether what was said last is an operator, a relation or a break."""
    last = said[-1] if said else None
    return isinstance(last, Break) or (isinstance(last, SpokenForm) and last.own_phrase)


def _divides(tokens: Tokens) -> bool:
    """Whether a bar comes that parts: in p(a|b) and KL(p||q), not the first of |b| in |a||b| or of ||w||."""
    for bar in "|‖":
        if tokens.is_sign(bar):
            return not tokens.closes(bar, 2 if tokens.is_sign(bar, 1) else 1)
    return False


def _divisor(tokens: Tokens) -> list[Said]:
    """Say what a slash divides by: an operand, with its argument in brackets."""
    tokens.take_spaces()
    said = _operand(tokens)
    while tokens.is_sign(OPENING):
        said += _operand(tokens)
    return said


def _operand(tokens: Tokens) -> list[Said]:
    """Say one thing with all that hangs on it."""
    name = written((tokens.peek(),))
    said = _unscripted(tokens)
    scripts = _limits(tokens) if name in LIMITED else _scripts(tokens)
    return [spoken(_CHI_SQUARE)] if name in _CHI and scripts == ["の2乗"] else said + scripts


def _scripts(tokens: Tokens) -> list[Said]:
    said: list[Said] = []
    while True:
        if script := tokens.take_script():
            said += _script(tokens, script)
        elif mark := tokens.take_sign("".join(TRAILING_SIGNS)):
            said.append(_joining(TRAILING_SIGNS[mark]))
        else:
            return said


def _limits(tokens: Tokens) -> list[Said]:
    """Say from where to where a sum goes, or what it goes over."""
    lower: list[Said] = []
    upper: list[Said] = []
    while script := tokens.take_script():
        (lower if script.sign == "_" else upper).extend(_row(tokens.within(script.body)))
    if not upper:
        return [*lower, PARTED]
    return [PARTED, *lower, "から", PARTED, *upper, "まで", PARTED]


def _script(tokens: Tokens, script: Script) -> list[Said]:
    said = _row(tokens.within(script.body))
    return said if script.sign == "_" else _power(said, re.sub(r"\s", "", written(script.body)))


def _power(argument: list[Said], exponent: str) -> list[Said]:
    """Say a superscript: a sign of its own, a layer or sample in brackets, else a power."""
    if exponent in EXPONENTS:
        return [_joining(EXPONENTS[exponent])]
    if exponent.startswith("(") and not is_number(argument[-1:]):
        return argument
    if exponent.isdigit():
        return [f"の{exponent}乗"]
    return ["の", *argument, "乗" if is_number(argument[-1:]) else _joining("ジョー")]


def _unscripted(tokens: Tokens) -> list[Said]:
    match node := tokens.take():
        case Group() | Script():  # a script of nothing: ^tA
            return _row(tokens.within(node.body))
        case Command():
            return _applied(node.name, [_row(tokens.within(row)) for row in node.arguments], node.arguments)
        case Leaf(kind="number" | "text"):
            return [tokens.atoms(node) or node.text]
        case Leaf(kind="letters"):
            return _letters(node.text, tokens.atoms(node))
        case Leaf(kind="command"):
            return _named(node.text)
        case Leaf(kind="sign"):
            return [tokens.atoms(node)] if node.text == WORD else _sign(tokens, node.text)
    return []


def _letters(text: str, atoms: tuple[Atom, ...]) -> list[Said]:
    name = text.lower() if len(text) >= _WORDLIKE else text  # Var, but tr is no T r
    if name in FUNCTIONS:
        return [spoken(FUNCTIONS[name])]
    if len(text) >= _WORDLIKE:
        return [atoms or text]
    return [_letter(letter) for letter in text]


def _named(name: str) -> list[Said]:
    """Say a command that stands by itself."""
    if name in FUNCTIONS:
        return [spoken(FUNCTIONS[name])]
    match name:
        case "&":
            return [Break(pause="comma")]
        case "\\" | "quad" | "qquad":
            return [BREATH]
        case "begin" | "end":
            return [PARTED]
        case "left":
            return []
    return [PARTED, name, PARTED] if name.isalpha() else []


def _applied(name: str, said: Sequence[list[Said]], arguments: Sequence[Row]) -> list[Said]:
    """Say a command with what was said of its arguments."""
    *others, last = said
    if name in FRACTIONS:
        return _quotient(others[0], last)
    if name in TEXTS:
        return [PARTED, written(arguments[0]), PARTED]
    match name:
        case "binom":
            return [*others[0], _letter("C"), *last]
        case "sqrt":
            return [_joining(NAMES["√"]), *last]
        case "root":
            return [*others[0], "乗根", PARTED, *last]
    return [*last, _joining(HATS[ACCENTS[name]])] if ACCENTS.get(name) else last


def _sign(tokens: Tokens, sign: str) -> list[Said]:
    if sign in OPENING:
        return _bracketed(tokens, CLOSING)
    if sign == "|" and tokens.is_sign("|") and tokens.closes("|", 1):
        tokens.take()
        return [spoken("ノ'ルム"), *_bracketed(tokens, "|"), *_bracketed(tokens, "|")]
    if sign in "|‖" and tokens.closes(sign):
        return [spoken("ゼッタ'イチ" if sign == "|" else "ノ'ルム"), *_bracketed(tokens, sign)]
    if sign in "∂√∇":
        return [_joining(NAMES[sign]), *_scripts(tokens), *_divisor(tokens)]
    if _LETTER.match(sign):
        return [_letter(sign)]
    if sign in NAMES:
        return [_joining(NAMES[sign])]
    if sign in SIGNS:
        return [spoken(SIGNS[sign])]
    return _punctuation(sign)


def _punctuation(sign: str) -> list[Said]:
    match sign:
        case "," | ";":
            return [Break(pause="comma")]
        case ":" | "…" | "⋮" | "|" | "‖" | "\\":
            return [BREATH]
        case "°":
            return ["度"]
    return [] if sign in _SILENT else [sign]


def _bracketed(tokens: Tokens, closing: str) -> list[Said]:
    tokens.descend()
    said = _sequence(tokens, closing)
    tokens.take()
    tokens.ascend()
    return said


def _quotient(above: list[Said], below: list[Said]) -> list[Said]:
    """Say a fraction: the lower part first, but a derivative from the top.

    Without a number behind it, 2分の would be minutes.
    """
    if _is_differential(above) and _is_differential(below):
        return [*above, PARTED, *below]
    if is_number(above) and is_number(below):
        return [*below, "分の", *above]
    return [*below, "ぶんの" if is_number(below[-1:]) else _joining("ブンノ"), PARTED, *above]


def _is_differential(said: Sequence[Said]) -> bool:
    first = said[0] if said else None
    return isinstance(first, SpokenForm) and first.kana in ("ラウンド", "ディー")


def _letter(letter: str) -> SpokenForm:
    return replace(spoken_letter(letter), own_phrase=False)


def _joining(marked: str) -> SpokenForm:
    """Make a word that goes on with the accent phrase before it."""
    return replace(spoken(marked), own_phrase=False)
