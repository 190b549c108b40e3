"""A project of OpenUtau (USTX 0.6), to be sung by any voice of UTAU's, DiffSinger's or VOICEVOX's there.

USTX is YAML 1.2, of which JSON is a part, and so it is written as JSON: a key `y` stays a text for every
reader. Times are ticks, 480 a beat, swing and all. Lyrics are hiragana; a ー that goes on from the note
before is the sign for it, `+~`, by which any phonemizer holds the vowel (for some, `+` is the next syllable).
The singer is left for the person to choose: with them the phonemizer comes, too.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from lyricaudio.music.band.midi import TICKS_PER_BEAT, SungNote
from lyricaudio.music.notation.vocalscore import VocalScore, bar_lines, written_kana

_VERSION = "0.6"
_HOLD = "+~"
_GLIDE_MS = 40  # around the beginning of a note, as OpenUtau itself sets it


def ustx(score: VocalScore) -> bytes:
    """Write a project of one track; the same input gives the same bytes."""
    project = {
        "name": score.title,
        "comment": "",
        "output_dir": "Vocal",
        "cache_dir": "UCache",
        "ustx_version": _VERSION,
        "resolution": TICKS_PER_BEAT,
        "key": score.passages[0].major_tonic,
        "time_signatures": _time_signatures(score),
        "tempos": [{"position": _ticks(one.start_beats), "bpm": one.bpm} for one in score.passages],
        "tracks": [_track()],
        "voice_parts": [
            {
                "name": score.title,
                "comment": "",
                "track_no": 0,
                "position": 0,
                "duration": _ticks(score.end_beats),
                "notes": [_note(note, held=held) for note, held in score.held()],
                "curves": [],
            }
        ],
        "wave_parts": [],
    }
    return json.dumps(project, ensure_ascii=False, indent=1).encode() + b"\n"


def _time_signatures(score: VocalScore) -> list[dict[str, int]]:
    found, bar = [], 0
    for passage, end_beats in score.bounded():
        count, _, unit = passage.metre.name.partition("/")
        found.append({"bar_position": bar, "beat_per_bar": int(count), "beat_unit": int(unit)})
        bar += len(bar_lines(passage, end_beats))
    return found


def _track() -> dict[str, Any]:
    return {
        "phonemizer": "OpenUtau.Core.DefaultPhonemizer",
        "renderer_settings": {},
        "track_name": "歌",
        "track_color": "Blue",
        "mute": False,
        "solo": False,
        "volume": 0.0,
        "pan": 0.0,
        "voice_color_names": [""],
    }


def _note(note: SungNote, *, held: bool) -> dict[str, Any]:
    start, end = _ticks(note.start_beats), _ticks(note.start_beats + note.length_beats)
    glide = [{"x": at_ms, "y": 0, "shape": "io"} for at_ms in (-_GLIDE_MS, _GLIDE_MS)]
    return {
        "position": start,
        "duration": end - start,
        "tone": note.pitch,
        "lyric": _HOLD if held else written_kana(note.lyric),
        "pitch": {"data": glide, "snap_first": True},
        "vibrato": {
            "length": 0,
            "period": 175,
            "depth": 25,
            "in": 10,
            "out": 10,
            "shift": 0,
            "drift": 0,
            "vol_link": 0,
        },
        "phoneme_expressions": [],
        "phoneme_overrides": [],
    }


def _ticks(beats: Fraction) -> int:
    return round(beats * TICKS_PER_BEAT)
