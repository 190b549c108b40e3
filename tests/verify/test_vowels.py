from __future__ import annotations

import numpy as np
import pytest

from lyricaudio.verify.listening import BANDS
from lyricaudio.verify.released import Cue
from lyricaudio.verify.vowels import NONE, VOWELS, WORST, Model, labels_of, learned


def cue(kana: str, *, left_out: int = 0) -> Cue:
    """Return a cue of these morae, with a space between each, of which some at the end are left out."""
    parts = tuple(kana.split())
    count = len(parts)
    return Cue(
        song="a",
        line="b",
        role="lyric",
        text=kana,
        start_s=0.0,
        end_s=1.0,
        spans=((0.0, 0.1, 0.2),) * count,
        kana=parts,
        heard=(True,) * (count - left_out) + (False,) * left_out,
    )


@pytest.mark.parametrize(
    ("kana", "vowels"),
    [
        ("コ ー バ イ オ", "オオアイオ"),
        ("シュ ン デ ン パ", "ウンエンア"),
        ("ガ ッ キュ ー", "ア?ウウ"),
        ("ソ ン シ ツ カ ン ス ー", "オン??アンウウ"),  # シ, ツ: whispered between sounds without a voice
        ("メ ン ー", "エンン"),
    ],
)
def test_each_mora_is_asked_for_its_vowel_where_it_has_one(kana: str, vowels: str) -> None:
    assert [
        ("ー" if one == NONE else "?" if one < 0 else VOWELS[one]) for one in labels_of(cue(kana))
    ] == list(vowels)


def test_what_is_left_out_is_to_be_the_band_alone() -> None:
    assert labels_of(cue("ゴ サ", left_out=1)).tolist() == [VOWELS.index("オ"), NONE]


def voice(
    rng: np.random.Generator, apart: float
) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float64]], Model]:
    """Return the means of seven classes so far apart, and what is learned of a few hundred of each."""
    means = apart * rng.normal(size=(NONE + 1, BANDS))
    labels = np.repeat(np.arange(NONE + 1), 200)
    model = learned(means[labels] + rng.normal(size=(len(labels), BANDS)), labels)
    assert model is not None
    return means, model


def test_a_voice_is_learned_and_believed_where_it_says_what_it_should() -> None:
    means, model = voice(np.random.default_rng(1), apart=2.0)
    labels = np.arange(NONE + 1)
    nothing = np.zeros(NONE + 1, np.bool_)
    assert model.knows_vowels
    assert model.belief(means, labels, nothing).min() > -0.1
    assert model.belief(np.roll(means, 1, axis=0), labels, nothing).max() == WORST
    silent = model.belief(means, labels, ~nothing)
    assert silent.tolist() == [WORST] * NONE + [0.0]


def test_a_voice_whose_vowels_are_one_is_not_known() -> None:
    _, model = voice(np.random.default_rng(1), apart=0.05)
    assert not model.knows_vowels


def test_of_a_few_morae_nothing_is_learned() -> None:
    assert learned(np.zeros((50, BANDS)), np.arange(50) % NONE) is None


def test_a_voice_that_is_another_than_the_one_learned_is_still_a_voice_and_the_band_is_none() -> None:
    random = np.random.default_rng(1)
    means, model = voice(random, apart=2.0)
    stranger = 4.0 * random.normal(size=(50, BANDS))
    band = means[NONE] + random.normal(size=(200, BANDS))
    assert model.is_voice(stranger).all()
    assert not model.is_voice(band).any()
