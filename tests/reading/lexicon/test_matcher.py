from __future__ import annotations

import pytest

from lyricaudio.reading.lexicon.matcher import TermMatcher, is_japanese
from lyricaudio.reading.lexicon.terms import Term
from lyricaudio.reading.text.kana import parse_pronunciation
from lyricaudio.reading.text.wording import SpokenForm, atoms_of, wording_of

KANA = {
    "ReLU": "レルー",
    "Leaky ReLU": "リーキーレルー",
    "GAN": "ガン",
    "Inception": "インセプション",
    "GPT": "ジーピーティー",
    "GPT-3": "ジーピーティースリー",
    "G検定": "ジーケンテー",
    "k-means": "ケーミーンズ",
    "L2": "エルツー",
    "値": "アタイ",
    "ガン": "ガン",
    "ε-greedy": "イプシロングリーディ",
    "SE": "エスイー",
    "IT": "アイティー",
    "mAP": "エムエーピー",
    "A/B": "エービー",
    "Token": "トークン",
}
MATCHER = TermMatcher(
    [Term(term=term, pronunciation=parse_pronunciation(kana)) for term, kana in KANA.items()], "lexicon"
)


def spoken(text: str) -> str:
    atoms = MATCHER.speak(wording_of(atoms_of(text, 0, len(text)))).atoms
    return "".join(f"<{a.piece.kana}>" if isinstance(a.piece, SpokenForm) else str(a.piece) for a in atoms)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ReLUは", "<レルー>は"),
        ("relu、RELU", "<レルー>、<レルー>"),
        ("mAPとMapとmap", "<エムエーピー>とMapとmap"),
        ("A/Bとa/b", "<エービー>とa/b"),
        ("Leaky ReLUとLeakyReLUとleaky-relu", "<リーキーレルー>と<リーキーレルー>と<リーキーレルー>"),
        ("K means", "<ケーミーンズ>"),
        ("ReLU6とInception v4とInceptionv3", "<レルー>6と<インセプション> v4と<インセプション>v3"),
        ("GANsとGANの", "<ガンズ>と<ガン>の"),
        ("tokensの数", "<トークンズ>の数"),
        ("GPT-3とGPT-4", "<ジーピーティースリー>と<ジーピーティー>-4"),
        ("ε-greedy", "<イプシロングリーディ>"),
        ("G検定対策", "<ジーケンテー>対策"),
        ("TokenPoolとmyTokenとReLULayer", "<トークン>Poolとmy<トークン>と<レルー>Layer"),
    ],
)
def test_terms_are_found_in_their_variants(text: str, said: str) -> None:
    assert spoken(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "PReLU",
        "ReLUx",
        "Re LU",
        "gan",
        "GANesh",
        "Tokenize",
        "SETool",
        "L20",
        "L2x",
        "5SE",
        "価値",
        "値段",
        "ガンダム",
        "it",
    ],
)
def test_a_term_is_not_found_within_another_word(text: str) -> None:
    assert spoken(text) == text


def test_a_piece_remembers_where_it_was_written() -> None:
    text = "この Leaky ReLU は"
    atom = MATCHER.speak(wording_of(atoms_of(text, 0, len(text)))).atoms[3]
    assert text[atom.start : atom.stop] == "Leaky ReLU"


def test_terms_of_kanji_and_kana_alone_are_the_analysers() -> None:
    assert is_japanese("局所解")
    assert is_japanese("ドロップアウト")
    assert not is_japanese("G検定")
