from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from lyricaudio.errors import ReleaseError
from lyricaudio.serve import grades
from lyricaudio.serve.grades import Posted, add_grade, parse_grade, put_aside_by_number, read_grades
from lyricaudio.serve.offer import Contents
from lyricaudio.song.identity import identities

SONG = ("勾配は連鎖律でもとめる", "学習率は一歩の大きさ", "大きすぎると谷を飛び越す")
NAMES = identities(SONG)
GRADE: dict[str, Any] = {
    "episode": "deep/01-うた/explain",
    "line": NAMES[1],
    "grade": "said",
    "at": "2026-11-24T08:00:00Z",
}


def release(*texts: str, songs: Iterable[str] = ("deep/01-うた", "02-another")) -> Contents:
    """Return what a release of songs with these lines holds."""
    lines = dict(zip(identities(texts), texts, strict=True))
    episodes = {f"{song}/{form}": (song, form) for song in songs for form in ("song", "explain")}
    return Contents(episodes=episodes, lines={song: lines for song, _ in episodes.values()})


RELEASE = release(*SONG)


def posted(**changes: Any) -> Posted:
    return Posted(**(GRADE | changes))


def stored(output: Path) -> Path:
    return output / ".lyricaudio" / "grades.json"


def marks(output: Path, contents: Contents) -> dict[str, Any]:
    """Return the last grade of each line of the first song, by its text."""
    kept = [grade for grade in read_grades(output, contents) if str(grade["episode"]).startswith("deep/")]
    return {contents.lines["deep/01-うた"][str(grade["line"])]: grade["grade"] for grade in kept}


def test_grades_come_back_in_their_order(tmp_path: Path) -> None:
    assert read_grades(tmp_path, RELEASE) == []
    for name in NAMES:
        add_grade(tmp_path, posted(line=name), RELEASE)
    assert read_grades(tmp_path, RELEASE) == [GRADE | {"line": name} for name in NAMES]
    assert [file.name for file in stored(tmp_path).parent.iterdir()] == ["grades.json"]


def test_a_grade_that_comes_twice_counts_once(tmp_path: Path) -> None:
    for _ in range(2):
        add_grade(tmp_path, posted(), RELEASE)
    assert read_grades(tmp_path, RELEASE) == [GRADE]


def test_a_grade_is_kept_with_the_words_of_its_line(tmp_path: Path) -> None:
    add_grade(tmp_path, posted(), RELEASE)
    (kept,) = json.loads(stored(tmp_path).read_bytes())["grades"]
    assert (kept["song"], kept["form"], kept["text"]) == ("deep/01-うた", "explain", SONG[1])


def test_a_line_may_be_longer_than_anything_that_is_posted(tmp_path: Path) -> None:
    long = release("長い行" * 1000)
    add_grade(tmp_path, posted(line=identities(["長い行" * 1000])[0]), long)
    assert len(read_grades(tmp_path, long)) == 1


RIDE = "rides/2026-11-30-23/ride"


@pytest.mark.parametrize("is_listed", [True, False], ids=["today's ride", "a ride that is gone"])
def test_a_line_of_a_ride_is_graded_as_that_of_its_song(tmp_path: Path, is_listed: bool) -> None:
    episodes = {**RELEASE.episodes, RIDE: ("rides/2026-11-30-23", "ride")} if is_listed else RELEASE.episodes
    add_grade(
        tmp_path,
        posted(episode=RIDE, song="deep/01-うた"),
        Contents(episodes=episodes, lines=RELEASE.lines),
    )
    assert read_grades(tmp_path, RELEASE) == [GRADE | {"episode": "deep/01-うた/ride"}]
    assert marks(tmp_path, RELEASE) == {SONG[1]: "said"}


