from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.song.tex import Command, Group, Node, Script, parse, written
from lyricaudio.song.texleaves import Leaf


def drawn(node: Node) -> str:
    """Draw a node: leaves as they are, a group in braces, all else with what it holds in angle brackets."""
    match node:
        case Leaf():
            return node.text
        case Group():
            return "{" + "".join(map(drawn, node.body)) + "}"
        case Script():
            return f"{node.sign}<{''.join(map(drawn, node.body))}>"
        case Command():
            return node.name + "".join(f"<{''.join(map(drawn, row))}>" for row in node.arguments)


def tree(tex: str, *, plain: bool = False) -> str:
    return "".join(map(drawn, parse(tex, plain=plain)))


@pytest.mark.parametrize(
    ("tex", "nodes"),
    [
        (r"\frac{a}{b}c", "frac<a><b>c"),
        (r"\frac12", "frac<1><2>"),
        (r"\frac ab", "frac<a><b>"),
        (r"\sqrt 10", "sqrt<10>"),
        (r"\sqrt[3]{x}", "root<3><x>"),
        (r"\hat xy", "hat<x>y"),
        (r"\operatorname*{argmax}_x", "operatorname<argmax>_<x>"),
        ("x_i^2", "x_<i>^<2>"),
        ("x^{a+b}", "x^<a+b>"),
        ("x^10", "x^<10>"),
        ("10^-3", "10^<-3>"),
        ("2^(n(m)-1)x", "2^<(n(m)-1)>x"),
        ("e^|x|y", "e^<|x|>y"),
        ("x_max", "x_<max>"),
        ("W^Tx", "W^<T>x"),
        ("x²", "x^<2>"),
        (r"x^\frac12", "x^<frac<1><2>>"),
        (r"\left(x\right)", "left(x)"),
        (r"\sum\limits_i", "∑_<i>"),
        (r"\{x\}", "{x}"),
        (r"\begin{array}{c|c}a&b\end{array}", "begina&bend"),
        (r"\foo{x}", "foo{x}"),
        ("{{x}", "{{x}"),
        ("x}", "x}"),
        ("x^", "x^"),
        ("x^}", "x^<}>"),
        ("x^(a", "x^<(>a"),
        (r"\frac", "frac<><>"),
        ("\\", "\\"),
    ],
)
def test_a_formula_becomes_nodes(tex: str, nodes: str) -> None:
    assert tree(tex) == nodes


@pytest.mark.parametrize(
    ("text", "nodes"),
    [("e^-x", "e^<-x>"), ("x^ab", "x^<ab>"), ("e^√x_i+1", "e^<√x_<i>>+1"), ("e^√", "e^<√>")],
)
def test_in_plain_text_a_script_takes_a_word_or_a_root(text: str, nodes: str) -> None:
    assert tree(text, plain=True) == nodes


def test_a_leaf_knows_its_place() -> None:
    assert parse("ab + 0.5")[-1] == Leaf("number", "0.5", 5, 8)


def test_what_only_changes_the_look_is_not_written() -> None:
    assert written(parse(r"\mathrm{T}")) == "T"
    assert written(parse(r"\sqrt{10}_i")) == "sqrt10_i"


@given(st.text(alphabet=r"\{}^_ab12+-()[]|√ &~α²", max_size=400), st.booleans())
def test_every_text_is_a_formula(tex: str, plain: bool) -> None:
    parse(tex, plain=plain)


@pytest.mark.parametrize("piece", ["{", "{x", r"\sqrt{", r"\sqrt", "x^(", "x^{", r"\frac{1}{", "√"])
@pytest.mark.parametrize("plain", [False, True])
def test_a_formula_may_be_nested_without_end(piece: str, plain: bool) -> None:
    deep = piece * 500
    parse(deep + "}" * 500, plain=plain)
    parse(deep, plain=plain)
