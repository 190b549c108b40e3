"""Kanji that the analyser cut off as words by themselves: which of their readings the field means.

Longer words belong into a lexicon. A single kanji cannot stand there, for it would change every word that
it is part of; here the analyser has told already where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from string import ascii_uppercase

from lyricaudio.reading.japanese.compounds import ENDS, as_beginning, as_end
from lyricaudio.reading.japanese.evidence import CHINESE
from lyricaudio.reading.japanese.levels import LEVELS, is_apart, is_level
from lyricaudio.reading.japanese.oneside import BEGINNING, PERSONS, by_one_side, is_head
from lyricaudio.reading.japanese.rows import BASE, FORM, RULE, Row, said
from lyricaudio.reading.japanese.sudachi import readings
from lyricaudio.reading.text.kana import parse_pronunciation, pronounced
from lyricaudio.reading.text.letters import letter_name
from lyricaudio.reading.text.scripts import IN_KANJI, KANJI, KATAKANA, NUMERALS
from lyricaudio.reading.text.wording import WORD

_ALONE = {
    ("値", "ネ"): "アタイ",
    ("疎", "ウト"): "ソ'",
    ("和", "ヤワ"): "ワ'",
    ("行", "コウ"): "ギョ'ー",
    ("節", "フシ"): "セ'ツ",
    ("主", "ヌシ"): "シュ'",
    ("縁", "エン"): "フチ'",
    ("調", "シラベ"): "チョ'ー",
    ("素", "モト"): "ソ'",
    ("創", "ハジメ"): "ソ'ー",
    ("各行", "カクコウ"): "カクギョ'ー",  # rows of a table, not banks
}
"""What a kanji means here, for the reading that everyday Japanese would give it."""

DECIDED = frozenset({"対", "訳", "間", "君"}.union(kanji for kanji, _ in _ALONE))
"""Kanji that nobody need be asked about after this."""

_DATED = frozenset({"数", "固有名詞", "副詞可能"})
_SAYING_WHICH = frozenset({"動詞", "形容詞", "助動詞", "連体詞"})
_COUNTED = frozenset({"一般", "サ変接続", "接尾"})
_NAMED = frozenset("色者事物語様処故側") | {"曜日", "言語", "自身"}  # what is asked by name: 何色 is ナニイロ
_OF_A_NAME = re.compile("[法論説税権学性派教制賞罪]$|主義$|方式$")  # 何主義
_POLITE = frozenset({"お", "ご", "御"})
_OF_A_PERSON = frozenset(["は", "も", "に", "へ", "で", "の", "や", "から", "だけ", "のみ", "なら", "向け"])
_AFTERWARDS = frozenset({"に", "の"})
_WHAT_IS_DONE = frozenset({"も", "は", "のみ", "だけ", "など"})
_BY_WHOM = frozenset({"と", "が", "で", "て"})
_WAYS_TO_GO = frozenset(["旅行", "留学", "出張", "散歩", "見学", "観光", "買い物", "遠足", "遠征", "合宿"])
_BEHIND_WHAT = {"本": "ボン", "杯": "バイ", "匹": "ビキ", "軒": "ゲン", "足": "ゾク"}
_OF_A_TOSS = frozenset({"が", "なら", "だ", "か"})
_HOW_MUCH = frozenset({"どれ", "これ", "それ", "あれ"})
_COINS = frozenset({"コイン", "硬貨", "銅貨"})
_OF_A_TABLE = frozenset({"各", "行", "列", "値", "右", "左", "縦", "横", "通り", "とおり", "項目", "見出し"})
_POINTING = frozenset({"以下", "次", "上記", "下記", "上", "下", "左", "右"})
_COMING_OUT = frozenset({"出る", "現れる", "表れる", "出す"})
_WRITING_DOWN = frozenset({"まとめる", "示す", "書く", "加える", "整理"})
_OF_MONEY = re.compile("[金費料税等債償益損産入酬給価定銭]$|使用料")
_LABELLED = re.compile(f"[{KATAKANA}]+付け")
_CLOSED = "括弧閉"
_STEM = "連用形"
_STEM_NOUN = re.compile(f"[{KANJI}]+[いきぎしちにひびみりえけげせてねへべめれ]")
_HARD = {"辛い": "ズライ", "辛く": "ズラク", "辛かっ": "ズラカッ"}
_GOING_ON = frozenset({"て", "ば", "ちゃ"})
_NUMBERED = re.compile(f"[{NUMERALS}]")
_AREAS = frozenset("県市郡区町村")
_SOURCES = frozenset({"関係", "消息", "政府", "外交", "市場", "捜査", "警察"})  # 関係筋 are people
_LETTERS = frozenset(letter_name(letter).kana for letter in ascii_uppercase)
_COUNTED_BY_LETTERS = {"人": "ニ'ン", "日": "ニチ'"}
_CALLING = frozenset(["呼ぶ", "言う", "いう", "称する", "名付ける"])
_NOTHING = Row(start=0, stop=0, columns=("",) * 12)


def settle_lone_kanji(rows: Sequence[Row]) -> list[Row]:
    """Give single kanji among the analyser's rows the reading that is meant, with its accent."""
    return list(_settled(rows))


