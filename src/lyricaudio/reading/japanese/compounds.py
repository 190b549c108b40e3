"""Single kanji that begin or end a compound no dictionary has: there they are read in Chinese, as a rule.

The analyser cuts such a compound up and reads its kanji as words by themselves, or as somebody's name:
アシル基 was アシルモト, 融氷期 began with トール. Counted in 72,000 compounds of a public dictionary;
a row is here where nearly all of a kind have the other reading.
"""

from __future__ import annotations

from lyricaudio.reading.japanese.oneside import is_head
from lyricaudio.reading.japanese.rows import Row
from lyricaudio.reading.text.scripts import IN_KANJI

ENDS = {
    ("解", "ゲ"): "カ'イ", ("値", "ネ"): "チ'", ("数", "カズ"): "ス'ー", ("行", "イキ"): "ギョ'ー",
    ("木", "キ"): "ギ'", ("力", "チカラ"): "リョ'ク", ("器", "ウツワ"): "キ'", ("体", "カラダ"): "タイ",
    ("源", "ミナモト"): "ゲ'ン", ("品", "シナ"): "ヒン", ("間", "マ"): "カン", ("度", "タビ"): "ド'",
    ("下", "シタ"): "カ'", ("内", "ウチ"): "ナ'イ", ("外", "ソト"): "ガ'イ", ("者", "モノ"): "シャ'",
    ("網", "アミ"): "モ'ー", ("元", "ハジメ"): "モト'", ("巾", "キン"): "ハバ", ("月", "ガツ"): "ズキ'",
    ("月", "ツキ"): "ズキ'", ("野", "ノ"): "ヤ'", ("筋", "スジ"): "キ'ン", ("等", "ラ"): "トー",
    ("基", "モト"): "キ'", ("皿", "サラ"): "ザラ", ("畑", "ハタケ"): "バタケ", ("弓", "ユミ"): "キュ'ー",
    ("翼", "ツバサ"): "ヨ'ク", ("趾", "アト"): "シ'", ("綱", "ツナ"): "コ'ー", ("媒", "ナカダチ"): "バイ",
    ("茎", "クキ"): "ケ'ー", ("裂", "キレ"): "レ'ツ", ("照", "アキラ"): "ショー",
    ("鱗", "ウロコ"): "リン", ("境", "サカイ"): "キョー", ("智", "サトシ"): "チ'",
    ("譲", "ユズル"): "ジョー", ("原", "バラ"): "ゲ'ン", ("帝", "ミカド"): "テ'ー",
}  # fmt: skip
"""What a kanji means behind a noun that is no name or number, for the reading it has alone: 近似解."""

_NOUNS = frozenset({("名詞", "一般", "*"), ("名詞", "サ変接続", "*"), ("名詞", "接尾", "一般")})  # no titles

_BEGINNINGS = {
    "側": "ソク", "和": "ワ", "常": "ジョー", "佳": "カ", "修": "シュー", "含": "ガン", "病": "ビョー",
    "落": "ラク", "輝": "キ", "陽": "ヨー", "晶": "ショー", "普": "フ", "収": "シュー", "経": "ケー",
    "融": "ユー", "強": "キョー", "界": "カイ", "肋": "ロク", "罪": "ザイ", "限": "ゲン", "翻": "ホン",
    "思": "シ", "瞬": "シュン", "芳": "ホー", "互": "ゴ", "幻": "ゲン", "塊": "カイ", "填": "テン",
    "孔": "コー", "寡": "カ", "至": "シ", "縮": "シュク", "蚕": "サン", "透": "トー", "進": "シン",
    "駆": "ク", "鱗": "リン", "鼓": "コ", "換": "カン", "拡": "カク", "撓": "トー", "洞": "ドー",
    "胎": "タイ", "蹄": "テー", "頓": "トン", "詳": "ショー", "函": "カン", "衰": "スイ", "褥": "ジョク",
    "鋳": "チュー", "叉": "サ", "尊": "ソン", "卑": "ヒ", "平": "ヒラ", "垂": "スイ", "凍": "トー",
    "改": "カイ", "薫": "クン", "腐": "フ", "尾": "ビ", "勢": "セー", "緯": "イ", "獣": "ジュー",
    "屍": "シ",
}  # fmt: skip
"""How a kanji is read before a noun that it stands close to, whatever it is alone: 側副路, 融氷期, 平社員."""


def as_end(before: Row, row: Row) -> str | None:
    """Tell how a kanji is read as the end of a compound; None where it is none."""
    return ENDS.get((row.surface, row.kana)) if is_head(before) else None


def as_beginning(before: Row, row: Row, after: Row) -> str | None:
    """Tell how a kanji is read before the rest of its compound; None where it begins none."""
    kana = _BEGINNINGS.get(row.surface)
    if kana is None or before.kind[0] in ("名詞", "接頭詞") or after.kind not in _NOUNS:
        return None
    return kana if IN_KANJI.match(after.surface) else None
