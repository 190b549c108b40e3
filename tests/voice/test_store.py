from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.programs import PATIENCE_S

from lyricaudio.audio.sound import Samples, mono
from lyricaudio.errors import EngineError, ReleaseError
from lyricaudio.reading.model import AccentPhrase, Mora, Reading
from lyricaudio.voice.clip import Clip, ClipFacts, MoraTime, Speech
from lyricaudio.voice.engine import load_engine
from lyricaudio.voice.store import Cached, Store, checked_clip, clip_key
from lyricaudio.workers import Outcome, Pool, Task

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
    asked: list[str] = field(default_factory=list)

    def unavailable(self) -> str | None:
        return None

    def heard(self, reading: Reading) -> str:
        return reading.spoken

    def speak(self, reading: Reading, voice: str) -> Speech:
        self.asked.append(reading.kana)
        return Speech(audio=mono(self.say(), RATE), morae=())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(folder=tmp_path / "clips")


@pytest.mark.parametrize("amplitude", [0.001, 0.5, 1.0, 4.4])
def test_a_clip_comes_back_with_its_facts_and_its_sound_to_sixteen_bits(
    store: Store, amplitude: float
) -> None:
    kept = clip(sine(7000, amplitude))
    store.save(KEYS[0], kept)
    found = store.load(KEYS[0])
    assert found is not None
    assert found.facts == kept.facts == store.facts(KEYS[0])
    assert found.audio.sample_rate == RATE
    step = float(np.abs(kept.audio.samples).max()) / 32767
    np.testing.assert_allclose(found.audio.samples, kept.audio.samples, atol=0.51 * step)


def test_silence_can_be_kept(store: Store) -> None:
    store.save(KEYS[0], clip(np.zeros(10, dtype=np.float32)))
    found = store.load(KEYS[0])
    assert found is not None
    assert found.audio.samples.tolist() == [[0.0]] * 10


def test_an_empty_store_has_no_clip_and_no_folder(store: Store) -> None:
    assert (store.load(KEYS[0]), store.facts(KEYS[0])) == (None, None)
    assert not store.folder.exists()


