"""A small release, heard back line by line: what is understood, and a line that is not what it should be."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.programs import LYRICAUDIO, finished
from tests.verify.spoil import encode, sound_of

from lyricaudio.mix.mixer import SAMPLE_RATE
from lyricaudio.verify.fault import Fault, Kind
from lyricaudio.verify.intelligibility import Understood, lost, means, own_words, understood
from lyricaudio.verify.released import catalogue_of

pytestmark = [pytest.mark.slow, pytest.mark.dear]

SONG = """\
title: 谷のうた
lines:
  - lyric: 一歩を小さく 谷底へ急がず
    explain: 谷を行ったり来たりして、損失がいつまでも減らなくなります。
"""
_BEFORE_S = 0.05


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of one line."""
    root = tmp_path_factory.mktemp("project")
    (root / "songs").mkdir()
    (root / "songs" / "a.yaml").write_text(SONG, "utf-8")
    (root / "lyricaudio.yaml").write_text("forms: [explain]\n", "utf-8")
    done = finished([*LYRICAUDIO, "build"], cwd=root)
    assert done.returncode == 0, done.stderr
    return root / "output"


def test_every_line_is_heard_back_worst_first(release: Path) -> None:
    heard = understood(release)
    assert {(line.role, line.delivery) for line in heard} == {("lyric", "chant"), ("explain", "speak")}
    assert [line.error for line in heard] == sorted((line.error for line in heard), reverse=True)
    assert all(line.error < 0.5 and line.heard for line in heard)
    assert [(mean.song, mean.delivery) for mean in means(heard)] == [("a", "chant"), ("a", "speak")]


def test_a_line_that_says_another_is_wrong_and_worst(release: Path, tmp_path: Path) -> None:
    release = Path(shutil.copytree(release, tmp_path / "spoiled"))
    episode = catalogue_of(release).episodes[0]
    lyric, explain = (next(one for one in episode.lines if one.role == role) for role in ("lyric", "explain"))
    sound = sound_of(release / episode.mp3).copy()
    first, length = round((lyric.start_s - _BEFORE_S) * SAMPLE_RATE), 2 * SAMPLE_RATE
    at, until = (round(at_s * SAMPLE_RATE) for at_s in (explain.start_s - _BEFORE_S, explain.end_s))
    sound[at:until] = np.resize(sound[first : first + length], (until - at, 2))
    encode(release / episode.mp3, sound)
    done = finished([*LYRICAUDIO, "verify", str(release), "--listen", "--json"])
    assert (done.returncode, done.stderr) == (1, "")
    found = json.loads(done.stdout)
    worst = Understood(**found["heard"][0])
    assert worst.role == "explain"
    assert worst.error > 0.6
    assert worst.misheard
    assert [mean["delivery"] for mean in found["means"]] == ["chant", "speak"]


LINE = Understood(
    path="a.mp3", song="a", role="lyric", delivery="chant", text="谷底へ急がず", at_s=2.0, morae=9, error=0.9,
    heard="", misheard=("谷底",),
)  # fmt: skip


def test_a_line_of_which_hardly_anything_is_heard_is_a_fault_unless_it_is_named_already() -> None:
    (fault,) = lost([LINE, replace(LINE, error=0.7), replace(LINE, morae=3)], [])
    assert str(fault) == (
        "a.mp3 at 0:02.0, '谷底へ急がず': hardly anything of it is understood; heard is ''; listen to it, and"
        " write it otherwise, or choose another voice"
    )
    named = Fault(kind=Kind.CUT, path="a.mp3", what="", at_s=2.0)
    assert list(lost([LINE], [named])) == []


def test_the_mean_of_a_song_counts_morae_and_each_way_of_saying_by_itself() -> None:
    lines = [LINE, replace(LINE, morae=1, error=0.4), replace(LINE, delivery="speak", error=0.1)]
    assert [(one.delivery, one.lines, round(one.error, 2)) for one in means(lines)] == [
        ("chant", 2, 0.85),
        ("speak", 1, 0.1),
    ]


def test_a_word_is_known_as_it_is_read_unless_it_is_read_in_several_ways() -> None:
    texts = [
        ([("勾配", 0, 4), ("を", 4, 5), ("方", 5, 7)], ["コ", "ー", "バ", "イ", "オ", "ホ", "ー"]),
        ([("今日", 0, 2)], ["キョ", "ー"]),
        ([("今日", 0, 4)], ["コ", "ン", "ニ", "チ"]),
    ]
    assert own_words(texts) == {"勾配": "コーバイ"}
