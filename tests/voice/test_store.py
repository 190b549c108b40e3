from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from tests.work.tasks import called

from lyricaudio.audio.sound import Samples, mono
from lyricaudio.errors import EngineError
from lyricaudio.reading.model import AccentPhrase, Mora, Reading
from lyricaudio.voice.clip import Clip, ClipFacts, MoraTime, Speech
from lyricaudio.voice.engine import load_engine
from lyricaudio.voice.store import Cached, Clips, checked_clip, clip_key
from lyricaudio.work.blobs import FolderStore

RATE = 24000
KEYS = [hashlib.sha256(word).hexdigest() for word in (b"one", b"two")]


def reading(kana: str, *, written: str = "", accent: int = 0) -> Reading:
    morae = tuple(Mora(kana=each, consonant=None, vowel="a") for each in kana)
    phrases = (AccentPhrase(morae=morae, accent=accent),) if morae else ()
    return Reading(written=written or kana, spoken=kana, phrases=phrases, labels=())


def sine(frames: int, amplitude: float) -> Samples:
    return np.asarray(amplitude * np.sin(np.arange(frames) / 5), dtype=np.float32)


def clip(samples: Samples) -> Clip:
    morae = (
        MoraTime(kana="ガ", start_s=0.0, vowel_onset_s=0.012345678901, end_s=0.1),
        MoraTime(kana="ッ", start_s=0.1, vowel_onset_s=0.1, end_s=1 / 3),
    )
    facts = ClipFacts(
        duration_s=len(samples) / RATE, loudness_lufs=-17.123456789, morae=morae, timing="engine"
    )
    return Clip(audio=mono(samples, RATE), facts=facts)


@dataclass
class Parrot:
    """An engine that says what it is given, and counts."""

    say: Callable[[], Samples] = lambda: sine(4800, 0.3)
    name: str = "parrot"
    summary: str = ""
    version: str = "1"
    voices: tuple[str, ...] = ("green", "red")
    credit: str = ""
    online: bool = False
    parallel: int = 1
    certain: bool = True
    asked: list[str] = field(default_factory=list)

    def unavailable(self) -> str | None:
        return None

    def heard(self, reading: Reading) -> str:
        return reading.spoken

    def speak(self, reading: Reading, voice: str) -> Speech:
        self.asked.append(reading.kana)
        return Speech(audio=mono(self.say(), RATE), morae=())


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(folder=tmp_path / "clips")


@pytest.fixture
def clips(store: FolderStore) -> Clips:
    return Clips(store=store)


@pytest.mark.parametrize("amplitude", [0.001, 0.5, 1.0, 4.4])
def test_a_clip_comes_back_with_its_facts_and_its_sound_to_sixteen_bits(
    clips: Clips, amplitude: float
) -> None:
    kept = clip(sine(7000, amplitude))
    clips.save(KEYS[0], kept)
    found = clips.load(KEYS[0])
    assert found is not None
    assert found.facts == kept.facts == clips.facts(KEYS[0])
    assert found.audio.sample_rate == RATE
    step = float(np.abs(kept.audio.samples).max()) / 32767
    np.testing.assert_allclose(found.audio.samples, kept.audio.samples, atol=0.51 * step)


def test_silence_can_be_kept(clips: Clips) -> None:
    clips.save(KEYS[0], clip(np.zeros(10, dtype=np.float32)))
    found = clips.load(KEYS[0])
    assert found is not None
    assert found.audio.samples.tolist() == [[0.0]] * 10


def test_a_clip_that_is_not_there_has_no_facts(clips: Clips) -> None:
    assert (clips.load(KEYS[0]), clips.facts(KEYS[0])) == (None, None)


def test_the_same_clip_is_the_same_blob(clips: Clips) -> None:
    blobs = []
    for _ in range(2):
        clips.save(KEYS[0], clip(sine(100, 0.5)))
        blobs.append(clips.store.get(KEYS[0]))
    assert blobs[0] == blobs[1] is not None


