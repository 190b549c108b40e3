"""A term of a lexicon leaves longer words whole, and does not tear two words that meet."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pyopenjtalk
import pytest
from tests.reading.lexicon.mecab import words
from tests.reading.lexicon.test_lexicons import TERMS
from tests.sampling import some_of

from lyricaudio.reading.japanese.likeness import sound_alike
from lyricaudio.reading.japanese.package import sudachi_dictionary
from lyricaudio.reading.lexicon.matcher import is_japanese
from lyricaudio.reading.reader import Reader
from lyricaudio.reading.text.kana import pronounced
from lyricaudio.reading.text.scripts import IN_KANJI, NUMERALS

ENTRIES = {
    term for terms in TERMS.values() for term in terms if is_japanese(term) and term[0] not in NUMERALS
}
LONGEST = max(map(len, ENTRIES))
BEGINNINGS = {term[:2] for term in ENTRIES}
"""What a term may begin with: terms are sought in a million words."""

CORRECTED = {
    "肉芽組織",  # the dictionary has ニクガソシキ
    "日本:音楽著作権協会",  # チョサッケン
    "豊臣:秀次",  # トヨトミシュージ
    "競売り",  # and キョーバイリ
    "黒玉子",  # which is cut before the last character by either
    *("地頭下", "小名田", "郡司分"),  # villages
    *("地頭鳥", "地頭鶏"),  # a hen, ジトッコ, that neither knows
}
RIGHT_WITH_US = {
    *("再競売", "競売法", "競売買", "接平面", "雑損控除", "異国人"),
    *("東区志賀島", "福岡県東区志賀島"),  # シカノシマ, as the place calls itself
}
STILL_TORN = {
    *("上小名田", "名田庄中", "新門前町", "笠松町門前町", "筑豊中間駅"),  # which Sudachi cuts, too, in a row
    *("地頭鳥", "地頭鶏"),  # a hen
    *("留置か", "競売り"),  # without their kana: 留め置か, 競り売り
}
MEETING = (
    "反発赤字 別荘官邸 嫌悪心 国内製造 池袋地区 物質権利 国土倉庫 現地下請け 公比較 "
    "土台与える 当初項目 共同項目 同項目 全部曲がる 各県主催 中高一貫高校 変更地点 売買主体 "
    "賃貸主体 正直物語 舞台与野党 市町衆議院 出発赤信号 増悪阻止 整理整頓用品 先頭側 末尾側 "
    "山腹側 選手浴びる 消極値 万引出来心 割引出荷 中小払拭 主人公図鑑 病棟札幌 修正方法 "
    "標準形成 心配管領域 "
)


def longer_words() -> Iterator[str]:
    """Yield the words of the analyser's dictionary that have a term within."""
    folder = Path(os.fsdecode(pyopenjtalk.OPEN_JTALK_DICT_DIR))
    for word in set(words(folder / "sys.dic")) - ENTRIES - CORRECTED:
        if IN_KANJI.search(word) and holds_a_term(word):
            yield word


def holds_a_term(word: str) -> bool:
    return any(
        word[start:stop] in ENTRIES
        for start in range(len(word))
        if word[start : start + 2] in BEGINNINGS
        for stop in range(start + 2, min(len(word), start + LONGEST) + 1)
    )


def is_known(kana: str, word: str) -> bool:
    """Whether Sudachi has a reading of a word."""
    found = sudachi_dictionary().lookup(word)
    return any(sound_alike(kana, pronounced(entry.reading_form())) for entry in found)


@pytest.mark.slow
def test_no_longer_word_of_the_dictionary_is_read_otherwise(reader: Reader) -> None:
    bare = Reader(lexicons=())

    found = sorted(longer_words())

    assert len(found) >= 50
    assert [word for word in found if reader.read(word).kana != bare.read(word).kana] == []


@pytest.mark.slow
def test_no_longer_word_of_sudachis_is_read_as_nobody_reads_it(reader: Reader) -> None:
    bare = Reader(lexicons=())
    entries = {entry.surface() for entry in sudachi_dictionary().entries() if len(entry.surface()) > 2}
    found = [word for word in entries - ENTRIES if is_japanese(word) and holds_a_term(word)]

    assert len(found) >= 1000
    unknown = [word for word in some_of(sorted(found), 4) if not is_known(reader.kana(word), word)]
    assert {word for word in unknown if reader.kana(word) != bare.kana(word)} <= RIGHT_WITH_US | STILL_TORN


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("山名田さん", "ヤマナダサン"),
        ("中間市へ行く", "ナカマシエイク"),
        ("京都市門前町", "キョートシモンゼンチョー"),
        ("土倉と名田", "ドソートミョーデン"),
        ("外貨建ての上限値段", "ガイカダテノジョーゲンネダン"),
    ],
)
def test_a_name_keeps_its_reading_where_a_term_is_part_of_it(reader: Reader, text: str, kana: str) -> None:
    assert reader.kana(text) == kana


@pytest.mark.parametrize("meeting", MEETING.split())
def test_words_that_meet_are_not_torn(reader: Reader, meeting: str) -> None:
    assert not any(token.source == "lexicon" for token in reader.read(meeting).tokens)
