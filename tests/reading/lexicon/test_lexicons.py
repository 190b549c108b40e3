"""Our lexicons as data: in shape, in order, of one mind, and of use."""

from __future__ import annotations

from importlib.resources import files
from itertools import combinations

import pytest

from lyricaudio.reading.lexicon.terms import Term, lexicon_names, load_lexicon
from lyricaudio.reading.text.kana import morae

FOLDER = files("lyricaudio.reading.lexicons")
TEXTS = {
    file.name.removesuffix(".tsv"): file.read_text(encoding="utf-8")
    for file in FOLDER.iterdir()
    if file.name.endswith(".tsv")
}
FILES = sorted(TEXTS)
TERMS = {
    name: {term.term: term for term in load_lexicon(text, f"{name}.tsv").terms}
    for name, text in TEXTS.items()
}


@pytest.mark.parametrize("name", FILES)
def test_the_lines_are_sorted_by_case_folded_term(name: str) -> None:
    listed = [line.split("\t")[0] for line in TEXTS[name].splitlines() if not line.startswith("#")]

    assert listed == sorted(listed, key=lambda term: (term.casefold(), term))


@pytest.mark.parametrize("name", FILES)
def test_there_are_enough_terms(name: str) -> None:
    assert len(TERMS[name]) >= 250


@pytest.mark.parametrize("name", FILES)
def test_the_first_lines_say_what_the_file_is_and_its_licence(name: str) -> None:
    lines = TEXTS[name].splitlines()
    head = [line for line in lines if line.startswith("#")]

    assert lines[: len(head)] == head
    assert "MIT" in "".join(head)


@pytest.mark.parametrize("sign", ["ヅ", "ヂ", "ヲ", "\r", " \t", "\t "])
@pytest.mark.parametrize("name", FILES)
def test_no_reading_is_spelt_otherwise_than_it_sounds(name: str, sign: str) -> None:
    assert sign not in TEXTS[name]


@pytest.mark.parametrize("name", FILES)
def test_no_pitch_falls_after_a_mora_that_bears_no_accent(name: str) -> None:
    def accented(term: Term) -> str:
        said = term.pronunciation
        return morae(said.kana)[said.accent - 1] if said.accent else ""

    assert [term for term, entry in TERMS[name].items() if accented(entry) in {"ー", "ン", "ッ"}] == []


@pytest.mark.parametrize("name", FILES)
def test_other_readings_are_other_readings(name: str) -> None:
    assert [
        term
        for term, entry in TERMS[name].items()
        if entry.pronunciation.kana in entry.others or len(set(entry.others)) < len(entry.others)
    ] == []


def test_what_two_lexicons_have_they_say_alike() -> None:
    """A project that chooses one of them shall not hear a word otherwise than one that chooses both."""
    assert [
        term
        for one, other in combinations(TERMS.values(), 2)
        for term in one.keys() & other.keys()
        if one[term].pronunciation != other[term].pronunciation
    ] == []


def test_every_file_is_a_lexicon_that_a_project_can_choose() -> None:
    assert len(FILES) >= 7
    assert {name.replace("-", "_") for name in lexicon_names()} >= set(FILES)
