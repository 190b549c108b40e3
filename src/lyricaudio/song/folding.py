"""Characters that only look other are brought to one form, here and nowhere else.

A PDF gives ⼈ for 人, a Mac か and a mark for が, a scanner デ一タ and デ―タ for データ. What a file says
is taken in its one form (`unified`) before anything looks at it; what is only compared may be folded further
(`likeness`); and where nothing but kana can stand, a dash or 力 can only be one thing (`kana_form`).

>>> unified("⼈⼯知能のﾃﾞｰﾀ")
'人工知能のデータ'
>>> kana_form("デ―タ"), kana_form("力一ネル")
('データ', 'カーネル')
>>> likeness("デ一タ～Ａ") == likeness("データ〜A")
True
"""

from __future__ import annotations

import re
import unicodedata

from lyricaudio.song.ideographs import HAN, UNIFIED

_IN_JAPAN = str.maketrans("戶黑黃麥齒齊靑龜", "戸黒黄麦歯斉青亀")
"""Where a radical's ideograph is one that Japanese writes otherwise: the fonts of PDFs mean the latter."""

_RADICALS = {radical: ideograph.translate(_IN_JAPAN) for radical, ideograph in UNIFIED.items()}

SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""What asks for one of a character's shapes, as the inside of a character class."""

OTHER_FORMS = (
    f"[{''.join(_RADICALS)}]"
    "|[\uf900-\ufaff\U0002f800-\U0002fa1f]"  # compatibility ideographs, as NFC resolves them
    f"|(?<=[{HAN}ぁ-ヿ])[{SELECTORS}]+"
    "|[\uff61-\uff9f]+"  # half-width kana, their marks behind them
    "|[ぁ-ヺ][\u3099\u309a゛゜]"
)
"""A pattern for what has another form, in texts of which the rest is in NFC."""

_OTHER = re.compile(OTHER_FORMS)
_LOOSE_MARKS = str.maketrans("゛゜", "\u3099\u309a")

DASHES = "―—–‒‐‑−－-─━ꟷㅡᅳ"
LOOK_ALIKES = dict(zip("一力工口二夕卜八千才厶へべぺ", "ーカエロニタトハチオムヘベペ", strict=True))
"""What is taken for a kana, and that: Unicode's `confusables.txt`, and 千 才 厶, which scanners give."""

_TO_KANA = str.maketrans(LOOK_ALIKES | dict.fromkeys(DASHES, "ー") | {"’": "'", "＇": "'", "′": "'"})
_ALIKE = _TO_KANA | str.maketrans(dict.fromkeys("〜～〰∼", "~"))


def unified(text: str) -> str:
    """Return a text in the one form of its characters: NFC, with unified ideographs and full-width kana.

    Letters keep their width, and signs their shape: these are the writer's choice.
    """
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    return _OTHER.sub(lambda match: one_form(match[0]), text)


def one_form(found: str) -> str:
    """Return what stands for a match of `OTHER_FORMS`."""
    plain = _RADICALS.get(found) or unicodedata.normalize("NFKC", found.translate(_LOOSE_MARKS))
    return "" if re.fullmatch(f"[{SELECTORS}]+", plain) else plain


def kana_form(text: str) -> str:
    """Return a text in which there should be kana alone, with what is only taken for another sign as kana."""
    return unified(text).translate(_TO_KANA)


def likeness(text: str) -> str:
    """Return what two texts share that look alike, for comparing alone: width, dashes and waves are one."""
    return unicodedata.normalize("NFKC", unified(text).translate(_ALIKE)).translate(_ALIKE)
