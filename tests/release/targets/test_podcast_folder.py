from __future__ import annotations

import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from tests.stand_ins.release import finished, make_release

from lyricaudio.release.targets.outgoing import Choice, Finished, Shipment
from lyricaudio.release.targets.target import load_target


@pytest.fixture
def release(tmp_path: Path) -> Finished:
    return make_release(tmp_path / "output")


def plan(release: Finished) -> Shipment:
    return load_target("podcast-folder").plan(release, Choice())


def names(release: Finished) -> list[str]:
    return [str(file.path) for file in plan(release).files]


def test_all_episodes_lie_side_by_side_with_a_picture(release: Finished) -> None:
    assert names(release) == [
        "folder.jpg",
        "loop うた.mp3",
        "loop 解説.mp3",
        "relu うた.mp3",
        "relu 解説.mp3",
    ]


def test_a_title_renames_nothing_for_the_app_knows_an_episode_by_its_file(release: Finished) -> None:
    renamed = [replace(one, title="別", song_title="別") for one in release.catalogue.episodes]
    assert names(finished(release.root, renamed)) == names(release)


def test_times_ascend_in_the_order_of_the_release_whatever_was_made_last(release: Finished) -> None:
    os.utime(release.root / release.catalogue.episodes[0].mp3)
    times = [file.changed_ns or 0 for file in plan(release).files if file.path.suffix == ".mp3"]
    assert all(before < after for before, after in pairwise(times))


def test_songs_whose_names_would_be_alike_stay_apart(release: Finished) -> None:
    first, *others = release.catalogue.episodes
    songs = [replace(first, song=song) for song in ("a/b", "a b", "A b")]
    found = names(finished(release.root, [*songs, *others]))
    assert {"A b うた (2).mp3", "a b うた.mp3", "a／b うた.mp3"} < set(found)
