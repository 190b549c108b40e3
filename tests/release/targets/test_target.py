"""The contract that every target keeps."""

from __future__ import annotations

import filecmp
import os
import posixpath
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path, PurePosixPath

import pytest
from tests.stand_ins.package import plug
from tests.stand_ins.release import make_release

from lyricaudio.errors import PlugError, ReleaseError
from lyricaudio.release.targets.outgoing import Choice, Finished, Shipment
from lyricaudio.release.targets.target import Target, load_target, target_names, target_summaries

CHOICES = (
    Choice(base_url="https://uta.example/"),
    Choice(base_url="https://uta.example/", ascii_names=True),
)


@pytest.fixture
def release(tmp_path: Path) -> Finished:
    return make_release(tmp_path / "output")


WRONG = """
from dataclasses import replace
from pathlib import PurePosixPath

from flat import TARGET, plan
from lyricaudio.release.targets.outgoing import copied, shipment_of

def elsewhere(finished, choice):
    return shipment_of([copied(finished, finished.paths[0], PurePosixPath("../mine"))])

def unwritten(finished, choice):
    file = copied(finished, finished.paths[0])
    return shipment_of([replace(file, write=lambda path: path.no_such_thing)])

MUTE = replace(TARGET, name="mute", summary="")
GREEDY = replace(TARGET, name="greedy", takes=frozenset({"deck"}))
CLUMSY = replace(TARGET, name="clumsy", plan=lambda finished, choice: finished.songs)
ASTRAY = replace(TARGET, name="astray", plan=elsewhere)
UNWRITTEN = replace(TARGET, name="unwritten", plan=unwritten)
"""

ENTRIES = {
    "flat": "flat:TARGET",
    "phone": "flat:TARGET",
    "renamed": "flat:TARGET",
    "plan": "wrong_targets:plan",
    "mute": "wrong_targets:MUTE",
    "greedy": "wrong_targets:GREEDY",
    "clumsy": "wrong_targets:CLUMSY",
    "astray": "wrong_targets:ASTRAY",
    "unwritten": "wrong_targets:UNWRITTEN",
    "broken": "no_such_package:TARGET",
}


@pytest.fixture
def flats(installed: Callable[..., None]) -> None:
    """Install a package that brings a target, some wrong ones, and one that claims a name of ours."""
    installed(
        "flats", files=plug("flat") | {"wrong_targets.py": WRONG}, entries={"lyricaudio.targets": ENTRIES}
    )


@pytest.fixture(params=[*target_names(), "flat"])
def target(request: pytest.FixtureRequest) -> Target:
    """Each registered target, and one of another package."""
    if request.param == "flat":
        request.getfixturevalue("flats")
    return load_target(request.param)


@pytest.fixture(params=["phone", "car", "podcast"])
def for_listening(request: pytest.FixtureRequest) -> Target:
    """Those of ours whose place is for listening to the episodes as they are."""
    return load_target(request.param)


def write(plan: Shipment, folder: Path) -> None:
    for file in plan.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        file.write(path)


def test_it_says_what_it_is_and_what_may_be_chosen(target: Target) -> None:
    assert target.summary.isprintable()
    assert target.needs <= target.takes <= {known.name for known in fields(Choice)}


@pytest.mark.parametrize("choice", CHOICES, ids=["names", "ascii"])
def test_every_file_has_a_visible_path_of_its_own(target: Target, choice: Choice, release: Finished) -> None:
    paths = [file.path for file in target.plan(release, choice).files]
    assert paths
    assert len({str(path).casefold() for path in paths}) == len(paths)
    assert not any(path.is_absolute() or part.startswith(".") for path in paths for part in path.parts)


@pytest.mark.parametrize("choice", CHOICES, ids=["names", "ascii"])
def test_what_a_playlist_names_is_written_before_it(
    target: Target, choice: Choice, release: Finished, tmp_path: Path
) -> None:
    plan = target.plan(release, choice)
    write(plan, tmp_path / "place")
    written: set[PurePosixPath] = set()
    for file in plan.files:
        if file.path.suffix == ".m3u8":
            lines = (tmp_path / "place" / file.path).read_text("utf-8").splitlines()
            for line in lines:
                if not line.startswith("#"):
                    assert PurePosixPath(posixpath.normpath(file.path.parent / line)) in written
        written.add(file.path)


