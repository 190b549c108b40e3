"""What a build writes down for other singers, as others read it: notes, kana and ticks of all songs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate
from pathlib import Path

import music21
import pytest
from tests.documents import ROOT
from tests.pipeline.test_run import built, contents, statuses

from lyricaudio.music.band.midi import TICKS_PER_BEAT
from lyricaudio.music.band.midimelody import midi_melody
from lyricaudio.music.notation.musicxml import musicxml
from lyricaudio.music.notation.ustx import ustx
from lyricaudio.music.notation.vocalscore import VocalScore, written_kana
from lyricaudio.music.theory.metre import slot_beats
from lyricaudio.music.timeline import Timeline
from lyricaudio.pipeline.making.draft import draft
from lyricaudio.pipeline.making.rehearse import Rehearsal, foretold
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.planning.wishes import Wishes
from lyricaudio.pipeline.project.beside import Extras
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import read_record
from lyricaudio.release.texts.faces import vocal_score
from lyricaudio.voice.engines.voicevox.song import FRAMES_PER_S, song_notes

SUNG = """\
title: コーヒーのうた
style: {{name: {style}, metre: {metre}}}
delivery: sing
lines:
  - ちょっとまって、コーヒーがさめる
  - ンーとうなって 学習率をさげた
  - ヴァイオリンのひびき
