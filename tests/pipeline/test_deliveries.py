"""Lines and songs at the edge of what can be chanted and sung, through the whole pipeline."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.stand_ins.executor import Inline
from tests.stand_ins.maker import make_here

from lyricaudio.music.timeline import Placement, Timeline
from lyricaudio.pipeline.making.rehearse import one_timeline
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import read_record
from lyricaudio.pipeline.project.report import Report, Status
from lyricaudio.pipeline.run import build

EDGES = """\
title: はしのうた
lines: [あ, っ, GPU, Attention Is All You Need, 'ー', '\\(y=wx+b\\)', おわり]
"""
LONG = "かきくけこ さしすせそ たちつてと なにぬねの はひふへほ まみむめも " * 4
TONE = "voice: {lyric: tone, explain: tone}\n"
LINES = "lines: [学習率は一歩の大きさ, 大きすぎると谷を飛び越す, 谷]\n"


def project(root: Path, song: str) -> Path:
    """Write a song, of which only the chanted episode is made."""
    (root / "songs").mkdir()
    (root / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")
    (root / "songs" / "a.yaml").write_text(song, "utf-8")
    return root


def timeline(root: Path) -> Timeline:
    library = open_library([], folder=root)
    (order,) = plan(library, read_record(root / "output")).orders
    return one_timeline(order, root / "output", executor=Inline())


def built(root: Path) -> Report:
    library = open_library([], folder=root)
    return build(library, root / "output", watch=lambda progress: None, maker=make_here)


def error_of(root: Path) -> str:
    """Build what must not succeed; return what is said."""
    (result,) = built(root).results
    assert result.status is Status.FAILED
    return str(result.error)


def off_slot_s(placement: Placement, bpm: float) -> float:
    """How far the farthest mora of a line is from its slot."""
    slots = zip(placement.morae, placement.slots_beats, strict=True)
    return max(abs(mora.vowel_onset_s - 60 / bpm * float(slot)) for mora, slot in slots)


@pytest.mark.parametrize("delivery", ["chant", "sing"])
def test_a_mora_a_closure_letters_and_a_formula_stand_on_their_slots(tmp_path: Path, delivery: str) -> None:
    found = timeline(project(tmp_path, f"{EDGES}delivery: {delivery}\n"))
    counts = [len(placement.spoken.reading.morae) for placement in found.placements]
    assert counts[:4] == [1, 1, 6, 15]
    assert len(counts) == 6  # ー alone says nothing
    assert max(off_slot_s(placement, found.stretch.bpm) for placement in found.placements) < 1e-6


def explained(root: Path, speed: float) -> Timeline:
    """Return the timeline of the explanations of a song at a speed."""
    root.mkdir()
    line = "{lyric: 学習率は一歩の大きさ, explain: 大きすぎると谷を飛び越します。}"
    project(root, f"title: う\n{TONE}lines: [{line}]\n")
    (root / "lyricaudio.yaml").write_text(f"forms: [{{explain: {{speed: {speed}}}}}]\n", "utf-8")
    return timeline(root)


def test_an_explanation_for_who_has_heard_it_is_faster_in_beat_and_speech_on_the_same_slots(
    tmp_path: Path,
) -> None:
    usual, faster = (explained(tmp_path / str(speed), speed) for speed in (1.0, 1.5))
    assert faster.stretch.bpm == 1.5 * usual.stretch.bpm
    for before, after in zip(usual.placements, faster.placements, strict=True):
        assert after.slots_beats == before.slots_beats
        lasts_s, lasted_s = (each.morae[-1].end_s - each.morae[0].start_s for each in (after, before))
        assert lasts_s == pytest.approx(lasted_s / 1.5, rel=0.05)
    assert max(off_slot_s(each, faster.stretch.bpm) for each in faster.placements if each.slots_beats) < 1e-6


@pytest.mark.parametrize("delivery", ["chant", "sing"])
def test_a_line_of_120_morae_takes_as_many_bars_as_it_needs(tmp_path: Path, delivery: str) -> None:
    song = f"title: う\ndelivery: {delivery}\n{TONE}lines: [{LONG.strip()}, かきくけこ]\n"
    found = timeline(project(tmp_path, song))
    long, short = (placement.spoken.flow for placement in found.placements)
    assert long is not None
    assert short is not None
    assert len(long.onsets_beats) == 120
    assert long.morae_per_s <= 8.5
    assert long.bars > short.bars


def test_a_line_of_one_syllable_over_and_over_is_spoken(tmp_path: Path) -> None:
    """It made the embedded voice explode once."""
    placements = timeline(project(tmp_path, f"title: う\nlines: [おわり, {'か' * 40}]\n")).placements
    assert [len(placement.spoken.reading.morae) for placement in placements] == [3, 40]


@pytest.mark.parametrize("metre", ["3/4", "6/8", "7/8"])
@pytest.mark.parametrize("bpm", [40, 240])
def test_other_metres_at_the_slowest_and_the_fastest_tempo_keep_lines_on_bars(
    tmp_path: Path, metre: str, bpm: int
) -> None:
    style = f"style: {{bpm: {bpm}, metre: {metre}}}\n"
    found = timeline(project(tmp_path, f"title: う\ndelivery: sing\n{TONE}{style}{LINES}"))
    assert (found.stretch.bpm, found.stretch.style.metre.name) == (bpm, metre)
    for placement in found.placements:
        assert placement.start_beats % found.stretch.style.metre.bar_beats == 0
        assert off_slot_s(placement, bpm) < 1e-6


def test_each_section_is_sung_to_its_own_melody(tmp_path: Path) -> None:
    sections = "sections:\n  - {melody: C4 E4, lines: [かかかか]}\n  - {melody: D4, lines: [ささささ]}\n"
    sections += "  - {lines: [たたたた]}\n  - {hook: true, melody: F4, lines: [ななな]}\n"
    song = f"title: う\ndelivery: sing\nmelody: G4\n{TONE}{sections}"
    sung: dict[str, set[int]] = {}
    for placement in timeline(project(tmp_path, song)).placements:
        assert placement.spoken.notes is not None
        sung[placement.spoken.reading.kana] = {round(note) % 12 for note in placement.spoken.notes}
    (moved,) = {note - 2 for note in sung["ササササ"]}  # all of them into the voice, by as much
    notes = {"カカカカ": (0, 4), "ササササ": (2,), "タタタタ": (7,), "ナナナ": (5,)}
    assert sung == {line: {(note + moved) % 12 for note in its} for line, its in notes.items()}


def test_a_melodys_file_is_found_however_its_name_is_spelled(tmp_path: Path) -> None:
    song = f"title: う\ndelivery: sing\nmelody: が.mid\n{TONE}{LINES}"
    folder = project(tmp_path, song)
    (tmp_path / "songs" / "か\u3099.mid").write_bytes(b"none")
    assert "there is no file" not in error_of(folder)


def test_a_melody_of_fewer_notes_than_morae_stays_on_its_last_note(tmp_path: Path) -> None:
    song = f"title: う\ndelivery: sing\nmelody: C4 D4 E4 F4\n{TONE}{LINES}"
    placement = timeline(project(tmp_path, song)).placements[0]
    assert placement.spoken.notes is not None
    pitches = [round(note) % 12 for note in placement.spoken.notes]
    assert pitches == [0, 2, 4, 5] * 3 + [5] * (len(pitches) - 12)


@pytest.mark.parametrize(
    ("melody", "said"),
    [
        ("C2 C4 C6", "than the voice has, C4 to D5; write it narrower, or 'fold' before it"),
        ("H4", "is no note"),
        ("none.mid", "there is no file"),
        ("broken.mid", "broken.mid"),
        ("beat: {file: empty.wav}", "empty.wav"),
    ],
)
def test_what_cannot_be_sung_or_played_is_refused_at_its_place(
    tmp_path: Path, melody: str, said: str
) -> None:
    line = melody if melody.startswith("beat") else f"melody: {melody}"
    project(tmp_path, f"title: う\ndelivery: sing\n{line}\n{TONE}{LINES}")
    (tmp_path / "songs" / "broken.mid").write_bytes(b"MThd\0\0\0\6\0\1")
    (tmp_path / "songs" / "empty.wav").write_bytes(b"")
    told = error_of(tmp_path)
    assert told.startswith(str(tmp_path / "songs" / "a.yaml") + ":3:")
    assert said in told
