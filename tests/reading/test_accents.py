"""Accents that a person can look up: everyday and technical words, acronyms, compounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyricaudio.reading.reader import Reader

TERMS = [
    line.split("\t")
    for line in Path(__file__).with_name("accents.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def accented(reader: Reader, term: str) -> str:
    """Say the term with a particle, for only there a flat word differs from one that falls at its end.

    Behind a bracket a particle would stand alone.
    """
    phrases = []
    for phrase in reader.read(term if term.endswith(")") else term + "が").phrases:
        kana = [mora.kana for mora in phrase.morae]
        phrases.append("".join((*kana[: phrase.accent], "'" * (phrase.accent > 0), *kana[phrase.accent :])))
    said = " ".join(phrases)
    return said if term.endswith(")") else said.removesuffix("ガ")


def test_there_are_enough_terms() -> None:
    assert len(TERMS) >= 60


@pytest.mark.parametrize(("term", "usual"), TERMS, ids=[term for term, _ in TERMS])
def test_the_pitch_falls_where_dictionaries_say(reader: Reader, term: str, usual: str) -> None:
    assert accented(reader, term) in usual.split("|")
