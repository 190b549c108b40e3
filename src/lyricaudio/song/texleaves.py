r"""The leaves of a formula in TeX: words, numbers and signs, and which commands are only names of signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lyricaudio.song.characters import JAPANESE

_NAMES_AND_SIGNS = """
alpha α  beta β  gamma γ  delta δ  epsilon ε  varepsilon ε  zeta ζ  eta η  theta θ  vartheta ϑ  iota ι
kappa κ  lambda λ  mu μ  nu ν  xi ξ  pi π  rho ρ  varrho ρ  sigma σ  tau τ  upsilon υ  phi φ  varphi φ
chi χ  psi ψ  omega ω  Gamma Γ  Delta Δ  Theta Θ  Lambda Λ  Xi Ξ  Pi Π  Sigma Σ  Upsilon Υ  Phi Φ  Psi Ψ
Omega Ω  ell ℓ  partial ∂  nabla ∇  infty ∞  sum ∑  prod ∏  int ∫  times ×  cdot ·  div ÷  pm ±  mp ∓
odot ⊙  otimes ⊗  oplus ⊕  circ ∘  ast ∗  star ⋆  leq ≤  le ≤  leqslant ≤  geq ≥  ge ≥  geqslant ≥  neq ≠
ne ≠  ll ≪  gg ≫  lt <  gt >  approx ≈  sim ∼  simeq ≃  equiv ≡  propto ∝  coloneqq ≔  triangleq ≜  in ∈
notin ∉  subset ⊂  subseteq ⊆  supset ⊃  cup ∪  cap ∩  emptyset ∅  varnothing ∅  forall ∀  exists ∃
leftarrow ←  gets ←  rightarrow →  longrightarrow →  to →  mapsto ↦  leftrightarrow ↔  Leftarrow ⇐
Rightarrow ⇒  implies ⇒  Leftrightarrow ⇔  iff ⇔  ldots …  cdots …  dots …  vdots ⋮  prime ′  colon :
mid |  vert |  lvert |  rvert |  Vert ‖  lVert ‖  rVert ‖  langle ⟨  rangle ⟩  lbrace {  rbrace }  land ∧
wedge ∧  lor ∨  vee ∨  neg ¬  lnot ¬  top ⊤  perp ⊥  dagger †  degree °
"""
_SIGNS: dict[str, str] = dict(re.findall(r"(\w+) (\S)", _NAMES_AND_SIGNS))
_SIGNS |= {"|": "‖"} | {sign: sign for sign in "{}%$#_&"}

ACCENTS = {"hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303"}
ACCENTS |= {"widetilde": "\u0303", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "underline": ""}
"""Commands that put a combining character over their argument."""

FRACTIONS = frozenset(("frac", "dfrac", "tfrac", "cfrac"))
TEXTS = frozenset(("text", "textrm", "textbf", "textit", "mbox", "hbox"))
"""Their argument is text and no formula."""

STYLES = frozenset({
    "mathrm", "mathbf", "mathit", "mathsf", "mathcal", "mathbb", "mathfrak", "mathscr", "boldsymbol", "bm",
    "operatorname", "rm", "bf", "it", "cal", "Bbb", "underbrace", "overbrace",
})  # fmt: skip
"""Of these only the argument matters."""

SPACES = frozenset(("quad", "qquad", *",;:!> "))
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱᵀ", "0123456789+-niT", strict=True))
"""Superscript characters, and what they raise."""

OPENING, CLOSING = "([⟨⌊⌈{", ")]⟩⌋⌉}"

_TOKEN = re.compile(
    r"(?P<left>\\left(?![A-Za-z]) ?\.? ?)"
    r"|(?P<hidden>\\(?:(?:displaystyle|textstyle|scriptstyle|limits|nolimits|nonumber|mathop|mathrel|mathbin"
    r"|hline)(?![A-Za-z])|(?:right|middle|[bB]igg?[lmr]?)(?![A-Za-z]) ?\.?) ?)"
    r"|(?P<apart>(?<=[\s&~])|(?<=\\[,;:! ]))?\\(?P<command>[A-Za-z]+|.)(?P<after> ?)"
    rf"|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<letters>[A-Za-z]+)|(?P<text>[{JAPANESE}、。]+)"
    rf"|(?P<raised>[{''.join(RAISED)}]+)|(?P<space>\s+|~)|(?P<sign>(?s:.))"
)

Kind = Literal["number", "letters", "text", "sign", "space", "command", "brace", "script", "end"]
_SHAPES: tuple[Kind, ...] = ("number", "letters", "text", "space", "sign")
_KINDS: dict[str, Kind] = {"{": "brace", "}": "brace", "^": "script", "_": "script", "&": "command"}


@dataclass(frozen=True, slots=True)
class Leaf:
    r"""A word, number, sign or space, written in ``tex[start:stop]``.

    `text` is Japanese. A command that is only another spelling of a sign is that sign. All others are named:
    words (``max``), spaces (`SPACES`), ``begin`` and ``end`` of an environment, ``&`` and ``\``, which part
    columns and lines, and ``left``, which tells brackets around much from those around an index. A parsed
    formula has no braces and script signs among its leaves, but where they stand for themselves.
    """

    kind: Kind
    text: str
    start: int = 0
    stop: int = 0


def leaves(tex: str) -> Iterator[Leaf]:
    """Cut a formula into leaves, braces and script signs among them."""
    at = 0
    while match := _TOKEN.match(tex, at):
        at = match.end()
        if match["command"]:
            name = match["command"]
            sign = _SIGNS.get(name)
            yield Leaf("sign", sign) if sign else Leaf("command", name)
            if not (sign and name.isalpha()) or match["apart"] is not None:
                at = match.end("command")  # the space behind it is one to be seen
        elif match["left"]:
            yield Leaf("command", "left")
        elif match["raised"]:
            yield from (Leaf("script", "^"), Leaf("brace", "{"))
            for leaf in leaves("".join(map(RAISED.__getitem__, match["raised"]))):
                yield Leaf(leaf.kind, leaf.text)  # in no place of its own
            yield Leaf("brace", "}")
        elif not match["hidden"]:
            yield _leaf(match)


def _leaf(match: re.Match[str]) -> Leaf:
    kind: Kind = next(kind for kind in _SHAPES if match[kind])
    return Leaf(_KINDS.get(match[0], kind), match[0], match.start(), match.end())
