"""What the flow promises of real lines: the five songs and a hundred others, at four tempi."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import accumulate, groupby, pairwise
from math import log2

import pytest
from tests.measure.chant import audible_rests, heads_on_beat
from tests.music.flow_lines import other_lines, songs, times_of

from lyricaudio.music.flow.line import LONGEST_RUN, Flow, plan_flow
from lyricaudio.music.flow.natural import VowelRoom, flow_morae
from lyricaudio.music.score import LineScore
from lyricaudio.music.theory.metre import METRES
from lyricaudio.reading.japanese.voicedvowels import voiced
from lyricaudio.reading.model import Reading
from lyricaudio.voice.setting.warp import UNBROKEN_S, VOWEL_FLOOR_S, Warp, warped

pytestmark = pytest.mark.slow

FOUR = METRES["4/4"]
TEMPI = (96, 112, 128, 144)
AUDIBLE_S = 0.02  # a shorter rest between two morae is a dip of the voice


@cache
def flows(bpm: int) -> tuple[tuple[Reading, Flow], ...]:
    lines = [line for song in songs() for line in song] + list(other_lines())
    return tuple((reading, plan_flow(morae, FOUR, bpm)) for reading, morae in lines)


def inside_words(reading: Reading, flow: Flow) -> list[VowelRoom]:
    """Return the vowels of a line after which its accent phrase goes on."""
    ends = set(accumulate(len(phrase.morae) for phrase in reading.phrases))
    nexts = [vowel.mora for vowel in flow.vowels[1:]]
    return [
        vowel
        for vowel, after in zip(flow.vowels, nexts, strict=False)
        if not ends & set(range(vowel.mora + 1, after + 1))
    ]


def vowels(bpm: int) -> list[VowelRoom]:
    return [vowel for _, flow in flows(bpm) for vowel in flow.vowels]


def test_there_are_enough_lines() -> None:
    assert len(songs()) == 5
    assert len(other_lines()) == 100


@pytest.mark.parametrize("bpm", TEMPI)
def test_at_least_70_percent_of_accent_phrases_begin_on_a_beat(bpm: int) -> None:
    heads = [head for reading, flow in flows(bpm) for head in heads_on_beat(reading, flow)]
    assert sum(heads) / len(heads) >= 0.70


@pytest.mark.parametrize("bpm", TEMPI)
def test_every_line_begins_on_beat_1(bpm: int) -> None:
    assert {flow.onsets_beats[0] for _, flow in flows(bpm)} == {0}


@pytest.mark.parametrize("bpm", TEMPI)
def test_no_vowel_is_squeezed_below_half_or_below_35_ms(bpm: int) -> None:
    assert min(vowel.ratio for vowel in vowels(bpm)) >= 0.5
    assert min(vowel.room_s for vowel in vowels(bpm)) >= VOWEL_FLOOR_S


@pytest.mark.parametrize("bpm", TEMPI)
def test_hardly_a_vowel_inside_a_word_has_more_room_than_it_can_be_stretched_to(bpm: int) -> None:
    inside = [vowel for reading, flow in flows(bpm) for vowel in inside_words(reading, flow)]
    longest = [max(2.5 * vowel.natural_s, UNBROKEN_S) for vowel in inside]
    chopped = [vowel.room_s - most > AUDIBLE_S for vowel, most in zip(inside, longest, strict=True)]
    assert sum(chopped) / len(inside) <= 0.01


@pytest.mark.parametrize("bpm", TEMPI[1:])
def test_from_112_beats_a_minute_few_vowels_inside_phrases_want_more_than_two_and_a_half_times(
    bpm: int,
) -> None:
    inside = [vowel for vowel in vowels(bpm) if not vowel.at_rest]
    roomy = [vowel.room_s - 2.5 * vowel.natural_s > AUDIBLE_S for vowel in inside]
    assert sum(roomy) / len(inside) <= 0.05


@pytest.mark.parametrize("bpm", TEMPI)
def test_lines_are_said_at_3_and_a_third_to_7_and_a_half_morae_a_second(bpm: int) -> None:
    rates = [flow.morae_per_s for _, flow in flows(bpm)]
    assert min(rates) >= 3.4
    assert max(rates) <= 7.5


@pytest.mark.parametrize("bpm", TEMPI)
def test_lines_take_two_four_or_eight_bars(bpm: int) -> None:
    assert {flow.bars for _, flow in flows(bpm)} == {2, 4, 8}


@pytest.mark.parametrize("bpm", TEMPI[1:])
def test_the_notes_of_songs_are_of_many_lengths(bpm: int) -> None:
    lines = [plan_flow(morae, FOUR, bpm, bars=4) for song in songs() for _, morae in song]
    held = [after - before for flow in lines for before, after in pairwise(flow.onsets_beats)]
    counts = Counter(held).values()
    assert -sum(count / len(held) * log2(count / len(held)) for count in counts) >= 1.2


@pytest.mark.parametrize("bpm", TEMPI[2:])
def test_where_there_is_room_hardly_a_row_of_morae_patters(bpm: int) -> None:
    held = [[after - before for before, after in pairwise(flow.onsets_beats)] for _, flow in flows(bpm)]
    longest = [max(len(list(run)) for _, run in groupby(lengths)) for lengths in held]
    assert sum(run > LONGEST_RUN for run in longest) / len(longest) <= 0.01


@cache
def sung(bpm: int) -> tuple[tuple[Reading, Warp, Flow], ...]:
    """All lines as they are sung: nothing is whispered, and each has a note."""
    found = []
    for spoken in [line for song in songs() for line, _ in song] + [line for line, _ in other_lines()]:
        reading = voiced(spoken)
        times = times_of(reading)
        flow = plan_flow(flow_morae(reading, times), FOUR, bpm, "sing")
        notes = tuple(60.0 for _ in times)
        setting = LineScore(flow=flow, notes=notes, chord_step=0).setting(bpm)
        found.append((reading, warped(times, reading, setting), flow))
    return tuple(found)


@pytest.mark.parametrize("bpm", TEMPI)
def test_sung_lines_have_hardly_a_rest_inside_phrases(bpm: int) -> None:
    rests = [rest for reading, warp, _ in sung(bpm) for rest in audible_rests(reading, warp)]
    assert len(rests) > 4000
    assert sum(rests) / len(rests) <= 0.015


@pytest.mark.parametrize("bpm", TEMPI)
def test_sung_lines_are_slower_and_their_phrases_begin_on_beats(bpm: int) -> None:
    rates = [flow.morae_per_s for _, _, flow in sung(bpm)]
    assert min(rates) >= 2.6
    assert max(rates) <= 6.3  # what is over 6.2 costs, but may cost less than two bars more
    heads = [head for reading, _, flow in sung(bpm) for head in heads_on_beat(reading, flow)]
    assert sum(heads) / len(heads) >= 0.85


@pytest.mark.parametrize("bpm", TEMPI)
def test_bars_are_four_fifths_full_on_average(bpm: int) -> None:
    filled = [flow.end_beats / (flow.bars * FOUR.bar_beats) for _, flow in flows(bpm)]
    assert sum(filled) / len(filled) >= 0.8
