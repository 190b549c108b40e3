r"""TeX as a person wants to see it among lyrics on a phone: ``\frac{\partial E}{\partial w}`` as ∂E/∂w.

This is no typesetter: a handful of rewritings on one line, innermost braces first. What it doesn't know it
shows as written, without the backslash.
"""

from __future__ import annotations

import re
import unicodedata

_NAMES_AND_SIGNS = """
alpha α  beta β  gamma γ  delta δ  epsilon ε  varepsilon ε  zeta ζ  eta η  theta θ  iota ι  kappa κ
lambda λ  mu μ  nu ν  xi ξ  pi π  rho ρ  sigma σ  tau τ  upsilon υ  phi φ  varphi φ  chi χ  psi ψ
omega ω  Gamma Γ  Delta Δ  Theta Θ  Lambda Λ  Xi Ξ  Pi Π  Sigma Σ  Phi Φ  Psi Ψ  Omega Ω  partial ∂
nabla ∇  infty ∞  sum Σ  prod Π  int ∫  times ×  cdot ·  div ÷  pm ±  mp ∓  odot ⊙  otimes ⊗  oplus ⊕
circ ∘  ast ∗  star ⋆  leq ≤  le ≤  geq ≥  ge ≥  neq ≠  ne ≠  ll ≪  gg ≫  approx ≈  sim ∼  simeq ≃
equiv ≡  propto ∝  in ∈  notin ∉  subset ⊂  subseteq ⊆  cup ∪  cap ∩  emptyset ∅  forall ∀  exists ∃
leftarrow ←  gets ←  rightarrow →  to →  mapsto ↦  leftrightarrow ↔  Leftarrow ⇐  Rightarrow ⇒
Leftrightarrow ⇔  implies ⇒  iff ⇔  ldots …  cdots …  dots …  vdots ⋮  prime ′  mid |  vert |  Vert ‖
lVert ‖  rVert ‖  lvert |  rvert |  langle ⟨  rangle ⟩  ell ℓ  land ∧  wedge ∧  lor ∨  vee ∨  neg ¬
lnot ¬  top ⊤  perp ⊥
"""
_SIGNS: dict[str, str] = dict(re.findall(r"(\w+) (\S)", _NAMES_AND_SIGNS))

_UNSEEN = {"left", "right", "big", "Big", "bigg", "Bigg", "displaystyle", "textstyle", "limits", "nolimits"}
_UPRIGHT = "text|textrm|textbf|mathrm|mathbf|mathit|mathsf|mathcal|mathbb|boldsymbol|bm|operatorname"
_ACCENTS = {"hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303"}
_ACCENTS |= {"vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308"}
_WITH_BRACES = re.compile(rf"[dt]?frac|sqrt|{'|'.join(_ACCENTS)}|{_UPRIGHT}")
_RAISED = str.maketrans("0123456789+-niT", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱᵀ")

_INNERMOST = r"\{([^{}]*)\}"
_FRACTION = re.compile(rf"\\[dt]?frac\s*(?:{_INNERMOST}|(\d))\s*(?:{_INNERMOST}|(\d))")
_ROOT = re.compile(rf"\\sqrt\s*{_INNERMOST}")
_ACCENT = re.compile(rf"\\({'|'.join(_ACCENTS)})\s*(?:{_INNERMOST}|(\w))")
_WORD = re.compile(rf"\\(?:{_UPRIGHT})\*?\s*{_INNERMOST}")
_SCRIPT = re.compile(rf"([\^_])\s*(?:{_INNERMOST}|([0-9A-Za-z+\-*′']))")
_GROUP = re.compile(_INNERMOST)
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}(?:\{[lcr|]*\})?")
_SPACING = re.compile(r"\\[,;:! ]|\\q?quad(?![A-Za-z])|&|~")
_COMMAND = re.compile(r"(?P<spaced>(?<=\s))?\\(?P<name>[A-Za-z]+)(?P<after> ?)")
_KEPT_BRACES = str.maketrans("\ue000\ue001", "{}")

_SUMS = r"\s+\-=,"
_ENDS_A_FACTOR = set(" =+-·×,;:.)}]|<>≤≥≈→←")
_BEGINS_A_FACTOR = set(" =+-·×,;:({[|<>≤≥≈→←")


def readable(tex: str) -> str:
    """Render a formula as one line of plain characters.

    Parameters
    ----------
    tex
        What stands between the delimiters.
    """
    line = tex.replace(r"\\", "; ").replace(r"\{", "\ue000").replace(r"\}", "\ue001")
    line = _SPACING.sub(" ", _ENVIRONMENT.sub(" ", line))
    line = _unwrapped(_COMMAND.sub(_sign, line))
    line = re.sub(r"\\(.)", r"\1", line).translate(_KEPT_BRACES)
    return unicodedata.normalize("NFC", " ".join(line.split()))


def _sign(match: re.Match[str]) -> str:
    """Put one command's sign; commands that take an argument wait for their braces."""
    name, after = match["name"], match["after"]
    if name in _SIGNS:
        return f"{_SIGNS[name]}{after if match['spaced'] is not None else ''}"
    if name in _UNSEEN:
        return ""
    return match[0] if _WITH_BRACES.fullmatch(name) else name + after


def _unwrapped(line: str) -> str:
    """Take away braces from the inside out until none of a pair is left."""
    previous = ""
    while line != previous:
        previous = line
        line = _ACCENT.sub(lambda m: (m[2] or m[3] or "") + _ACCENTS[m[1]], line)
        line = _WORD.sub(r"\1", line)
        line = _ROOT.sub(lambda m: "√" + _grouped(m[1], _SUMS + "/·×"), line)
        line = _FRACTION.sub(_fraction, line)
        line = _SCRIPT.sub(_script, line)
        line = line if line != previous else _GROUP.sub(r"\1", line, count=1)
    return line


def _fraction(match: re.Match[str]) -> str:
    upper, lower = match[1] or match[2] or "", match[3] or match[4] or ""
    quotient = f"{_grouped(upper, _SUMS)}/{_grouped(lower, _SUMS + '/·×')}"
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    alone = before in _BEGINS_A_FACTOR | {""} and after in _ENDS_A_FACTOR | {""}
    return quotient if alone else f"({quotient})"


def _script(match: re.Match[str]) -> str:
    kind, content = match[1], (match[2] or match[3] or "").strip()
    raised = content.translate(_RAISED)
    if kind == "^" and not set(raised) & set(content):
        return raised
    return kind + _grouped(content, _SUMS + "/·×^_")


def _grouped(content: str, splitting: str) -> str:
    """Bracket what would otherwise fall apart on one line, at any of the `splitting` characters."""
    content = content.strip()
    whole = re.fullmatch(rf"[^{splitting}]*|\([^()]*\)", content)
    return content if whole else f"({content})"
