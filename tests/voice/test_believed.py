"""A voice from outside is believed when it says its reading: what it sends, and what the store has of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from tests.measure.other_voice import other_voice, untimed

from lyricaudio.audio.sound import Audio, Samples, mono
from lyricaudio.errors import EngineError
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import Clip, Speech, Timing
from lyricaudio.voice.engine import Certain, load_engine
from lyricaudio.voice.hearing.trim import clip_from_speech
from lyricaudio.voice.setting.schedule import Setting
from lyricaudio.voice.store import Cached, Clips, checked_clip, clip_key
from lyricaudio.work.blobs import FolderStore

pytestmark = pytest.mark.slow

LINE = "一歩を小さく、谷底へ急がず"
OTHER = "ただいま込み合っています。後でおかけください"

heard = cache(other_voice)


@dataclass
class Stranger:
    """An engine from outside that says what it has, whatever it is asked."""

    audio: Audio
    timing: Timing = "spread"
    name: str = "stranger"
    summary: str = ""
    version: str = "1"
    voices: tuple[str, ...] = ("",)
    credit: str = ""
    online: bool = False
    parallel: int = 1
    asked: list[str] = field(default_factory=list)

    def unavailable(self) -> str | None:
        return None

    def heard(self, reading: Reading) -> str:
        return reading.spoken

    def speak(self, reading: Reading, voice: str) -> Speech:
        self.asked.append(reading.kana)
        return replace(untimed(self.audio, reading), timing=self.timing)


def tone(samples: Samples) -> Samples:
    return np.asarray(0.3 * np.sin(np.arange(len(samples)) / 10), dtype=np.float32)


def noise(samples: Samples) -> Samples:
    return np.asarray(0.1 * np.random.default_rng(0).standard_normal(len(samples)), dtype=np.float32)


def cut(share: float) -> Callable[[Samples], Samples]:
    return lambda samples: samples[: int(share * len(samples))]


def dropped(samples: Samples) -> Samples:
    """Leave out three tenths in the middle."""
    return np.concatenate([samples[: int(0.4 * len(samples))], samples[int(0.7 * len(samples)) :]])


def other(samples: Samples) -> Samples:
    return heard(OTHER)[1].samples[:, 0]


WRONG = {f"{round(100 * share)} %": cut(share) for share in (0.3, 0.5, 0.7, 0.8, 0.85)}
WRONG |= {"dropped": dropped, "tone": tone, "noise": noise, "other": other}


def changed(change: Callable[[Samples], Samples], timing: Timing = "spread") -> Stranger:
    _, audio, _ = heard(LINE)
    return Stranger(mono(change(audio.samples[:, 0]), audio.sample_rate), timing)


@pytest.fixture
def clips(tmp_path: Path) -> Clips:
    return Clips(store=FolderStore(folder=tmp_path / "clips"))


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_say_the_reading_or_not_all_of_it_never_becomes_a_clip(clips: Clips, name: str) -> None:
    reading, _, _ = heard(LINE)
    with pytest.raises(
        EngineError, match=f"^stranger: what it says is not '{LINE}', or not all of it; run aga"
    ):
        Cached(engine=changed(WRONG[name]), clips=clips).speak(reading, "")
    assert clips.facts(clip_key(changed(WRONG[name]), reading, "")) is None


def test_a_voice_that_tells_times_is_not_believed_for_that(clips: Clips) -> None:
    reading, _, _ = heard(LINE)
    with pytest.raises(EngineError, match="what it says is not"):
        checked_clip(changed(cut(0.5), "engine"), reading, "")


def test_what_says_the_reading_is_a_clip_with_times_by_ear_or_its_own() -> None:
    reading, _, onsets_s = heard(LINE)
    clip = checked_clip(changed(lambda samples: samples), reading, "")
    late_s = [time.vowel_onset_s - onset_s for time, onset_s in zip(clip.facts.morae, onsets_s, strict=True)]
    assert np.std(late_s) < 0.02
    assert clip.facts.believed
    exact = changed(lambda samples: samples, "engine")
    own = checked_clip(exact, reading, "").facts
    assert (own.timing, own.morae) == ("engine", clip_from_speech(exact.speak(reading, "")).facts.morae)


def test_a_line_that_was_cut_is_asked_for_again_by_the_next_build(clips: Clips) -> None:
    reading, _, _ = heard(LINE)
    with pytest.raises(EngineError):
        Cached(engine=changed(cut(0.6)), clips=clips).speak(reading, "")
    assert Cached(engine=changed(lambda samples: samples), clips=clips).speak(reading, "").believed


def stored(clips: Clips, engine: Stranger, reading: Reading) -> Clip:
    """Put a clip into the store as if nobody had ever listened."""
    clip = clip_from_speech(engine.speak(reading, ""))
    clips.save(clip_key(engine, reading, ""), clip)
    engine.asked.clear()
    return clip


def test_half_a_line_in_the_store_is_made_anew_and_all_that_was_made_from_it(clips: Clips) -> None:
    reading, _, _ = heard(LINE)
    half, whole = changed(cut(0.5)), changed(lambda samples: samples)
    stored(clips, half, reading)
    assert Cached(engine=whole, clips=clips).speak(reading, "").believed
    assert whole.asked == [reading.kana]
    paced = Cached(engine=whole, clips=clips).pace(reading, "", 1.5)
    assert paced.believed
    assert whole.asked == [reading.kana]


def test_half_a_line_that_was_set_is_not_believed_either(clips: Clips) -> None:
    reading, _, _ = heard(LINE)
    setting = Setting(onsets_s=tuple(0.25 * i for i in range(len(reading.morae))), end_s=6.0, notes=None)
    whole = changed(lambda samples: samples)
    cached = Cached(engine=whole, clips=clips)
    assert cached.set(reading, "", setting).believed
    assert cached.set(reading, "", setting).believed
    assert whole.asked == [reading.kana]


def test_a_good_clip_in_the_store_is_kept_and_nobody_is_asked(clips: Clips) -> None:
    reading, _, _ = heard(LINE)
    whole = changed(lambda samples: samples)
    before = stored(clips, whole, reading)
    facts = Cached(engine=whole, clips=clips).speak(reading, "")
    assert (facts.believed, facts.timing, whole.asked) == (True, "aligned", [])
    assert facts.duration_s == before.facts.duration_s


@pytest.mark.parametrize("name", ["openjtalk", "tone"])
def test_what_is_made_here_needs_no_hearing(name: str) -> None:
    assert isinstance(load_engine(name), Certain)
