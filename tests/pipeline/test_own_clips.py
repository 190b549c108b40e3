"""One's own voice stands in the bars of its line and around it the engine, which says what it cannot."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.pipeline.test_run import built, statuses
from tests.voice.engines.test_own import LINE, RATE, heard, said

from lyricaudio.audio.sound import Samples
from lyricaudio.audio.wavefile import write_wavs
from lyricaudio.errors import Place
from lyricaudio.pipeline.forecast import check
from lyricaudio.pipeline.making.rehearse import clip_refusal
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.voice.own import OwnClip

EXPLAINED = "勾配にかける小さな数です"
SONG = f"""\
title: 谷のうた
voice: {{lyric: tone, explain: tone}}
style: {{name: none, bpm: 100}}
lines:
  - lyric: {LINE}
    clip: me-1.wav
    explain: {{text: {EXPLAINED}, clip: me-2.wav}}
  - 山と谷
"""


def write(root: Path, samples: Samples, name: str = "me-1.wav", forms: str = "song, explain") -> None:
    (root / "songs").mkdir(exist_ok=True)
    (root / "lyricaudio.yaml").write_text(f"forms: [{forms}]\n", "utf-8")
    (root / "songs" / "a.yaml").write_text(SONG, "utf-8")
    write_wavs((root / "songs" / name,), [(samples[:, None],)], RATE)


def cues(root: Path, name: str) -> list[dict[str, list[list[float]]]]:
    (path,) = root.glob(f"output/*/{name}.json")
    return list(json.loads(path.read_text("utf-8"))["cues"])


@pytest.mark.dear
def test_a_clip_is_set_in_its_bars_and_what_says_something_else_is_told_and_left_to_the_engine(
    tmp_path: Path,
) -> None:
    write(tmp_path, said())
    write(tmp_path, said(), "me-2.wav")  # says the line, not the explanation
    wrong = f"songs/a.yaml:7:{len(EXPLAINED) + 29}: what me-2.wav says is not '{EXPLAINED}'"
    notes = check(open_library([], folder=tmp_path), tmp_path / "output").notes
    assert any(wrong in note for note in notes)
    report = built(tmp_path)
    assert [str(result.error) for result in report.results if result.error] == []
    assert any(wrong in note for note in report.notes)
    line, talk, *_ = cues(tmp_path, "02 解説")
    vowels_s = np.array([mora[1] for mora in line["morae"]])
    slots = (vowels_s - vowels_s[0]) / (60 / 100 / 4)
    assert np.abs(slots - np.rint(slots)).max() < 0.15
    assert len(talk["morae"]) == 16
    write(tmp_path, said()[RATE // 4 :], forms="song")
    assert statuses(built(tmp_path))["谷のうた (うた)"] in ("built", "unchanged")
    (mp3,) = tmp_path.glob("output/*/*.mp3")
    sung = mp3.read_bytes()
    write(tmp_path, said("山と谷"), forms="song")
    built(tmp_path)
    assert mp3.read_bytes() != sung


def test_a_clip_that_was_heard_is_not_listened_to_again_where_its_text_has_moved(tmp_path: Path) -> None:
    file = tmp_path / "me.wav"
    write_wavs((file,), [(said()[:, None],)], RATE)
    clip = OwnClip(said="山と谷", content="1", name="me.wav", file=file, place=Place("a.yaml", 4, 11))
    why = clip_refusal(clip, heard("山と谷")[0])
    assert why.startswith("what me.wav says is not")
    file.unlink()
    assert clip_refusal(replace(clip, place=Place("a.yaml", 5, 11)), heard("山と谷")[0]) == why


def test_a_clip_that_is_not_there_is_an_error_at_its_place(tmp_path: Path) -> None:
    write(tmp_path, said())
    found = check(open_library([], folder=tmp_path), tmp_path / "output")
    assert [str(error).partition("songs/")[2] for error in found.errors] == [
        f"a.yaml:7:{len(EXPLAINED) + 29}: there is no file 'me-2.wav' beside the song; copy it there"
    ]


pytestmark = pytest.mark.slow
