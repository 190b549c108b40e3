"""A sign that stands where its kind cannot is read as what was meant, or is a doubt."""

from __future__ import annotations

import pytest

from lyricaudio.reading.reader import Reader


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("モ―ドとモ—ドとモ−ド", "モードとモードとモード"),
        ("サ‐ビスとサ–ビスとサ-ビス", "サービスとサービスとサービス"),
        ("ニュ一ラルネットワ一ク", "ニューラルネットワーク"),
        ("ス〜パ〜に行く", "スーパーに行く"),
        ("力メラと工ンジンと夕スク", "カメラとエンジンとタスク"),
        ("卜レーニングの口グ", "トレーニングのログ"),
        ("べクトルのぺージをへルプで", "ベクトルのページをヘルプで"),
        ("入カ層から出カまで", "入力層から出力まで"),
        ("人エ知能の統ー", "人工知能の統一"),
        ("次の層ヘ送る", "次の層へ送る"),
        ("わ〜い", "わーい"),
        ("ドロップアウ卜", "ドロップアウト"),
    ],
)
def test_a_sign_taken_for_another_is_read_as_that(reader: Reader, written: str, meant: str) -> None:
    assert reader.read(written).kana == reader.read(meant).kana


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("エンコーダ-デコーダ", "エンコーダデコーダ"),
        ("ネット口コミ", "ネットクチコミ"),
        ("クラウドへデータを", "クラウドエデータオ"),
        ("データ一つ", "データヒトツ"),
        ("三カ月", "サンカゲツ"),
        ("ここ〜そこ", "ココソコ"),
        ("バッチ〜ミニバッチ", "バッチカラミニバッチ"),
        ("メモリ力学", "メモリリキガク"),
    ],
)
def test_a_sign_that_may_stand_there_is_itself(reader: Reader, written: str, said: str) -> None:
    reading = reader.read(written)
    assert reading.kana == said
    assert not [doubt for doubt in reading.doubts if "sign" in doubt.reason]


@pytest.mark.parametrize("written", ["ゾ一ブラで", "センサ一ネットワーク", "ゾ—ブラで", "サーバ一を"])
def test_where_nothing_tells_it_is_a_doubt(reader: Reader, written: str) -> None:
    reasons = [doubt.reason for doubt in reader.read(written).doubts]
    assert any("a sign inside a kana word" in reason for reason in reasons)


def test_a_songs_own_word_counts_as_known() -> None:
    own = Reader(own={"ゾープラ": "ゾープラ"})
    assert own.read("ゾ―プラを").kana == "ゾープラオ"
