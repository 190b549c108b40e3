from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.music.theory.harmony import chord
from lyricaudio.music.theory.voicing import bass_pitch, first_voicing, lead_pitch, next_voicing

NUMERALS = st.sampled_from(["I", "ii7", "iii", "IVmaj7", "V7", "vi", "bVII", "Isus4", "iadd9", "viidim"])


@given(st.lists(NUMERALS, min_size=1, max_size=8), st.integers(0, 11))
def test_a_voicing_has_every_tone_once_and_leaves_the_voice_its_room(numerals: list[str], tonic: int) -> None:
    voicing = first_voicing()
    for numeral in numerals:
        found = chord(numeral, tonic)
        voicing = next_voicing(voicing, found)
        assert sorted(pitch % 12 for pitch in voicing) == sorted(found.tones)
        assert 48 <= voicing[0] < voicing[-1] <= 65
        assert list(voicing) == sorted(voicing)


def test_common_tones_stay_and_the_others_step() -> None:
    c, a_minor, f = (chord(numeral, 0) for numeral in ("I", "vi", "IV"))
    first = next_voicing(first_voicing(), c)
    second = next_voicing(first, a_minor)
    third = next_voicing(second, f)
    assert [first, second, third] == [(52, 55, 60), (52, 57, 60), (53, 57, 60)]


@pytest.mark.parametrize(("member", "bass", "lead"), [(1, 33, 81), (3, 36, 84), (5, 40, 88), (8, 45, 93)])
def test_a_member_of_a_minor_has_its_place_in_bass_and_lead(member: int, bass: int, lead: int) -> None:
    a_minor = chord("i", 9)
    assert (bass_pitch(a_minor, member), lead_pitch(a_minor, member)) == (bass, lead)


def test_a_seventh_that_a_chord_lacks_is_its_octave() -> None:
    assert bass_pitch(chord("I", 0), 7) == bass_pitch(chord("I", 0), 8)
    assert bass_pitch(chord("I7", 0), 7) == bass_pitch(chord("I7", 0), 1) + 10


@given(NUMERALS, st.integers(0, 11), st.sampled_from([1, 3, 5, 7, 8]))
def test_basses_stay_below_and_leads_above_the_voice(numeral: str, tonic: int, member: int) -> None:
    found = chord(numeral, tonic)
    assert 33 <= bass_pitch(found, member) <= 56
    assert 72 <= lead_pitch(found, member) <= 95
