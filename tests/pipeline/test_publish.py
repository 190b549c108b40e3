"""What podcast apps are told of a project that grows."""

from __future__ import annotations

import random
import time
from pathlib import Path

from tests.pipeline.test_living import Project, failures

from lyricaudio.release.texts.feed import dates_in, guid_in


def started(root: Path, *names: str) -> Project:
    """Return a project that has songs of these names, and was built once."""
    project = Project(root, random.Random(1))
    for name in list(project.songs):
        project.path(name).unlink()
    project.songs.clear()
    add(project, *names)
    return project


def add(project: Project, *names: str) -> None:
    for name in names:
        project.songs[name] = {"title": name, "line": "谷", "more": "", "points": ""}
        project.write(name)
    assert failures(project.build()) == []


def dates(project: Project) -> dict[str, int]:
    return dates_in((project.root / "output" / "feed.xml").read_bytes())


def guid(project: Project) -> str:
    return guid_in((project.root / "output" / "feed.xml").read_bytes())


def test_two_projects_of_one_artist_are_two_podcasts(tmp_path: Path) -> None:
    first, same, second = (
        started(tmp_path / name, *songs)
        for name, songs in (("first", ["a", "b"]), ("same", ["a", "b"]), ("second", ["a", "c"]))
    )
    assert guid(first) == guid(same) != guid(second)


def test_a_podcast_stays_the_one_that_it_is_whatever_its_songs_and_its_name(tmp_path: Path) -> None:
    project = started(tmp_path, "a", "b")
    before = guid(project)
    add(project, "c")
    (project.root / "lyricaudio.yaml").write_text("artist: べつの名\n", "utf-8")
    (project.root / "output" / ".lyricaudio" / "record").unlink()
    assert failures(project.build()) == []
    assert "<itunes:author>べつの名<" in (project.root / "output" / "feed.xml").read_text("utf-8")
    assert guid(project) == before


def test_a_song_between_others_is_the_newest_and_moves_no_other_date(tmp_path: Path) -> None:
    project = started(tmp_path, "10-a", "30-c")
    before, began_s = dates(project), int(time.time())
    add(project, "20-b")
    after = dates(project)
    new = [date for name, date in after.items() if name not in before]
    assert {name: after[name] for name in before} == before
    assert min(new) > max(before.values())
    assert began_s - len(new) < min(new) <= max(new) <= time.time()
    project.songs["20-b"]["line"] = "山"
    project.write("20-b")
    assert failures(project.build()) == []
    assert dates(project) == after


def test_a_lost_record_leaves_the_dates(tmp_path: Path) -> None:
    project = started(tmp_path, "10-a", "30-c")
    add(project, "20-b")
    before = dates(project)
    (project.root / "output" / ".lyricaudio" / "record").unlink()
    assert failures(project.build()) == []
    assert dates(project) == before
