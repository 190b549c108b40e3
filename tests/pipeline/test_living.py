"""A project that is lived in: whatever is edited, a build leaves what a clean one would leave."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.stand_ins.maker import make_silently

from lyricaudio.pipeline.planning.wishes import Wishes
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.report import Report, Status
from lyricaudio.pipeline.run import build

TITLES = ("あ", "い", "う", "う", "playlists", "が", "が", "A/B", "a", "A", "か" * 90, "1 い", "おわり.")
NAMES = ("a", "b", "01-x", "1-y", "02-z", "100-w", "deep/a", "うた", "x.y", "02-zz")
ALBUMS = ("", "album: 一枚\n", "album: あ\n", "tags: [組]\n")
PROJECTS = (
    "artist: lyricaudio\n",
    "forms: [song]\n",
    "forms: [explain]\n",
    "album: みんな\n",
    "artist: だれか\n",
)
SEQUENCES = int(os.environ.get("LYRICAUDIO_TEST_EDITS", "3"))
"""How many projects are edited at random; .ci/run edits 9, and 500 were tried by hand."""
EDITS_A_SEQUENCE = 6
PAST = re.compile(rb"<(pubDate|podcast:guid)>[^<]*</")


class Project:
    """A project on the disk, and the edits that people make in it."""

    def __init__(self, root: Path, chance: random.Random) -> None:
        self.root, self.chance = root, chance
        self.songs: dict[str, dict[str, str]] = {}
        self.wishes = Wishes()
        (root / "songs").mkdir(parents=True)
        for _ in range(3):
            self.add()

    def path(self, name: str) -> Path:
        return self.root / "songs" / f"{name}.yaml"

    def write(self, name: str) -> None:
        said = self.songs[name]
        text = f"title: '{said['title']}'\nyear: 2026\nvoice: {{lyric: tone, explain: tone}}\n{said['more']}"
        self.path(name).parent.mkdir(exist_ok=True)
        self.path(name).write_text(f"{text}lines:\n  - {said['line']}\n{said['points']}", "utf-8")

    def add(self) -> None:
        free = [name for name in NAMES if name not in self.songs]
        if free:
            name = self.chance.choice(free)
            self.songs[name] = {"title": self.chance.choice(TITLES), "line": "谷", "more": "", "points": ""}
            self.write(name)

    def change(self, key: str, choices: tuple[str, ...]) -> None:
        name = self.chance.choice(list(self.songs))
        self.songs[name][key] = self.chance.choice(choices)
        self.write(name)

    def rename(self) -> None:
        free = [name for name in NAMES if name not in self.songs]
        old, new = self.chance.choice(list(self.songs)), self.chance.choice(free)
        self.path(new).parent.mkdir(exist_ok=True)
        self.path(old).rename(self.path(new))
        self.songs[new] = self.songs.pop(old)

    def swap_titles(self) -> None:
        first, second = self.chance.sample(list(self.songs), 2)
        one, other = self.songs[first], self.songs[second]
        one["title"], other["title"] = other["title"], one["title"]
        self.write(first)
        self.write(second)

    def delete(self) -> None:
        if len(self.songs) > 2:
            name = self.chance.choice(list(self.songs))
            self.path(name).unlink()
            del self.songs[name]

    def settle_project(self) -> None:
        (self.root / "lyricaudio.yaml").write_text(self.chance.choice(PROJECTS), "utf-8")

    def edit(self) -> None:
        """Do one thing of those that people do."""
        edits: list[Callable[[], None]] = [
            self.add,
            self.rename,
            self.swap_titles,
            self.delete,
            self.settle_project,
            lambda: self.change("title", TITLES),
            lambda: self.change("title", TITLES),
            lambda: self.change("line", ("谷", "山", "谷と山")),
            lambda: self.change("more", ALBUMS),
            lambda: self.change("points", ("", "points: [まとめ]\n")),
        ]
        self.chance.choice(edits)()

    def build(self, output: str = "output") -> Report:
        library = open_library([], folder=self.root)
        assert library.errors == ()
        return build(
            library,
            self.root / output,
            watch=lambda progress: None,
            prune=True,
            wishes=self.wishes,
            maker=make_silently,
        )


def left(output: Path) -> dict[str, bytes]:
    """Every file that a listener could see, by its path; but for what its past has decided in the feed."""
    paths = (path.relative_to(output) for path in output.rglob("*") if path.is_file())
    seen = (path for path in paths if not path.parts[0].startswith("."))
    return {str(path): PAST.sub(b"", (output / path).read_bytes()) for path in seen}


def failures(report: Report) -> list[str]:
    return [str(result.error) for result in report.results if result.error]


def check_as_clean(project: Project) -> None:
    """Build on what is there and from nothing: nothing refused, nothing old, nothing missing."""
    assert failures(project.build()) == []
    shutil.rmtree(project.root / "clean", ignore_errors=True)
    assert failures(project.build("clean")) == []
    assert left(project.root / "output") == left(project.root / "clean")
    again = {result.status for result in project.build().results}
    assert again <= {Status.UNCHANGED}


def sequences(count: int, salt: str) -> Iterator[int]:
    yield from (hash_of(f"{salt} {number}") for number in range(count))


def hash_of(text: str) -> int:
    return random.Random(text).getrandbits(32)


@pytest.mark.parametrize("seed", list(sequences(SEQUENCES, "every day")))
def test_any_sequence_of_edits_leaves_what_a_clean_build_leaves(seed: int, tmp_path: Path) -> None:
    project = Project(tmp_path, random.Random(seed))
    check_as_clean(project)
    for _ in range(EDITS_A_SEQUENCE):
        for _ in range(project.chance.choice((1, 1, 2))):
            project.edit()
        check_as_clean(project)


def test_a_title_that_is_corrected_and_corrected_back_leaves_no_ghost(tmp_path: Path) -> None:
    project = Project(tmp_path, random.Random(1))
    name = next(iter(project.songs))
    for title in ("活性化関数", "活性化函数", "活性化関数", "活性化函数"):
        project.songs[name]["title"] = title
        project.write(name)
        check_as_clean(project)


def test_a_tag_that_is_added_is_known_to_the_release(tmp_path: Path) -> None:
    project = Project(tmp_path, random.Random(1))
    check_as_clean(project)
    name = next(iter(project.songs))
    project.songs[name]["more"] = "tags: [組]\n"
    project.write(name)
    check_as_clean(project)
    assert "組" in (tmp_path / "output" / "release.json").read_text("utf-8")


def test_a_project_of_ten_songs_is_edited_for_fifty_rounds(tmp_path: Path) -> None:
    project = Project(tmp_path, random.Random(10))
    while len(project.songs) < len(NAMES):
        project.add()
    for _ in range(50):
        project.edit()
        assert failures(project.build()) == []
    check_as_clean(project)
