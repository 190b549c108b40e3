from __future__ import annotations

import pytest

from lyricaudio.reading.reader import Reader


def doubts(reader: Reader, text: str) -> list[tuple[str, str]]:
    return [(doubt.surface, doubt.reason) for doubt in reader.read(text).doubts]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("額を見る", "額"),
        ("角から埋める", "角"),
        ("大家に聞く", "大家"),
        ("仮名を使う", "仮名"),
        ("木の葉が散る", "木の葉"),
        ("空の美しさ", "空"),
        ("人気のない道", "人気のない"),
    ],
)
def test_a_word_of_several_senses_is_named(reader: Reader, text: str, word: str) -> None:
    assert doubts(reader, text) == [(word, "its reading hangs on its sense")]


def test_a_doubt_about_a_word_that_was_counted_says_how_often_it_is_meant_otherwise(reader: Reader) -> None:
    weights = [reader.read(text).doubts[0].weight for text in ("空の美しさ", "額を見る", "大家に聞く")]
    assert weights == [0.4, 0.1, 0.2]


def test_its_other_readings_are_candidates(reader: Reader) -> None:
    (doubt,) = reader.read("額を見る").doubts
    assert [candidate.kana for candidate in doubt.candidates] == ["ガク", "ヌカ", "ヒタイ", "ビタイ"]
    assert {candidate.by for candidate in doubt.candidates[1:]} == {"other sense"}


@pytest.mark.parametrize(
    "text", ["値を求める", "この間の層", "人の数", "行と列", "前の後", "表1に示す", "一本の木"]
)
def test_what_the_field_or_the_place_settles_is_not(reader: Reader, text: str) -> None:
    assert doubts(reader, text) == []


def test_the_name_of_a_person_is_named_whole(reader: Reader) -> None:
    assert doubts(reader, "山田裕子氏の研究") == [("山田裕子", "a name is read as its bearer does")]
    assert doubts(reader, "{山田裕子|やまだひろこ}氏の研究") == []


def test_a_name_that_both_dictionaries_can_say_in_one_way_only_is_not(reader: Reader) -> None:
    assert doubts(reader, "山田太郎氏の研究") == []
    assert [surface for surface, _ in doubts(reader, "喜連川優の研究")] == ["喜連川優"]


def test_a_place_is_no_person(reader: Reader) -> None:
    assert doubts(reader, "東京と京都") == []


def test_a_compound_that_both_dictionaries_put_together_alike_is_no_guess(reader: Reader) -> None:
    assert doubts(reader, "主系統と原本文と鍵探索") == []


def test_a_number_of_two_names_is_open_before_what_is_no_usual_counter(reader: Reader) -> None:
    assert [surface for surface, _ in doubts(reader, "七賢の詩")] == ["七賢"]
    assert doubts(reader, "七層と九割と四年") == []


def test_a_number_is_open_before_a_kanji_that_is_no_usual_counter(reader: Reader) -> None:
    assert [surface for surface, _ in doubts(reader, "三皿の料理")] == ["三皿"]
    assert doubts(reader, "三層と二乗と十問") == []
    assert doubts(reader, "一権と二官と六策") == []
    assert doubts(reader, "二重に数える") == []


@pytest.mark.parametrize("text", ["条件が偽だ", "縁がある", "三重県の町", "連立政権下では", "定比率と日仏"])
def test_what_the_words_beside_it_tell_is_not(reader: Reader, text: str) -> None:
    assert doubts(reader, text) == []


@pytest.mark.parametrize(
    "text", ["工場で作る", "主に使う", "体が重い", "特徴探しの旅", "扉を開く", "版の主な部分"]
)
def test_what_people_read_in_one_way_is_not(reader: Reader, text: str) -> None:
    assert doubts(reader, text) == []


def test_a_noun_is_not_settled_by_the_adverb_that_looks_alike(reader: Reader) -> None:
    assert [surface for surface, _ in doubts(reader, "店の主に聞く")] == ["主"]


@pytest.mark.parametrize("text", ["秘密の漏洩を防ぐ", "本節で述べる", "端数を捨てる"])
def test_what_notes_read_in_one_way_is_not(reader: Reader, text: str) -> None:
    assert doubts(reader, text) == []
