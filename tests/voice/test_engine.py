from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from tests.sampling import some_of
from tests.stand_ins.package import plug
from tests.voice.conftest import LINES
from tests.work.tasks import called

from lyricaudio.errors import EngineUnavailable
from lyricaudio.reading.reader import Reader
from lyricaudio.voice.clip import Clip
from lyricaudio.voice.engine import Engine, load_engine
from lyricaudio.voice.known import (
    DEFAULT_ENGINE,
    SPEAKING,
    KnownEngine,
    Voice,
    another_voice,
    engine_names,
    known_engine,
    resolve_voice,
)
from lyricaudio.voice.store import checked_clip, clip_key

SELF_CONTAINED = ("openjtalk", "tone", "kokoro")
"""The engines that need no server; for another, a fixture `NAME_server` in conftest.py stands in for its."""


@pytest.fixture
def parrots(installed: Callable[..., None]) -> None:
    """Install a package that brings engines, some of them wrong, and one that claims a name of ours."""
    entries = {
        "parrot": "parrot:Parrot",
        "caged": "parrot:Caged",
        "stuffed": "parrot:Stuffed",
        "renamed": "parrot:Parrot",
        "hatched": "parrot:Egg",
        "broken": "no_such_package:Engine",
        "tone": "parrot:Parrot",
    }
    installed("parrots", files=plug("parrot"), entries={"lyricaudio.engines": entries})


