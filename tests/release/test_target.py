"""The contract that every target keeps."""

from __future__ import annotations

import filecmp
import os
import posixpath
from pathlib import Path, PurePosixPath

import pytest
from tests.stand_ins.release import make_release

from lyricaudio.errors import ReleaseError
from lyricaudio.release.outgoing import Choice, Finished, Plan
from lyricaudio.release.target import TARGETS, Target

CHOICES = (
    Choice(base_url="https://uta.example/"),
    Choice(base_url="https://uta.example/", ascii_names=True),
)


@pytest.fixture
def release(tmp_path: Path) -> Finished:
    return make_release(tmp_path / "output")


@pytest.fixture(params=TARGETS)
def target(request: pytest.FixtureRequest) -> Target:
    return TARGETS[request.param]


def write(plan: Plan, folder: Path) -> None:
    for file in plan.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        file.write(path)


@pytest.mark.parametrize("choice", CHOICES, ids=["names", "ascii"])
def test_a_target_takes_every_episode_to_a_visible_path_of_its_own(
    target: Target, choice: Choice, release: Finished
) -> None:
    plan = target.plan(release, choice)
    paths = [file.path for file in plan.files]
    assert len({str(path).casefold() for path in paths}) == len(paths)
    assert not any(path.is_absolute() or part.startswith(".") for path in paths for part in path.parts)
    assert sum(path.suffix == ".mp3" for path in paths) == 4


@pytest.mark.parametrize("choice", CHOICES, ids=["names", "ascii"])
def test_what_a_playlist_names_is_written_before_it(
    target: Target, choice: Choice, release: Finished, tmp_path: Path
) -> None:
    plan = target.plan(release, choice)
    write(plan, tmp_path / "place")
    written: set[PurePosixPath] = set()
    entries = 0
    for file in plan.files:
        if file.path.suffix == ".m3u8":
            lines = (tmp_path / "place" / file.path).read_text("utf-8").splitlines()
            for line in lines:
                if not line.startswith("#"):
                    assert PurePosixPath(posixpath.normpath(file.path.parent / line)) in written
                    entries += 1
        written.add(file.path)
    assert entries == 6


def test_an_unchanged_release_has_unchanged_versions_and_bytes(
    target: Target, release: Finished, tmp_path: Path
) -> None:
    first, second = (target.plan(release, CHOICES[0]) for _ in range(2))
    assert [file.version for file in first.files] == [file.version for file in second.files]
    write(first, tmp_path / "a")
    write(second, tmp_path / "b")
    names = [str(file.path) for file in first.files]
    assert filecmp.cmpfiles(tmp_path / "a", tmp_path / "b", names, shallow=False)[0] == names


def test_an_episode_made_anew_has_another_version_even_at_the_same_size(
    target: Target, release: Finished
) -> None:
    before = {file.path: file.version for file in target.plan(release, CHOICES[0]).files}
    mp3 = next(path for path in release.paths if path.suffix == ".mp3")
    os.utime(release.root / mp3)
    after = {file.path: file.version for file in target.plan(release, CHOICES[0]).files}
    assert mp3 in {path for path in after if after[path] != before[path]}


def test_episodes_keep_their_times_which_ascend(target: Target, release: Finished) -> None:
    plan = target.plan(release, CHOICES[0])
    times_ns = [file.changed_ns for file in plan.files if file.path.suffix == ".mp3"]
    assert times_ns == [
        (release.root / path).stat().st_mtime_ns for path in release.paths if path.suffix == ".mp3"
    ]


def test_a_file_that_is_gone_is_named_with_the_remedy(target: Target, release: Finished) -> None:
    mp3 = next(path for path in release.paths if path.suffix == ".mp3")
    (release.root / mp3).unlink()
    with pytest.raises(ReleaseError, match=r"01 うた\.mp3 .*run: lyricaudio build"):
        target.plan(release, CHOICES[0])


def test_the_phone_gets_music_and_no_web_page_or_stems(release: Finished) -> None:
    plan = TARGETS["phone"].plan(release, Choice())
    endings = {"".join(file.path.suffixes) for file in plan.files}
    assert endings == {".mp3", ".lrc", ".m3u8", ".jpg"}
    assert {file.path.name for file in plan.files if file.path.suffix == ".jpg"} == {"folder.jpg"}
