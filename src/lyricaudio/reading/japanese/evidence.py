"""What speaks for which dictionary where the two read a stretch in different ways.

Each piece of evidence has a name and is there or not; what it is worth, `weights` has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lyricaudio.reading.japanese.likeness import sound_alike
from lyricaudio.reading.japanese.rows import PRONUNCIATION, Entries, Row
from lyricaudio.reading.japanese.stretches import Stretch
from lyricaudio.reading.japanese.sudachi import readings
from lyricaudio.reading.text.kana import pronounced
from lyricaudio.reading.text.scripts import HIRAGANA, IN_KANJI, KANJI, KATAKANA, NUMERALS
from lyricaudio.reading.text.wording import WORD

CHINESE = "[ァ-ヴ][ャュョ]?[ーイウンキクチツッ]?"
"""The shape of a kanji's Chinese reading; some Japanese ones share it."""

_BESIDE = re.compile(f"[{KANJI}{KATAKANA}{WORD}]")
_OKURIGANA = re.compile(f"[{KANJI}]+[{HIRAGANA}]+")
_OPINIONS = {"動詞": "a verb", "接尾辞": "an ending", "助詞": "a particle"}
_WORDS = {"動詞": "a verb", "接尾": "an ending", "非自立": "a bound word", "接頭詞": "a beginning"}
_VOICED = "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポ"
_VOICELESS = str.maketrans(_VOICED, "カキクケコサシスセソタチツテトハヒフヘホハヒフヘホ")


def evidence(text: str, stretch: Stretch[Row], entries: Entries) -> frozenset[str]:
    """Collect what speaks for one dictionary or the other.

    Parameters
    ----------
    text
        What both were given.
    stretch
        The analyser's rows and Sudachi's words.
    entries
        What the analyser's dictionary has for single words.
    """
    surface, said, other = text[stretch.start : stretch.stop], stretch.said, pronounced(stretch.other)
    return frozenset((
        "always",
        *_of_cuts(stretch),
        *_of_dictionaries(surface, said, other, entries),
        *_of_sound(said, other),
        *_of_kinds(stretch),
        *_of_place(text, stretch, other),
    ))  # fmt: skip


def _of_cuts(stretch: Stretch[Row]) -> Iterator[str]:
    """Tell who needs fewer words, and who leaves kanji by themselves."""
    ours, theirs = len(stretch.words), len(stretch.opinions)
    if ours != theirs:
        yield "Sudachi has fewer words" if theirs < ours else "the analyser has fewer words"
    if ours > 1 and any(row.stop - row.start == 1 for row in stretch.words):
        yield "the analyser leaves one kanji over"
    if theirs > 1 and any(word.stop - word.start == 1 for word in stretch.opinions):
        yield "Sudachi leaves one kanji over"
    if not all(row.kana for row in stretch.words):
        yield "the analyser does not know a word"


def _of_dictionaries(surface: str, said: str, other: str, entries: Entries) -> Iterator[str]:
    """Tell whose reading the other's dictionary has, too, and which of the two it would rather have."""
    ours = [columns[PRONUNCIATION].replace(":", "") for columns in entries.of(surface)]
    theirs = readings(surface)
    if ours:
        yield f"the analyser {_could_read(other, said, ours)}"
    if theirs:
        yield f"Sudachi {_could_read(said, other, theirs)}"


def _could_read(kana: str, rather: str, found: Sequence[str]) -> str:
    """Tell whether a reading is among a dictionary's, and whether before the other one."""
    if not any(sound_alike(kana, reading) for reading in found):
        return "could not read so"
    first = next(reading for reading in found if sound_alike(kana, reading) or sound_alike(rather, reading))
    return "would rather read so" if sound_alike(kana, first) else "could read so"


def _of_sound(said: str, other: str) -> Iterator[str]:
    if said.translate(_VOICELESS) == other.translate(_VOICELESS):
        ours, theirs = (sum(sound in _VOICED for sound in kana) for kana in (said, other))
        yield "the analyser has more voice" if ours > theirs else "Sudachi has more voice"


def _of_kinds(stretch: Stretch[Row]) -> Iterator[str]:
    """Tell what the words are to either."""
    last, opinion = stretch.words[-1], stretch.opinions[-1]
    names = (
        any(row.kind[1] == "固有名詞" for row in stretch.words),
        any(word.kind[1:2] == ("固有名詞",) for word in stretch.opinions),
    )
    if any(names):
        yield {(True, True): "both have a name", (True, False): "only the analyser has a name"}.get(
            names, "only Sudachi has a name"
        )
    written = "".join(row.surface for row in stretch.words)
    if "ノ" in stretch.said and "ノ" not in stretch.other and "の" not in written:
        yield "the analyser says a ノ that is not written"
    if written[0] in NUMERALS:
        yield "it begins with a number"
        if names[0] != names[1]:
            yield "a number is a name to " + ("the analyser" if names[0] else "Sudachi")
    yield from (f"Sudachi has {name}" for kind, name in _OPINIONS.items() if opinion.kind[:1] == (kind,))
    yield from (f"the analyser has {name}" for kind, name in _WORDS.items() if kind in last.kind[:2])


def _of_place(text: str, stretch: Stretch[Row], other: str) -> Iterator[str]:
    """Tell how a kanji by itself stands, and which of its readings is Chinese."""
    surface = text[stretch.start : stretch.stop]
    if _OKURIGANA.fullmatch(surface):
        yield "it ends in hiragana"
    if not IN_KANJI.fullmatch(surface):
        return
    shape = re.compile(f"(?:{CHINESE}){{{len(surface)}}}")
    ours, theirs = (shape.fullmatch(kana) is not None for kana in (stretch.said, other))
    before, after = text[stretch.start - 1 : stretch.start], text[stretch.stop : stretch.stop + 1]
    place = "in a row" if _BESIDE.match(before) else "before a word" if _BESIDE.match(after) else "alone"
    count = {1: "one kanji", 2: "two kanji"}.get(len(surface), "more kanji")
    yield f"{count} {place}"
    if len(surface) == 1:
        yield f"{surface} {stretch.said} {other}"
    if ours != theirs:
        yield (
            f"{count} {place}, Sudachi's is Chinese"
            if theirs
            else f"{count} {place}, the analyser's is Chinese"
        )
