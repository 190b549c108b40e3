"""Songs of a book come into a folder and up to date there, and what a person has changed is never lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from lyricaudio import files
from lyricaudio.book.bookfile import SyllabusFacts
from lyricaudio.book.copies import carry_out, plan_copies
from lyricaudio.book.handed import LEDGER
from lyricaudio.book.shelf import Book, BookSong, Chapter
from lyricaudio.errors import LyricAudioError, ReleaseError

A, B = "1-ai/01-a", "2-ml/01-b"


class Shelf:
    """A book whose songs a test edits as an author would, and a folder in which a person does."""

    def __init__(self, root: Path) -> None:
        self.root, self.songs = root, root / "songs"
        self.write(**{A: "谷", B: "山"})

    def write(self, **texts: str) -> None:
        for name, text in texts.items():
            file = self.root / "book" / f"{name}.yaml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"title: {name}\nlines: [{text}]\n", "utf-8")

    @property
    def book(self) -> Book:
        files = sorted((self.root / "book").rglob("*.yaml"))
        songs = (BookSong(name=f"{file.parent.name}/{file.stem}", file=file) for file in files)
        return Book(
            name="exam",
            title="試験のうた",
            syllabus=SyllabusFacts(title="試験", version="1", date=date(2026, 5, 11)),
            syllabus_file=self.root / "syllabus.tsv",
            chapters=(Chapter(name="all", title="すべて", songs=tuple(songs)),),
        )

    def copy(self, *, again: bool = False) -> dict[str, str]:
        """Bring the book, and return what is done with each song by where it lies."""
        plan = plan_copies(self.book, self.book.songs, self.songs, again=again)
        carry_out(plan)
        return {copy.path: copy.deed.value for copy in plan.copies}

    def there(self) -> dict[str, str]:
        """Return the lines of all that lies in the person's folder but the note."""
        found = (file for file in self.songs.rglob("*") if file.is_file() and file.name != LEDGER)
        return {
            file.relative_to(self.songs).as_posix(): file.read_text("utf-8").split("[")[1][:-2]
            for file in found
        }


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def edit(shelf: Shelf, name: str = A, old: str = "谷", new: str = "わたしの谷") -> Path:
    file = shelf.songs / f"{name}.yaml"
    file.write_text(file.read_text("utf-8").replace(f"[{old}]", f"[{new}]"), "utf-8")
    return file


def test_songs_come_and_a_second_time_nothing_is_written(shelf: Shelf) -> None:
    assert shelf.copy() == {f"{A}.yaml": "new", f"{B}.yaml": "new"}
    before = {file: file.stat().st_mtime_ns for file in shelf.songs.rglob("*")}
    assert shelf.copy() == {f"{A}.yaml": "same", f"{B}.yaml": "same"}
    assert {file: file.stat().st_mtime_ns for file in shelf.songs.rglob("*")} == before


def test_a_song_that_the_book_has_changed_is_updated(shelf: Shelf) -> None:
    shelf.copy()
    shelf.write(**{A: "深い谷"})
    assert shelf.copy() == {f"{A}.yaml": "updated", f"{B}.yaml": "same"}
    assert shelf.there() == {f"{A}.yaml": "深い谷", f"{B}.yaml": "山"}


def test_a_song_that_the_person_has_changed_stays(shelf: Shelf) -> None:
    shelf.copy()
    edit(shelf)
    assert shelf.copy()[f"{A}.yaml"] == "yours"
    assert shelf.there()[f"{A}.yaml"] == "わたしの谷"


def test_line_ends_that_git_has_turned_are_no_change(shelf: Shelf) -> None:
    shelf.copy()
    file = shelf.songs / f"{A}.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert shelf.copy()[f"{A}.yaml"] == "same"
    shelf.write(**{A: "深い谷"})
    assert shelf.copy()[f"{A}.yaml"] == "updated"


