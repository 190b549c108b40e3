from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.measure.spoken import reading_of

from lyricaudio.voice.clip import MoraTime
from lyricaudio.voice.setting.schedule import Setting
from lyricaudio.voice.setting.warp import Warp, shared, warped

CONSONANT_S, VOWEL_S, PAUSE_S = 0.06, 0.08, 0.3


def natural(*phrases: str, consonant_s: float = CONSONANT_S, vowel_s: float = VOWEL_S) -> list[MoraTime]:
    """Speech in which each consonant, vowel and pause has its length."""
    times, at_s = [], 0.01
    for phrase in phrases:
        for mora in phrase.split():
            onset_s = at_s + (consonant_s if mora not in ("N", "cl") and len(mora) > 1 else 0.0)
            times.append(MoraTime(kana=mora, start_s=at_s, vowel_onset_s=onset_s, end_s=onset_s + vowel_s))
            at_s = times[-1].end_s
        at_s += PAUSE_S
    return times


def warp_of(*phrases: str, onsets_s: list[float], end_s: float = 9.0, sung: bool = False) -> Warp:
    notes = tuple(60.0 for _ in onsets_s) if sung else None
    setting = Setting(onsets_s=tuple(onsets_s), end_s=end_s, notes=notes)
    return warped(natural(*phrases), reading_of(*phrases), setting)


def lengths_ms(warp: Warp) -> list[tuple[int, int]]:
    """Each mora's consonant and vowel in milliseconds."""
    return [
        (
            round(1000 * (mora.time.vowel_onset_s - mora.time.start_s)),
            round(1000 * (mora.time.end_s - mora.time.vowel_onset_s)),
        )
        for mora in warp.morae
    ]


def test_at_its_own_speed_speech_is_left_alone() -> None:
    times = natural("ka ta na", "sa N cl i")
    setting = Setting(onsets_s=tuple(time.vowel_onset_s for time in times), end_s=times[-1].end_s)
    warp = warped(times, reading_of("ka ta na", "sa N cl i"), setting)
    moments_s = np.linspace(0.01, times[-1].end_s, 200)
    np.testing.assert_allclose(warp.source_at(moments_s)[:60], moments_s[:60], atol=1e-9)
    assert [mora.stretch for mora in warp.morae if not mora.held] == pytest.approx([1.0] * 5)


def test_a_slower_slot_lengthens_the_vowel_and_takes_the_consonant_along() -> None:
    assert lengths_ms(warp_of("ka ta", onsets_s=[0.0, 0.2], end_s=0.28)) == [(60, 122), (78, 80)]


def test_a_faster_slot_takes_from_the_vowel_first_then_from_the_consonant_down_to_its_bound() -> None:
    assert lengths_ms(warp_of("ka ta", onsets_s=[0.0, 0.12]))[1][0] == 56
    assert lengths_ms(warp_of("ka ta", onsets_s=[0.0, 0.08])) == [(60, 40), (40, 900)]
    assert lengths_ms(warp_of("ka ta", onsets_s=[0.0, 0.073]))[0] == (60, 40)


def test_where_neither_fits_both_give_way_alike() -> None:
    vowel_s, consonant_s = shared(0.0365, VOWEL_S, CONSONANT_S, 0.2)
    assert vowel_s == pytest.approx(0.02)
    assert consonant_s == pytest.approx(0.0165)


def test_what_a_vowel_may_not_fill_is_closed_by_the_consonant_or_becomes_a_rest() -> None:
    closed = warp_of("ka ta", onsets_s=[0.0, 0.28])
    assert lengths_ms(closed)[0] == (60, 184)
    assert len(closed.sounding) == 1
    open_ = warp_of("ka ta", onsets_s=[0.0, 0.3])
    assert lengths_ms(open_) == [(60, 200), (60, 900)]
    assert open_.sounding[0] == pytest.approx((-0.06, 0.2))
    assert open_.sounding[1][0] == pytest.approx(0.24)