def test_an_unchanged_release_has_unchanged_versions_and_bytes(
    target: Target, release: Finished, tmp_path: Path
) -> None:
    first, second = (target.plan(release, CHOICES[0]) for _ in range(2))
    assert [file.version for file in first.files] == [file.version for file in second.files]
    write(first, tmp_path / "a")
    write(second, tmp_path / "b")
    names = [str(file.path) for file in first.files]
    assert filecmp.cmpfiles(tmp_path / "a", tmp_path / "b", names, shallow=False)[0] == names


def explained(release: Finished) -> PurePosixPath:
    """Return the sound of an episode that every target takes something of."""
    return next(episode.mp3 for episode in release.catalogue.episodes if episode.form == "explain")


def test_of_an_episode_made_anew_something_has_another_version_even_at_the_same_size(
    target: Target, release: Finished
) -> None:
    before = {file.path: file.version for file in target.plan(release, CHOICES[0]).files}
    mp3 = explained(release)
    os.utime(release.root / mp3)
    after = {file.path: file.version for file in target.plan(release, CHOICES[0]).files}
    assert before.keys() == after.keys()
    assert before != after


def test_a_file_that_is_gone_is_named_with_the_remedy(target: Target, release: Finished) -> None:
    mp3 = explained(release)
    (release.root / mp3).unlink()
    with pytest.raises(ReleaseError, match=rf"{mp3.name} .*run: lyricaudio build"):
        target.plan(release, CHOICES[0])


@pytest.mark.parametrize("choice", CHOICES, ids=["names", "ascii"])
def test_every_episode_is_taken_with_its_time_and_every_playlist_with_its_entries(
    for_listening: Target, choice: Choice, release: Finished, tmp_path: Path
) -> None:
    plan = for_listening.plan(release, choice)
    times_ns = {file.changed_ns for file in plan.files if file.path.suffix == ".mp3"}
    mp3s = [path for path in release.paths if path.suffix == ".mp3"]
    assert times_ns == {(release.root / path).stat().st_mtime_ns for path in mp3s}
    write(plan, tmp_path / "place")
    lists = [file.path for file in plan.files if file.path.suffix == ".m3u8"]
    lines = [line for path in lists for line in (tmp_path / "place" / path).read_text("utf-8").splitlines()]
    assert sum(not line.startswith("#") for line in lines) == 6


def test_the_phone_gets_music_and_no_web_page_or_stems(release: Finished) -> None:
    plan = load_target("phone").plan(release, Choice())
    endings = {"".join(file.path.suffixes) for file in plan.files}
    assert endings == {".mp3", ".lrc", ".m3u8", ".jpg"}
    assert {file.path.name for file in plan.files if file.path.suffix == ".jpg"} == {"folder.jpg"}


@pytest.mark.usefixtures("flats")
def test_a_target_of_another_package_is_listed_after_ours_and_takes_no_name_of_ours() -> None:
    names = target_names()
    assert names[0] == "phone"
    assert names.index("flat") > names.index("podcast")
    assert target_summaries()["flat"] == "of the package flats"
    assert load_target("phone").summary == target_summaries()["phone"] != load_target("flat").summary


@pytest.mark.usefixtures("flats")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("broken", "does not load: No module named 'no_such_package'"),
        ("plan", "is no lyricaudio.release.targets.target.Target"),
        ("renamed", "calls itself 'flat'"),
        ("mute", "needs a summary of one line"),
        ("greedy", "takes 'deck', which is no field of Choice"),
        ("clumsy", "fails on this release: AttributeError: 'Finished' object has no attribute 'songs'"),
        ("astray", "gives a file the path '../mine'"),
        ("unwritten", "fails to write .*: AttributeError: .*'no_such_thing'"),
    ],
)
def test_a_wrong_target_is_named_with_its_package(
    name: str, said: str, release: Finished, tmp_path: Path
) -> None:
    with pytest.raises(PlugError, match=f"^the target '{name}' of the package flats {said}; update"):
        write(load_target(name).plan(release, CHOICES[0]), tmp_path / "place")
