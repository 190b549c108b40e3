from __future__ import annotations

import pytest

from lyricaudio.reading.model import Candidate
from lyricaudio.reading.reader import Reader


def doubts(reader: Reader, text: str) -> list[tuple[str, int, str]]:
    return [(doubt.surface, doubt.start, doubt.reason) for doubt in reader.read(text).doubts]


def test_guessed_words_are_named_with_what_else_they_could_be(reader: Reader) -> None:
    (doubt,) = reader.read("これはflurboで").doubts
    assert (doubt.surface, doubt.start, doubt.reason) == (
        "flurbo",
        3,
        "no lexicon has it; it is read as English",
    )
    assert doubt.candidates[0].by == "English"
    assert doubt.candidates[1] == Candidate(kana="エフエルユーアールビーオー", by="letters")


def test_spelled_words_are_named_with_their_word(reader: Reader) -> None:
    (doubt,) = reader.read("ZORBEL").doubts
    assert doubt.candidates[0] == Candidate(kana="ゼットオーアールビーイーエル", by="letters")
    assert doubt.candidates[1].by == "English"


@pytest.mark.parametrize(
    ("text", "is_doubted"), [("TDQX", False), ("BDE法", False), ("ZOD", True), ("Gntとmsgt", False)]
)
def test_letters_that_nobody_could_read_as_a_word_are_not(
    reader: Reader, text: str, is_doubted: bool
) -> None:
    assert bool(reader.read(text).doubts) == is_doubted


@pytest.mark.parametrize(
    ("text", "is_doubted"),
    [
        ("PowerBridge", False),
        ("overhead", False),
        ("zoneinfo", False),
        ("flurbohead", True),
        ("THEOREM", False),
        ("Chapter8とChapter", False),
        (".allow", False),
        ("FLURBORD", True),
        ("flurbo8", True),
    ],
)
def test_a_name_of_words_that_a_dictionary_has_is_no_guess(
    reader: Reader, text: str, is_doubted: bool
) -> None:
    assert bool(reader.read(text).doubts) == is_doubted


@pytest.mark.parametrize(
    ("text", "is_doubted"),
    [("messagesとqueries", False), ("polishingとhanded", False), ("flurbosとzorbing", True)],
)
def test_a_form_of_a_word_that_a_dictionary_has_is_no_guess(
    reader: Reader, text: str, is_doubted: bool
) -> None:
    assert bool(reader.read(text).doubts) == is_doubted


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("桶跡を掘る", ["桶跡"]),
        ("赤系と緑系の窓内", []),
        ("正例と負例の各列", []),
        ("三回目と第二の県内", []),
        ("滴状分布を示す", ["滴状"]),
        ("蔓性植物", ["蔓性"]),
        ("公開鍵と更新幅", []),
        ("顔認識と窓位置", []),
        ("上唇小帯と一向宗", []),
    ],
)
def test_kanji_that_are_read_as_words_by_themselves_within_a_compound_are_named(
    reader: Reader, text: str, found: list[str]
) -> None:
    assert [doubt.surface for doubt in reader.read(text).doubts] == found


def test_a_formula_with_a_guessed_word_is_named_whole(reader: Reader) -> None:
    found = doubts(reader, r"値\(\mathrm{flurbo}(x)\)は")
    assert found == [(r"\(\mathrm{flurbo}(x)\)", 1, "a word in the formula is in no lexicon")]


def test_an_acronym_that_a_dictionary_spells_alike_is_no_doubt(reader: Reader) -> None:
    assert doubts(Reader(lexicons=()), "PCとCPU") == []


def test_signs_that_fall_silent_are_named_as_one(reader: Reader) -> None:
    assert doubts(reader, "忙しい人は😀📌 はい") == [("😀📌", 5, "it is not said")]
    assert doubts(reader, "Приветと言う") == [("Привет", 0, "it is not said")]


def test_decoration_and_punctuation_are_silent_without_a_word(reader: Reader) -> None:
    assert doubts(reader, "★【重要】※「学習」…♪") == []


def test_kanji_that_two_dictionaries_read_differently_are_named_with_both() -> None:
    bare = Reader(lexicons=())
    (doubt,) = bare.read("「鼻肥大」を診る").doubts
    assert (doubt.surface, doubt.start, doubt.reason) == ("鼻", 1, "two dictionaries differ")
    assert doubt.candidates == (
        Candidate(kana="ビ", by="Sudachi"),
        Candidate(kana="ハナ", by="dictionary"),
    )


def test_four_letters_that_could_be_no_word_are_spelled_without_a_doubt(reader: Reader) -> None:
    assert doubts(reader, "ZSIDとVLDIを隠す") == []
    assert [found[0] for found in doubts(reader, "ZASTを使う")] == ["ZAST"]


def test_kanji_that_no_dictionary_has_are_named(reader: Reader) -> None:
    assert doubts(reader, "鱻が泳ぐ") == [("鱻", 0, "no dictionary has it")]


def test_what_was_decided_is_silent_from_then_on() -> None:
    text = "一行とflurbo"
    assert len(doubts(Reader(lexicons=()), text)) == 2
    assert doubts(Reader(lexicons=(), own={"一行": "いちぎょう", "flurbo": "フラーボ"}), text) == []
    assert doubts(Reader(lexicons=()), "{一行|いちぎょう}です") == []


@pytest.mark.parametrize(
    "written", [r"\(|a||b|\)", "n(n-1)/2", "|a||b|", "mAP@0.5", "A100", "24/7", "a.k.a."]
)
def test_a_formula_or_name_is_decided_as_it_is_written(reader: Reader, written: str) -> None:
    (doubt,) = reader.read(f"積は{written}です").doubts
    decided = Reader(own={doubt.surface: doubt.candidates[0].kana}).read(f"積は{written}です")
    assert doubt.surface == written
    assert decided.doubts == ()
    assert decided.kana == reader.read(f"積は{written}です").kana


def test_homographs_come_last(reader: Reader) -> None:
    found = reader.read("私は😀額に").doubts
    assert [doubt.surface for doubt in found] == ["😀", "額"]
    assert [candidate.kana for candidate in found[1].candidates] == ["ガク", "ヌカ", "ヒタイ", "ビタイ"]


@pytest.mark.parametrize(
    "text", ["勾配を求める", "152層の学習率は0.01", "ReLUとCNNの違い", r"\(g(z)=\max(0,z)\)"]
)
def test_a_line_that_is_sure_has_no_doubts(reader: Reader, text: str) -> None:
    assert doubts(reader, text) == []
