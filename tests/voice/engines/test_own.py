"""A person's own recording is a voice when it says its text, and else says why not."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from tests.measure.other_voice import other_voice

from lyricaudio.audio.codec import write_mp3
from lyricaudio.audio.resample import resample
from lyricaudio.audio.sound import Samples, mono
from lyricaudio.audio.wavefile import write_wavs
from lyricaudio.errors import EngineError, Place
from lyricaudio.provenance import content_digest
from lyricaudio.voice.engines.own import OwnVoice
from lyricaudio.voice.own import OwnClip
from lyricaudio.voice.store import checked_clip

pytestmark = pytest.mark.slow

LINE = "一歩を小さく、谷底へ急がず"
RATE = 44100

heard = cache(other_voice)


def said(text: str = LINE) -> Samples:
    """Somebody says it into a phone: a second of an empty room before and after, and softly."""
    _, audio, _ = heard(text)
    room = 0.0003 * np.random.default_rng(1).standard_normal(audio.frames + 2 * audio.sample_rate)
    room[audio.sample_rate : audio.sample_rate + audio.frames] += 0.2 * audio.samples[:, 0]
    return np.asarray(resample(mono(room, audio.sample_rate), RATE).samples[:, 0])


def clip_in(path: Path, samples: Samples) -> OwnVoice:
    if path.suffix == ".mp3":
        write_mp3(path, [np.stack([samples, samples], axis=1)], sample_rate=RATE)
    elif samples.size:
        write_wavs((path,), [(samples[:, None],)], RATE)
    else:
        path.write_bytes(b"no sound")
    place = Place("a.yaml", 4, 11)
    return OwnVoice(OwnClip(said=LINE, content=content_digest(path), name=path.name, file=path, place=place))


@pytest.mark.parametrize("name", ["me.wav", "me.mp3"])
def test_it_is_trimmed_to_its_words_whose_times_are_heard(tmp_path: Path, name: str) -> None:
    reading, audio, onsets_s = heard(LINE)
    clip = checked_clip(clip_in(tmp_path / name, said()), reading, "")
    assert clip.facts.timing == "aligned"
    assert clip.facts.duration_s == pytest.approx(audio.duration_s, abs=0.25)
    late_s = [time.vowel_onset_s - onset_s for time, onset_s in zip(clip.facts.morae, onsets_s, strict=True)]
    assert np.std(late_s) < 0.03


def nothing(samples: Samples) -> Samples:
    return np.zeros(0, np.float32)


def silence(samples: Samples) -> Samples:
    return np.zeros_like(samples)


def noise(samples: Samples) -> Samples:
    loud = 0.5 * np.abs(samples).max() * np.random.default_rng(0).standard_normal(len(samples))
    return np.asarray(samples + loud, np.float32)


def again_and_again(samples: Samples) -> Samples:
    return np.tile(samples, 6)


def a_word(samples: Samples) -> Samples:
    return samples[round(1.1 * RATE) : round(1.4 * RATE)]


def something_else(samples: Samples) -> Samples:
    return said("ただいま込み合っています。後でおかけください")


def half(samples: Samples) -> Samples:
    return samples[: len(samples) // 2]


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (nothing, "me.wav is damaged or no sound of its kind; record it again"),
        (silence, "me.wav is silent; record it again"),
        (noise, "me.wav is too noisy; record it in a quiet room, near the microphone"),
        (again_and_again, r"me.wav is too long, \d+\.\d s for 17 morae; record this text alone"),
        (a_word, r"me.wav is too short, 0\.\d s for 17 morae; record all of the text"),
        (something_else, f"what me.wav says is not '{LINE}', or not all of it; record it again"),
        (half, f"what me.wav says is not '{LINE}', or not all of it; record it again"),
    ],
)
def test_what_cannot_be_used_says_why(
    tmp_path: Path, harm: Callable[[Samples], Samples], message: str
) -> None:
    reading, _, _ = heard(LINE)
    with pytest.raises(EngineError, match=f"^{message}"):
        checked_clip(clip_in(tmp_path / "me.wav", harm(said())), reading, "")


def test_a_file_of_another_kind_is_refused_by_its_name(tmp_path: Path) -> None:
    reading, _, _ = heard(LINE)
    with pytest.raises(EngineError, match=r"^me\.txt is none of \.wav \.mp3"):
        clip_in(tmp_path / "me.txt", nothing(said())).speak(reading, "")
