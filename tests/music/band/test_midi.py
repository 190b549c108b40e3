from __future__ import annotations

import io
import os
import random
import struct
from fractions import Fraction
from pathlib import Path

import mido
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.errors import LyricAudioError
from lyricaudio.music.band.arrangement import Bar, Note, arrange
from lyricaudio.music.band.midi import TICKS_PER_BEAT, SungNote, midi_file
from lyricaudio.music.band.midimelody import midi_melody
from lyricaudio.music.stylebook import load_style
from lyricaudio.music.theory.metre import METRES

WORDS = (
    SungNote(start_beats=Fraction(4), length_beats=Fraction(1, 2), pitch=60, lyric="が"),
    SungNote(start_beats=Fraction(9, 2), length_beats=Fraction(1, 2), pitch=64, lyric="く"),
)


def band() -> tuple[Note, ...]:
    return arrange([Bar(energy="verse", chord_step=step) for step in range(2)], load_style("lofi"))


def read(data: bytes) -> mido.MidiFile:
    return mido.MidiFile(file=io.BytesIO(data), charset="utf-8")


def sounded(track: mido.MidiTrack) -> list[tuple[Fraction, Fraction, int, int]]:
    """Return start and length in beats, key and velocity of a track's notes, in the order of their ends."""
    at, held, found = 0, {}, []
    for message in track:
        at += message.time
        if message.type == "note_on":
            held[message.note] = (at, message.velocity)
        elif message.type == "note_off":
            start, velocity = held.pop(message.note)
            beats = Fraction(start, TICKS_PER_BEAT), Fraction(at - start, TICKS_PER_BEAT)
            found.append((*beats, message.note, velocity))
    assert not held
    return found


def test_a_file_says_tempo_metre_and_the_name_of_each_track() -> None:
    file = read(midi_file(band(), bpm=84, metre=METRES["6/8"], title="勾配のうた", voice=WORDS))
    assert (file.type, file.ticks_per_beat) == (1, 480)
    assert [track.name for track in file.tracks] == [
        "勾配のうた",
        "voice",
        "electric_piano",
        "drums",
        "sub_bass",
    ]
    tempo, signature = file.tracks[0][1], file.tracks[0][2]
    assert round(mido.tempo2bpm(tempo.tempo), 3) == 84
    assert (signature.numerator, signature.denominator) == (6, 8)


def test_each_instrument_has_its_channel_and_program_and_the_drums_the_tenth() -> None:
    tracks = {
        track.name: track for track in read(midi_file(band(), bpm=84, metre=METRES["4/4"], title="")).tracks
    }
    channels = {
        name: {message.channel for message in track if message.type == "note_on"}
        for name, track in tracks.items()
    }
    assert channels == {"": set(), "electric_piano": {0}, "drums": {9}, "sub_bass": {2}}
    programs = [message.program for message in tracks["electric_piano"] if message.type == "program_change"]
    assert programs == [5]


def test_the_band_comes_back_as_it_was_written() -> None:
    notes = band()
    file = read(midi_file(notes, bpm=84, metre=METRES["4/4"], title="song"))
    (bass,) = (track for track in file.tracks if track.name == "sub_bass")
    assert sounded(bass) == [
        (note.start_beats, note.length_beats, note.pitch, round(127 * note.velocity))
        for note in notes
        if note.instrument == "sub_bass"
    ]
    (drums,) = (track for track in file.tracks if track.name == "drums")
    keys = {"kick": 36, "snare": 38, "hat": 42}
    assert sorted((start, key) for start, _, key, _ in sounded(drums)) == sorted(
        (note.start_beats, keys[note.instrument]) for note in notes if note.pitch is None
    )


def test_the_voice_has_its_words() -> None:
    file = read(midi_file((), bpm=120, metre=METRES["4/4"], title="song", voice=WORDS))
    at, words = 0, []
    for message in file.tracks[1]:
        at += message.time
        if message.type == "lyrics":
            words.append((at, message.text))
    assert words == [(4 * 480, "が"), (4 * 480 + 240, "く")]


def test_the_same_band_gives_the_same_bytes() -> None:
    files = {midi_file(band(), bpm=84, metre=METRES["4/4"], title="song") for _ in range(2)}
    assert len(files) == 1


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("midi") / "melody.mid"


@pytest.mark.slow
@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 16), st.integers(0, 127)), min_size=1, max_size=20)
)
def test_a_melody_comes_back_as_it_was_written(path: Path, notes: list[tuple[int, int, int]]) -> None:
    at = Fraction(0)
    melody = []
    for rest, length, pitch in notes:
        start, lasts = at + Fraction(rest, 12), Fraction(length, 12)
        melody.append(SungNote(start_beats=start, length_beats=lasts, pitch=pitch))
        at = start + lasts
    path.write_bytes(midi_file((), bpm=97.5, metre=METRES["3/4"], title="x", voice=melody))
    assert midi_melody(path).notes == tuple(melody)