@pytest.fixture(params=[*engine_names(), "parrot"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each registered engine, able to run, and one of another package."""
    name: str = request.param
    if name == "parrot":
        request.getfixturevalue("parrots")
    elif name not in SELF_CONTAINED:
        request.getfixturevalue(f"{name}_server")
    return load_engine(name)


def test_it_says_what_it_is(engine: Engine) -> None:
    assert engine is load_engine(engine.name)
    assert engine.summary
    assert "\n" not in engine.summary
    assert engine.version
    assert engine.voices
    assert all(engine.voices)
    assert isinstance(engine.credit, str)
    assert isinstance(engine.online, bool)
    assert engine.parallel >= 1
    assert engine.unavailable() is None


def test_what_is_known_of_it_without_a_sound_is_what_it_says(engine: Engine) -> None:
    known = known_engine(engine.name)
    for fact in ("name", "summary", "version", "voices", "credit", "online", "parallel"):
        assert getattr(known, fact) == getattr(engine, fact)
    assert known.unavailable() == engine.unavailable()


def test_all_that_an_engine_has_is_known_or_is_for_speaking() -> None:
    def public(protocol: type) -> set[str]:
        return {name for name in vars(protocol) if not name.startswith("_")}

    assert public(Engine) - public(KnownEngine) == {*SPEAKING}


@pytest.mark.slow
@pytest.mark.parametrize("line", some_of(LINES, 2))
def test_its_speech_is_finite_mono_sound_with_all_morae_in_order(
    engine: Engine, reader: Reader, line: str
) -> None:
    reading = reader.read(line)
    speech = engine.speak(reading, engine.voices[0])
    samples = speech.audio.samples
    assert samples.shape[1] == 1
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() > 0.01
    assert [time.kana for time in speech.morae] == [mora.kana for mora in reading.morae]
    assert all(time.start_s <= time.vowel_onset_s < time.end_s for time in speech.morae)
    assert all(first.end_s <= second.start_s + 1e-9 for first, second in pairwise(speech.morae))
    assert speech.morae[0].start_s >= 0
    assert speech.morae[-1].end_s <= speech.audio.duration_s + 1e-9


def test_it_tells_what_it_hears_and_the_key_of_a_clip_follows(engine: Engine, reader: Reader) -> None:
    first, second = reader.read("坂を下りる"), reader.read("谷に着く")
    voice = engine.voices[0]
    assert engine.heard(first) == engine.heard(reader.read("坂を下りる"))
    assert engine.heard(first) != engine.heard(second)
    newer = type("Newer", (type(engine),), {"version": "the next"})()
    keys = [
        clip_key(engine, first, voice),
        clip_key(engine, second, voice),
        clip_key(engine, first, "another voice"),
        clip_key(newer, first, voice),
    ]
    assert len(set(keys)) == len(keys)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["openjtalk", "tone"])  # kokoro, which is dear, has its own
def test_an_engine_of_this_machine_says_the_same_in_every_process(name: str, reader: Reader) -> None:
    engine = load_engine(name)
    readings = [reader.read(line) for line in LINES[:2]]
    heard: list[list[Clip]] = []
    for spoken in (readings, readings[::-1]):
        calls = [(checked_clip, engine, reading, engine.voices[0]) for reading in spoken]
        heard.append(called(*calls, workers=1))
    for clip, again in zip(heard[0], heard[1][::-1], strict=True):
        np.testing.assert_array_equal(clip.audio.samples, again.audio.samples)
        assert clip.facts == again.facts


def test_the_default_engine_comes_first_and_needs_no_network() -> None:
    assert engine_names()[0] == DEFAULT_ENGINE
    assert not load_engine(DEFAULT_ENGINE).online


def test_no_choice_is_the_embedded_voice() -> None:
    assert str(resolve_voice(None)) == "openjtalk:mei_normal"


def test_a_voice_is_chosen_by_engine_or_by_engine_and_name() -> None:
    assert resolve_voice("tone") == resolve_voice("tone:sine") == Voice(engine="tone", name="sine")


def test_another_voice_is_of_the_same_engine_and_the_same_voice_where_it_has_but_one() -> None:
    first, second = (Voice(engine="openjtalk", name=name) for name in load_engine("openjtalk").voices)
    assert another_voice(first) == second
    assert another_voice(second) == first
    assert another_voice(resolve_voice("tone")) == resolve_voice("tone")


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("kokoro", "kokoro:jf_tebukuro"),
        ("kokoro:jf_alpha", "kokoro:jf_tebukuro"),
        ("kokoro:jf_tebukuro", "kokoro:jf_alpha+jf_gongitsune"),
    ],
)
def test_a_mixture_and_what_is_in_it_never_answer_each_other(asks: str, answers: str) -> None:
    assert str(another_voice(resolve_voice(asks))) == answers


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("openjtork", "there is no voice engine 'openjtork'; choose one of openjtalk, "),
        (":sine", "there is no voice engine ''"),
        ("tone:square", "'tone' has no voice 'square'; it has sine"),
    ],
)
def test_a_choice_that_does_not_exist_is_an_error_that_names_what_does(choice: str, said: str) -> None:
    with pytest.raises(EngineUnavailable, match=said):
        resolve_voice(choice)


@pytest.mark.usefixtures("parrots")
def test_another_package_may_add_an_engine_but_not_replace_ours() -> None:
    assert engine_names()[-6:] == ("broken", "caged", "hatched", "parrot", "renamed", "stuffed")
    assert engine_names().count("tone") == 1
    assert resolve_voice("parrot:sine") == Voice(engine="parrot", name="sine")
    assert load_engine("tone").name == "tone"


@pytest.mark.usefixtures("parrots")
@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("caged", "the voice 'caged' cannot run here: its cage is locked; open it"),
        (
            "broken",
            "'broken' of the package parrots does not load: No module named 'no_such_package'; update",
        ),
        ("hatched", "'hatched' of the package parrots does not load: AttributeError: module 'parrot' has no"),
        ("stuffed", "'stuffed' of the package parrots lacks summary, version, .*, heard, speak; update"),
        ("renamed", "'renamed' of the package parrots calls itself otherwise, or has no voice; update"),
    ],
)
def test_an_engine_that_cannot_run_or_load_says_why_and_whose_it_is(choice: str, said: str) -> None:
    with pytest.raises(EngineUnavailable, match=said) as error:
        resolve_voice(choice)
    assert "\n" not in str(error.value)