def test_a_cached_engine_speaks_once(clips: Clips, store: FolderStore) -> None:
    parrot = Parrot()
    cached = Cached(engine=parrot, clips=clips)
    facts = [cached.speak(reading("アアア"), "green") for _ in range(3)]
    elsewhere = Clips(store=FolderStore(folder=store.folder))
    again = Cached(engine=parrot, clips=elsewhere).speak(reading("アアア"), "green")
    assert parrot.asked == ["アアア"]
    assert facts == [again] * 3
    assert clips.facts(clip_key(parrot, reading("アアア"), "green")) == again


def test_a_damaged_clip_is_made_again(clips: Clips, store: FolderStore) -> None:
    parrot = Parrot()
    cached = Cached(engine=parrot, clips=clips)
    key = clip_key(parrot, reading("ア"), "green")
    whole = cached.speak(reading("ア"), "green"), store.path(key).read_bytes()
    store.path(key).write_bytes(whole[1][:-2])
    assert (cached.speak(reading("ア"), "green"), store.path(key).read_bytes()) == whole
    assert parrot.asked == ["ア", "ア"]


@pytest.mark.parametrize(
    ("say", "fault"),
    [
        (lambda: sine(0, 0.0), "no sound"),
        (lambda: sine(100, 0.0), "no sound"),
        (lambda: sine(100, float("nan")), "a broken sound"),
        (lambda: sine(100, 1e9), "an exploding sound"),
    ],
)
def test_what_is_no_speech_is_an_error_that_names_the_text_and_is_not_kept(
    clips: Clips, store: FolderStore, say: Callable[[], Samples], fault: str
) -> None:
    parrot = Parrot(say=say)
    with pytest.raises(
        EngineError, match=f"^the voice parrot gave {fault} for '学習率'; write it otherwise in readings, or"
    ):
        Cached(engine=parrot, clips=clips).speak(reading("ア", written="学習率"), "green")
    assert not store.folder.exists()


@pytest.mark.parametrize("name", ["openjtalk", "tone", "gtts"])
def test_a_text_that_says_nothing_is_an_error_and_no_engine_is_asked(
    clips: Clips, store: FolderStore, name: str
) -> None:
    with pytest.raises(EngineError, match="'♪♪' has nothing to say"):
        Cached(engine=load_engine(name), clips=clips).speak(reading("", written="♪♪"), "")
    assert not store.folder.exists()


def test_an_engine_that_fails_leaves_nothing(clips: Clips, store: FolderStore) -> None:
    def fail() -> Samples:
        raise EngineError("the second part did not come")

    with pytest.raises(EngineError, match="second part"):
        Cached(engine=Parrot(say=fail), clips=clips).speak(reading("ア"), "green")
    assert not store.folder.exists()


@pytest.mark.slow
def test_two_processes_may_keep_the_same_clips(clips: Clips, store: FolderStore) -> None:
    kept = clip(sine(100_000, 0.5))
    called(*[(clips.save, KEYS[0], kept)] * 40, workers=2)
    assert clips.facts(KEYS[0]) == kept.facts
    assert [path.name for path in store.folder.rglob("*.*")] == [store.path(KEYS[0]).name]


def test_a_key_tells_apart_what_sounds_different_and_nothing_else() -> None:
    same = clip_key(Parrot(), reading("アカ"), "green")
    assert clip_key(Parrot(summary="louder", parallel=3), reading("アカ", written="赤"), "green") == same
    others = [
        clip_key(Parrot(version="2"), reading("アカ"), "green"),
        clip_key(Parrot(name="crow"), reading("アカ"), "green"),
        clip_key(Parrot(), reading("アカ"), "red"),
        clip_key(Parrot(), reading("カア"), "green"),
        clip_key(load_engine("tone"), reading("アカ"), "green"),
        clip_key(load_engine("tone"), reading("アカ", accent=1), "green"),
    ]
    assert len({same, *others}) == 7


def test_a_clip_is_trimmed_speech() -> None:
    padded = np.concatenate([np.zeros(RATE, dtype=np.float32), sine(4800, 0.3)])
    made = checked_clip(Parrot(say=lambda: padded), reading("ア"), "green")
    assert made.audio.duration_s == pytest.approx(0.2, abs=0.02)
