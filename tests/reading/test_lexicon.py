from __future__ import annotations

import pytest

from lyricaudio.errors import ReadingError
from lyricaudio.reading.kana import Pronunciation
from lyricaudio.reading.lexicon import (
    Term,
    installed_lexicons,
    lexicon_from_mapping,
    load_lexicon,
)


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


def test_ours_is_installed() -> None:
    assert installed_lexicons()[-1].source == "g_kentei.tsv"
