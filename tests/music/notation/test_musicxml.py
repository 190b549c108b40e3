"""Our scores in MusicXML, read by music21."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import music21
import pytest

from lyricaudio.music.band.midi import SungNote
from lyricaudio.music.notation.musicxml import musicxml
from lyricaudio.music.notation.vocalscore import Passage, VocalScore
from lyricaudio.music.theory.metre import METRES, slot_beats


def passage(metre: str = "4/4", **changes: object) -> Passage:
    values = {
        "start_beats": Fraction(0),
        "bpm": 96.0,
        "metre": METRES[metre],
        "swing": Fraction(0),
        "tonic": 0,
        "scale": "major",
    }
    return Passage(**{**values, **changes})  # type: ignore[arg-type]


def tune(*notes: tuple[str, str, int, str]) -> tuple[SungNote, ...]:
    """Make notes of start, length, pitch and mora."""
    return tuple(
        SungNote(start_beats=Fraction(start), length_beats=Fraction(length), pitch=pitch, lyric=lyric)
        for start, length, pitch, lyric in notes
    )


def score(notes: tuple[SungNote, ...], *passages: Passage, end: int = 8) -> VocalScore:
    return VocalScore(
        title="坂 & 谷", notes=notes, passages=passages or (passage(),), end_beats=Fraction(end)
    )


def read(one: VocalScore, folder: Path) -> music21.stream.Score:
    path = folder / "song.musicxml"
    path.write_bytes(musicxml(one))
    found = music21.converter.parse(path)
    assert isinstance(found, music21.stream.Score)
    return found


def sung(found: music21.stream.Score) -> list[tuple[Fraction, Fraction, int, str]]:
    """Return the notes as a singer sings them, tied ones as one."""
    notes = found.parts[0].flatten().stripTies().notes
    return [
        (Fraction(note.offset), Fraction(note.quarterLength), note.pitch.midi, note.lyric) for note in notes
    ]


WORDS = tune(
    ("0", "1/4", 60, "キャ"),
    ("1/4", "3/4", 62, "ッ"),
    ("1", "1/2", 66, "シュ"),
    ("3/2", "1", 66, "ー"),
    ("5/2", "3/4", 63, "ン"),
    ("15/4", "5/4", 59, "ヴ"),
    ("6", "2", 72, "ワ"),
)


def test_notes_and_words_come_back_and_the_words_are_hiragana(tmp_path: Path) -> None:
    found = sung(read(score(WORDS), tmp_path))
    assert found == [
        (note.start_beats, note.length_beats, note.pitch, kana)
        for note, kana in zip(WORDS, ["きゃ", "っ", "しゅ", "ー", "ん", "ヴ", "わ"], strict=True)
    ]


def test_a_note_over_a_bar_line_is_tied_and_its_word_is_written_once(tmp_path: Path) -> None:
    found = read(score(tune(("3", "5/2", 60, "ア"))), tmp_path)
    pieces = list(found.parts[0].flatten().notes)
    assert [piece.quarterLength for piece in pieces] == [1, 1.5]
    assert [piece.tie.type for piece in pieces] == ["start", "stop"]
    assert [piece.lyric for piece in pieces] == ["あ", None]


@pytest.mark.parametrize("metre", METRES)
def test_every_bar_is_full_and_every_note_has_a_value_that_exists(tmp_path: Path, metre: str) -> None:
    bar = METRES[metre].bar_beats
    notes = tuple(
        SungNote(start_beats=start, length_beats=length, pitch=60, lyric="ア")
        for start, length in lengths_of_all_kinds(4 * bar)
    )
    written = score(notes, passage(metre), end=int(4 * bar))
    found = read(written, tmp_path)
    bars = list(found.parts[0].getElementsByClass("Measure"))
    assert {Fraction(one.duration.quarterLength) for one in bars} == {bar}
    assert {one.timeSignature.ratioString for one in bars if one.timeSignature} == {metre}
    assert [(at, length) for at, length, *_ in sung(found)] == [
        (note.start_beats, note.length_beats) for note in notes
    ]
    kinds = {note.findtext("type") for note in ET.fromstring(musicxml(written)).iter("note")}
    assert kinds <= {"whole", "half", "quarter", "eighth", "16th", None}


def lengths_of_all_kinds(beats: Fraction) -> list[tuple[Fraction, Fraction]]:
    """Fill beats with notes of one to nine sixteenths, so that they begin everywhere in the bar."""
    found, at, sixteenths = [], Fraction(0), 1
    while at + Fraction(sixteenths, 4) <= beats:
        found.append((at, Fraction(sixteenths, 4)))
        at += Fraction(sixteenths, 4)
        sixteenths = sixteenths % 9 + 1
    return found


def test_swing_is_a_mark_and_notes_are_straight(tmp_path: Path) -> None:
    swing = Fraction(1, 5)
    slots = [0, 1, 2, 3, 5, 8, 11]
    starts = [slot_beats(slot, swing) for slot in slots]
    notes = tuple(
        SungNote(start_beats=start, length_beats=end - start, pitch=60, lyric="ラ")
        for start, end in zip(starts, [*starts[1:], Fraction(4)], strict=True)
    )
    written = score(notes, passage(swing=swing))
    assert [at for at, *_ in sung(read(written, tmp_path))] == [Fraction(slot, 4) for slot in slots]
    mark = ET.fromstring(musicxml(written)).find(".//sound/swing")
    assert mark is not None
    assert [one.text for one in mark] == ["3", "2", "16th"]


@pytest.mark.parametrize(
    ("tonic", "scale", "sharps"),
    [
        (0, "major", 0),
        (5, "major", -1),
        (11, "major", 5),
        (3, "major", -3),
        (9, "minor", 0),
        (6, "minor", 3),
        (4, "minor pentatonic", 1),
        (2, "dorian", 0),
        (7, "mixolydian", 0),
    ],
)
def test_the_key_signature_is_that_of_the_scale(tmp_path: Path, tonic: int, scale: str, sharps: int) -> None:
    found = read(score(WORDS, passage(tonic=tonic, scale=scale)), tmp_path)
    assert [one.sharps for one in found.recurse().getElementsByClass("KeySignature")] == [sharps]
    assert [pitch for _, _, pitch, _ in sung(found)] == [note.pitch for note in WORDS]


def test_later_tempi_and_metres_stand_on_their_bars(tmp_path: Path) -> None:
    later = passage("3/4", start_beats=Fraction(8), bpm=72.5)
    found = read(score(WORDS, passage(), later, end=14), tmp_path)
    part = found.parts[0]
    marks = part.flatten().getElementsByClass("MetronomeMark")
    assert [(mark.offset, mark.getQuarterBPM()) for mark in marks] == [(0, 96), (8, 72.5)]
    times = part.flatten().getElementsByClass("TimeSignature")
    assert [(time.offset, time.ratioString) for time in times] == [(0, "4/4"), (8, "3/4")]
    assert len(part.getElementsByClass("Measure")) == 4


def test_a_song_that_is_only_spoken_is_a_score_of_rests(tmp_path: Path) -> None:
    found = read(score(()), tmp_path)
    assert found.metadata.title == "坂 & 谷"
    assert sung(found) == []
    assert found.duration.quarterLength == 8
