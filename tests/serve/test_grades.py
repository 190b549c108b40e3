from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lyricaudio.serve import grades
from lyricaudio.serve.grades import add_grade, parse_grade, read_grades

GRADE: dict[str, Any] = {"episode": "01-3", "cue": 4, "grade": "good", "at": "2026-11-24T08:00:00Z"}


def test_grades_come_back_in_their_order(tmp_path: Path) -> None:
    assert read_grades(tmp_path) == []
    for cue in range(3):
        add_grade(tmp_path, GRADE | {"cue": cue})
    assert [grade["cue"] for grade in read_grades(tmp_path)] == [0, 1, 2]
    assert [file.name for file in (tmp_path / ".lyricaudio").iterdir()] == ["grades.json"]


def test_a_grade_that_comes_twice_counts_once(tmp_path: Path) -> None:
    add_grade(tmp_path, GRADE)
    add_grade(tmp_path, dict(GRADE))
    assert read_grades(tmp_path) == [GRADE]


def test_the_oldest_are_forgotten_when_there_are_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grades, "MOST_GRADES", 3)
    for cue in range(5):
        add_grade(tmp_path, GRADE | {"cue": cue})
    assert [grade["cue"] for grade in read_grades(tmp_path)] == [2, 3, 4]


@pytest.mark.parametrize("damage", [b"", b"[{", b"\xff\xfe", b"{}", b"[1]", b"[" * 100_000])
def test_a_damaged_file_is_put_aside_and_nothing_stops(damage: bytes, tmp_path: Path) -> None:
    (tmp_path / ".lyricaudio").mkdir()
    (tmp_path / ".lyricaudio" / "grades.json").write_bytes(damage)
    assert read_grades(tmp_path) == []
    add_grade(tmp_path, GRADE)
    assert read_grades(tmp_path) == [GRADE]
    assert (tmp_path / ".lyricaudio" / "grades.damaged.json").read_bytes() == damage


@pytest.mark.parametrize("change", [{}, {"grade": 3}, {"at": 1_795_000_000.5}, {"cue": 0}, {"episode": "い"}])
def test_a_grade_is_short_texts_and_numbers(change: dict[str, Any]) -> None:
    assert parse_grade(json.dumps(GRADE | change).encode()) == GRADE | change


MISTAKES: tuple[dict[str, Any], ...] = (
    {"more": 1},
    {"episode": 1},
    {"episode": ""},
    {"episode": "x" * 65},
    {"cue": "4"},
    {"cue": -1},
    {"cue": 100_000},
    {"cue": True},
    {"cue": 1.5},
    {"grade": None},
    {"grade": True},
    {"grade": ["good"]},
    {"at": float("nan")},
    {"at": {}},
)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_anything_else_is_none(mistake: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"a grade has|episode is|out of bounds|not JSON compliant"):
        parse_grade(json.dumps(GRADE | mistake).encode())


@pytest.mark.parametrize("data", [b"", b"null", b"[]", b"{}", b"\xff", b"[" * 4000, b'{"at": 1e999}'])
def test_what_is_no_grade_at_all_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"a grade has|Expecting|decode|nested|not JSON compliant"):
        parse_grade(data)