def test_a_phrase_end_is_held_until_a_breath_before_the_next_consonant_and_not_for_ever() -> None:
    near, far = (lengths_ms(warp_of("ka", "ta", onsets_s=[0.0, at_s])) for at_s in (0.6, 3.0))
    assert near == [(60, 460), (60, 900)]
    assert far == [(60, 900), (60, 900)]
    assert lengths_ms(warp_of("ka", onsets_s=[0.0], sung=True)) == [(60, 1200)]
    assert lengths_ms(warp_of("ka", onsets_s=[0.0], end_s=0.5)) == [(60, 420)]


def test_a_hurried_phrase_end_shares_its_room_like_any_other() -> None:
    assert lengths_ms(warp_of("ka", "ta", onsets_s=[0.0, 0.1]))[0][1] == pytest.approx(48, abs=1)
    assert lengths_ms(warp_of("ka", "ta", onsets_s=[0.0, 0.16])) == [(60, 80), (60, 900)]


def test_a_sung_vowel_is_stretched_further_before_a_rest_comes() -> None:
    onsets_s = [0.0, 0.38]
    assert lengths_ms(warp_of("ka ta", onsets_s=onsets_s))[0] == (60, 200)
    sung = warp_of("ka ta", onsets_s=onsets_s, sung=True)
    assert lengths_ms(sung)[0] == (60, 284)
    assert len(sung.sounding) == 1
    assert lengths_ms(warp_of("ka ta", onsets_s=[0.0, 0.6], sung=True)) == [(60, 320), (60, 1200)]


@pytest.mark.parametrize(("sung", "longest_ms"), [(False, 400), (True, 640)])
def test_a_vowel_and_its_long_mora_share_one_bound_with_no_rest_between_them(
    sung: bool, longest_ms: int
) -> None:
    onsets_s = [0.0, 0.3, 1.5]
    warp = warp_of("ka ー ta", onsets_s=onsets_s, sung=sung)
    assert lengths_ms(warp)[:2] == [(60, 300), (0, longest_ms - 300)]
    assert warp.sounding[0] == pytest.approx((-0.06, longest_ms / 1000))
    assert lengths_ms(warp_of("ー ta", onsets_s=[0.0, 1.0]))[0] == (0, 200)


def test_a_long_mora_that_comes_late_still_sounds() -> None:
    assert lengths_ms(warp_of("ka ー ta", onsets_s=[0.0, 0.7, 1.5]))[:2] == [(60, 700), (0, 80)]


def test_a_long_mora_after_a_breath_is_a_vowel_of_its_own() -> None:
    assert lengths_ms(warp_of("ka", "ー", onsets_s=[0.0, 2.0])) == [(60, 900), (0, 900)]


@pytest.mark.parametrize("mora", ["cl", "sU"])
def test_a_closure_and_a_whispered_vowel_are_not_held(mora: str) -> None:
    warp = warp_of(f"ka {mora} ta", onsets_s=[0.0, 0.2, 1.0])
    assert lengths_ms(warp)[1][1] == 160
    assert lengths_ms(warp_of(mora, onsets_s=[0.0]))[0][1] == 160


def test_the_ends_of_a_stretched_vowel_keep_their_speed() -> None:
    warp = warp_of("ka ta", onsets_s=[0.0, 0.24])
    source_s = natural("ka ta")[0].vowel_onset_s
    edge_s = 0.3 * VOWEL_S
    end_s = warp.morae[0].time.end_s
    moments_s = warp.source_at(np.array([0.0, edge_s, end_s - edge_s, end_s]))
    np.testing.assert_allclose(moments_s - source_s, [0, edge_s, VOWEL_S - edge_s, VOWEL_S], atol=1e-9)


def test_in_a_rest_the_speech_runs_into_its_pause_and_out_of_it_at_its_own_speed() -> None:
    warp = warp_of("ka", "ta", onsets_s=[0.0, 2.0])
    first, second = natural("ka", "ta")
    moments_s = warp.source_at(np.array([0.9, 0.95, 1.9, 1.94]))
    expected = [first.end_s, first.end_s + 0.05, second.start_s - 0.04, second.start_s]
    np.testing.assert_allclose(moments_s, expected, atol=1e-9)


