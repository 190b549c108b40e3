"""The court as a whole: it names what is misread, and leaves what is plain in peace."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from zlib import crc32

import pytest
from tests.reading.court import judged
from tests.reading.test_lines import accepted, folded
from tests.sampling import some_of

from lyricaudio.reading.lexicon.terms import installed_lexicons, load_lexicon
from lyricaudio.reading.reader import Reader

pytestmark = pytest.mark.slow

OURS = installed_lexicons()[-1].text.splitlines()
FOLDS = 4


def lines_of(name: str) -> list[list[str]]:
    written = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in written if not line.startswith("#")]


def test_of_plain_lines_it_names_one_in_ten_at_the_most(reader: Reader) -> None:
    lines = [line for line, _ in some_of((*lines_of("lines.tsv"), *lines_of("blind.tsv")), 2)]

    assert sum(bool(reader.read(line).doubts) for line in lines) <= 0.1 * len(lines)


def test_of_lines_that_are_still_misread_it_names_four_in_five(reader: Reader) -> None:
    lines = [line for line, _ in lines_of("misread.tsv")]

    assert sum(bool(reader.read(line).doubts) for line in lines) >= 0.8 * len(lines)


def test_a_doubt_is_real_only_where_the_error_is(reader: Reader) -> None:
    reading = reader.read("額と面の和")  # its doubt is about 額
    assert judged(reading, "ガクトメンノワ").is_right
    assert judged(reading, "ヒタイトメンノワ").real == ("its reading hangs on its sense",)
    assert judged(reading, "ガクトツラノワ").false == ("its reading hangs on its sense",)


def fold_of(line: str) -> int:
    """Return the fold of a term, which no other term moves."""
    return crc32(line.partition("\t")[0].encode()) % FOLDS


def alike(text: str) -> str:
    """Write a text as a term is looked for in it: without spaces, and of one width and case."""
    return unicodedata.normalize("NFKC", text).replace(" ", "").casefold()


@pytest.mark.parametrize("fold", some_of(range(FOLDS), 2))
def test_of_lines_that_a_gap_in_the_lexicon_spoils_it_names_four_in_five(fold: int) -> None:
    gone = [line for line in OURS if not line.startswith("#") and fold_of(line) == fold]
    kept = [line for line in OURS if line not in gone]
    gapped = Reader(lexicons=(load_lexicon("\n".join(kept), "gapped.tsv"),))
    terms = [alike(line.partition("\t")[0]) for line in gone]
    spoiled = [
        reading
        for line, right in lines_of("blind.tsv")
        if any(term in alike(line) for term in terms)  # the others are read as ever, and rightly
        if folded((reading := gapped.read(line)).kana) not in accepted(right)
    ]

    assert len(spoiled) >= 15
    assert sum(bool(reading.doubts) for reading in spoiled) >= 0.8 * len(spoiled)