def is_everyday(kanji: str, kana: str) -> bool:
    """Whether a reading is the everyday one of a lone kanji that means something else in the field."""
    return (kanji, kana) in _ALONE or (kanji, kana) in ENDS


def _settled(rows: Sequence[Row]) -> Iterator[Row]:
    tosses = any(row.surface in _COINS for row in rows)
    around = (_NOTHING, _NOTHING, _NOTHING, *rows, _NOTHING, _NOTHING, _NOTHING)
    for first, earlier, before, row, after, beyond, further in zip(
        *(around[place:] for place in range(7)), strict=False
    ):
        found = row.surface, row.reading
        if before.surface == WORD and before.kana in _LETTERS and row.surface in _COUNTED_BY_LETTERS:
            yield said(row, parse_pronunciation(_COUNTED_BY_LETTERS[row.surface]), "接尾")
        elif (kana := as_end(before, row)) and before.surface not in _SOURCES:
            yield said(row, parse_pronunciation(kana), "接尾")
        elif kana := as_beginning(before, row, after):
            yield said(row, parse_pronunciation(kana), "一般")
        elif row.surface == "方" and (side := _side(first, earlier, before, row, after)):
            yield said(row, parse_pronunciation(side), "接尾")
        elif before.surface == "何" and row.surface in _BEHIND_WHAT and row.kind[1] == "接尾":
            yield said(row, parse_pronunciation(_BEHIND_WHAT[row.surface]), "接尾")
        elif row.surface == "口" and row.kind[1] == "接尾" and _is_japanese(before):
            yield said(row, parse_pronunciation("グチ'"), "接尾")
        elif row.surface == "人" and before.kind[1] == "固有名詞":
            yield said(row, parse_pronunciation("ジ'ン"), "接尾")
        elif row.surface == "行っ" and _is_done(earlier, before, after, beyond):
            yield _done(row)
        elif row.surface in _HARD and (before.columns[FORM] == _STEM or _STEM_NOUN.fullmatch(before.surface)):
            yield _verb(row, row.columns[BASE], _HARD[row.surface], "2/3")
        elif row.surface.startswith(("留め", "留ま")) and before.surface == "に":
            kept = _verb(row, row.columns[BASE], f"トド{row.reading[1:]}", "3/4")
            yield replace(kept, is_told=first.surface != "を")  # ピンを紙に留める
        elif row.surface == "著し" and before.surface == "を":
            yield _verb(row, "著す", "アラワシ", "3/4")
        elif row.surface == "付け" and before.kind[0] == "名詞" and _is_naming(row, before, after):
            yield said(row, parse_pronunciation("ズケ"), "接尾")
        elif _LABELLED.fullmatch(row.surface) and row.reading.endswith("ツケ"):
            yield said(row, parse_pronunciation(f"{row.reading[:-2]}ズケ"), "一般")
        elif row.kind[1] == "固有名詞" and _NUMBERED.match(row.surface) and after.surface in _AREAS:
            yield replace(row, is_settled=True, is_told=True)
        elif row.surface == "何" and _is_called(after, beyond, further):
            yield replace(said(row, parse_pronunciation("ナ'ニ"), "一般"), is_told=True)
        elif before.kind[1] == _CLOSED and (kana := _across_brackets(earlier, row)):
            yield said(row, parse_pronunciation(kana), "接尾")
        elif tosses and row.surface == "表" and after.surface in _OF_A_TOSS:
            yield replace(said(row, parse_pronunciation("オモテ'"), "一般"), is_told=True)
        elif kana := _by_company(earlier, before, row, after, beyond):
            yield replace(said(row, parse_pronunciation(kana), "一般"), is_told=True)
        elif kana := _ALONE.get(found):
            yield said(row, parse_pronunciation(kana), "一般")
        else:
            yield row


