r"""Formulas to spoken Japanese: ``\frac{a}{b}`` is ビーブンノエー, ``f(x)`` エフエックス.

One small recursive reader serves TeX and plain text. Letters, signs and functions it speaks itself; digits
and Japanese stay text for the steps behind it, which read 0.01 and 出力 as anywhere else. Brackets are
silent, subscripts bare, a comma is a break, and a derivative has its numerator first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lyricaudio.errors import ReadingError
from lyricaudio.reading.formula.phrases import Said, apart, is_number, phrased
from lyricaudio.reading.formula.tokens import CLOSING, OPENING, FormulaToken, Tokens
from lyricaudio.reading.formula.words import (
    ACCENTS,
    EXPONENTS,
    FUNCTIONS,
    LIMITED,
    NAMES,
    SIGNS,
    SPACINGS,
    STYLES,
    TEXT_COMMANDS,
    TRAILING_SIGNS,
    UNSAID,
)
from lyricaudio.reading.text.wording import (
    BREATH,
    PARTED,
    Atom,
    Break,
    Piece,
    SpokenForm,
    spoken,
    spoken_letter,
)

_DEPTH = 40  # brackets within brackets; deeper is nothing that anyone could hear
_WORDLIKE = 3  # letters in a row, from which on they are a word and not a product
_SILENT = "^_{}()[]⟨⟩⌊⌋⌈⌉.$#"


def speak_tex(tex: str) -> tuple[Piece, ...]:
    """Say a formula in TeX.

    Raises
    ------
    ReadingError
        When brackets are nested too deep to be heard.
    """
    return tuple(said for said in _formula(Tokens(tex)) if not isinstance(said, tuple))


def speak_plain(text: str, atoms: Sequence[Atom]) -> tuple[Piece | Atom, ...]:
    """Say a formula in a plain text, given with its atoms; words and numbers in it keep their places.

    Raises
    ------
    ReadingError
        When brackets are nested too deep to be heard.
    """
    said = _formula(Tokens(text, atoms))
    return tuple(part for piece in said for part in (piece if isinstance(piece, tuple) else (piece,)))


def _formula(tokens: Tokens) -> Iterator[Said]:
    said: list[Said] = []
    while tokens.peek().kind != "end":
        said += _sequence(tokens, CLOSING + "}")
        tokens.take()  # a bracket that was not opened
    return apart(phrased(said))


def _sequence(tokens: Tokens, stops: str) -> list[Said]:
    """Say everything up to one of the stops."""
    said: list[Said] = []
    product = 0  # where the factors since the last operator begin: what a slash divides
    while tokens.peek().kind != "end" and not tokens.is_sign(stops):
        if tokens.take_sign("/"):
            said[product:] = _quotient(said[product:], _divisor(tokens))
        elif len(said) > product and _divides(tokens):
            bar = tokens.take().text
            said.append(BREATH if bar == "‖" or tokens.take_sign(bar) else spoken("ギ'ブン"))
            product = len(said)
        else:
            said += _operand(tokens)
            product = len(said) if _ends_product(said) else product
    return said


def _ends_product(said: Sequence[Said]) -> bool:
    """Whether what was said last is an operator, a relation or a break."""
    last = said[-1] if said else None
    return isinstance(last, Break) or (isinstance(last, SpokenForm) and last.own_phrase)


def _divides(tokens: Tokens) -> bool:
    """Whether a bar comes that parts: in p(a|b) and KL(p||q), not the first of |b| in |a||b| or of ||w||."""
    bar = tokens.peek()
    if not tokens.is_sign("|‖"):
        return False
    return not tokens.closes(bar.text, 2 if tokens.peek(1) == bar else 1)


def _divisor(tokens: Tokens) -> list[Said]:
    """Say what a slash divides by: an operand, with its argument in brackets."""
    tokens.take_spaces()
    said = _operand(tokens)
    while tokens.is_sign(OPENING):
        said += _operand(tokens)
    return said


def _operand(tokens: Tokens) -> list[Said]:
    """Say one thing with all that hangs on it."""
    start = tokens.at
    said = _unscripted(tokens)
    return said + (_limits(tokens) if tokens.since(start) in LIMITED else _scripts(tokens))


def _scripts(tokens: Tokens) -> list[Said]:
    said: list[Said] = []
    while script := tokens.take_sign("^_" + "".join(TRAILING_SIGNS)):
        start = tokens.at
        if script in TRAILING_SIGNS:
            said.append(_joining(TRAILING_SIGNS[script]))
        elif script == "_":
            said += _argument(tokens)
        else:
            said += _power(_argument(tokens), tokens.since(start))
    return said


def _limits(tokens: Tokens) -> list[Said]:
    """Say from where to where a sum goes, or what it goes over."""
    lower: list[Said] = []
    upper: list[Said] = []
    while script := tokens.take_sign("^_"):
        (lower if script == "_" else upper).extend(_argument(tokens))
    if not upper:
        return [*lower, PARTED]
    return [PARTED, *lower, "から", PARTED, *upper, "まで", PARTED]


def _power(argument: list[Said], written: str) -> list[Said]:
    """Say a superscript: a sign of its own, a layer or sample in brackets, else a power."""
    if written in EXPONENTS:
        return [_joining(EXPONENTS[written])]
    if written.startswith("(") and not is_number(argument[-1:]):
        return argument
    if written.isdigit():
        return [f"の{written}乗"]
    return ["の", *argument, "乗" if is_number(argument[-1:]) else _joining("ジョー")]


def _argument(tokens: Tokens) -> list[Said]:
    """Say one argument of a command or script: a group, or a single token, or a number with its sign.

    In plain text any token has its sign, since nobody writes a brace: e^-x.
    """
    tokens.take_spaces()
    signed = tokens.peek(1)
    is_signed = tokens.is_sign("-−+") and (signed.kind == "number" or bool(signed.atoms))
    return [*_unscripted(tokens), *(_unscripted(tokens) if is_signed else [])]


def _unscripted(tokens: Tokens) -> list[Said]:
    token = tokens.take()
    match token.kind:
        case "number" | "text":
            return [token.atoms or token.text]
        case "word":
            return [token.atoms]
        case "letters":
            return _letters(token)
        case "greek":
            return [_letter(token.text)]
        case "command":
            return _command(tokens, token.text)
        case "sign":
            return _sign(tokens, token.text)
    return []


def _letters(token: FormulaToken) -> list[Said]:
    name = token.text.lower() if len(token.text) >= _WORDLIKE else token.text  # Var, but tr is no T r
    if name in FUNCTIONS:
        return [spoken(FUNCTIONS[name])]
    if len(token.text) >= _WORDLIKE:
        return [token.atoms or token.text]
    return [_letter(letter) for letter in token.text]


def _command(tokens: Tokens, name: str) -> list[Said]:
    if name in SPACINGS:
        return [BREATH]
    if name in UNSAID:
        tokens.take_sign(".")  # \left. and \right. are no brackets
        return []
    if name in TEXT_COMMANDS:
        return [PARTED, tokens.take_group(), PARTED]
    if name in STYLES:
        tokens.take_sign("*")
        return _argument(tokens)
    if name in ACCENTS:
        return [*_argument(tokens), *([_joining(ACCENTS[name])] if ACCENTS[name] else [])]
    return _structure(tokens, name)


def _structure(tokens: Tokens, name: str) -> list[Said]:
    match name:
        case "frac" | "dfrac" | "tfrac" | "cfrac":
            return _quotient(_argument(tokens), _argument(tokens))
        case "binom":
            return [*_argument(tokens), _letter("C"), *_argument(tokens)]
        case "sqrt":
            return _root(tokens)
        case "begin" | "end":
            _argument(tokens)
            return [PARTED]
    return [PARTED, name, PARTED] if name.isalpha() else []


def _root(tokens: Tokens) -> list[Said]:
    if not tokens.take_sign("["):
        return [_joining(NAMES["√"]), *_argument(tokens)]
    degree = _sequence(tokens, "]")
    tokens.take()
    return [*degree, "乗根", PARTED, *_argument(tokens)]


def _sign(tokens: Tokens, sign: str) -> list[Said]:
    if sign == "{":
        return _bracketed(tokens, "}")
    if sign in OPENING:
        return _bracketed(tokens, CLOSING)
    if sign == "|" and tokens.is_sign("|") and tokens.closes("|", 1):
        tokens.take()
        return [spoken("ノ'ルム"), *_bracketed(tokens, "|"), *_bracketed(tokens, "|")]
    if sign in "|‖" and tokens.closes(sign):
        return [spoken("ゼッタ'イチ" if sign == "|" else "ノ'ルム"), *_bracketed(tokens, sign)]
    if sign in "∂√∇":
        return [_joining(NAMES[sign]), *_scripts(tokens), *_divisor(tokens)]
    if sign in NAMES:
        return [_joining(NAMES[sign])]
    if sign in SIGNS:
        return [spoken(SIGNS[sign])]
    return _punctuation(sign)


def _punctuation(sign: str) -> list[Said]:
    match sign:
        case "," | ";" | "&":
            return [Break(pause="comma")]
        case ":" | "…" | "|" | "‖" | "\\":
            return [BREATH]
        case "°":
            return ["度"]
    return [] if sign in _SILENT else [sign]


def _bracketed(tokens: Tokens, closing: str) -> list[Said]:
    tokens.depth += 1
    if tokens.depth > _DEPTH:
        raise ReadingError("a formula has brackets nested too deep to be heard; simplify it")
    said = _sequence(tokens, closing)
    tokens.take()
    tokens.depth -= 1
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