def written(path: Path, *messages: mido.Message, ticks_per_beat: int = 100) -> Path:
    """Write a track of other notation before, and one of these messages."""
    file = mido.MidiFile(ticks_per_beat=ticks_per_beat)
    file.tracks += [mido.MidiTrack([mido.MetaMessage("track_name", name="x")]), mido.MidiTrack(messages)]
    file.save(path)
    return path


def test_of_a_chord_the_highest_note_is_the_melody_and_a_note_ends_where_the_next_begins(path: Path) -> None:
    on = [mido.Message("note_on", note=note, time=time) for note, time in ((60, 50), (67, 0), (72, 100))]
    notes = midi_melody(written(path, *on, mido.Message("note_on", note=67, velocity=0, time=100))).notes
    assert [(note.start_beats, note.length_beats, note.pitch) for note in notes] == [
        (Fraction(1, 2), Fraction(1), 67),
        (Fraction(3, 2), Fraction(1), 72),
    ]


def test_drums_are_no_melody(path: Path) -> None:
    drum = mido.Message("note_on", channel=9, note=36), mido.Message("note_off", channel=9, note=36, time=9)
    with pytest.raises(LyricAudioError, match=r"melody\.mid has no notes; write the melody into one"):
        midi_melody(written(path, *drum))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is no MIDI file, or a damaged one"),
        (b"ID3 something else", "is no MIDI file, or a damaged one"),
        (b"MThd\0\0\0\6\0\1\0\1\1\xe0MTrk\0\0\0\x20\0\x90", "is no MIDI file, or a damaged one"),
        (b"MThd\0\0\0\6\0\1\0\0\xe7\x28", "counts time in film frames"),
        (b"MThd\0\0\0\6\0\1\0\0\1\xe0", "has no notes"),
        (bytes(5 << 20), "is larger than 4 MB"),
    ],
    ids=["empty", "not MIDI", "cut", "SMPTE", "no tracks", "huge"],
)
def test_what_is_no_melody_is_refused_by_name(path: Path, data: bytes, said: str) -> None:
    path.write_bytes(data)
    with pytest.raises(LyricAudioError, match=r"melody\.mid " + said):
        midi_melody(path)


def test_a_melody_that_is_not_there_is_named(path: Path) -> None:
    with pytest.raises(LyricAudioError, match=r"other\.mid cannot be read: No such file"):
        midi_melody(path.with_name("other.mid"))


def test_a_key_that_is_none_costs_the_key_alone(path: Path) -> None:
    plain = midi_file((), bpm=90, metre=METRES["4/4"], title="x", voice=WORDS)
    found = []
    for sharps, minor in ((18, 1), (-5, 0), (3, 1)):
        path.write_bytes(signed(plain, sharps, minor))
        found.append(midi_melody(path))
    assert [(one.tonic, one.minor) for one in found] == [(None, False), (1, False), (6, True)]
    assert found[0].notes == found[1].notes == found[2].notes


def signed(midi: bytes, sharps: int, minor: int) -> bytes:
    """Put a key signature at the head of the first track."""
    event = b"\0\xff\x59\2" + struct.pack("bB", sharps, minor)
    at = midi.index(b"MTrk") + 4
    (length,) = struct.unpack_from(">I", midi, at)
    return midi[:at] + struct.pack(">I", length + len(event)) + event + midi[at + 4 :]


def damaged(whole: bytes, chance: random.Random) -> bytes:
    """Change some bytes, take some out, put some in, and often cut the end off."""
    data = bytearray(whole)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        kind = chance.random()
        if kind < 0.6:
            data[at] = chance.choice(
                (chance.randrange(256), 0, 0x7F, 0xFF, data[at] ^ 1 << chance.randrange(8))
            )
        elif kind < 0.8:
            del data[at : at + chance.randint(1, 9)]
        else:
            data[at:at] = chance.randbytes(chance.randint(1, 9))
    return bytes(data[: chance.randrange(len(data) + 1)] if chance.random() < 0.2 else data)


@pytest.mark.slow
def test_a_damaged_file_is_read_or_refused_but_never_a_crash(path: Path) -> None:
    chance = random.Random(11)
    whole = signed(midi_file(band()[:20], bpm=84, metre=METRES["4/4"], title="x", voice=WORDS), -3, 1)
    refused = 0
    for _ in range(int(os.environ.get("LYRICAUDIO_TEST_MUTANTS", "300"))):
        path.write_bytes(damaged(whole, chance))
        try:
            melody = midi_melody(path)
        except LyricAudioError:
            refused += 1
        else:
            assert all(note.length_beats > 0 for note in melody.notes)
    assert refused


def test_later_tempi_and_metres_stand_where_they_begin() -> None:
    changes = [(Fraction(12), 60.0, METRES["3/4"])]
    file = read(midi_file(band(), bpm=120, metre=METRES["4/4"], title="two songs", changes=changes))
    at, found = 0, []
    for message in file.tracks[0]:
        at += message.time
        if message.type == "set_tempo":
            found.append((at / TICKS_PER_BEAT, round(mido.tempo2bpm(message.tempo))))
        elif message.type == "time_signature":
            found.append((at / TICKS_PER_BEAT, message.numerator))
    assert found == [(0, 120), (0, 4), (12, 60), (12, 3)]