def test_what_both_have_changed_is_laid_beside_once(shelf: Shelf) -> None:
    shelf.copy()
    edit(shelf)
    shelf.write(**{A: "深い谷"})
    assert shelf.copy()[f"{A}.yaml"] == "both"
    assert shelf.there() == {f"{A}.yaml": "わたしの谷", f"{A}.yaml.new": "深い谷", f"{B}.yaml": "山"}
    (shelf.songs / f"{A}.yaml.new").unlink()  # looked at, and not wanted
    assert shelf.copy()[f"{A}.yaml"] == "yours"
    assert f"{A}.yaml.new" not in shelf.there()
    shelf.write(**{A: "もっと深い谷"})
    assert shelf.copy()[f"{A}.yaml"] == "both"
    (shelf.songs / f"{A}.yaml.new").replace(shelf.songs / f"{A}.yaml")  # taken
    assert shelf.copy()[f"{A}.yaml"] == "same"


def test_what_was_laid_beside_may_be_edited_too(shelf: Shelf) -> None:
    shelf.copy()
    edit(shelf)
    shelf.write(**{A: "深い谷"})
    shelf.copy()
    laid = shelf.songs / f"{A}.yaml.new"
    laid.write_text("title: x\nlines: [両方の谷]\n", "utf-8")
    shelf.write(**{A: "もっと深い谷"})
    assert shelf.copy()[f"{A}.yaml"] == "yours"
    assert shelf.there()[f"{A}.yaml.new"] == "両方の谷"
    laid.unlink()
    assert shelf.copy()[f"{A}.yaml"] == "both"
    assert shelf.there()[f"{A}.yaml.new"] == "もっと深い谷"


def test_a_song_that_was_removed_stays_away_until_it_is_asked_for_again(shelf: Shelf) -> None:
    shelf.copy()
    (shelf.songs / f"{A}.yaml").unlink()
    assert shelf.copy()[f"{A}.yaml"] == "gone"
    shelf.write(**{A: "深い谷"})
    assert shelf.copy()[f"{A}.yaml"] == "gone"
    assert f"{A}.yaml" not in shelf.there()
    assert shelf.copy(again=True)[f"{A}.yaml"] == "new"
    assert shelf.there()[f"{A}.yaml"] == "深い谷"


@pytest.mark.parametrize("name", ["谷.yaml", "my/01-a.yml", "1-ai/01-a.yml"])
def test_a_song_that_was_renamed_is_updated_where_it_is(shelf: Shelf, name: str) -> None:
    shelf.copy()
    (shelf.songs / name).parent.mkdir(exist_ok=True)
    (shelf.songs / f"{A}.yaml").rename(shelf.songs / name)
    assert shelf.copy()[name] == "same"
    shelf.write(**{A: "深い谷"})
    assert shelf.copy()[name] == "updated"
    assert shelf.there() == {name: "深い谷", f"{B}.yaml": "山"}


def test_a_song_that_was_renamed_and_changed_is_not_brought_a_second_time(shelf: Shelf) -> None:
    shelf.copy()
    edit(shelf).rename(shelf.songs / "谷.yaml")
    assert shelf.copy()[f"{A}.yaml"] == "gone"
    assert shelf.there() == {"谷.yaml": "わたしの谷", f"{B}.yaml": "山"}


@pytest.mark.parametrize("ending", [".yaml", ".yml", ".YAML"])
def test_a_file_of_the_persons_own_in_the_place_is_left_alone(shelf: Shelf, ending: str) -> None:
    own = shelf.songs / f"{A}{ending}"
    own.parent.mkdir(parents=True)
    own.write_text("lines: [自分]\n", "utf-8")
    assert shelf.copy()[f"{A}.yaml"] == "taken"
    assert shelf.there() == {f"{A}{ending}": "自分", f"{B}.yaml": "山"}


def test_a_link_is_the_persons_own(shelf: Shelf) -> None:
    shelf.copy()
    file = shelf.songs / f"{A}.yaml"
    elsewhere = shelf.root / "elsewhere.yaml"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    shelf.write(**{A: "深い谷"})
    assert shelf.copy()[f"{A}.yaml"] == "both"
    assert file.is_symlink()
    assert "[谷]" in elsewhere.read_text("utf-8")


def test_songs_that_are_there_without_a_note_are_known_by_what_they_say(shelf: Shelf) -> None:
    shelf.copy()
    (shelf.songs / LEDGER).unlink()
    edit(shelf, B, "山", "わたしの山")
    (shelf.songs / f"{A}.yaml").rename(shelf.songs / "a.yaml")
    assert shelf.copy() == {"a.yaml": "same", f"{B}.yaml": "taken"}
    shelf.write(**{A: "深い谷"})
    assert shelf.copy() == {"a.yaml": "updated", f"{B}.yaml": "taken"}


