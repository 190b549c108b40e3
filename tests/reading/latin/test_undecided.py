from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from lyricaudio.reading.japanese.sudachi import katakana_of_word
from lyricaudio.reading.latin.english import english_kana, everyday_words, is_known_english
from lyricaudio.reading.latin.undecided import latin_pronunciation, letters_of, speak_latin
from lyricaudio.reading.text.kana import Pronunciation
from lyricaudio.reading.text.letters import spelled
from lyricaudio.reading.text.scripts import IN_KATAKANA


def test_acronyms_are_spelled_with_the_accent_on_the_last_letter() -> None:
    assert latin_pronunciation("XQZ") == Pronunciation(kana="エックスキューゼット", accent=7)
    assert latin_pronunciation("wi") == Pronunciation(kana="ダブリューアイ", accent=5)
    assert latin_pronunciation("rgb") == Pronunciation(kana="アールジービー", accent=6)


def test_words_are_read_as_a_dictionary_has_them_and_accented_like_loanwords() -> None:
    assert latin_pronunciation("Network") == Pronunciation(kana="ネットワーク", accent=4)


def test_what_no_dictionary_has_is_guessed() -> None:
    assert not is_known_english("softmax")
    assert english_kana("softmax") == "ソフトマックス"
    assert english_kana("Überraschung") == ""
    assert english_kana("a" * 31) == ""


@pytest.mark.parametrize(
    ("word", "kana"),
    [("eyes", "アイズ"), ("studies", "スタディーズ"), ("news", "ニュース"), ("games", "ゲームス")],
)
def test_a_plural_that_the_dictionary_says_like_one_is_said_as_many(word: str, kana: str) -> None:
    assert english_kana(word) == kana


@pytest.mark.parametrize(
    ("word", "kana"),
    [
        ("can", "キャン"),
        ("someone", "サムワン"),
        ("these", "ジーズ"),
        ("male", "メール"),
        ("argue", "アーギュー"),
    ],
)
def test_everyday_words_are_said_as_in_english_not_as_spelled(word: str, kana: str) -> None:
    assert is_known_english(word)
    assert latin_pronunciation(word).kana == latin_pronunciation(word.capitalize()).kana == kana


@pytest.mark.parametrize(("capitals", "kana"), [("HIS", None), ("DID", None), ("WHERE", "ウェア")])
def test_short_capitals_stay_letters_where_the_word_is_an_everyday_one(
    capitals: str, kana: str | None
) -> None:
    assert latin_pronunciation(capitals).kana == (kana or spelled(capitals).kana)


def test_the_list_of_everyday_words_is_sorted_and_says_what_the_dictionary_does_not() -> None:
    words = everyday_words()
    assert list(words) == sorted(words)
    assert all(re.fullmatch("[a-z]{2,}", word) for word in words)
    assert [kana for kana in words.values() if not IN_KATAKANA.fullmatch(kana)] == []
    alike = [word for word, kana in words.items() if katakana_of_word(word) == kana]
    assert [word for word in alike if words[word] != spelled(word).kana] == []


def test_a_dictionary_that_only_spells_a_word_does_not_know_it() -> None:
    assert not is_known_english("gis")
    assert latin_pronunciation("GIS").kana == "ジーアイエス"


def test_what_a_dictionary_spells_in_another_order_is_refused() -> None:
    assert not is_known_english("ciso")
    assert latin_pronunciation("CISO").kana == "シーアイエスオー"


@pytest.mark.parametrize(("word", "kana"), [("LOW", "ロー"), ("UNLOAD", "アンロード")])
def test_capitals_are_a_word_where_a_dictionary_has_it_or_what_it_is_made_of(word: str, kana: str) -> None:
    assert latin_pronunciation(word).kana == kana


@pytest.mark.parametrize("acronym", ["ADD", "ROE", "IPO", "XQZ", "OR"])
def test_capitals_that_no_dictionary_reads_are_letters(acronym: str) -> None:
    assert latin_pronunciation(acronym) == spelled(acronym)


@pytest.mark.parametrize(
    ("word", "kana"),
    [
        ("networks", "ネットワークス"),
        ("queries", "クエリーズ"),
        ("classes", "クラシズ"),
        ("sizes", "サイジズ"),
        ("shirts", "シャツ"),
        ("paths", "パス"),
        ("databases", "データベーシズ"),
    ],
)
def test_a_plural_is_its_word_with_an_s(word: str, kana: str) -> None:
    assert english_kana(word) == kana


@pytest.mark.parametrize(
    ("word", "kana"),
    [("zoneinfo", "ゾーンインフォ"), ("firestore", "ファイアストア"), ("gottron", "ゴットロン")],
)
def test_what_is_two_known_words_is_said_as_both(word: str, kana: str) -> None:
    assert english_kana(word) == kana


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("LayerNormとDenseLSTM", "<レイヤー><ノーム>と<デンス><エルエスティーエム>"),
        ("xの値", "<エックス>の値"),
        ("Internet of Things", "<インターネット> <オブ> <シングス>"),
        ("of", "<オーエフ>"),
        ("A or B", "<エー> <オア> <ビー>"),
        ("cosとexp", "<コサイン>と<エクスポネンシャル>"),
        ("AI vs 人間", "<エーアイ> <バーサス> 人間"),
        ("ADDとSELECT", "<エーディーディー>と<セレクト>"),
        ("if x", "<イフ> <エックス>"),
        ("ex USとto us", "<エックス> <ユーエス>と<トゥー> <アス>"),
        ("nftablesとlvextend", "<エヌエフ><テーブルズ>と<エルブイ><エクステンド>"),
        ("initdbと24th", "<イニット><ディービー>と24<ティーエイチ>"),
        ("5kgと数kgとkg", "5kgと数kgと<ケージー>"),
        ("5kgとkg", "5kgと<ケージー>"),
        ("VMwareとDBpedia", "<ブイエム><ウェア>と<ディービー><ペディア>"),
        ("IPythonとOSError", "<アイ><パイソン>と<オーエス><エラー>"),
        ("父or母", "父<オア>母"),
    ],
)
def test_every_latin_word_is_said(through: Callable[..., str], written: str, said: str) -> None:
    assert through(speak_latin, written) == said


def test_a_row_of_letters_that_is_no_word_is_spelled_in_parts(through: Callable[..., str]) -> None:
    assert through(speak_latin, "a" * 31) == "<エーエーエーエーエーエー>" * 5 + "<エー>"


def test_letters_are_taken_without_accents_and_signs() -> None:
    assert letters_of("Poincaré's") == "Poincares"
    assert letters_of("㎏") == "kg"
    assert letters_of("Østergård, Weiß") == "OstergardWeiss"
    assert letters_of("重み") == ""


def test_a_letter_that_has_no_name_is_left_to_be_doubted(through: Callable[..., str]) -> None:
    assert through(speak_latin, "Øとƕ") == "<オー>とƕ"
