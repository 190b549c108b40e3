"""Kana as sound: morae, accent marks, and from spelling to pronunciation."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from lyricaudio.messages import told

_MORA = re.compile(r"[ァ-ヺ][ァィゥェォャュョヮ]?|ー")
OLD_KANA = {"ヷ": "ヴァ", "ヸ": "ヴィ", "ヹ": "ヴェ", "ヺ": "ヴォ"}
"""Katakana that the analyser does not know, and the same sounds as it knows them."""

_HIRAGANA = "".join(map(chr, range(ord("ぁ"), ord("ゖ") + 1)))
_KATAKANA = "".join(map(chr, range(ord("ァ"), ord("ヶ") + 1)))
_TO_KATAKANA = str.maketrans(_HIRAGANA, _KATAKANA) | str.maketrans(OLD_KANA)
_TO_HIRAGANA = str.maketrans(_KATAKANA, _HIRAGANA)
_SAME_SOUND = str.maketrans("ヲヅヂヰヱヵヶ", "オズジイエカケ")
_ROWS = {
    "ア": "アカサタナハマヤラワガザダバパャァヮ", "イ": "イキシチニヒミリギジヂビピィ",
    "ウ": "ウクスツヌフムユルグズヅブプュゥヴ", "エ": "エケセテネヘメレゲゼデベペェ",
    "オ": "オコソトノホモヨロヲゴゾドボポョォ",
}  # fmt: skip
_VOWELS = {kana: vowel for vowel, row in _ROWS.items() for kana in row}
_LONG = tuple(  # after ォ and ヴ a ウ is a sound of its own
    re.compile(f"(?<=[{_ROWS[row]}])(?<![ォヴ]){spelling}") for row, spelling in ("オウ", "ウウ", "エイ")
)
_CONSONANTS = {
    None: "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ",
    "s": "サスィスセソ", "z": "ザズィズゼゾ", "t": "タティトゥテト",
    "d": "ダディドゥデド", "n": "ナニヌネノ", "f": "ファフィフフェフォ",
    "h": "ハヒフヘホ", "b": "バビブベボ", "p": "パピプペポ",
    "m": "マミムメモ", "r": "ラリルレロ", "y": "ヤイユイェヨ",
    "w": "ワウィウウェウォ", "v": "ヴァヴィヴヴェヴォ", "ch": "チャチチュチェチョ",
    "sh": "シャシシュシェショ", "j": "ジャジジュジェジョ", "ts": "ツァツィツツェツォ",
    "ky": "キャキキュキェキョ", "gy": "ギャギギュギェギョ", "ny": "ニャニニュニェニョ",
    "hy": "ヒャヒヒュヒェヒョ", "by": "ビャビビュビェビョ", "py": "ピャピピュピェピョ",
    "my": "ミャミミュミェミョ", "ry": "リャリリュリェリョ", "ty": "テャティテュテェテョ",
    "dy": "デャディデュデェデョ", "fy": "フャフィフュフェフョ", "vy": "ヴャヴィヴュヴェヴョ",
    "kw": "クァクィクゥクェクォ", "gw": "グァグィグゥグェグォ",
}  # fmt: skip
_UNACCENTED = "ーンッ"  # they carry no accent: it falls one mora earlier


@dataclass(frozen=True, slots=True, kw_only=True)
class Pronunciation:
    """How a word is said: katakana, and the number of the mora after which the pitch falls (0 is flat)."""

    kana: str
    accent: int = 0


def katakana(text: str) -> str:
    """Turn hiragana, half-width and old katakana into katakana; leave all else."""
    return unicodedata.normalize("NFKC", text).translate(_TO_KATAKANA)


def hiragana(text: str) -> str:
    """Turn katakana into hiragana; leave all else."""
    return text.translate(_TO_HIRAGANA)


def vowel_of(kana: str) -> str:
    """Return the vowel that a katakana ends in, ア to オ; empty for ン, ッ, ー and what is none."""
    return _VOWELS.get(kana, "")


def morae(kana: str) -> tuple[str, ...]:
    """Split katakana into morae: キャ is one; ッ, ン and ー are one each.

    Raises
    ------
    ValueError
        When there is something else than katakana.
    """
    found = tuple(_MORA.findall(kana))
    if "".join(found) != kana:
        raise ValueError(told("'{kana}' is not all katakana", kana=kana))
    return found


MORAE = {
    (consonant, vowel): kana
    for consonant, row in _CONSONANTS.items()
    for vowel, kana in zip("aiueo", morae(row), strict=True)
}
"""The mora of each consonant (None for none) and vowel, by their names in Open JTalk's labels.

The names are those of Hepburn. Where two stand for one mora, the first is the usual one: フ is ``fu``.
"""


def parse_pronunciation(marked: str) -> Pronunciation:
    """Read ``シーエヌエ'ヌ``: kana with ``'`` after the mora where the pitch falls; without it, flat.

    Raises
    ------
    ValueError
        When it is empty or not kana, or has more than one ``'`` or one at the start.
    """
    head, mark, tail = katakana(marked).partition("'")
    if not head or "'" in tail:
        raise ValueError(told("'{marked}' needs kana with at most one ' after a mora", marked=marked))
    accent = len(morae(head))
    morae(tail)  # is katakana, too
    return Pronunciation(kana=head + tail, accent=accent if mark else 0)


def pronounced(kana: str, *, verb: bool = False) -> str:
    """Turn spelling into sound: コウバイ into コーバイ, テイギ into テーギ, ツヅク into ツズク.

    A verb's last ウ is a sound of its own (追う is オウ); `verb` keeps it.
    """
    text = katakana(kana).translate(_SAME_SOUND)
    kept = text[-1:] if verb and text.endswith("ウ") else ""
    body = text.removesuffix(kept)
    for long in _LONG:
        body = long.sub("ー", body)
    return body + kept


def sounds(kana: str) -> str:
    """Write katakana as it sounds, one way for all spellings: ー as the vowel before it, テイ as テエ."""
    found: list[str] = []
    vowel = ""
    for character in pronounced(kana):
        if character == "ー" and vowel:
            found.append(vowel)
            continue
        vowel = vowel_of(character)
        found.append(character)
    return "".join(found).replace("イウ", "ユウ")


def voiceless(kana: str) -> str:
    """Take the voice from the first sound, which a word takes on inside a compound: バコ is ハコ."""
    return unicodedata.normalize("NFD", kana[:1])[:1] + kana[1:]


def loanword_accent(kana: str) -> int:
    """Guess a loanword's accent: the third mora from the end, one earlier on ー, ン or ッ."""
    parts = morae(kana)
    place = max(1, len(parts) - 2)
    while place > 1 and parts[place - 1] in _UNACCENTED:
        place -= 1
    return place
