from __future__ import annotations

import pytest

from lyricaudio.reading.reader import Reader


def doubts(reader: Reader, text: str) -> list[str]:
    return [doubt.surface for doubt in reader.read(text).doubts]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A100を使う", "A100"),
        ("1Dの畳み込み", "1D"),
        ("mAP@0.5は", "mAP@0.5"),
        ("mAP50-95は", "mAP50-95"),
        ("24h365日", "24h365"),
        ("略はa.k.a.です", "a.k.a."),
        ("24/7で動く", "24/7"),
    ],
)
def test_letters_digits_and_signs_together_are_named(reader: Reader, text: str, name: str) -> None:
    assert doubts(reader, text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "3Dと5GとF1スコア",
        "ResNet50とGPT-4",
        "30msで2TB",
        "x1+w2",
        "1e-4から",
        "3x3x64",
        "1/3にする",
        "e.g. 層",
        "Q4の売上とSGKT3",
        "Q17 次の問い",
    ],
)
def test_what_a_lexicon_or_a_pattern_has_is_not(reader: Reader, text: str) -> None:
    assert doubts(reader, text) == []


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("辺はn(n-1)/2本", "n(n-1)/2"),
        ("(W-F+2P)/S+1で", "(W-F+2P)/S+1"),
        ("|a||b|で割る", "|a||b|"),
        (r"誤差は\tau/\sqrt{m}だ", r"\tau/\sqrt{m}"),
    ],
)
def test_a_formula_that_is_not_marked_is_named(reader: Reader, text: str, formula: str) -> None:
    (doubt,) = reader.read(text).doubts
    assert (doubt.surface, doubt.reason) == (formula, "it looks like a formula; mark it by \\( \\)")


def test_a_marked_one_is_named_only_for_its_bars(reader: Reader) -> None:
    assert doubts(reader, r"辺は\(n(n-1)/2\)本で\(|x|\)と\(p(a|b)\)と\(\|w\|\)") == []
    assert doubts(reader, r"積は\(|a||b|\)") == [r"\(|a||b|\)"]
    assert doubts(reader, r"距離は\(D(q\|p)\)") == [r"\(D(q\|p)\)"]


def test_a_dash_that_may_be_a_minus_is_named(reader: Reader) -> None:
    assert doubts(reader, "線量－効果とAC－PVの順") == ["－", "－"]
    assert doubts(reader, "売上－費用とAC-PVの順") == []
