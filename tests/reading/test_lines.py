"""Lines of our own, their readings decided before the reader was run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lyricaudio.reading.reader import Reader

MARKS = {"lines.tsv": [], "blind.tsv": [pytest.mark.slow], "hard.tsv": [pytest.mark.slow]}
LINES = [
    pytest.param(*line.split("\t"), id=line.split("\t")[0], marks=marks)
    for name, marks in MARKS.items()
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
CHOICE = re.compile(r"\[([^\[\]]*)\]")
LONG = {"ア": "アカサタナハマヤラワガザダバパャァ", "イ": "イキシチニヒミリギジビピィ"}
LONG |= {"ウ": "ウクスツヌフムユルグズブプュゥ", "エ": "エケセテネヘメレゲゼデベペェ"}
LONG |= {"オ": "オコソトノホモヨロゴゾドボポョォ"}


def accepted(reading: str) -> set[str]:
    """Write out [a|b] choices, the innermost first."""
    choice = CHOICE.search(reading)
    if choice is None:
        return {folded(reading)}
    before, after = reading[: choice.start()], reading[choice.end() :]
    return set().union(*(accepted(before + option + after) for option in choice[1].split("|")))


def folded(kana: str) -> str:
    """Spell what sounds alike alike: エイ and エー, オウ and オー, ー and the vowel before it."""
    return "".join(sounds(re.sub("[^ァ-ヺー]", "", kana).replace("イウ", "ユー").replace("ウィ", "ウイ")))


def sounds(kana: str) -> Iterator[str]:
    vowel = ""
    for character in kana:
        if character == "ー" or (vowel, character) in (("エ", "イ"), ("オ", "ウ")):
            yield vowel
            continue
        vowel = next((name for name, row in LONG.items() if character in row), "")
        yield character


def test_there_are_enough_lines() -> None:
    assert len(LINES) >= 1500


@pytest.mark.parametrize(("line", "reading"), LINES)
def test_the_line_is_read_as_decided(reader: Reader, line: str, reading: str) -> None:
    assert folded(reader.read(line).kana) in accepted(reading)
