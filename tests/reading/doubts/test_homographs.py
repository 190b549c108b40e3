from __future__ import annotations

import pytest

from lyricaudio.reading.reader import Reader


def doubts(reader: Reader, text: str) -> list[tuple[str, str]]:
    return [(doubt.surface, doubt.reason) for doubt in reader.read(text).doubts]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("コインの表が出た", "表"),
        ("額を見る", "額"),
        ("端から埋める", "端"),
        ("一行を読む", "一行"),
        ("仮名を使う", "仮名"),
        ("木の葉が散る", "木の葉"),
        ("空の箱", "空"),
        ("人気のない道", "人気のない"),
        ("木の下で待つ", "下で"),
    ],
)
def test_a_word_of_several_senses_is_named(reader: Reader, text: str, word: str) -> None:
    assert doubts(reader, text) == [(word, "its reading hangs on its sense")]


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
    assert doubts(reader, "山田太郎氏の研究") == [("山田太郎", "a name is read as its bearer does")]
    assert doubts(reader, "{山田太郎|やまだたろう}氏の研究") == []


def test_a_place_is_no_person(reader: Reader) -> None:
    assert doubts(reader, "東京と京都") == []


def test_a_compound_of_lone_kanji_is_named_whole() -> None:
    assert ("木探索", "no dictionary has it as a word") in doubts(Reader(lexicons=()), "木探索で読む")


def test_a_number_of_two_names_is_open_before_what_is_no_usual_counter(reader: Reader) -> None:
    assert [surface for surface, _ in doubts(reader, "竹林の七賢")] == ["七賢"]
    assert doubts(reader, "七層と九割と四年") == []


def test_a_number_is_open_before_a_kanji_that_is_no_usual_counter(reader: Reader) -> None:
    assert [surface for surface, _ in doubts(reader, "三皿の料理")] == ["三皿"]
    assert doubts(reader, "三層と二乗と十問") == []


def test_a_stem_that_may_take_a_voice_is_named_with_both(reader: Reader) -> None:
    (doubt,) = reader.read("特徴探しの旅").doubts
    assert (doubt.surface, [candidate.kana for candidate in doubt.candidates]) == (
        "探し",
        ["サガシ", "ザガシ"],
    )
    assert doubts(reader, "ラベル付きで学習済み") == []
