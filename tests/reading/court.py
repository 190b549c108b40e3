"""Measure the court on lines with their readings: what it names of the misread, and of the right ones.

    python -m tests.reading.court FILE...

reads lines as those of `blind.tsv` (of rows with three columns the last two) and prints, per file, how many
are right, flagged though right, misread, and named where they are; then per reason how often it was real.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from tests.reading.test_lines import accepted, folded

from lyricaudio.reading.model import Doubt, Reading, Token
from lyricaudio.reading.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the court said of a line: the reasons of doubts at an error, and of those elsewhere."""

    is_right: bool
    real: tuple[str, ...]
    false: tuple[str, ...]


def judged(reading: Reading, right: str) -> Verdict:
    """Tell which doubts of a reading are at what is wrong in it."""
    wrong = list(_wrong_places(reading, accepted(right)))
    at = [any(_meets(doubt, place) for place in wrong) for doubt in reading.doubts]
    return Verdict(
        is_right=not wrong,
        real=tuple(doubt.reason for doubt, is_real in zip(reading.doubts, at, strict=True) if is_real),
        false=tuple(doubt.reason for doubt, is_real in zip(reading.doubts, at, strict=True) if not is_real),
    )


def _wrong_places(reading: Reading, right: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield the written places of the tokens whose sound differs from the likest right reading."""
    said = ""
    owners: list[Token] = []
    for token in reading.tokens:
        said = folded(said + token.kana)
        owners += [token] * (len(said) - len(owners))
    matches = [SequenceMatcher(None, said, one, autojunk=False) for one in right]
    for kind, start, stop, _, _ in max(matches, key=lambda match: match.ratio()).get_opcodes():
        if kind != "equal":
            for token in owners[start : max(stop, start + 1)] or owners[-1:]:
                yield token.start, token.start + len(token.surface)


def _meets(doubt: Doubt, place: tuple[int, int]) -> bool:
    return doubt.start < place[1] and place[0] < doubt.start + len(doubt.surface)


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, right = line.split("\t")[-2:]
            yield text, right


def _report(path: Path, verdicts: list[Verdict]) -> str:
    right = [verdict for verdict in verdicts if verdict.is_right]
    misread = [verdict for verdict in verdicts if not verdict.is_right]
    flagged = sum(bool(verdict.false) for verdict in right)
    named = sum(bool(verdict.real) for verdict in misread)
    return (
        f"{path.name}: {len(right)} right, {flagged} of them flagged; {len(misread)} misread, {named} named"
    )


if __name__ == "__main__":
    reader = Reader()
    real, false = Counter[str](), Counter[str]()
    for path in map(Path, sys.argv[1:]):
        verdicts = [judged(reader.read(text), right) for text, right in _lines(path)]
        print(_report(path, verdicts))
        for verdict in verdicts:
            real.update(verdict.real)
            false.update(verdict.false)
    for reason in sorted(real | false, key=lambda name: -false[name]):
        print(f"  {real[reason]:4} real, {false[reason]:4} false: {reason}")