def _is_counting(after: Row) -> bool:
    """Tell 何画素, which counts, from 何色 and 何主義, which ask for a name."""
    is_asked = after.surface in _NAMED or _OF_A_NAME.search(after.surface)
    return after.kind[0] == "名詞" and after.kind[1] in _COUNTED and not is_asked


def _is_called(after: Row, beyond: Row, further: Row) -> bool:
    """Tell 何モデルと呼ぶか, which asks for a name, from 何ページと書くか, which counts."""
    is_noun = after.kind[:2] in (("名詞", "一般"), ("名詞", "サ変接続"))
    return is_noun and beyond.surface == "と" and further.columns[BASE] in _CALLING


def _across_brackets(earlier: Row, row: Row) -> str | None:
    """Read the end of a word whose beginning is in brackets, as inside the word: （初期）値 is no アタイ."""
    if (row.surface, row.kana) not in ENDS or not is_head(earlier):
        return None
    whole = (kana.removeprefix(earlier.reading) for kana in readings(earlier.surface + row.surface))
    end = ENDS[row.surface, row.kana]
    return end if end.replace("'", "") in map(pronounced, whole) else None


def _is_japanese(before: Row) -> bool:
    """Whether kanji are read in Japanese, as 差込 is: then an opening is グチ, not コー (換気口)."""
    chinese = re.compile(f"(?:{CHINESE}){{{len(before.surface)}}}")
    return IN_KANJI.fullmatch(before.surface) is not None and not chinese.fullmatch(before.kana)


def _side(first: Row, earlier: Row, before: Row, row: Row, after: Row) -> str | None:
    """Tell a side from a person: 使った方が良い and 右の方に, 知りたい方は and お探しの方に; None when open.

    先生方 are persons, too, and 進み方 is a way.
    """
    if before.kind[0] == "名詞":
        return "ガタ'" if PERSONS.fullmatch(before.surface) and row.kind[1] == "接尾" else None
    if row.kind[1] == "接尾":
        return None
    if (
        before.surface == "の"
        and before.kind[0] == "助詞"
        and (after.surface in _OF_A_PERSON or is_apart(after))
    ):
        is_person = first.surface in _POLITE or PERSONS.fullmatch(earlier.surface)
        return "カタ'" if is_person else None
    if before.kind[0] not in ("動詞", "助動詞"):
        return None
    if after.surface == "が":
        return "ホ'ー"
    return "カタ'" if after.surface in ("は", "も", "に", "へ", "で", "なら", "向け") else None


def _is_done(earlier: Row, before: Row, after: Row, beyond: Row) -> bool:
    """Tell 検定も行っている, which is done, and 明と行った貿易, from 買い物に行っている."""
    if before.surface in _WHAT_IS_DONE:
        return earlier.kind[1] == "サ変接続" and earlier.surface not in _WAYS_TO_GO
    is_act = beyond.kind[1] == "サ変接続" and beyond.surface not in _WAYS_TO_GO
    return before.surface in _BY_WHOM and after.surface == "た" and is_act


def _done(row: Row) -> Row:
    """Make 行っ of 行う out of that of 行く, which the dictionary would rather have."""
    return _verb(row, "行う", "オコナッ", "0/4")


def _verb(row: Row, base: str, kana: str, accent: str) -> Row:
    """Read a word that is conjugated in another way."""
    columns = (*row.columns[:BASE], base, kana, kana, accent, *row.columns[RULE:])
    return replace(row, columns=columns, is_settled=True, is_told=True)


def _is_naming(row: Row, before: Row, after: Row) -> bool:
    """Tell ラベル付けなど from ラベル付けて, where a particle was left out."""
    ends = after.kind[0] in ("助詞", "名詞", "記号", "") and after.surface not in _GOING_ON
    return ends and row.reading == "ツケ" and before.kind[1] in ("一般", "サ変接続")


