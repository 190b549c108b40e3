"""Signs taken for others, as scanners and keyboards give them: デ―タ, デ一タ, 力ーネル, へッド, 入カ層.

A dictionary decides: what is a word with the sign that was meant, and is none as it is written, is that word.
エンコーダ‐デコーダ is two words with a hyphen, ネット口コミ has its kanji.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lyricaudio.reading.japanese.sudachi import known_words
from lyricaudio.reading.text.scripts import HIRAGANA, KANJI, KATAKANA
from lyricaudio.reading.text.wording import Piece, Wording, replace_spans
from lyricaudio.song.folding import DASHES, LOOK_ALIKES

_PARTING = r"\-‐‑~〜～"  # hyphens and waves stand between names, too
_LONG = re.escape(DASHES) + r"\-~〜～"
_KANJI = "".join(sign for sign in LOOK_ALIKES if re.match(f"[{KANJI}]", sign))
_PARTICLES = "へべぺ"
_IN_KATAKANA = re.compile(
    rf"(?=[{KATAKANA}{_LONG}{_KANJI}{_PARTICLES}]{{2}})[{KATAKANA}{_KANJI}{_PARTICLES}]"
    rf"(?:[{KATAKANA}{_KANJI}{_PARTICLES}]|[{_LONG}](?![{_LONG}]))*"
)
_IN_HIRAGANA = re.compile(rf"[{HIRAGANA}]+(?:[{re.escape(DASHES)}~〜～][{HIRAGANA}]+)+")
_BACK = {kana: sign for sign, kana in LOOK_ALIKES.items() if sign in _KANJI}
_IN_KANJI = re.compile(
    rf"(?<![{KATAKANA}])(?:[{KANJI}]+[{''.join(_BACK)}](?![{KATAKANA}])[{KANJI}]*"
    rf"|[{''.join(_BACK)}](?![{KATAKANA}])[{KANJI}]+)"
)
_ODD = re.compile(rf"[{_LONG}{_KANJI}{_PARTICLES}]")
_TO_KANA = str.maketrans(LOOK_ALIKES | dict.fromkeys(DASHES + "-~〜～", "ー"))
_TO_KANJI = str.maketrans(_BACK)
_ANY = re.compile(
    rf"[{KATAKANA}][{_LONG}{_KANJI}{_PARTICLES}]|[{_KANJI}{_PARTICLES}][{KATAKANA}]"
    rf"|[{HIRAGANA}][{re.escape(DASHES)}~〜～][{HIRAGANA}]"
    rf"|[{KANJI}][{''.join(_BACK)}]|[{''.join(_BACK)}][{KANJI}]|ヘ[{HIRAGANA}{KANJI}]"
)
_PARTICLE = re.compile(rf"(?P<word>[{KATAKANA}]*)(?<=[{KATAKANA}{HIRAGANA}{KANJI}])ヘ(?=[{HIRAGANA}{KANJI}])")
_AT_THE_END = re.compile(rf"[{re.escape(DASHES)}一](?=[をがはもへでに、。]|$)")
_INSIDE = re.compile(rf"(?<=[{KATAKANA}])[{re.escape(DASHES)}一~〜～](?=[{KATAKANA}])")
_LONGEST = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """A sign in `text[start:stop]` that may stand for another; `meant` is None when nobody knows."""

    start: int
    stop: int
    meant: str | None


def mend_lookalikes(wording: Wording, terms: Collection[str]) -> Wording:
    """Put the sign that was meant for each that is taken for another.

    Parameters
    ----------
    terms
        Words that are known besides the dictionary's.
    """
    found = (item for item in lookalikes(wording.text, terms) if item.meant is not None)
    return replace_spans(wording, ((item.start, item.stop, _pieces(item)) for item in found))


def _pieces(item: Lookalike) -> list[Piece]:
    return [item.meant or ""]


def lookalikes(text: str, terms: Collection[str] = ()) -> Iterator[Lookalike]:
    """Find the signs that stand where their kind cannot, in order."""
    if not _ANY.search(text):
        return
    found: list[Lookalike] = []
    for finder in (_in_katakana, _in_hiragana, _in_kanji, _particles):
        taken = {place for item in found for place in range(item.start - 1, item.stop + 1)}
        found += [item for item in finder(text, terms) if item.start not in taken]
    yield from sorted(found, key=lambda item: item.start)


def _in_katakana(text: str, terms: Collection[str]) -> Iterator[Lookalike]:
    for run in _IN_KATAKANA.finditer(text):
        for place, meant in _signs(run[0], _TO_KANA, terms):
            if meant is not None or _is_open(run, place, terms):
                yield _lookalike(run.start() + place, meant)


def _is_open(run: re.Match[str], place: int, terms: Collection[str]) -> bool:
    """Whether a sign of a row may well stand for another: inside a word, or at the end of one."""
    start = run.start() + place
    if _INSIDE.match(run.string, start):
        return not _parts_names(run[0], place)
    return bool(_AT_THE_END.match(run.string, start)) and _is_one_word(run[0].translate(_TO_KANA), terms)


def _in_kanji(text: str, terms: Collection[str]) -> Iterator[Lookalike]:
    for run in _IN_KANJI.finditer(text):
        for place, meant in _signs(run[0], _TO_KANJI, terms):
            if meant is not None:
                yield _lookalike(run.start() + place, meant)


def _in_hiragana(text: str, terms: Collection[str]) -> Iterator[Lookalike]:
    """Find what makes a vowel of hiragana long, as in わ〜い; ここ〜そこ is a range."""
    for run in _IN_HIRAGANA.finditer(text):
        meant = run[0].translate(_TO_KANA)
        for start, stop in known_words(meant, terms):
            for place in range(start + 1, stop - 1):
                if run[0][place] != meant[place] and _ODD.match(run[0], place):
                    yield _lookalike(run.start() + place, "ー")


def _particles(text: str, terms: Collection[str]) -> Iterator[Lookalike]:
    """Find the ヘ of katakana that is the particle."""
    for match in _PARTICLE.finditer(text):
        if not match["word"] or (
            _is_plausible(match["word"], terms) and not _is_one_word(match["word"] + "ヘ", terms)
        ):
            yield _lookalike(match.end() - 1, "へ")


def _lookalike(start: int, meant: str | None) -> Lookalike:
    return Lookalike(start=start, stop=start + 1, meant=meant)


def _signs(written: str, table: dict[int, str], terms: Collection[str]) -> Iterator[tuple[int, str | None]]:
    """Yield where in a row of signs one may stand for another, and which is meant if that is sure."""
    meant = written.translate(table)
    odd = [place for place in range(len(written)) if written[place] != meant[place]]
    if not odd or len(written) > _LONGEST:
        return
    if odd == [len(written) - 1] and table is _TO_KANA and _is_plausible(written[:-1], terms):
        yield odd[0], None
    elif _is_one_word(meant, terms) and (meant[odd[0]] == "ー" or not _is_one_word(written, terms)):
        yield from ((place, meant[place]) for place in odd)
    else:
        as_written, words = _is_plausible(written, terms), known_words(meant, terms)
        for place in odd:
            around = [(start, stop) for start, stop in words if start <= place < stop and stop - start > 1]
            sure = not as_written and any(not _is_plausible(written[a:b], terms) for a, b in around)
            if sure or around or not as_written:
                yield place, meant[place] if sure else None


def _parts_names(written: str, place: int) -> bool:
    """Whether a hyphen or a wave parts two names rather than the kana of one."""
    before, after = _ODD.split(written[:place])[-1], _ODD.split(written[place + 1 :])[0]
    return re.match(f"[{_PARTING}]", written[place]) is not None and min(len(before), len(after)) > 2


def _is_one_word(text: str, terms: Collection[str]) -> bool:
    return text in terms or known_words(text, terms) == ((0, len(text)),)


def _is_plausible(written: str, terms: Collection[str]) -> bool:
    """Whether a text is made of known words, none of them a single katakana."""
    covered = 0
    for start, stop in () if written in terms else known_words(written, terms):
        if _ODD.sub("", written[covered:start]) or re.fullmatch(f"[{KATAKANA}]", written[start:stop]):
            return False
        covered = stop
    return written in terms or not _ODD.sub("", written[covered:])
