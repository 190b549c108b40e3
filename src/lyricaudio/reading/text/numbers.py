"""Patterns of numbers in plain text that the analyser misreads: dates, ratios, ranges, units, versions.

What it reads rightly is left to it: years, counters, percentages, decimals, most units. Most patterns become
Japanese text (2〜4 is 2から4), so that counters and particles behind them join as always.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lyricaudio.reading.text.scripts import KANJI, KATAKANA, LATIN
from lyricaudio.reading.text.units import AFTER_NUMBER, ALONE, measure, measure_alone
from lyricaudio.reading.text.wording import (
    BREATH,
    PARTED,
    WORD,
    Piece,
    Rule,
    SpokenForm,
    Wording,
    apply,
    spoken,
    spoken_letter,
)

_PER_TIME = {"秒": "マイビョー", "分": "マイフン"}
_ORDINALS = {
    "1st": "ファ'ースト", "2nd": "セ'カンド", "3rd": "サ'ード", "4th": "フォ'ース", "5th": "フィ'フス",
    "6th": "シ'ックスス", "7th": "セブンス", "8th": "エ'イス", "9th": "ナ'インス", "10th": "テ'ンス",
}  # fmt: skip
_CALLED = ("ゼロ", "イチ", "ニー", "サン", "ヨン", "ゴー", "ロク", "ナナ", "ハチ", "キュー")
_ERAS = {
    "M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和",
    "明": "明治", "大": "大正", "昭": "昭和", "平": "平成", "令": "令和",
}  # fmt: skip
_CURRENCIES = {"$": "ドル", "¥": "円", "€": "ユーロ", "£": "ポンド"}
_COUNTERS = "%℃度年月日秒分個人件層位倍"
_BASE = re.compile("([0-9]+|[二八十]|十六)進")
_TWO = frozenset({"2", "二"})
_WEEKDAYS = {
    "月": "ゲ'ツ", "火": "カ'", "水": "ス'イ", "木": "モク", "金": "キ'ン", "土": "ド'", "日": "ニチ",
}  # fmt: skip
_WEEKDAY = f"[{''.join(_WEEKDAYS)}]"
_DIGIT = "[〇一二三四五六七八九]"
_FROM_KANJI = str.maketrans("〇一二三四五六七八九", "0123456789", "、")
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"


def speak_number_patterns(wording: Wording) -> Wording:
    """Say dates, times, ratios, units, ranges and versions."""
    return apply(wording, _RULES)


def _called(digits: str) -> str:
    """Say digits one by one."""
    return "".join(_CALLED[int(digit)] for digit in digits)


def _of_a_card(match: re.Match[str]) -> Sequence[Piece]:
    """Say a number of many digits with a letter before digit by digit: 1A119043."""
    head = [spoken(_called(match["head"]))] if match["head"] else []
    return [*head, spoken_letter(match["letter"]), spoken(_called(match["tail"]))]


def _range(match: re.Match[str]) -> Sequence[Piece] | None:
    """Say Q1-Q10 as Q1からQ10; L4-L5 is but a pair."""
    return [match["first"], "から", match["last"]] if int(match["stop"]) > int(match["start"]) + 1 else None


def _date(match: re.Match[str]) -> Sequence[Piece] | None:
    month, day = int(match["month"]), int(match["day"] or 1)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return [f"{match['year']}年{month}月" + (f"{day}日" if match["day"] else "")]


def _era(match: re.Match[str]) -> Sequence[Piece] | None:
    """Say H25.1.9 as a date of 平成."""
    date = _date(match)
    return date and [_ERAS[match["era"]], *date]


def _of_old_court(match: re.Match[str]) -> Sequence[Piece] | None:
    """Say 大判大4.3.24 as what 大審院 judged on a day of 大正."""
    date = _era(match)
    return date and [spoken("ダイハン" if match["kind"] == "判" else "ダイケツ"), *date]


def _time(match: re.Match[str]) -> Sequence[Piece] | None:
    """Take 10:30 for a time of day, unless the line speaks of ratios."""
    if re.search("比(?![較べ])|割合|分割|[0-9]対[0-9]|ratio", match.string):
        return None
    minute = int(match["minute"])
    return [f"{int(match['hour'])}時" + (f"{minute}分" if minute else "")]


def _months(match: re.Match[str]) -> Sequence[Piece]:
    """Say months that are counted, not named, as laws have them: 1月以内 is ヒトツキイナイ."""
    return [spoken("ヒト'ツキ") if match["count"] == "1" else f"{match['count']}か月"]


def _in_a_row(match: re.Match[str]) -> Sequence[Piece]:
    """Say 2-1-3 as 2の1の3, and the digits of a telephone number or a book's number one by one."""
    parts = match[0].split("-")
    is_called = parts[0].startswith("0") or re.match(_BOOK, match[0]) is not None
    said = [spoken(_called(part)) if is_called else part for part in parts]
    return [piece for part in said for piece in ("の", part)][1:]