def test_in_a_rest_without_a_pause_the_speech_stands_still() -> None:
    warp = warp_of("ka ta", onsets_s=[0.0, 1.0])
    end_s = natural("ka ta")[0].end_s
    np.testing.assert_allclose(warp.source_at(np.array([0.21, 0.5, 0.93])), end_s, atol=1e-9)


def test_a_vowel_without_length_is_silent() -> None:
    times = [MoraTime(kana="カ", start_s=0.0, vowel_onset_s=0.05, end_s=0.05)]
    warp = warped(times, reading_of("ka"), Setting(onsets_s=(0.0,), end_s=0.5))
    assert warp.sounding == ((-0.05, 0.0),)
    assert warp.morae[0].stretch == 1.0


@pytest.mark.parametrize(
    ("onsets_s", "end_s"), [([0.0], 1.0), ([0.2, 0.1], 1.0), ([0, 0], 1.0), ([0, 1], 1.0)]
)
def test_onsets_that_do_not_fit_are_refused(onsets_s: list[float], end_s: float) -> None:
    with pytest.raises(ValueError, match="onsets"):
        warp_of("ka ta", onsets_s=onsets_s, end_s=end_s)


def test_speech_without_length_and_another_number_of_notes_are_refused() -> None:
    times = [MoraTime(kana="カ", start_s=0.1, vowel_onset_s=0.1, end_s=0.1)]
    with pytest.raises(ValueError, match="length"):
        warped(times, reading_of("ka"), Setting(onsets_s=(0.0,), end_s=1.0))
    with pytest.raises(ValueError, match="notes"):
        warped(natural("ka"), reading_of("ka"), Setting(onsets_s=(0.0,), end_s=1.0, notes=(60.0, 62.0)))


def test_no_morae_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        warped([], reading_of(), Setting(onsets_s=(), end_s=1.0))


MORAE = st.sampled_from(["ka", "na", "sU", "a", "o", "ー", "N", "cl", "shi"])
PHRASES = st.lists(st.lists(MORAE, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=4)


@given(data=st.data(), phrases=PHRASES, sung=st.booleans())
def test_the_map_never_runs_backwards_and_each_consonant_ends_on_its_slot(
    data: st.DataObject, phrases: list[str], sung: bool
) -> None:
    count = sum(len(phrase.split()) for phrase in phrases)
    rooms_s = data.draw(st.lists(st.floats(0.01, 1.5), min_size=count, max_size=count))
    onsets_s = [0.0, *np.cumsum(rooms_s[:-1]).tolist()]
    warp = warp_of(*phrases, onsets_s=onsets_s, end_s=onsets_s[-1] + rooms_s[-1], sung=sung)
    for before, after in pairwise(warp.segments):
        assert before.source_s[1] <= after.source_s[0] + 1e-9
        assert before.target_s[1] <= after.target_s[0] + 1e-9
    assert all(segment.target_s[1] > segment.target_s[0] for segment in warp.segments)
    times_s = [time.vowel_onset_s for time in natural(*phrases)]
    np.testing.assert_allclose(warp.source_at(np.array(onsets_s)), times_s, atol=1e-6)
    assert [mora.time.vowel_onset_s for mora in warp.morae] == onsets_s
    moments_s = warp.source_at(np.linspace(-0.2, onsets_s[-1] + 2, 500))
    assert (np.diff(moments_s) >= -1e-9).all()


@given(
    room_s=st.floats(0.02, 2.0),
    vowel_s=st.floats(0.025, 0.2),
    consonant_s=st.one_of(st.just(0.0), st.floats(0.025, 0.15)),
)
def test_vowels_and_consonants_keep_their_bounds_wherever_they_can(
    room_s: float, vowel_s: float, consonant_s: float
) -> None:
    longest_s = 2.5 * vowel_s
    new_vowel_s, new_s = shared(room_s, vowel_s, consonant_s, longest_s)
    least_s = max(0.5 * vowel_s, 0.035)
    assert new_vowel_s + new_s <= room_s + 1e-9
    assert new_vowel_s <= longest_s
    assert new_s <= 1.6 * consonant_s + 1e-9
    assume(room_s >= least_s + 0.55 * consonant_s)
    assert new_vowel_s >= least_s - 1e-9
    assert new_s >= 0.55 * consonant_s - 1e-9
