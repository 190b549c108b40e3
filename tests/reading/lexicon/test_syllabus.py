"""Every keyword of the G検定 syllabus is said right, its accents included."""

from __future__ import annotations

from pathlib import Path

from tests.reading.test_accents import accented

from lyricaudio.reading.reader import Reader

KEYWORDS = [
    line.split("\t")
    for line in Path(__file__).with_name("syllabus.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def test_the_whole_syllabus_is_here() -> None:
    assert len(KEYWORDS) == 481  # 495 in the syllabus, of which 14 stand twice


def test_keywords_are_said_right(reader: Reader) -> None:
    heard = {keyword: accented(reader, keyword) for keyword, _ in KEYWORDS}
    assert {keyword: heard[keyword] for keyword, said in KEYWORDS if heard[keyword] != said} == {}