def _scientific(match: re.Match[str]) -> Sequence[Piece]:
    """Say 1e-3 as イチイーマイナスサン."""
    minus: list[SpokenForm] = [spoken("マイナス")] if match["sign"] == "-" else []
    return [spoken("イ'ー"), *minus, match["power"]]


def _prefix(match: re.Match[str]) -> Sequence[Piece]:
    """Say how long the part of a network is in an address: /24 is スラッシュニジューヨン."""
    return [match["address"] or "", spoken("スラ'ッシュ")]


def _binary(match: re.Match[str]) -> Sequence[Piece] | None:
    """Say the digits of a number one by one where the last base that was named is two."""
    bases = _BASE.findall(match.string, 0, match.start()) or _BASE.findall(match["after"] or "")
    if not bases or bases[-1] not in _TWO:
        return None
    return [
        spoken("".join("イチ" if digit == "1" else "ゼロ" for digit in match["digits"])),
        match["after"] or "",
    ]


def _size(match: re.Match[str]) -> Sequence[Piece]:
    """Say H x W as エイチカケルダブリュー."""
    parts = re.split("([A-Z])| ?[xX] ?", match[0])
    said = [spoken_letter(part) if part.isalpha() else part for part in parts if part]
    return [piece for part in said for piece in (spoken("カケ'ル"), part)][1:]


def _two_as_to(match: re.Match[str]) -> Sequence[Piece]:
    """Say B2C as ビートゥーシー."""
    return [spoken_letter(match["from"]), spoken("トゥー"), spoken_letter(match["to"])]


def _wireless(match: re.Match[str]) -> Sequence[Piece]:
    """Say 802.11ax digit by digit, as the committee's name is."""
    return [spoken(f"ハチマルニーテン{_called(match['part'])}"), *map(spoken_letter, match["letters"])]


_BOOK = r"97[89](?:-[0-9]{1,7}){3}-[0-9](?![0-9\-])"
_DAY_OF_ERA = r"(?P<year>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<day>[0-9]{1,2})(?![0-9.])"