@pytest.mark.parametrize(
    "mistake",
    [
        {"episode": "01-1"},
        {"episode": "01-1", "song": "deep/01-うた"},
        {"episode": RIDE, "song": "03-none"},
        {"episode": "deep/01-うた"},
        {"episode": "deep/01-うた/recall"},
        {"line": "00000000"},
        {"line": "00000000", "text": "まったく別の行"},
        {"line": ""},
        {"episode": ""},
    ],
)
def test_a_grade_of_no_line_of_the_release_is_refused(mistake: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no line of this release"):
        add_grade(tmp_path, posted(**mistake), RELEASE)
    assert not stored(tmp_path).exists()


def test_a_release_without_a_catalogue_takes_no_grades(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no line of this release"):
        add_grade(tmp_path, posted(), Contents())
    assert read_grades(tmp_path, Contents()) == []


def test_the_oldest_are_forgotten_when_there_are_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grades, "MOST_GRADES", 3)
    for number in range(5):
        add_grade(tmp_path, posted(at=number), RELEASE)
    assert [grade["at"] for grade in read_grades(tmp_path, RELEASE)] == [2, 3, 4]


def test_a_line_that_is_graded_without_end_takes_no_room_of_the_others(tmp_path: Path) -> None:
    add_grade(tmp_path, posted(line=NAMES[0]), RELEASE)
    for number in range(grades.MOST_OF_A_LINE + 5):
        add_grade(tmp_path, posted(at=number), RELEASE)
    kept = read_grades(tmp_path, RELEASE)
    assert kept[0]["line"] == NAMES[0]
    assert [grade["at"] for grade in kept[1:]] == list(range(5, grades.MOST_OF_A_LINE + 5))


@pytest.mark.parametrize(
    "after",
    [
        ("はじめの行", *SONG),
        tuple(reversed(SONG)),
        (SONG[0], "学習率とは、一歩の大きさ", SONG[2]),
        (SONG[0], "はさんだ行", "学習率とは一歩の大きさ!", SONG[2]),
    ],
)
def test_grades_stay_on_their_lines_when_a_song_is_edited(after: tuple[str, ...], tmp_path: Path) -> None:
    for name, grade in zip(NAMES, ("again", "vague", "said"), strict=True):
        add_grade(tmp_path, posted(line=name, grade=grade), RELEASE)
    found = marks(tmp_path, release(*after, songs=("00-before", "deep/01-うた")))
    assert sorted(found.values()) == ["again", "said", "vague"]
    assert found[next(text for text in after if text.startswith("学習率"))] == "vague"
    assert found[SONG[0]] == "again"


def test_the_grades_of_a_line_that_is_gone_wait_for_it(tmp_path: Path) -> None:
    add_grade(tmp_path, posted(), RELEASE)
    assert read_grades(tmp_path, release(SONG[0], SONG[2])) == []
    add_grade(tmp_path, posted(line=NAMES[0]), release(SONG[0], SONG[2]))
    assert marks(tmp_path, RELEASE) == {SONG[1]: "said", SONG[0]: "said"}


def test_a_line_that_is_corrected_and_graded_keeps_its_earlier_grades(tmp_path: Path) -> None:
    add_grade(tmp_path, posted(), RELEASE)
    corrected = release(SONG[0], "学習率とは一歩の大きさ", SONG[2])
    name = identities(["学習率とは一歩の大きさ"])[0]
    for _ in range(2):
        add_grade(tmp_path, posted(line=name, at="later"), corrected)
    assert [grade["line"] for grade in read_grades(tmp_path, corrected)] == [name, name]
    assert [grade["line"] for grade in read_grades(tmp_path, RELEASE)] == [NAMES[1], NAMES[1]]
    again = release("学習率とは、一歩の大きさのこと")
    assert [grade["at"] for grade in read_grades(tmp_path, again)] == [GRADE["at"], "later"]


def test_a_page_that_still_has_the_old_words_grades_the_corrected_line(tmp_path: Path) -> None:
    corrected = release(SONG[0], "学習率とは一歩の大きさ", SONG[2])
    name = identities(["学習率とは一歩の大きさ"])[0]
    add_grade(tmp_path, posted(line=name, at=1), corrected)
    add_grade(tmp_path, posted(text=SONG[1], at=2), corrected)
    add_grade(tmp_path, posted(at=3), corrected)
    assert [(grade["line"], grade["at"]) for grade in read_grades(tmp_path, corrected)] == [
        (name, 1),
        (name, 2),
        (name, 3),
    ]


def test_other_songs_have_no_part_in_it(tmp_path: Path) -> None:
    add_grade(tmp_path, posted(episode="02-another/song"), RELEASE)
    assert marks(tmp_path, RELEASE) == {}
    without = release(SONG[0], songs=("02-another",))
    whole = Contents(episodes=RELEASE.episodes, lines=dict(RELEASE.lines) | dict(without.lines))
    assert read_grades(tmp_path, whole) == []


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"[{",
        b"\xff\xfe",
        b"{}",
        b"[1]",
        b"[" * 100_000,
        b'{"format": 3, "grades": []}',
        b'{"format": 2, "grades": [{"song": "x"}]}',
        b'{"format": 2, "grades": 5}',
    ],
)
def test_a_damaged_file_is_put_aside_and_nothing_stops(damage: bytes, tmp_path: Path) -> None:
    stored(tmp_path).parent.mkdir()
    for aside in ("grades.damaged.json", "grades.damaged-2.json"):
        stored(tmp_path).write_bytes(damage)
        assert read_grades(tmp_path, RELEASE) == []
        assert put_aside_by_number(tmp_path) is None
        add_grade(tmp_path, posted(), RELEASE)
        assert read_grades(tmp_path, RELEASE) == [GRADE]
        assert stored(tmp_path).with_name(aside).read_bytes() == damage