def _by_company(earlier: Row, before: Row, row: Row, after: Row, beyond: Row) -> str | None:
    """Tell what a kanji means by the words beside it.

    対の画像 is a pair and 1対1 a match, 英語の訳 a translation and 良い訳 a reason, 少し間を置く a pause and
    層の間を a place; 私と君 is you and 山田君 a title; 学ぶ度に is each time;
    縁がある no rim, 高精度 no 株高, and 何画素 counts.
    """
    if row.surface in LEVELS and is_level(earlier, before, after, beyond):
        return LEVELS[row.surface]
    match row.surface:
        case "対":
            return "ツイ" if after.kind[0] in ("助詞", "助動詞") else "タ'イ"
        case "訳":
            return "ワ'ケ" if before.kind[0] in _SAYING_WHICH else "ヤ'ク"
        case "間" if after.surface in ("を", "が") and before.kind[0] in ("副詞", "形容詞", "記号", ""):
            return "マ"
        case "度" if after.surface == "に" and (before.surface == "の" or before.kind[0] in _SAYING_WHICH):
            return "タビ'"
        case "後" if before.surface.endswith(("た", "だ")) or (before.surface, after.surface) == ("の", "を"):
            return "ア'ト"
        case "後" if after.surface == "で" and not (is_head(before) or before.kind[1] in _DATED):
            return "ア'ト"
        case "後" if after.surface in _AFTERWARDS and before.kind[0] in ("記号", ""):
            return "ノチ'"
        case "高" if before.kind[1] == "サ変接続" and after.kind[0] in ("助詞", "助動詞", "記号", ""):
            return "ダ'カ"
        case "高" if after.surface == "さ":
            return None
        case "高" if BEGINNING.fullmatch(before.surface) and after.kind[0] == "名詞":
            return "コ'ー"
        case "主" if after.kind[0] == "名詞" and before.kind[0] != "名詞":
            return "シュ'"
        case "何" if _is_counting(after):
            return "ナ'ン"
        case "何" if after.surface == "と" and beyond.kind[0] == "動詞":
            return "ナ'ン"
        case "額" if before.surface == "の" and _OF_MONEY.search(earlier.surface):
            return "ガ'ク"
        case "前" if is_apart(before) and after.kind[1] == "数":
            return "ゼ'ン"
        case "端" if after.surface == "を" and beyond.surface.startswith("発"):
            return "タ'ン"
        case "業" if after.surface in ("の", "が") and beyond.surface.startswith("深"):
            return "ゴ'ー"
        case "縁" if after.surface in ("が", "も") and beyond.columns[BASE] in ("ある", "ない", "切れる"):
            return "エ'ン"
        case "位" if _is_about(before, after):
            return "ク'ライ"
        case "素" if after.surface == "の" and not before.surface.endswith("に"):
            return "ス'"  # 互いに素の is said ソノ
        case "君" if before.kind[0] != "名詞":
            return "キミ"
        case "表":
            return _table_or_face(earlier, before, after, beyond)
    return by_one_side(before, row, after, beyond)


def _is_about(before: Row, after: Row) -> bool:
    """Tell どれ位, 三割位, 2時間位 and 30分位で, which are くらい, from 20分位数."""
    if before.surface == "桁" or (before.surface == "分" and after.kind[0] == "名詞"):
        return False
    counts = before.kind[1:3] == ("接尾", "助数詞") or (before.surface, before.kind[1]) == ("間", "接尾")
    return counts or before.surface in _HOW_MUCH


def _table_or_face(earlier: Row, before: Row, after: Row, beyond: Row) -> str | None:
    """Tell 次の表 and 表の各列, which are tables, from コインの表 and 表が出る."""
    if earlier.surface in _COINS or earlier.surface == "裏" or beyond.surface == "裏":
        return "オモテ'"
    if (is_apart(before) and earlier.surface == "表") or (is_apart(after) and beyond.surface == "表"):
        return "オモテ'"  # 表・表・裏 of throws, which a list of tables would number
    if after.surface in ("が", "の") and beyond.columns[BASE] == "出る":
        return "オモテ'"
    if after.surface == "に" and beyond.columns[BASE] in _COMING_OUT | _WRITING_DOWN:
        return "オモテ'" if beyond.columns[BASE] in _COMING_OUT else "ヒョ'ー"
    is_shown = before.surface == "この" or (before.surface == "の" and earlier.surface in _POINTING)
    if is_shown or after.kind[1] == "数" or (after.surface == "の" and beyond.surface in _OF_A_TABLE):
        return "ヒョ'ー"
    return None
