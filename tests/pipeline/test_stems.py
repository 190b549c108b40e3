"""The words of a finished episode stand where it says they do: measured from the stem of the voice."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from tests.measure.chant import lags_ms
from tests.measure.spoken import spoken
from tests.pipeline.test_run import built, read_wav

from lyricaudio.audio.sound import Audio
from lyricaudio.cli import show
from lyricaudio.pipeline.planning.wishes import Wishes
from lyricaudio.pipeline.project.beside import Extras

LINES = ("損失は坂道 勾配はその傾き", "一歩を小さく 谷底へ")
SONG = f"title: 坂道のうた\nstyle: {{name: jpop, bpm: 128}}\nlines: [{LINES[0]}, {LINES[1]}]\n"


def shown() -> dict[str, object]:
    """Ask for the timeline as a person does."""
    told = CliRunner().invoke(show.command, ["songs/a.yaml", "--json"])
    assert told.exit_code == 0, told.stderr
    return dict(json.loads(told.stdout))


def test_vowels_are_heard_on_their_slots_in_the_stem_of_the_voice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "songs").mkdir()
    (tmp_path / "songs" / "a.yaml").write_text(SONG, "utf-8")
    (tmp_path / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")
    built(tmp_path, wishes=Wishes(extras=Extras(stems=True)))
    (stem,) = tmp_path.glob("output/*/*.voice.wav")
    voice = Audio(samples=read_wav(stem), sample_rate=44100)
    told = shown()
    bpm, cues = told["bpm"], told["cues"]
    assert isinstance(bpm, float)
    assert isinstance(cues, list)
    found_ms = []
    for cue in cues:
        reading, clip = spoken(cue["written"])
        slots_s = [60 / bpm * mora["slot_beats"] for mora in cue["morae"]]
        found_ms += lags_ms(reading, clip, voice, slots_s).tolist()
    assert len(found_ms) >= 30
    assert np.nanmedian(found_ms) <= 3
    assert np.mean(np.array(found_ms) <= 12) >= 0.95
