"""Learn from `disputes.tsv`: what evidence is worth, by logistic regression, and which words are decided.

    python -m tests.reading.japanese.fitting

writes `weights.py` and `precedents.py`, and prints how often the arbiter is right on words that it was not
fitted to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from textwrap import fill

import numpy as np

import lyricaudio.reading.japanese as japanese
from lyricaudio.reading.chain import Chain
from lyricaudio.reading.japanese.arbiter import likelihood
from lyricaudio.reading.japanese.likeness import sound_alike

FOLDS = 5
_PRIOR = 1.0  # pulls weights to zero: what few lines show is worth little
_STEPS = 20
_ENOUGH = 2  # cases that a piece of evidence must be in
_WIDTH = 54  # of kanji and kana, which are two columns wide
_MARKED = re.compile("【(.*?)】")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A stretch on which the dictionaries differ: the evidence, and whether Sudachi is right."""

    line: str
    surface: str
    evidence: frozenset[str]
    sudachi: bool


def lines() -> list[tuple[str, str]]:
    """Read the sentences and the readings of their stretches."""
    written = Path(__file__).with_name("disputes.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in written if not line.startswith("#"))
    return [(sentence, reading) for sentence, reading in pairs]


def cases() -> Iterator[Case]:
    """Ask both dictionaries about each line; where neither is right there is nothing to learn."""
    chain = Chain(own={}, lexicons=())  # what they know would teach nothing about other words
    for line, right in lines():
        marked = _MARKED.search(line)
        assert marked, line
        start, stop = marked.start(), marked.end() - 2
        for dispute in chain.disputes(line.replace("【", "").replace("】", "")):
            if (dispute.start, dispute.stop) != (start, stop):
                continue
            ours, theirs = sound_alike(dispute.said, right), sound_alike(dispute.other, right)
            if ours != theirs:
                yield Case(line=line, surface=marked[1], evidence=dispute.evidence, sudachi=theirs)


def fitted(found: Sequence[Case]) -> dict[str, float]:
    """Return the weights under which the cases are likeliest, by Newton's method."""
    counted = Counter(name for case in found for name in case.evidence)
    names = sorted(name for name, count in counted.items() if count >= _ENOUGH)
    given = np.array([[name in case.evidence for name in names] for case in found], dtype=float)
    right = np.array([case.sudachi for case in found], dtype=float)
    weights = np.zeros(len(names))
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-given @ weights))
        slope = given.T @ (likely - right) + _PRIOR * weights
        bend = (given.T * (likely * (1 - likely))) @ given + _PRIOR * np.eye(len(names))
        weights -= np.linalg.solve(bend, slope)
    return dict(zip(names, (round(float(weight), 2) for weight in weights), strict=True))


def fold_of(surface: str) -> int:
    """Tell in which fold a surface is: all lines about it are held out together."""
    return sha256(surface.encode()).digest()[0] % FOLDS


def held_out(found: Sequence[Case]) -> Iterator[tuple[Case, float]]:
    """Judge every case by weights that were fitted without its surface: how likely Sudachi is right."""
    for fold in range(FOLDS):
        weights = fitted([case for case in found if fold_of(case.surface) != fold])
        for case in found:
            if fold_of(case.surface) == fold:
                yield case, likelihood(case.evidence, weights)


def precedents() -> dict[str, str]:
    """Return the words of two characters or more that have one reading in all lines."""
    readings: dict[str, set[str]] = {}
    for line, reading in lines():
        marked = _MARKED.search(line)
        assert marked, line
        readings.setdefault(marked[1], set()).add(reading)
    return {word: min(found) for word, found in sorted(readings.items()) if len(word) > 1 == len(found)}


def _module(docstring: str, body: str) -> str:
    return f'"""{docstring}"""\n\nfrom __future__ import annotations\n\n{body}'


def _written_weights(weights: dict[str, float]) -> str:
    rows = "".join(f'    "{name}": {weight},\n' for name, weight in weights.items())
    docstring = (
        "What each piece of evidence is worth: above zero it speaks for Sudachi, below for the analyser.\n\n"
        "A kanji with two readings is a case of its own: the analyser's comes first. Written by\n"
        "`tests/reading/japanese/fitting.py`.\n"
    )
    return _module(docstring, f"WEIGHTS = {{\n{rows}}}\n")


def _written_precedents(known: dict[str, str]) -> str:
    pairs = fill(
        " ".join(f"{word}|{kana}" for word, kana in known.items()), width=_WIDTH, break_long_words=False
    )
    docstring = (
        "Words on which the dictionaries differ and a person has judged which is right.\n\n"
        "Written by `tests/reading/japanese/fitting.py`.\n"
    )
    return _module(
        docstring,
        f'_JUDGED = """\n{pairs}\n"""\n\nPRECEDENTS = dict(pair.split("|") for pair in _JUDGED.split())\n',
    )


if __name__ == "__main__":
    known = list(cases())
    judged = list(held_out(known))
    right = sum((likely > 0.5) == case.sudachi for case, likely in judged)
    sure = [(case, likely) for case, likely in judged if max(likely, 1 - likely) >= 0.9]
    right_and_sure = sum((likely > 0.5) == case.sudachi for case, likely in sure)
    print(f"{right} of {len(known)} right; {right_and_sure} of the {len(sure)} that it is sure about")
    home = Path(japanese.__path__[0])
    (home / "weights.py").write_text(_written_weights(fitted(known)), encoding="utf-8")
    (home / "precedents.py").write_text(_written_precedents(precedents()), encoding="utf-8")
