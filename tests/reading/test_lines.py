"""Lines of our own, their readings decided before the reader was run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lyricaudio.reading.reader import Reader

SLOW = pytest.mark.slow
FILES = ["lines.tsv", pytest.param("blind.tsv", marks=SLOW), pytest.param("hard.tsv", marks=SLOW)]
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


def lines(name: str) -> dict[str, str]:
    """Return the lines of a file with their readings."""
    rows = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return dict(row.split("\t") for row in rows if not row.startswith("#"))


def test_there_are_enough_lines() -> None:
    assert sum(len(lines(name)) for name in ("lines.tsv", "blind.tsv", "hard.tsv")) >= 1500


@pytest.mark.parametrize("name", FILES)
def test_lines_are_read_as_decided(reader: Reader, name: str) -> None:
    heard = {line: reader.read(line).kana for line in lines(name)}
    wrong = {
        line: heard[line]
        for line, reading in lines(name).items()
        if folded(heard[line]) not in accepted(reading)
    }
    assert wrong == {}
