from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from lyricaudio.errors import PlugError, ReadingError
from lyricaudio.reading.lexicon.terms import (
    Term,
    chosen_lexicons,
    installed_lexicons,
    lexicon_from_mapping,
    load_lexicon,
)
from lyricaudio.reading.reader import Reader
from lyricaudio.reading.text.kana import Pronunciation


def test_a_line_is_a_term_its_pronunciation_and_other_readings() -> None:
    lexicon = load_lexicon("# comment\n\nReLU\tレ'ルー\tレル|リールー\nSELU\tセルー\n", "my.tsv")
    assert lexicon.terms == (
        Term(
            term="ReLU",
            pronunciation=Pronunciation(kana="レルー", accent=1),
            others=("レル", "リールー"),
        ),
        Term(term="SELU", pronunciation=Pronunciation(kana="セルー")),
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("ReLU", "my.tsv:2: a line needs a term, its kana"),
        ("ReLU\tレルー\tレル\tx", "my.tsv:2: a line needs a term, its kana"),
        ("\tレルー", "my.tsv:2: '' cannot be a term"),
        ("ReLU\trelu", "my.tsv:2: 'relu' is not all katakana"),
        ("ReLU\tレ'ル'ー", "my.tsv:2: .* at most one '"),
        ("ReLU\tレルー\tru", "my.tsv:2: 'ru' is not all katakana"),
        ("値\tアタイ", "my.tsv:2: '値' alone would change every word it is part of; enter the whole word"),
        ("CNN\tシーエヌエヌ", "my.tsv:2: 'CNN' stands twice; keep one line"),
    ],
)
def test_a_wrong_line_is_named_with_its_file_and_number(line: str, message: str) -> None:
    with pytest.raises(ReadingError, match=message):
        load_lexicon(f"CNN\tシーエヌエ'ヌ\n{line}\n", "my.tsv")


def test_a_project_gives_a_mapping() -> None:
    lexicon = lexicon_from_mapping({"ReLU": "リールー"}, "lexicon.yaml")
    assert lexicon.terms[0].pronunciation == Pronunciation(kana="リールー")
    with pytest.raises(ReadingError, match=r"^lexicon.yaml: 'x' is not all katakana$"):
        lexicon_from_mapping({"ReLU": "x"}, "lexicon.yaml")


def test_the_digest_changes_with_the_content() -> None:
    one = lexicon_from_mapping({"ReLU": "リールー"}, "lexicon.yaml")
    other = lexicon_from_mapping({"ReLU": "レル"}, "lexicon.yaml")
    assert one.digest != other.digest


@pytest.fixture
def exams(installed: Callable[..., None]) -> Iterator[Callable[[str], None]]:
    """Install a package with a lexicon of the text that the test gives."""

    def install(lines: str, value: str = "exams:kanken") -> None:
        entries = {"lyricaudio.lexicons": {"kanken": value}}
        installed("exams", files={"exams/kanken.tsv": lines}, entries=entries)
        installed_lexicons.cache_clear()

    yield install
    installed_lexicons.cache_clear()


def test_each_lexicon_is_right_ours_last(exams: Callable[[str], None]) -> None:
    exams("薔薇\tバラ\n檸檬\tレ'モン\n")
    sources = [lexicon.source for lexicon in installed_lexicons()]
    assert (sources[0], sources[-1]) == ("exams/kanken.tsv", "g_kentei.tsv")
    for lexicon in installed_lexicons():
        assert load_lexicon(lexicon.text, lexicon.source).terms
    assert Reader().read("薔薇").kana == "バラ"


def test_lexicons_are_chosen_by_name_and_the_first_decides(exams: Callable[[str], None]) -> None:
    exams("相続人\tソーゾクジン\n")

    assert [lexicon.source for lexicon in chosen_lexicons(["law", "kanken"])] == [
        "law.tsv",
        "exams/kanken.tsv",
    ]
    assert Reader(lexicons=chosen_lexicons(["law", "kanken"])).read("相続人").kana == "ソーゾクニン"
    assert Reader(lexicons=chosen_lexicons(["kanken", "law"])).read("相続人").kana == "ソーゾクジン"
    assert chosen_lexicons([]) == installed_lexicons()
    with pytest.raises(PlugError, match="there is no lexicon 'lwa'; choose one of it, statistics, law, "):
        chosen_lexicons(["lwa"])


def test_what_is_wrong_in_a_lexicon_is_named_with_its_package(exams: Callable[..., None]) -> None:
    exams("薔薇\tbara\n")
    with pytest.raises(ReadingError, match=r"^exams/kanken\.tsv:1: 'bara' is not all katakana$"):
        Reader().read("薔薇")


@pytest.mark.parametrize("value", ["exams:hanken", "no_such_package:kanken"])
def test_a_lexicon_that_is_missing_is_named_with_its_package(value: str, exams: Callable[..., None]) -> None:
    exams("", value)
    with pytest.raises(ReadingError, match=r"'kanken' of the package exams cannot be read: .*; update or"):
        installed_lexicons()
