"""The user dictionary of Open JTalk's analyser.

Decided pieces are one private-use character, a proper noun to the dictionary. Japanese terms of the lexicons
are entries of their own, each a little cheaper than what the dictionary itself would make of it: they win
over their parts, but leave longer words whole (修正方法), and words that meet (反発赤字, with 発赤 across).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lyricaudio.reading.japanese.package import package
from lyricaudio.reading.japanese.rows import joining
from lyricaudio.reading.lexicon.terms import Term
from lyricaudio.reading.text.kana import morae
from lyricaudio.reading.text.scripts import NUMERALS
from lyricaudio.reading.text.wording import BREAK_MARKS, SIGN_MARKS, WORD
from lyricaudio.stdout import stdout_to_nowhere

_WORD_COST = -20_000  # the character stands nowhere else, so nothing can be harmed
_TERM_GAIN = 1_500  # what a term costs less than the dictionary's own way through it
_DEAREST_TERMS = {1: 4_000, 2: 4_000, 3: 3_000}  # by characters, 0 from four: kanji that are words are dear
_COUNTED_TERM = -2_000  # 二手: the parts of a number are cheaper in company than alone
_BEFORE_NOUN = -388  # what the dictionary takes to begin a text with a common noun
_SIGNS = {"(": "括弧開", ")": "括弧閉", "・": "一般"}  # what the dictionary calls them


def opened_with(terms: Sequence[Term]) -> Any:
    """Open the analyser with a user dictionary of these terms, which is gone again when this returns."""
    with TemporaryDirectory(prefix="lyricaudio-", ignore_cleanup_errors=True) as folder:  # it is mapped
        return _open_jtalk(_built_dictionary(Path(folder), terms))


def _rows(terms: Sequence[Term]) -> Iterator[str]:
    """Write the user dictionary: surface, ids, cost, part of speech, base, reading, pronunciation, accent."""
    yield f"{WORD},,,{_WORD_COST},名詞,固有名詞,一般,*,*,*,{WORD},ア,ア,1/1,*"
    for pause, mark in BREAK_MARKS.items():
        kind = "空白" if pause == "none" else "読点"
        yield f"{mark},,,{_WORD_COST},記号,{kind},*,*,*,*,{mark},、,、,*/*,*"
    for sign, mark in SIGN_MARKS.items():
        yield f"{mark},,,{_WORD_COST},記号,{_SIGNS[sign]},*,*,*,*,{mark},、,、,*/*,*"
    jtalk = _open_jtalk()
    for term in terms:
        kana, accent = term.pronunciation.kana, term.pronunciation.accent
        place = f"{accent}/{len(morae(kana))}"
        rule = joining(accent, kana)
        cost = _cost(term.term, jtalk)
        yield f"{term.term},,,{cost},名詞,一般,*,*,*,*,{term.term},{kana},{kana},{place},{rule}"


def _cost(term: str, jtalk: Any) -> int:
    """Return what a term shall cost: less than the dictionary takes for it, a word of its own or several."""
    if term[0] in NUMERALS:
        return _COUNTED_TERM
    _, morphs = package().run_mecab_detailed(term, jtalk=jtalk)
    own: int = sum(morph["link_cost"] for morph in morphs) - _BEFORE_NOUN
    return min(own - _TERM_GAIN, _DEAREST_TERMS.get(len(term), 0))


def _built_dictionary(folder: Path, terms: Sequence[Term]) -> Path:
    source, built = folder / "user.csv", folder / "user.dic"
    _write_rows(source, terms)
    with stdout_to_nowhere():
        package().mecab_dict_index(str(source), str(built))
    return built


def _write_rows(path: Path, terms: Sequence[Term]) -> None:
    path.write_text("\n".join(_rows(terms)) + "\n", encoding="utf-8")


def _open_jtalk(dictionary: Path | None = None) -> Any:
    own = {"userdic": os.fsencode(dictionary), "userdic_reading_protection": [True]} if dictionary else {}
    return package().OpenJTalk(dn_mecab=package().OPEN_JTALK_DICT_DIR, **own)
