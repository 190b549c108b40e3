"""Furigana: which kana stand over which characters of a text, and which morae each piece is heard in.

A reading knows how a word sounds. What stands over it is how that is spelt: コーバイ is こうばい over
勾配, and of 消え only 消 needs its き.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from lyricaudio.reading.model import Reading, Token
from lyricaudio.reading.text.kana import hiragana, katakana, vowel_of
from lyricaudio.reading.text.scripts import GREEK, HIRAGANA, IN_KANJI, KANJI, KATAKANA, LATIN
from lyricaudio.song.markup import Formula, Plain, Ruby, display, spans

_HARD_TO_READ = re.compile(f"[{KANJI}{LATIN}{GREEK}]")
_RUNS = re.compile(f"[{HIRAGANA}{KATAKANA}]+|[^{HIRAGANA}{KATAKANA}]+")

_SAID = {"ハ": "[ハワ]", "ヘ": "[ヘエ]", "ヲ": "[オヲ]", "ヅ": "[ズヅ]", "ヂ": "[ジヂ]"} | {
    vowel: f"[{vowel}ー]" for vowel in "アイウエオ"
}
"""How a kana of the spelling may sound, where not only as itself."""

_LONG = {"ア": "あ", "イ": "い", "エ": "い", "ウ": "う", "オ": "う"}
"""How ー is spelt after each vowel, but for the words below."""

_SPELT = {
    "大": ("おー", "おお"), "多": ("おー", "おお"), "覆": ("おー", "おお"), "公": ("おーや", "おおや"),
    "概": ("おー", "おお"), "遠": ("とー", "とお"), "通": ("とー", "とお"), "十": ("とー", "とお"),
    "氷": ("こー", "こお"), "凍": ("こー", "こお"), "滞": ("こー", "こお"), "炎": ("のー", "のお"),
    "頬": ("ほー", "ほお"), "姉": ("ねー", "ねえ"), "言": ("ゆ", "い"),
    "続": ("つず", "つづ"), "綴": ("つず", "つづ"), "縮": ("ちじ", "ちぢ"), "付": ("ず", "づ"),
    "近": ("じか", "ぢか"), "作": ("ずく", "づく"), "詰": ("ずめ", "づめ"), "使": ("ずか", "づか"),
}  # fmt: skip
"""Kanji with a native reading that is not spelt by rule: its sound, and its spelling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownToken:
    """A piece of a text as it is shown.

    Attributes
    ----------
    text
        All pieces together are the text.
    kana
        What stands over it: hiragana, over Latin letters katakana; None where nothing has to.
    first, last
        It is heard in the reading's morae from `first` to before `last`; in none when they are equal.
    """

    text: str
    kana: str | None
    first: int
    last: int


def shown_tokens(reading: Reading) -> tuple[ShownToken, ...]:
    """Cut a text into pieces with their furigana and morae, in order."""
    return tuple(_joined(_timed(_pieces(reading), reading)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A piece of the shown text, how it is said (katakana, may be empty), and its furigana."""

    text: str
    said: str
    kana: str | None = None


def _pieces(reading: Reading) -> Iterator[_Piece]:
    """Yield the tokens, parted into kanji and kana, and between them what is not said."""
    shown = _shown_characters(reading.written)
    position = 0
    for token in reading.tokens:
        stop = max(position, token.start + len(token.surface))
        start = min(max(position, token.start), stop)
        if start > position:
            yield _Piece(text="".join(shown[position:start]), said="")
        yield from _parted(token, "".join(shown[start:stop]))
        position = stop
    yield _Piece(text="".join(shown[position:]), said="")


def _shown_characters(written: str) -> list[str]:
    """Return what is shown for each character as written; of ruby or a formula the first stands for all."""
    shown: list[str] = []
    for span in spans(written):
        if isinstance(span, Plain):
            shown += span.written
        else:
            shown += [display(span.written), *[""] * (len(span.written) - 1)]
    return shown


def _parted(token: Token, text: str) -> Iterator[_Piece]:
    """Part a token so that furigana stands over kanji and letters only: 消え as 消 (き) and え."""
    if not (token.kana and _HARD_TO_READ.search(text)):
        yield _Piece(text=text, said=token.kana)
        return
    match spans(token.surface):
        case (Ruby(kana=kana),):
            yield _Piece(text=text, said=token.kana, kana=kana.replace("'", ""))
            return
        case (Formula(),) if not text.isalnum():  # kana over a whole formula hide it
            yield _Piece(text=text, said=token.kana)
            return
    runs = _RUNS.findall(text)
    found = re.fullmatch("".join(_sound_of(run) for run in runs), token.kana)
    said = found.groups() if found else (token.kana,)
    for run, sound in zip(runs if found else (text,), said, strict=True):
        needed = sound and _HARD_TO_READ.search(run)
        yield _Piece(text=run, said=sound, kana=_furigana(run, sound) if needed else None)


def _sound_of(run: str) -> str:
    """Return a pattern for how a run may sound: kana nearly as spelt, all else somehow."""
    if _RUNS.match(run) and re.match(f"[{HIRAGANA}{KATAKANA}]", run):
        return "(" + "".join(_SAID.get(kana, kana) for kana in katakana(run)) + ")"
    return "(.+?)" if _HARD_TO_READ.search(run) else "(.*?)"


def _furigana(text: str, said: str) -> str:
    """Spell a sound as it stands over a text."""
    if not IN_KANJI.search(text):
        return said
    kana = hiragana(said)
    for place, kanji in enumerate(text):
        if kanji in _SPELT:
            sound, spelling = _SPELT[kanji]
            # A kanji that opens the word opens its sound: in 大王 (だいおう) the long o is not of 大.
            kana = re.sub(f"^{sound}" if place == 0 else f"(?<!^){sound}", spelling, kana)
    return re.sub("(?<=(.))ー", lambda mark: _LONG.get(vowel_of(katakana(mark[1])), "ー"), kana)


def _timed(pieces: Iterator[_Piece], reading: Reading) -> Iterator[ShownToken]:
    """Find the morae of each piece: a mora belongs to the piece that its first kana belongs to."""
    starts = [0, *accumulate(len(mora.kana) for mora in reading.morae)][:-1]
    first = 0
    end = 0
    for piece in pieces:
        end += len(piece.said)
        last = first
        while last < len(starts) and starts[last] < end:
            last += 1
        yield ShownToken(text=piece.text, kana=piece.kana, first=first, last=last)
        first = last


def _joined(tokens: Iterator[ShownToken]) -> Iterator[ShownToken]:
    """Join what shows nothing of its own to the piece before it."""
    held: ShownToken | None = None
    for token in tokens:
        if held is not None and (not token.text or not held.text):
            text, kana = held.text + token.text, held.kana or token.kana
            held = replace(held, text=text, kana=kana, last=token.last)
            continue
        if held is not None:
            yield held
        held = token
    if held is not None and held.text:
        yield held
