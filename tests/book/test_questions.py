"""Who knows the book can answer an exam: for each statement its songs speak for the right term alone."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml
from tests.book.whole import lines, songs

from lyricaudio.book.spelling import Sought, folded
from lyricaudio.song import display

QUESTIONS = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text("utf-8"))

_WORDS = re.compile("[一-龠々]+|[ァ-ヺー]{2,}|[A-Za-z0-9αβε]{2,}")


def predicates(text: str) -> set[str]:
    """Return what a text says as words in katakana and letters, and pairs of kanji (a lone one by itself)."""
    found = set[str]()
    for word in _WORDS.findall(text):
        is_kanji = "一" <= word[0] <= "龠" or word[0] == "々"
        pairs = {word[at : at + 2] for at in range(len(word) - 1)} or {word}
        found |= pairs if is_kanji else {folded(word)}
    return found


@dataclass(frozen=True)
class Taught:
    """A line with its explanation: as heard, what it says, what it is about, and what it names besides."""

    text: str
    says: frozenset[str]
    about: frozenset[str]
    names: frozenset[str]


@cache
def taught() -> tuple[Taught, ...]:
    terms = {folded(term) for question in QUESTIONS for term in (question["right"], *question["wrong"])}
    sought, found = Sought(terms), []
    for line in (line for song in songs().values() for line in lines(song)):
        lyric = display(line.lyric.text)
        text = "\n".join((lyric, *(display(one.text) for one in line.explain)))
        says = frozenset(predicates(text))
        found.append(Taught(text, says, sought.found_in(lyric), sought.found_in(text)))
    return tuple(found)


@cache
def rarity() -> dict[str, float]:
    """Return how much each predicate tells: one that stands everywhere tells nothing."""
    counts = Counter(word for line in taught() for word in line.says)
    return {word: math.log(len(taught()) / count) for word, count in counts.items()}


def support(statement: str, term: str) -> tuple[float, frozenset[str]]:
    """Return how well the line that speaks most for a term agrees with a statement, and in what.

    What is only named in an explanation, as a neighbour is from which a line is told apart, counts half.
    """
    said = predicates(statement) - predicates(term)
    best: tuple[float, frozenset[str]] = (0.0, frozenset())
    for line in taught():
        if folded(term) in line.names:
            shared = line.says & said
            weight = 1.0 if folded(term) in line.about else 0.5
            best = max(
                best, (weight * sum(rarity()[word] for word in shared), shared), key=lambda one: one[0]
            )
    return best


def test_there_are_150_statements_each_about_one_of_four_terms() -> None:
    assert len(QUESTIONS) >= 150
    assert len({question["says"] for question in QUESTIONS}) == len(QUESTIONS)
    assert [question for question in QUESTIONS if len({question["right"], *question["wrong"]}) != 4] == []


def test_every_term_is_taught_by_the_book() -> None:
    known = frozenset().union(*(line.names for line in taught()))
    terms = {term for question in QUESTIONS for term in (question["right"], *question["wrong"])}
    assert sorted(term for term in terms if folded(term) not in known) == []


def test_no_statement_is_a_line_of_the_book_over_again() -> None:
    heard = "\n".join(folded(line.text) for line in taught())
    assert [question["says"] for question in QUESTIONS if folded(question["says"]) in heard] == []


@pytest.mark.slow
def test_the_book_speaks_for_the_right_term() -> None:
    for question in QUESTIONS:
        right, shared = support(question["says"], question["right"])
        assert len(shared) >= 2, question
        others = {term: support(question["says"], term) for term in question["wrong"]}
        nearer = {term: found for term, found in others.items() if found[0] >= right}
        assert nearer == {}, (question, right, shared)