def test_the_same_clip_is_the_same_file(store: Store) -> None:
    store.save(KEYS[0], clip(sine(100, 0.5)))
    first = store.path(KEYS[0]).read_bytes()
    store.save(KEYS[0], clip(sine(100, 0.5)))
    assert store.path(KEYS[0]).read_bytes() == first


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with two clips, for tests that put back what they damage."""
    store = Store(folder=tmp_path_factory.mktemp("clips"))
    for key, amplitude in zip(KEYS, (0.5, 0.2), strict=True):
        store.save(key, clip(sine(500, amplitude)))
    return store


def found_with(store: Store, damaged: bytes) -> tuple[Clip | None, ClipFacts | None]:
    """Return what the store says of a clip whose file is damaged, and mend the file."""
    path = store.path(KEYS[0])
    whole = path.read_bytes()
    path.write_bytes(damaged)
    try:
        return store.load(KEYS[0]), store.facts(KEYS[0])
    finally:
        path.write_bytes(whole)


@given(share=st.floats(0, 1, exclude_max=True))
def test_a_clip_that_was_cut_anywhere_counts_as_absent(saved: Store, share: float) -> None:
    whole = saved.path(KEYS[0]).read_bytes()
    assert found_with(saved, whole[: int(share * len(whole))]) == (None, None)


@given(share=st.floats(0, 1, exclude_max=True), mask=st.integers(1, 255))
def test_a_clip_with_a_changed_byte_anywhere_counts_as_absent(saved: Store, share: float, mask: int) -> None:
    damaged = bytearray(saved.path(KEYS[0]).read_bytes())
    damaged[int(share * len(damaged))] ^= mask
    assert found_with(saved, bytes(damaged)) == (None, None)


def test_each_digit_of_the_digest_counts_and_so_does_its_case(saved: Store) -> None:
    whole = saved.path(KEYS[0]).read_bytes()
    for position in range(66):
        for bit in (0, 5):
            damaged = bytearray(whole)
            damaged[position] ^= 1 << bit
            assert found_with(saved, bytes(damaged)) == (None, None), (position, bit)


@pytest.mark.parametrize("damaged", [b"", b"\n", b"\n\n", bytes(1000), b"#EXTM3U\n", b"{}\n{}\n"])
def test_what_is_no_clip_counts_as_absent(saved: Store, damaged: bytes) -> None:
    assert found_with(saved, damaged) == (None, None)


def test_a_clip_that_grew_counts_as_absent(saved: Store) -> None:
    whole = saved.path(KEYS[0]).read_bytes()
    assert found_with(saved, whole + b"\0\0") == (None, None)
    assert found_with(saved, whole * 2) == (None, None)


def test_a_clip_in_the_place_of_another_counts_as_absent(saved: Store) -> None:
    assert found_with(saved, saved.path(KEYS[1]).read_bytes()) == (None, None)


def test_a_folder_in_the_place_of_a_clip_counts_as_absent(store: Store) -> None:
    store.path(KEYS[0]).mkdir(parents=True)
    assert (store.load(KEYS[0]), store.facts(KEYS[0])) == (None, None)


def test_a_cached_engine_speaks_once(store: Store) -> None:
    parrot = Parrot()
    cached = Cached(engine=parrot, store=store)
    facts = [cached.speak(reading("アアア"), "green") for _ in range(3)]
    again = Cached(engine=parrot, store=Store(folder=store.folder)).speak(reading("アアア"), "green")
    assert parrot.asked == ["アアア"]
    assert facts == [again] * 3
    assert store.facts(clip_key(parrot, reading("アアア"), "green")) == again


def test_a_damaged_clip_is_made_again(store: Store) -> None:
    parrot = Parrot()
    cached = Cached(engine=parrot, store=store)
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
    store: Store, say: Callable[[], Samples], fault: str
) -> None:
    parrot = Parrot(say=say)
    with pytest.raises(
        EngineError, match=f"^the voice parrot gave {fault} for '学習率'; add it to readings$"
    ):
        Cached(engine=parrot, store=store).speak(reading("ア", written="学習率"), "green")
    assert not store.folder.exists()


@pytest.mark.parametrize("name", ["openjtalk", "tone", "gtts"])
def test_a_text_that_says_nothing_is_an_error_and_no_engine_is_asked(store: Store, name: str) -> None:
    with pytest.raises(EngineError, match="'♪♪' has nothing to say"):
        Cached(engine=load_engine(name), store=store).speak(reading("", written="♪♪"), "")
    assert not store.folder.exists()


def test_an_engine_that_fails_leaves_nothing(store: Store) -> None:
    def fail() -> Samples:
        raise EngineError("the second part did not come")

    with pytest.raises(EngineError, match="second part"):
        Cached(engine=Parrot(say=fail), store=store).speak(reading("ア"), "green")
    assert not store.folder.exists()


def test_a_store_that_cannot_be_written_is_an_error_for_the_person(tmp_path: Path) -> None:
    (tmp_path / "clips").touch()
    with pytest.raises(ReleaseError, match="cannot write"):
        Cached(engine=Parrot(), store=Store(folder=tmp_path / "clips")).speak(reading("ア"), "green")


@pytest.mark.slow
def test_two_processes_may_keep_the_same_clips(store: Store) -> None:
    kept = clip(sine(100_000, 0.5))
    ended: list[Outcome] = []
    with Pool(2) as pool:
        for _ in range(40):
            task = Task(name="a clip", function=store.save, arguments=(KEYS[0], kept), limit_s=PATIENCE_S)
            pool.submit(task, ended.append)
        pool.run()
    assert [outcome.error for outcome in ended] == [None] * 40
    assert store.facts(KEYS[0]) == kept.facts
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