_RULES: tuple[Rule, ...] = (
    (rf"(?<![{KANJI}])大(?P<kind>[判決])(?P<era>[明大昭]){_DAY_OF_ERA}", _of_old_court),
    (rf"(?:(?<=明治|大正|昭和|平成|令和)|(?<=[判決][昭平令])){_DAY_OF_ERA}", _date),
    (rf"(?<![{LATIN}{KANJI}0-9.\-])(?P<era>[MTSHR明大昭平令]){_DAY_OF_ERA}", _era),
    (r"(?<=[判決])平(?=[0-9元])", lambda m: [spoken("ヘー")]),  # 最判平25.1.9
    (rf"(?<![0-9.,])802\.(?P<part>11?|15|16|3)(?P<letters>[A-Za-z]{{0,2}})(?![0-9{LATIN}])", _wireless),
    (
        rf"(?<![{LATIN}0-9\-])(?P<first>(?P<of>[A-Z])(?P<start>[0-9]{{1,3}}))"
        r"-(?P<last>(?P=of)(?P<stop>[0-9]{1,3}))(?![0-9\-.])",
        _range,
    ),
    (
        rf"(?<=[A-Z]{{2}})-(?=[0-9]+(?:\.[0-9]+)?(?:cm|mm|m|mV|V|dB|℃|°C|%)(?![{LATIN}]))",
        lambda m: [spoken("マイナス")],  # SP-2cm
    ),
    (rf"(?<![0-9.\-]){_BOOK}", _in_a_row),
    (r"(?<=[0-9])(?P<unit>g|mg|kg|cm|mm|km|ml|mL)(?=[A-Z]{2})", lambda m: [m["unit"], PARTED]),  # 75gOGTT
    (rf"(?<![0-9{LATIN}.)])\.(?=[0-9])", lambda m: ["0."]),
    (r"[▲△](?=[0-9])", lambda m: [spoken("マイナス")]),  # in a balance
    (r"△(?=[A-Z]{3}(?![A-Za-z]))", lambda m: ["三角形"]),
    (
        rf"(?<![0-9.,{LATIN}])(?P<digits>[01]{{3,32}})(?![0-9,{LATIN}]|\.[0-9]|[{_COUNTERS}個本枚点回桁進])"
        r"(?P<after>(?:は|という|の)[2二]進)?",
        _binary,
    ),
    (
        r"(?:(?<![0-9.])(?P<address>[0-9]{1,3}(?:\.[0-9]{1,3}){3})|(?<![^ 、。(「『]))"
        r"/(?=[0-9]{1,3}(?![0-9/.]))",
        _prefix,
    ),
    (r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])", lambda m: [m[0].replace(",", "")]),
    (
        f"(?<![十百千万、])(?<!{_DIGIT})(?!〇){_DIGIT}{{1,3}}(?:、{_DIGIT}{{3}})+(?!{_DIGIT})",
        lambda m: [m[0].translate(_FROM_KANJI)],
    ),  # 一、二三四円 of a judgment
    (
        "(?<=[こそあ]れで|だけで|のみで)十分(?![間後前以ほくぐ程お経待休歩かも])|十分(?=か(?![らかけ]|十))",
        lambda m: [spoken("ジューブ'ン")],
    ),  # enough, not ten minutes
    ("十分(?=か[かけ])", lambda m: [spoken("ジュ'ップン")]),
    (
        r"(?<![0-9./\-])(?P<year>[12][0-9]{3})(?P<sign>[/.\-])(?P<month>[0-9]{1,2})(?P=sign)"
        r"(?P<day>[0-9]{1,2})(?![0-9./\-])",
        _date,
    ),
    (r"(?<![0-9./])(?P<year>(?:19|20)[0-9]{2})/(?P<month>[0-9]{1,2})(?P<day>)(?![0-9./])", _date),
    (r"(?<![0-9:.])(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])(?![0-9:.])", _time),
    (
        r"(?<![0-9.,:/\-])0(?=[1-9][年月日時分秒])|(?<=第)0(?=[1-9][章節回部話編講課])",
        lambda m: [],
    ),  # 令和04年
    (
        r"(?<![0-9年.])(?P<count>1[0-2]|[1-9])月(?=以内|以上|未満|を超え|を経過|の経過|が経過|前(?:に|の|まで))",
        _months,
    ),
    (rf"(?<![{LATIN}0-9][-])(?<=(?<![{LATIN}])[a-z])-(?=[a-z](?:平面|座標))", lambda m: [PARTED]),  # x-y平面
    (r"(?<=[0-9]),(?=[0-9]{1,2}(?![0-9]))", lambda m: [BREATH]),  # 14,15, and no thousands
    (r"(?<=[0-9])(?: : ?| ?:)(?=[0-9])", lambda m: [spoken("タ'イ")]),  # but 手順1: 3回
    (rf"(?<=(?<![{LATIN}])[{LATIN}0-9]):(?=[{LATIN}](?![{LATIN}]))", lambda m: [spoken("タ'イ")]),
    (r"(?<=[0-9])(?<![A-WYZa-wyz][0-9]) ?[xX×✕✖] ?(?=[0-9])", lambda m: [spoken("カケ'ル")]),
    (rf"(?<=(?<![{LATIN}])[{LATIN}0-9]) ?· ?(?=[{LATIN}0-9](?![{LATIN}]))", lambda m: [spoken("カケ'ル")]),
    (
        rf"(?<![{LATIN}0-9.])(?:[A-Z]|[0-9]+)(?: ?x ?(?:[A-Z]|[0-9]+))*(?: ?x ?[A-Z])"
        rf"(?: ?x ?(?:[A-Z]|[0-9]+))*(?![{LATIN}0-9.])",
        _size,
    ),  # of an image, H x W x 3
    (rf"(?<![0-9])(?:{'|'.join(_ORDINALS)})(?![{LATIN}])", lambda m: [spoken(_ORDINALS[m[0]])]),
    (r"(?<![A-Za-z0-9])(?P<from>[A-Z])2(?P<to>[A-Z])(?![A-Za-z0-9])", _two_as_to),
    (r"(?<=[a-z]{2})2(?=[A-Z]?[a-z]{2})", lambda m: [spoken("トゥ'ー")]),
    (rf"(?<=[0-9]{{3}}0)s(?![{LATIN}])", lambda m: ["年代"]),
    (rf"(?<![0-9{LATIN}.,])(?P<head>[0-9]?)(?P<letter>[A-Z])(?P<tail>[0-9]{{5,}})(?![0-9.,])", _of_a_card),
    (
        rf"(?P<sign>[{''.join(_CURRENCIES)}]) ?(?P<sum>{_NUMBER}[万億兆]?)",
        lambda m: [m["sum"] + _CURRENCIES[m["sign"]]],
    ),
    (rf"(?<=[0-9])[{''.join(_CURRENCIES)}]", lambda m: [_CURRENCIES[m[0]]]),
    (r"(?<=[0-9])[eE](?P<sign>[+\-]?)(?P<power>[0-9]{1,3})(?![0-9A-Za-z.])", _scientific),
    (
        rf"(?:{AFTER_NUMBER}|(?<=[0-9]) )(?<![{LATIN}{WORD}][0-9])(?<![{LATIN}{WORD}][0-9] )"
        rf"(?P<unit>[A-Za-zμ°㎡]+²?(?:/[A-Za-z]+²?)?)(?![{LATIN}0-9²])",
        lambda m: measure(m["unit"]),
    ),
    (
        rf"(?<![{LATIN}0-9 {WORD}百千万億兆数/])(?P<unit>(?:[A-Za-zμ]{{2,4}}|g)/(?:d?L|mL|kg))"
        rf"(?![{LATIN}0-9²/])",
        lambda m: measure_alone(m["unit"]),
    ),  # 単位はg/dL
    (
        rf"(?<![{LATIN}0-9 {WORD}百千万億兆数])(?P<unit>{'|'.join(ALONE)})(?![{LATIN}0-9²])",
        lambda m: [spoken(ALONE[m["unit"]])],
    ),
    (r"(?:(?<=[0-9][回拍枚件個歩円万億])|(?<=[千万億]円))/(?=[秒分日週月年])", lambda m: ["毎"]),
    (r"(?<=[0-9])/(?P<time>[秒分])(?![0-9の])", lambda m: [spoken(_PER_TIME[m["time"]])]),
    (r"(?:(?<=\.[0-9])|(?<=\.[0-9]{2}))月(?=分)", lambda m: ["か月"]),
    (r"(?<=[0-9]) +(?=[%℃])", lambda m: []),
    (
        rf"(?<=[0-9]日)(?P<gap> *\( *)(?P<day>{_WEEKDAY})(?= *[)・])",
        lambda m: [m["gap"], spoken(_WEEKDAYS[m["day"]])],
    ),
    (f"{_WEEKDAY}(?=から{_WEEKDAY}曜)", lambda m: [spoken(_WEEKDAYS[m[0]])]),
    (
        rf"(?<=[{KANJI}{KATAKANA}]) [xX] (?=[{KANJI}{KATAKANA}])(?! ?(?:軸|座標|方向|成分|の))",
        lambda m: [spoken("カケ'ル")],
    ),
    (r"(?<=[0-9])床(?![下上板面材])", lambda m: ["章"]),  # of a hospital, counted like chapters
    (rf"(?<=[0-9]人)日(?![々{KANJI}])", lambda m: [spoken("ニチ'")]),  # of work
    (
        "(?<=[0-9])(?:分画|粒界)|(?<=第[1-5])趾",
        lambda m: [spoken({"分画": "ブンカク", "粒界": "リューカイ", "趾": "シ'"}[m[0]])],
    ),
    (
        rf"(?<![0-9\-/.{LATIN}{WORD}=+*×÷^_<>])[0-9]+(?:-[0-9]+){{2,}}"
        rf"(?![0-9\-/{LATIN}{WORD}]|\.[0-9]| ?[=+*×÷^<>])",
        _in_a_row,
    ),
    (r"(?<=(?<![A-Za-z0-9\-])[A-Z])-[0-9]+(?:-[0-9]+)+(?![0-9\-])", _in_a_row),  # E-5-3
    (
        rf"(?<![0-9\-/{LATIN}{WORD}=+*×÷^_<>])(?<![0-9]\.)(?P<first>{_NUMBER}) ?[\-–—~] ?(?P<last>{_NUMBER})"
        rf"(?! ?[=+*×÷^<>/\-0-9{LATIN}]|\.[0-9])",
        lambda m: [m["first"], "から", m["last"]],
    ),
    (rf"(?<=[0-9][{_COUNTERS}])-(?=[0-9])", lambda m: ["から"]),
    (rf"(?<=第[0-9])-(?=[A-Za-z](?![{LATIN}]))", lambda m: ["から"]),  # 第1-K成分
    (rf"(?<![{LATIN}])[vV](?=[0-9])", lambda m: [spoken("ブ'イ")]),
    (rf"(?<![{LATIN}])[vV]er(?:sion)?\.? ?(?=[0-9])", lambda m: [spoken("バ'ージョン")]),
    (r"(?<![0-9.])[0-9]+(?:\.[0-9]+){2,}(?![0-9.])", lambda m: [m[0].replace(".", "点")]),
)
