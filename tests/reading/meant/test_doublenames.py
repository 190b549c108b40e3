from __future__ import annotations

import pytest

from lyricaudio.reading.reader import Reader


@pytest.mark.parametrize(
    ("written", "kana"),
    [
        ("ヴァル＝ドルデンヌ県", "バルドルデンヌケン"),
        ("ノルトライン＝ヴェストファーレン州", "ノルトラインベストファーレンシュー"),
        ("リコール＝カバー率", "リコールイコールカバーリツ"),
        ("パラメータ=ウェイト", "パラメータイコールウェート"),
        ("ア＝イの式", "アイコールイノシキ"),
    ],
)
def test_what_joins_a_name_is_not_said_and_what_is_equal_is(reader: Reader, written: str, kana: str) -> None:
    assert reader.read(written).kana.replace("ヴァ", "バ").replace("ヴェ", "ベ") == kana
