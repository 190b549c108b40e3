from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest
from tests.music.flow_lines import reading_of, songs

from lyricaudio.errors import LyricAudioError
from lyricaudio.music.score import Melodies, Score, Words, set_words
from lyricaudio.music.stylebook import load_style
from lyricaudio.music.tune.melody import Melody

ELECTROPOP, HIPHOP = load_style("electropop"), load_style("hiphop")
LOW, HIGH = 58, 72
VERSE = ("カキクケ/コカキク/ケコカ", "サシス/セソサシ/スセソサ", "タチツ/テト", "ナニヌネ/ノナニ")


def words(*lines: str, sung: bool = True, hook: bool = False) -> list[Words]:
    return [
        Words(reading=reading_of(line), times=(), sung=sung, line=i, hook=hook)
        for i, line in enumerate(lines)
    ]


def score(
    lines: list[Words],
    *,
    bpm: float | None = 112,
    melodies: Melodies = Melodies(),  # noqa: B008 - a frozen value
    low: int = LOW,
    seed: str = "うた",
) -> Score:
    note_range = (low, low + HIGH - LOW)
    return set_words(lines, ELECTROPOP, bpm, melodies=melodies, note_range=note_range, seed=seed)


@cache
def song() -> Score:
    """Two verses of the same words, and a hook."""
    return score([*words(*VERSE), *words(*VERSE), *words(*VERSE[:2], hook=True)])


def test_every_verse_has_the_same_notes_and_the_hook_others() -> None:
    notes = [line.notes for line in song().lines]
    assert notes[:4] == notes[4:8]
    assert notes[8:] != notes[:2]


@pytest.mark.slow
def test_verses_of_other_words_share_their_notes_wherever_they_share_a_slot() -> None:
    """The real lines of a song: whatever is sung on a slot of a line is the same in every verse."""
    lines = [
        Words(reading=reading, times=(), sung=True, line=i % 4, hook=False)
        for i, (reading, _) in enumerate(songs()[0])
    ]
    found = score(lines)
    pitches: dict[tuple[int, Fraction], set[float]] = {}
    for word, line in zip(lines, found.lines, strict=True):
        assert line.notes is not None
        for mora, onset, note in zip(word.reading.morae, line.flow.onsets_beats, line.notes, strict=True):
            if mora.vowel in "aiueo" and mora.kana != "ー":
                pitches.setdefault((word.line, onset), set()).add(note)
    assert len(pitches) > 60
    assert all(len(heard) == 1 for heard in pitches.values())


def test_a_tune_ends_on_the_tonic_and_stays_in_the_range_of_the_voice() -> None:
    last = song().lines[7].notes
    assert last is not None
    assert round(last[-1]) % 12 == song().style.tonic
    assert all(LOW <= note <= HIGH for line in song().lines for note in line.notes or ())


@pytest.mark.parametrize("low", range(48, 60))
def test_the_key_of_a_composed_tune_lies_low_in_the_voice(low: int) -> None:
    tonic = score(words(*VERSE[:1]), low=low).style.tonic
    assert tonic in {pitch % 12 for pitch in range(low, low + 6)}


def test_the_key_is_moved_as_little_as_can_be_and_nothing_else_of_the_style() -> None:
    assert score(words(*VERSE[:1])).style == ELECTROPOP
    moved = set_words(words(*VERSE[:1]), HIPHOP, 90, melodies=Melodies(), note_range=(LOW, HIGH), seed="")
    assert (HIPHOP.tonic, moved.style.tonic) == (9, 10)
    assert replace(moved.style, tonic=9) == HIPHOP
    assert moved.style.home().root == 10


def test_a_written_melody_that_the_voice_has_and_a_chant_keep_the_key_of_the_style() -> None:
    written = Melodies(verse=Melody(phrases=((60, 62, 64),), tonic=ELECTROPOP.tonic))
    found = score(words(*VERSE[:1]), low=55, melodies=written)
    assert (found.style, found.told) == (ELECTROPOP, ())
    assert found.lines[0].notes == (60.0, 62.0, 64.0) * 3 + (64.0,) * 2
    chant = score(words(*VERSE, sung=False), low=55)
    assert chant.style == ELECTROPOP
    assert {line.notes for line in chant.lines} == {None}


def test_the_band_plays_in_the_key_in_which_a_written_melody_is_sung_and_that_is_told() -> None:
    written = Melodies(verse=Melody(phrases=((65, 69, 74),), tonic=5, told="from track 2"))
    found = score(words(*VERSE[:1]), melodies=written)
    assert found.style == replace(ELECTROPOP, tonic=3)
    assert (found.lines[0].notes or ())[:3] == (63.0, 67.0, 72.0)
    assert found.told == (
        "from track 2",
        "the melody is moved 2 semitones down into the voice's range, and the band with it, to Eb",
    )


def test_a_hook_that_is_composed_is_in_the_key_of_the_written_verse() -> None:
    written = Melodies(verse=Melody(phrases=((65, 69, 74),), tonic=5))
    found = score([*words(*VERSE), *words(*VERSE[:2], hook=True)], melodies=written)
    tones = set(found.style.scale_tones())
    assert {round(note) % 12 for line in found.lines[4:] for note in line.notes or ()} <= tones


def test_a_melody_out_of_range_is_refused() -> None:
    with pytest.raises(LyricAudioError, match="26 semitones more than the voice has"):
        score(words(*VERSE), melodies=Melodies(verse=Melody(phrases=((40, 80),))))


def test_another_title_gives_another_tune() -> None:
    assert song().lines[0].notes != score([*words(*VERSE), *words(*VERSE)], seed="べつ").lines[0].notes


def test_the_tempo_is_the_one_of_the_style_that_suits_the_sung_lines_best() -> None:
    low, high = ELECTROPOP.bpm_range
    mixed = score([*words(*VERSE), *words("カ" * 60, sung=False)], bpm=None)
    assert low <= mixed.bpm <= high
    assert mixed.bpm == score(words(*VERSE), bpm=None).bpm


def test_a_song_in_which_nothing_is_set_has_the_tempo_of_its_style() -> None:
    empty = score([], bpm=None)
    assert (empty.bpm, empty.lines) == (ELECTROPOP.bpm, ())


def test_a_line_is_set_in_seconds_at_its_tempo() -> None:
    line = song().lines[0]
    setting = line.setting(112)
    assert setting.notes == line.notes
    assert setting.onsets_s == pytest.approx([float(beat) * 60 / 112 for beat in line.flow.onsets_beats])
    assert setting.end_s == pytest.approx(float(line.flow.end_beats) * 60 / 112)
