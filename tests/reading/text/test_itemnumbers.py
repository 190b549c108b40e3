from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from lyricaudio.reading.japanese.sudachi import word_spans
from lyricaudio.reading.reader import Reader
from lyricaudio.reading.text.itemnumbers import part_item_numbers, part_wide_spaces


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("２　日本に住所を有しない者", "ニニホンニジューショオユーシナイモノ"),
        ("2 日本に住所を有しない者", "ニニホンニジューショオユーシナイモノ"),
        ("１　人は平等である", "イチヒトワビョードーデアル"),
        ("3 月経の異常", "サンゲッケーノイジョー"),
        ("4 人権の保障", "ヨンジンケンノホショー"),
        ("2 名前空間", "ニナマエクーカン"),
        ("第2 日本の歴史", "ダイニニホンノレキシ"),
    ],
)
def test_a_number_before_a_space_and_a_word_counts_nothing(reader: Reader, text: str, kana: str) -> None:
    assert reader.read(text).kana == kana


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("2 日間の研修", "フツカカンノケンシュー"),
        ("3 人で分担する", "サンニンデブンタンスル"),
        ("2 人前の料理", "ニニンマエノリョーリ"),
        ("5 月分の給料", "ゴガツブンノキューリョー"),
        ("3 人目の患者", "サンニンメノカンジャ"),
    ],
)
def test_a_number_before_a_space_and_a_counter_counts(reader: Reader, text: str, kana: str) -> None:
    assert reader.read(text).kana == kana


@pytest.mark.parametrize(
    ("written", "said"),
    [("２　", "２'"), ("２　　節", "２'節"), ("2 日本", "2 日本"), ("表２　日本", "表２　日本")],
)
def test_only_a_wide_space_behind_the_number_that_begins_a_text_parts_by_itself(
    through: Callable[..., str], written: str, said: str
) -> None:
    assert through(part_wide_spaces, written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [("", ""), ("2 日", "2 日"), ("日 2 本", "日 2 本"), ("2 日本", "2'日本"), ("2 日間", "2 日間")],
)
def test_the_dictionary_tells_what_a_word_is(through: Callable[..., str], written: str, said: str) -> None:
    assert through(partial(part_item_numbers, word_spans=word_spans), written) == said
