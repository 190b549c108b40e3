"""Kanji by themselves whose meaning one neighbour tells: 他サイト, 業を営む, 心収縮力."""

from __future__ import annotations

import re

from lyricaudio.reading.japanese.rows import BASE, Row
from lyricaudio.reading.text.scripts import HIRAGANA, IN_KANJI, IN_KATAKANA
from lyricaudio.reading.text.wording import WORD

_MOST = frozenset(["いちばん", "一番", "もっとも", "最も", "すぐ", "もっと"])
_NO_HEADS = frozenset({"固有名詞", "数", "代名詞", "副詞可能", "非自立"})
BEGINNING = re.compile(f"[{HIRAGANA}]*")
PERSONS = re.compile("(?!前者|後者).*[生者員様氏家]|スタッフ")
_POWERS = frozenset({"政府", "体制", "幕府", "王室", "政権"})  # one is for or against: 親政府派
_BELOW = frozenset({"面", "面積", "下", "材", "暖房"})


def is_head(before: Row) -> bool:
    """Whether a word can have a kanji as its end: a noun that is no name or number."""
    return before.kind[0] == "名詞" and before.kind[1] not in _NO_HEADS


def _is_at_beginning(before: Row) -> bool:
    """Whether a phrase begins behind a word; behind の 清 is rather somebody's name."""
    return before.kind[0] in ("記号", "接続詞", "助詞", "動詞", "") and before.surface != "の"


def by_one_side(before: Row, row: Row, after: Row, beyond: Row) -> str | None:
    """Tell what a kanji means by the word before it or the one behind it.

    か否か is a word of its own, 他が違う are the others, 業を営む is a trade, 資料を基に a ground, and
    生データ raw; 支払う額 is no forehead, 床面積 no bed, 共輸送 no end of a word, 管理人 a person
    by what is done, 清は begins with an empire, and 会員が主に reads on with what they do.
    """
    match row.surface:
        case "否" if before.surface == "か":
            return "イナ"
        case "会社" if BEGINNING.fullmatch(before.surface):
            return "カイシャ"
        case "如何" if before.surface == "の":
            return "イカ'ン"
        case "上" | "下" if before.surface in _MOST:
            return "ウエ" if row.surface == "上" else "シタ"
        case "都" if after.surface in ("を", "に", "へ", "から") and before.kind[0] != "名詞":
            return "ミヤコ"
        case "他" if after.surface in ("が", "は", "を", "も") and before.kind[0] != "名詞":
            return "ホカ"
        case "他" if IN_KATAKANA.match(after.surface) and before.kind[0] != "名詞":
            return "タ"
        case "米" if after.surface in ("など", "や") and before.surface not in ("や", "・"):
            return "コメ"
        case "方" if before.surface == "やすい" and after.surface == "に":
            return "ホ'ー"
        case "内" if row.reading == "ナイ" and before.kind[0] == "記号":
            return "ナ'イ"
        case "業" if after.surface in ("を", "と") and beyond.columns[BASE] in ("営む", "する", "為す"):
            return "ギョ'ー" if before.kind[0] != "名詞" else None
        case "基" if after.surface == "に" and before.kind[1] != "数":
            return "モト'"
        case "主" if before.surface == "が" and after.surface in ("で", "だ", "です"):
            return "シュ'"
        case "主" if after.surface == "に" and before.kind[0] == "助詞" and before.surface != "の":
            return "シュ'" if beyond.columns[BASE] in ("なる", "する") else "オ'モ"
        case "形" if before.kind[0] == "助詞":
            return "カタチ"
        case "実" if IN_KATAKANA.match(after.surface) and before.kind[0] != "名詞":
            return "ジ'ツ"
        case "生" if IN_KATAKANA.match(after.surface) and before.kind[0] != "名詞":
            return "ナマ"
        case "額" if before.kind[0] in ("動詞", "助動詞"):
            return "ガ'ク"
        case "床" if after.surface in _BELOW and before.kind[0] != "名詞":
            return "ユカ"
        case "共" if after.kind[0] == "名詞" and row.reading != "トモ":
            return "キョ'ー"
        case "行" if before.surface == WORD and row.reading == "イキ":
            return "ギョ'ー"
        case "人" if before.kind[1] == "サ変接続":
            return "ニ'ン"
        case "清" | "明" if after.kind[0] == "助詞" and _is_at_beginning(before):
            return "シ'ン" if row.surface == "清" else "ミ'ン"
    return _before_noun(before, row, after)


def _before_noun(before: Row, row: Row, after: Row) -> str | None:
    """Tell what a kanji means as a part of a compound that no dictionary has.

    親テーブル is a parent, 親政府 for the government, 心収縮力 of the heart, and 満月様 like a full moon.
    """
    match row.surface:
        case "親" if after.surface in _POWERS:
            return "シ'ン"
        case "親" if after.kind[:2] in (("名詞", "一般"), ("名詞", "サ変接続")) and before.kind[0] != "名詞":
            return "オヤ"
        case "丁" if after.surface in ("建物", "土地") or before.surface == "丙":
            return "テ'ー"
        case "心" | "筋" if IN_KANJI.match(after.surface) and after.kind[0] == "名詞":
            return "シ'ン" if row.surface == "心" else "キ'ン"
        case "様" if is_head(before) and after.kind[0] == "名詞" and not PERSONS.fullmatch(before.surface):
            return "ヨ'ー"
        case "朝" if row.reading == "アサ" and before.kind[1] == "固有名詞" and after.kind[1] != "数":
            return "チョ'ー"
        case "藤原" if after.kind[1:3] == ("固有名詞", "人名") and len(after.surface) > 1:
            return "フジワラノ"
    return None
