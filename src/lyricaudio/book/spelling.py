"""How a keyword of a syllabus may be written, and where a text has it.

>>> ways("ベクトル自己回帰モデル(VARモデル)")
(('ベクトル自己回帰モデル',), ('varモデル',))
>>> ways("ROC曲線・AUC")
(('roc曲線auc',), ('roc曲線', 'auc'))
>>> ways("トイ・プロブレム"), ways("ReLU関数")
((('トイプロブレム',),), (('relu関数',), ('relu',)))
>>> sorted(Sought(["relu", "leakyrelu"]).found_in("ReLUとLeaky ReLU")), sorted(
...     Sought(["relu", "leakyrelu"]).found_in("PReLUとLeaky ReLU")
... )
(['leakyrelu', 'relu'], ['leakyrelu'])
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from unicodedata import normalize

from lyricaudio.song.folding import unified

Name = str
"""A name in its folded form: NFKC, without case, spaces, ・, hyphens, and the ー of long words."""

_APART = frozenset(" \u3000・/\n")
_HYPHENS = frozenset("-‐‑–−")
_KATAKANA = re.compile("[ァ-ヺー]")
_LETTER = re.compile(r"(?![一-龠々ぁ-ヿ])[^\W_]")
_LONG_WORD = re.compile("[ァ-ヺー]{4,}")
"""Katakana in which a ー more or less makes no other word: フィルター is フィルタ, but キー is not キ."""

_VERSION = re.compile(r"v?[0-9]+")
_GLOSSED = re.compile(r"(?P<name>.*?)[((](?P<short>[^()()]*)[))]")
_JOINED = re.compile("(?<![ァ-ヺー])・|・(?![ァ-ヺー])")
"""A ・ that joins several names; between katakana it belongs to one."""

_MAY_LACK = re.compile("(?:の関係|関数|問題)$")
_LEAST_LEFT = 5  # of a name without its ending: kanji and letters count twice, kana once


def ways(keyword: str) -> tuple[tuple[Name, ...], ...]:
    """Return the ways in which a keyword may be written: for each the names that must all be there.

    Parameters
    ----------
    keyword
        As a syllabus writes it. What stands in brackets is another name; ・ joins several, but between
        katakana it belongs to one; and 関数, 問題 or の関係 may be left out behind a long name.
    """
    parts = [tuple(_alternatives(part)) for part in _JOINED.split(keyword)]
    whole = [(folded(keyword),)] if len(parts) > 1 else []
    return tuple(dict.fromkeys((*whole, *product(*parts))))


def _alternatives(part: str) -> Iterator[Name]:
    glossed = _GLOSSED.fullmatch(part.strip())
    for written in (glossed["name"], glossed["short"]) if glossed else (part,):
        name = folded(written)
        yield name
        short = _MAY_LACK.sub("", name)
        if short != name and sum(2 - bool(re.match("[ぁ-ヿ]", sign)) for sign in short) >= _LEAST_LEFT:
            yield short


def folded(text: str) -> Name:
    """Return a text in the form in which names are compared."""
    return "".join(sign for sign, _ in _signs(text))


def _signs(text: str) -> Iterator[tuple[str, str]]:
    """Yield the signs of a text that count, each with what was left out before it."""
    left_out = ""
    plain = normalize("NFKC", unified(text)).casefold()
    for sign in _LONG_WORD.sub(lambda word: word[0].replace("ー", ""), plain):
        if sign in _APART or sign in _HYPHENS:
            left_out += sign
        else:
            yield sign, left_out
            left_out = ""


class Sought:
    """Names that are looked for in texts.

    A name counts where it is a word of its own: letters beside letters make another word (PCA in PCAST), and
    so do katakana beside katakana; a number behind a name is its version. A name within a longer one that is
    sought, too, is not meant (ReLU in Leaky ReLU).
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = sorted(set(names), key=lambda name: (-len(name), name))

    def found_in(self, text: str) -> frozenset[Name]:
        """Return the names that a text has; the text is as it is shown, without markup."""
        signs = tuple(_signs(text))
        plain = "".join(sign for sign, _ in signs)
        taken: list[tuple[int, int]] = []
        found = set[Name]()
        for name in filter(plain.__contains__, self._names):  # the longest first
            for start in _places(name, plain):
                end = start + len(name)
                is_part = any(first <= start and end <= last for first, last in taken)
                if not is_part and _is_word(signs, start, end):
                    taken.append((start, end))
                    found.add(name)
        return frozenset(found)


def _places(name: Name, plain: str) -> Iterator[int]:
    at = plain.find(name)
    while at >= 0:
        yield at
        at = plain.find(name, at + 1)


def _is_word(signs: tuple[tuple[str, str], ...], start: int, end: int) -> bool:
    """Whether what stands from one place to another is no part of a longer word."""
    if _LETTER.match(signs[end - 1][0]):
        version = _VERSION.match("".join(sign for sign, _ in signs[end : end + 5]))
        end += version.end() if version else 0
    return _parted(signs, start) and _parted(signs, end)


def _parted(signs: tuple[tuple[str, str], ...], at: int) -> bool:
    """Whether a word may end and another begin before a sign."""
    if not 0 < at < len(signs):
        return True
    (before, _), (after, left_out) = signs[at - 1], signs[at]
    if _APART & set(left_out):
        return True
    return not any(kind.match(before) and kind.match(after) for kind in (_LETTER, _KATAKANA))