def test_an_older_program_leaves_what_a_newer_one_brought(shelf: Shelf) -> None:
    shelf.copy()
    shelf.write(**{A: "深い谷"})
    shelf.copy()
    shelf.write(**{A: "谷"})
    assert shelf.copy()[f"{A}.yaml"] == "newer"
    assert shelf.there()[f"{A}.yaml"] == "深い谷"


def test_a_song_that_left_the_book_stays_and_is_told(shelf: Shelf) -> None:
    shelf.copy()
    (shelf.root / "book" / f"{A}.yaml").unlink()
    plan = plan_copies(shelf.book, shelf.book.songs, shelf.songs)
    carry_out(plan)
    assert plan.dropped == (f"{A}.yaml",)
    assert shelf.there()[f"{A}.yaml"] == "谷"


class Killed(BaseException):
    """Stands for the end of the process: nobody catches it."""


@pytest.fixture
def dying(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Let the process end right before it writes its n-th file."""
    write = files.write_bytes

    def die_before(number: int) -> None:
        left = [number]

        def write_or_die(target: Path, data: bytes) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            write(target, data)

        monkeypatch.setattr(files, "write_bytes", write_or_die)

    yield die_before
    monkeypatch.undo()


@pytest.mark.parametrize("number", range(5))
def test_a_run_that_was_killed_anywhere_is_gone_on_with(
    shelf: Shelf, number: int, dying: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Among what is done is a new song, an update, and one that both have changed: five files are written."""
    shelf.copy()
    edit(shelf, B, "山", "わたしの山")
    shelf.write(**{A: "深い谷", B: "高い山", "3-dl/01-c": "川"})
    dying(number)
    with pytest.raises(Killed):
        shelf.copy()
    monkeypatch.undo()
    shelf.copy()
    assert shelf.there() == {
        f"{A}.yaml": "深い谷",
        f"{B}.yaml": "わたしの山",
        f"{B}.yaml.new": "高い山",
        "3-dl/01-c.yaml": "川",
    }
    assert "begun" not in (shelf.songs / LEDGER).read_text("utf-8")
    shelf.write(**{A: "谷底"})
    assert shelf.copy() == {f"{A}.yaml": "updated", f"{B}.yaml": "yours", "3-dl/01-c.yaml": "same"}


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"format": 1, "songs": {"a": {"path": 1}}}', "<<<<<<<"])
def test_a_damaged_note_is_refused_and_nothing_is_written(shelf: Shelf, damage: str) -> None:
    shelf.copy()
    edit(shelf)
    (shelf.songs / LEDGER).write_text(damage, "utf-8")
    with pytest.raises(LyricAudioError, match="is damaged; put an earlier one in its place, or remove it"):
        shelf.copy()
    assert shelf.there()[f"{A}.yaml"] == "わたしの谷"


def test_the_note_of_a_later_program_is_refused(shelf: Shelf) -> None:
    shelf.copy()
    note = json.loads((shelf.songs / LEDGER).read_text("utf-8"))
    (shelf.songs / LEDGER).write_text(json.dumps(note | {"format": 2}), "utf-8")
    with pytest.raises(LyricAudioError, match="written by a newer lyricaudio"):
        shelf.copy()


def test_a_note_that_leads_out_of_the_folder_is_not_followed(shelf: Shelf) -> None:
    shelf.copy()
    outside = shelf.root / "outside.yaml"
    outside.write_bytes((shelf.songs / f"{A}.yaml").read_bytes())
    note = (shelf.songs / LEDGER).read_text("utf-8")
    (shelf.songs / LEDGER).write_text(note.replace(f"{A}.yaml", "../outside.yaml"), "utf-8")
    shelf.write(**{A: "深い谷"})
    shelf.copy()
    assert "[谷]" in outside.read_text("utf-8")


def test_a_folder_that_is_a_link_out_is_refused(shelf: Shelf) -> None:
    shelf.songs.mkdir()
    (shelf.root / "elsewhere").mkdir()
    (shelf.songs / "1-ai").symlink_to(shelf.root / "elsewhere")
    with pytest.raises(ReleaseError, match="leads out of"):
        shelf.copy()
    assert list((shelf.root / "elsewhere").iterdir()) == []
