"""Our projects of OpenUtau, read by libresvip and as YAML."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
import yaml
from tests.music.notation.test_musicxml import WORDS, passage, score, tune

from lyricaudio.music.notation.ustx import ustx


def test_notes_are_ticks_and_a_held_vowel_is_the_sign_for_that() -> None:
    project = json.loads(ustx(score(WORDS)))
    (part,) = project["voice_parts"]
    notes = [(note["position"], note["duration"], note["tone"], note["lyric"]) for note in part["notes"]]
    assert notes == [
        (0, 120, 60, "きゃ"),
        (120, 360, 62, "っ"),
        (480, 240, 66, "しゅ"),
        (720, 480, 66, "+~"),
        (1200, 360, 63, "ん"),
        (1800, 600, 59, "ヴ"),
        (2880, 960, 72, "わ"),
    ]
    assert part["duration"] == 8 * 480


def test_a_held_vowel_after_a_rest_has_nothing_to_hold() -> None:
    project = json.loads(ustx(score(tune(("0", "1", 60, "ア"), ("2", "1", 60, "ー")))))
    assert [note["lyric"] for note in project["voice_parts"][0]["notes"]] == ["あ", "ー"]


def test_it_is_yaml_for_readers_old_and_new() -> None:
    written = ustx(score(WORDS))
    assert yaml.safe_load(written) == json.loads(written)


def test_later_tempi_and_metres_stand_on_their_ticks_and_bars() -> None:
    later = passage("3/4", start_beats=Fraction(8), bpm=72.5, tonic=9, scale="minor")
    project = json.loads(ustx(score(WORDS, passage(tonic=7, scale="mixolydian"), later, end=14)))
    assert project["tempos"] == [{"position": 0, "bpm": 96.0}, {"position": 3840, "bpm": 72.5}]
    assert project["time_signatures"] == [
        {"bar_position": 0, "beat_per_bar": 4, "beat_unit": 4},
        {"bar_position": 2, "beat_per_bar": 3, "beat_unit": 4},
    ]
    assert project["key"] == 0


@pytest.mark.parametrize("notes", [WORDS, ()], ids=["words", "none"])
def test_the_same_score_gives_the_same_bytes(notes: tuple[object, ...]) -> None:
    one = score(WORDS if notes else ())
    assert ustx(one) == ustx(one)
