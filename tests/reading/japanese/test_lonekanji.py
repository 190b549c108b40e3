from __future__ import annotations

import pytest

from lyricaudio.reading.reader import Reader


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("値の再現性", "アタイノサイゲンセー"),
        ("値が大規模言語モデルで変わる", "アタイガダイキボゲンゴモデルデカワル"),
        ("値を決める公平性", "アタイオキメルコーヘーセー"),
        ("その値の類似性", "ソノアタイノルイジセー"),
        ("行ごとの和です", "ギョーゴトノワデス"),
        ("疎になる", "ソニナル"),
        ("出力値と安定力", "シュツリョクチトアンテーリョク"),
        ("制約条件下での未知解", "セーヤクジョーケンカデノミチカイ"),
        ("曲の調はイ短調", "キョクノチョーワイタンチョー"),
        ("力の下で体の器", "チカラノモトデカラダノウツワ"),
    ],
)
def test_a_lone_kanji_is_read_as_the_field_means_it(reader: Reader, text: str, kana: str) -> None:
    assert reader.read(text).kana == kana


def test_a_pair_is_told_from_a_match(reader: Reader) -> None:
    assert reader.read("対の画像と対になる").kana == "ツイノガゾートツイニナル"
    assert reader.read("1対1と人対機械").kana == "イチタイイチトヒトタイキカイ"


def test_a_person_is_told_from_a_side(reader: Reader) -> None:
    assert reader.read("知りたい方は使った方が良い").kana == "シリタイカタワツカッタホーガヨイ"
    assert reader.read("合格した方も大きい方に").kana == "ゴーカクシタカタモオーキイホーニ"


def test_the_accent_is_that_of_the_reading(reader: Reader) -> None:
    (phrase,) = reader.read("値は").phrases
    assert phrase.accent == 0
    (phrase,) = reader.read("疎に").phrases
    assert phrase.accent == 1


def test_a_translation_is_told_from_a_reason(reader: Reader) -> None:
    assert reader.read("英文の訳を書く").kana == "エーブンノヤクオカク"
    assert reader.read("そういう訳で学ぶ訳だ").kana == "ソーユーワケデマナブワケダ"


def test_a_pause_is_told_from_a_place(reader: Reader) -> None:
    assert reader.read("少し間を置いて層の間を結ぶ").kana == "スコシマオオイテソーノアイダオムスブ"


def test_you_are_told_from_a_title(reader: Reader) -> None:
    assert reader.read("友の君と山田君").kana == "トモノキミトヤマダクン"