"""
STYLES = [("hiphop", "4/4"), ("lofi", "3/4"), ("jpop", "6/8"), ("edm", "7/8")]


def timelines(root: Path) -> Iterator[tuple[str, Timeline]]:
    """Foretell the songs of a project."""
    rehearsal = Rehearsal()
    for order in plan(open_library([], folder=root), read_record(root / "nowhere")).orders:
        if order.form.name == "song":
            yield order.name, foretold(draft(order), rehearsal).timeline


@pytest.fixture(scope="module")
def songs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Timeline]:
    """All songs that come with the program, and songs in which the sung difficulties are."""
    root = tmp_path_factory.mktemp("sung")
    (root / "songs").mkdir()
    for number, (style, metre) in enumerate(STYLES):
        song = SUNG.format(style=style, metre=metre)
        (root / "songs" / f"{number}.yaml").write_text(song.replace("のうた", f"のうた{number}"), "utf-8")
    book = os.environ.get("LYRICAUDIO_TEST_BOOK")  # a project with the whole book, for who has the time
    return {
        name: timeline
        for project in (ROOT, root, *([Path(book)] if book else []))
        for name, timeline in timelines(project)
    }


@pytest.fixture(scope="module")
def scores(songs: dict[str, Timeline]) -> dict[str, VocalScore]:
    return {name: vocal_score(timeline, name) for name, timeline in songs.items()}


Ticks = list[tuple[int, int, int, str]]


def ticks(beats: Fraction) -> int:
    return round(beats * TICKS_PER_BEAT)


def wanted(score: VocalScore) -> Ticks:
    """Return start, end, pitch and kana of all notes."""
    return [
        (
            ticks(note.start_beats),
            ticks(note.start_beats + note.length_beats),
            note.pitch,
            written_kana(note.lyric),
        )
        for note in score.notes
    ]


def swung(beats: Fraction, swing: Fraction) -> int:
    """Play a straight place as the swing says."""
    slot = beats * 4
    assert slot.denominator == 1
    return ticks(slot_beats(int(slot), swing))


@pytest.mark.dear
@pytest.mark.slow
def test_the_score_of_every_song_is_read_by_music21(scores: dict[str, VocalScore], tmp_path: Path) -> None:
    path = tmp_path / "song.musicxml"
    for name, score in scores.items():
        (passage,) = score.passages
        path.write_bytes(musicxml(score))
        found = music21.converter.parse(path)
        notes = [
            (
                swung(Fraction(note.offset), passage.swing),
                swung(Fraction(note.offset) + Fraction(note.quarterLength), passage.swing),
                note.pitch.midi,
                note.lyric,
            )
            for note in found.parts[0].flatten().stripTies().notes
        ]
        assert notes == wanted(score), name
        (mark,) = found.parts[0].flatten().getElementsByClass("MetronomeMark")
        assert mark.getQuarterBPM() == pytest.approx(passage.bpm), name
    assert len(scores) >= 9


@pytest.mark.slow
def test_the_project_of_every_song_has_its_notes(scores: dict[str, VocalScore]) -> None:
    """As JSON has them; libresvip, which brings too much to be installed here, is asked in `acceptance/`."""
    for name, score in scores.items():
        (passage,) = score.passages
        project = json.loads(ustx(score))
        (part,) = project["voice_parts"]
        found = [
            (note["position"], note["position"] + note["duration"], note["tone"], note["lyric"])
            for note in part["notes"]
        ]
        held = [one for _, one in score.held()]
        assert found == [
            (*place, "+~" if holds else kana)
            for (*place, kana), holds in zip(wanted(score), held, strict=True)
        ], name
        assert project["tempos"] == [{"position": 0, "bpm": passage.bpm}]
        (metre,) = project["time_signatures"]
        assert f"{metre['beat_per_bar']}/{metre['beat_unit']}" == passage.metre.name


@pytest.mark.slow
def test_a_singer_of_voicevox_is_given_every_line_to_a_frame(songs: dict[str, Timeline]) -> None:
    lines = 0
    for timeline in songs.values():
        for placement in timeline.heard:
            spoken = placement.spoken
            if not spoken.setting:
                continue
            notes = song_notes(spoken.reading, spoken.setting)
            starts = [0, *accumulate(note.frames for note in notes)]
            sung = [start for start, note in zip(starts, notes, strict=False) if note.mora]
            late_s = [
                (start - sung[0]) / FRAMES_PER_S - onset_s + spoken.setting.onsets_s[0]
                for start, onset_s in zip(sung, spoken.setting.onsets_s, strict=True)
            ]
            assert max(map(abs, late_s)) <= 1 / FRAMES_PER_S
            lines += 1
    assert lines > 60


TINY = "title: 谷\nstyle: none\ndelivery: sing\nvoice: {{lyric: tone}}\nlines: [谷を下る, {line}]\n"
ALBUM = "output/谷"


@pytest.mark.slow
def test_three_files_for_singers_lie_beside_the_episode_and_are_kept_up_to_date(tmp_path: Path) -> None:
    song = tmp_path / "songs" / "a.yaml"
    song.parent.mkdir()
    song.write_text(TINY.format(line="川を渡る"), "utf-8")
    (tmp_path / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")
    built(tmp_path)
    plain = contents(tmp_path)
    assert set(statuses(built(tmp_path, wishes=Wishes(extras=Extras(score=True)))).values()) == {"built"}
    scored = contents(tmp_path)
    assert sorted(scored.keys() - plain.keys()) == [
        f"{ALBUM}/01 うた.mid",
        f"{ALBUM}/01 うた.musicxml",
        f"{ALBUM}/01 うた.ustx",
    ]
    assert scored[f"{ALBUM}/01 うた.mp3"] == plain[f"{ALBUM}/01 うた.mp3"]
    melody = midi_melody(tmp_path / ALBUM / "01 うた.mid").notes
    (part,) = json.loads(scored[f"{ALBUM}/01 うた.ustx"])["voice_parts"]
    assert [note["position"] for note in part["notes"]] == [ticks(note.start_beats) for note in melody]
    song.write_text(TINY.format(line="橋を渡る"), "utf-8")
    built(tmp_path)
    edited = contents(tmp_path)
    assert "は" in edited[f"{ALBUM}/01 うた.ustx"].decode()
    assert edited[f"{ALBUM}/01 うた.musicxml"] != scored[f"{ALBUM}/01 うた.musicxml"]