@pytest.mark.parametrize("field", ["song", "line", "text", "was", "grade", "at"])
def test_half_a_character_in_the_file_never_goes_out(field: str, tmp_path: Path) -> None:
    add_grade(tmp_path, posted(), RELEASE)
    data = json.loads(stored(tmp_path).read_bytes())
    data["grades"][0][field] = "\ud800"
    stored(tmp_path).write_text(json.dumps(data), "utf-8")
    assert read_grades(tmp_path, RELEASE) == []


BY_NUMBER = json.dumps([{"episode": "01-1", "cue": 4, "grade": "said", "at": "2026-01-01"}]).encode()


def test_grades_of_numbers_are_put_aside_once_unharmed(tmp_path: Path) -> None:
    stored(tmp_path).parent.mkdir()
    stored(tmp_path).write_bytes(BY_NUMBER)
    assert read_grades(tmp_path, RELEASE) == []
    aside = put_aside_by_number(tmp_path)
    assert aside == stored(tmp_path).with_name("grades.by-number.json")
    assert aside.read_bytes() == BY_NUMBER
    assert put_aside_by_number(tmp_path) is None
    add_grade(tmp_path, posted(), RELEASE)
    assert put_aside_by_number(tmp_path) is None


def test_grades_of_numbers_that_appear_while_it_serves_are_put_aside_too(tmp_path: Path) -> None:
    stored(tmp_path).parent.mkdir()
    stored(tmp_path).write_bytes(BY_NUMBER)
    add_grade(tmp_path, posted(), RELEASE)
    assert stored(tmp_path).with_name("grades.by-number.json").read_bytes() == BY_NUMBER
    assert read_grades(tmp_path, RELEASE) == [GRADE]


def test_a_file_that_cannot_be_put_aside_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    stored(tmp_path).parent.mkdir()
    stored(tmp_path).write_bytes(BY_NUMBER)
    monkeypatch.setattr("os.rename", refuse)
    assert put_aside_by_number(tmp_path) is None
    with pytest.raises(ReleaseError, match=r"cannot rename .*grades\.json to .*: Permission denied"):
        add_grade(tmp_path, posted(), RELEASE)
    assert stored(tmp_path).read_bytes() == BY_NUMBER


@pytest.mark.parametrize(
    "change",
    [{}, {"grade": 3}, {"at": 1_795_000_000.5}, {"line": "い"}, {"text": "学習率は"}, {"grade": "𠮟"}],
)
def test_a_grade_is_short_texts_and_numbers(change: dict[str, Any]) -> None:
    assert parse_grade(json.dumps(GRADE | change).encode()) == posted(**change)


MISTAKES: tuple[dict[str, Any], ...] = (
    {"more": 1},
    {"cue": 4},
    {"episode": 1},
    {"episode": "x" * 2001},
    {"episode": "\ud800"},
    {"line": 4},
    {"line": None},
    {"line": "\udfff"},
    {"text": "x" * 2001},
    {"text": "\ud800"},
    {"text": None},
    {"grade": None},
    {"grade": True},
    {"grade": ["said"]},
    {"grade": "x" * 65},
    {"grade": "\ud800"},
    {"at": float("nan")},
    {"at": float("inf")},
    {"at": 10**4000},
    {"at": {}},
    {"at": "zzz"},
    {"at": ""},
    {"at": "2026-11-24T08:00:00"},
    {"at": "\udc00"},
)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_anything_else_is_none(mistake: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"a grade has|are texts|are short texts or numbers|at is a time"):
        parse_grade(json.dumps(GRADE | mistake).encode())


@pytest.mark.parametrize("missing", GRADE)
def test_a_part_of_one_is_none(missing: str) -> None:
    with pytest.raises(ValueError, match="a grade has"):
        parse_grade(json.dumps({name: value for name, value in GRADE.items() if name != missing}).encode())


@pytest.mark.parametrize("data", [b"", b"null", b"[]", b"{}", b"\xff", b"[" * 4000, b'{"at": 1e999}'])
def test_what_is_no_grade_at_all_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"a grade has|Expecting|decode|nested"):
        parse_grade(data)
