"""Kanji that the analyser cut off as words by themselves: which of their readings the field means.

Longer words belong into a lexicon. A single kanji cannot stand there, for it would change every word that
it is part of; here the analyser has told already where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lyricaudio.reading.text.kana import Pronunciation, morae, parse_pronunciation

_ALONE = {
    ("値", "ネ"): "アタイ",
    ("疎", "ウト"): "ソ'",
    ("和", "ヤワ"): "ワ'",
    ("行", "コウ"): "ギョ'ー",
    ("節", "フシ"): "セ'ツ",
    ("主", "ヌシ"): "シュ'",
    ("縁", "エン"): "フチ'",
    ("調", "シラベ"): "チョ'ー",
}
"""What a kanji means here, for the reading that everyday Japanese would give it."""

_BEHIND_NOUN = {
    ("解", "ゲ"): "カ'イ", ("値", "ネ"): "チ'", ("数", "カズ"): "ス'ー", ("行", "イキ"): "ギョ'ー",
    ("木", "キ"): "ギ'", ("力", "チカラ"): "リョ'ク", ("器", "ウツワ"): "キ'", ("体", "カラダ"): "タイ",
    ("源", "ミナモト"): "ゲ'ン", ("品", "シナ"): "ヒン", ("間", "マ"): "カン", ("度", "タビ"): "ド'",
    ("下", "シタ"): "カ'", ("内", "ウチ"): "ナ'イ", ("外", "ソト"): "ガ'イ", ("者", "モノ"): "シャ'",
    ("網", "アミ"): "モ'ー", ("元", "ハジメ"): "モト'",
}  # fmt: skip
"""The same for a kanji that ends a compound, behind a noun that is no name or number: 近似解, 条件下."""

DECIDED = frozenset({"対", "訳", "間", "君"}.union(kanji for kanji, _ in _ALONE))
"""Kanji that nobody need be asked about after this."""

_SAYING_WHICH = frozenset({"動詞", "形容詞", "助動詞", "連体詞"})
_SURFACE, _CLASS, _GROUP, _READING = 0, 1, 2, 8
_NO_HEADS = frozenset({"固有名詞", "数", "代名詞", "副詞可能", "非自立"})


def settle_lone_kanji(features: Sequence[str]) -> list[str]:
    """Give single kanji among the analyser's dictionary rows the reading that is meant, with its accent."""
    return list(_settled([feature.split(",") for feature in features]))


def is_everyday(kanji: str, kana: str) -> bool:
    """Whether a reading is the everyday one of a lone kanji that means something else in the field."""
    return (kanji, kana) in _ALONE or (kanji, kana) in _BEHIND_NOUN


def _settled(rows: Sequence[list[str]]) -> Iterator[str]:
    edge = [""] * (_GROUP + 1)
    for before, row, after in zip((edge, *rows), rows, (*rows[1:], edge), strict=False):
        found = row[_SURFACE], "".join(row[_READING : _READING + 1])  # an unknown word has none
        if before[_CLASS] == "名詞" and before[_GROUP] not in _NO_HEADS and found in _BEHIND_NOUN:
            row = _with(row, parse_pronunciation(_BEHIND_NOUN[found]), "接尾")
        elif row[_SURFACE] == "方" and (said := _side(before, after)):
            row = _with(row, parse_pronunciation(said), "接尾")
        elif said := _by_company(before, row, after) or _ALONE.get(found):
            row = _with(row, parse_pronunciation(said), "一般")
        yield ",".join(row)


def _side(before: Sequence[str], after: Sequence[str]) -> str | None:
    """Tell 使った方が良い, a side, from 知りたい方は, a person; None when that is open."""
    if before[_CLASS] not in ("動詞", "助動詞"):
        return None
    if after[_SURFACE] == "が":
        return "ホ'ー"
    return "カタ'" if after[_SURFACE] in ("は", "も", "に", "へ", "で", "なら", "向け") else None


def _by_company(before: Sequence[str], row: Sequence[str], after: Sequence[str]) -> str | None:
    """Tell what a kanji means by the words beside it.

    対の画像 is a pair and 1対1 a match, 英語の訳 a translation and 良い訳 a reason, 少し間を置く a pause and
    層の間を a place; 私と君 is you and 山田君 a title.
    """
    match row[_SURFACE]:
        case "対":
            return "ツイ" if after[_CLASS] in ("助詞", "助動詞") else "タ'イ"
        case "訳":
            return "ワ'ケ" if before[_CLASS] in _SAYING_WHICH else "ヤ'ク"
        case "間" if after[_SURFACE] in ("を", "が") and before[_CLASS] in ("副詞", "形容詞", "記号", ""):
            return "マ"
        case "君" if before[_CLASS] != "名詞":
            return "キミ"
    return None


def _with(row: Sequence[str], said: Pronunciation, group: str) -> list[str]:
    """Make a noun of a row; its place in a compound and its accent are for the analyser to join."""
    accent = f"{said.accent}/{len(morae(said.kana))}"
    kinds = ["名詞", group, "*", "*", "*", "*", row[_SURFACE]]
    return [row[_SURFACE], *kinds, said.kana, said.kana, accent, "C3"]
