"""Kana in brackets behind a word: said once where they are its reading."""

from __future__ import annotations

import pytest

from lyricaudio.reading.reader import Reader


@pytest.mark.parametrize(
    "brackets",
    ["（そんしつ）", "(そんしつ)", " (ソンシツ)", "[そんしつ]", "【そんしつ】", "〔ｿﾝｼﾂ〕", "〈そんしつ〉"],
)
def test_a_gloss_in_any_bracket_is_said_once(reader: Reader, brackets: str) -> None:
    assert reader.read(f"損失{brackets}を減らす").kana == reader.read("損失を減らす").kana


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("市場（いちば）で", "イチバデ"),  # it decides which reading is meant
        ("行った（おこなった）", "オコナッタ"),
        ("重み（おもみ）と傾き（かたむき）", "オモミトカタムキ"),
        ("SELU（セルー）は", "セルーワ"),
        ("勾配（こう ばい、gradient）は", "コーバイグラディエントワ"),
        ("かたむき（傾き）を", "カタムキオ"),
        ("尤度「ゆうど」を", "ユードオ"),
    ],
)
def test_a_gloss_says_how_its_word_is_read(reader: Reader, written: str, said: str) -> None:
    assert reader.read(written).kana == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("過学習（オーバーフィッティング）", "カガクシューオーバーフィッティング"),
        ("AE（オートエンコーダ）", "エーイーオートエンコーダ"),
        ("はい（はい）", "ハイハイ"),
        ("彼は「はい」と", "カレワハイト"),
        ("例（まとめです）を", "レーマトメデスオ"),
        ("変換（ファイルなど）を", "ヘンカンファイルナドオ"),
        ("DNS（ドメインネームシステム）は", "ディーエヌエスドメインネームシステムワ"),
    ],
)
def test_what_is_another_word_is_said(reader: Reader, written: str, said: str) -> None:
    reading = reader.read(written)
    assert reading.kana == said
    assert not [doubt for doubt in reading.doubts if "brackets" in doubt.reason]


def test_what_may_be_a_gloss_is_a_doubt_with_the_ruby_to_write(reader: Reader) -> None:
    (doubt,) = reader.read("深い学習（まなび）を").doubts
    assert doubt.surface == "学習（まなび）"
    assert "{学習|まなび}" in doubt.reason
    assert [candidate.kana for candidate in doubt.candidates] == ["ガクシューマナビ", "マナビ"]
