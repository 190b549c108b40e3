from __future__ import annotations

from pathlib import Path

import mido
import pytest

from lyricaudio.errors import LyricAudioError
from lyricaudio.music.band.midimelody import MidiMelody, midi_melody

TUNE = [64, 66, 68, 69, 71, 69, 68, 66]
BASS = [40, 45, 40, 47]


def track(name: str, *channels: tuple[int, list[int], int], chord: bool = False) -> mido.MidiTrack:
    """Write notes of so many ticks one after the other, or all as chords of three."""
    events = []
    for channel, pitches, ticks in channels:
        for i, pitch in enumerate(pitches):
            for each in (pitch, pitch + 4, pitch + 7) if chord else (pitch,):
                events += [(i * ticks, 1, each, channel), ((i + 1) * ticks, 0, each, channel)]
    made, at = mido.MidiTrack([mido.MetaMessage("track_name", name=name)] if name else []), 0
    for tick, on, pitch, channel in sorted(events):
        kind = "note_on" if on else "note_off"
        made.append(mido.Message(kind, note=pitch, channel=channel, time=tick - at))
        at = tick
    return made


def words(kind: str, ticks: int, count: int) -> mido.MidiTrack:
    return mido.MidiTrack([mido.MetaMessage(kind, text="ら", time=ticks if i else 0) for i in range(count)])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tune.mid"


def chosen(path: Path, *tracks: mido.MidiTrack, wanted: str = "") -> MidiMelody:
    file = mido.MidiFile(type=1, ticks_per_beat=100, charset="utf-8")
    file.tracks += tracks
    file.save(path)
    return midi_melody(path, wanted)


def pitches(melody: MidiMelody) -> list[int]:
    return [note.pitch for note in melody.notes]


@pytest.mark.parametrize("name", ["Vocal", "MELODY", "lead vox", "主旋律", "ボーカル", "歌"])
def test_a_track_that_is_called_the_melody_is_it_wherever_it_stands(path: Path, name: str) -> None:
    others = [track("Bass", (1, BASS, 100)), track("Piano", (2, TUNE, 50), chord=True)]
    for place in range(3):
        tracks = [*others]
        tracks.insert(place, track(name, (0, TUNE, 50)))
        assert pitches(chosen(path, *tracks)) == TUNE


def test_what_is_called_an_accompaniment_is_not_the_melody(path: Path) -> None:
    low = [pitch - 3 for pitch in TUNE]
    assert pitches(chosen(path, track("Backing vocal", (0, low, 50)), track("Flute", (1, TUNE, 50)))) == TUNE


@pytest.mark.parametrize("kind", ["lyrics", "text"])
def test_without_names_the_notes_that_words_fall_on_are_the_melody(path: Path, kind: str) -> None:
    high, sung = track("", (0, [84, 86] * 8, 25)), track("", (1, TUNE * 2, 50))
    assert pitches(chosen(path, high, words(kind, 50, 16), sung, track("", (2, BASS * 3, 33)))) == TUNE * 2


def test_without_words_it_is_what_lies_as_a_voice_does_and_sounds_one_at_a_time(path: Path) -> None:
    chords = track("", (2, [pitch + 3 for pitch in TUNE], 50), chord=True)
    assert pitches(chosen(path, track("", (1, BASS * 2, 50)), chords, track("", (0, TUNE, 50)))) == TUNE


def test_a_few_notes_are_no_melody_beside_many(path: Path) -> None:
    assert pitches(chosen(path, track("", (0, [72], 50)), track("", (1, TUNE, 50)))) == TUNE


def test_of_one_track_with_several_channels_the_best_is_taken(path: Path) -> None:
    assert pitches(chosen(path, track("song", (1, BASS, 100), (3, TUNE, 50)))) == TUNE


def test_the_choice_is_told_with_the_way_to_another(path: Path) -> None:
    found = chosen(path, track("Bass", (1, BASS, 100)), track("歌", (0, TUNE, 50)))
    assert found.told == (
        "the melody of tune.mid is taken from track 2, '歌'; to take another write its number or name behind"
        " the file's, as tune.mid#2"
    )


@pytest.mark.parametrize("wanted", ["1", "Bass"])
def test_a_track_that_is_named_is_taken_and_nothing_told(path: Path, wanted: str) -> None:
    found = chosen(path, track("Bass", (1, BASS, 100)), track("Vocal", (0, TUNE, 50)), wanted=wanted)
    assert (pitches(found), found.told) == (BASS, "")


def test_of_one_part_there_is_nothing_to_tell(path: Path) -> None:
    drums = track("drums", (9, [36, 38], 50))
    assert chosen(path, drums, track("x", (0, TUNE, 50))).told == ""


def test_a_track_that_is_not_there_is_refused_with_those_that_are(path: Path) -> None:
    there = r"it has some in track 1, 'Bass'; track 2, channel 1; track 2, channel 4$"
    with pytest.raises(LyricAudioError, match=r"no notes in a track 'Alto'; " + there):
        chosen(path, track("Bass", (1, BASS, 9)), track("x", (0, TUNE, 9), (3, TUNE, 9)), wanted="Alto")
