import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from lyricaudio.errors import Place
from lyricaudio.lesson.plan import Cue
from lyricaudio.music.spoken import Spoken
from lyricaudio.music.stylebook import load_style
from lyricaudio.music.timeline import Placement, Stretch, Timeline, TitledSpan
from lyricaudio.reading.reader import Reader
from lyricaudio.release.page.playerdata import player_json
from lyricaudio.release.texts.metadata import EpisodeTags
from lyricaudio.song.written import Text
from lyricaudio.voice.clip import ClipFacts, MoraTime
from lyricaudio.voice.known import Voice

MORA_S = 0.125


def placed(
    reader: Reader, start_s: float, role: str, text: str, *, of: str, again: bool = False
) -> Placement:
    """Place a cue whose morae are even: the vowel begins in the middle of each."""
    reading = reader.read(text)
    morae = tuple(
        MoraTime(
            kana=mora.kana,
            start_s=number * MORA_S,
            vowel_onset_s=(number + 0.5) * MORA_S,
            end_s=(number + 1) * MORA_S,
        )
        for number, mora in enumerate(reading.morae)
    )
    facts = ClipFacts(duration_s=len(morae) * MORA_S, loudness_lufs=-20.0, morae=morae, timing="engine")
    cue = Cue(role=role, text=Text(text=text, place=Place("songs/x.yaml", 1, 1)), of=of, again=again)
    spoken = Spoken(
        cue=cue, reading=reading, voice=Voice(engine="tone", name="sine"), clip_key="k", facts=facts
    )
    return Placement(spoken=spoken, start_beats=Fraction(start_s * 2), start_s=start_s)


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    reader = Reader()
    return Timeline(
        stretches=(Stretch(bpm=120.0, style=load_style("electropop"), bars=7),),
        placements=(
            placed(reader, 2.0, "lyric", "{勾配|こうばい}は 消え", of="0a"),
            placed(reader, 4.0, "explain", "ReLUです。", of="0a"),
            placed(reader, 6.0, "lyric", "{勾配|こうばい}は 消え", of="0a", again=True),
            placed(reader, 8.0, "question", "負は?", of="p1"),
            placed(reader, 10.0, "answer", "ゼロ", of="p1"),
        ),
        spans=(TitledSpan(title="勾配は 消え", start_s=0.0, end_s=14.0),),
    )


@pytest.fixture(scope="module")
def data(timeline: Timeline, tags: EpisodeTags) -> dict[str, Any]:
    text = player_json(
        replace(tags, length_s=14.0),
        timeline,
        form="explain",
        label="解説",
        peaks=(0, 128, 255),
    )
    found: dict[str, Any] = json.loads(text)
    return found


def test_an_episode_as_the_player_reads_it(data: dict[str, Any]) -> None:
    assert {name: value for name, value in data.items() if name != "cues"} == {
        "title": "学習ループのうた",
        "album": "G検定のうた",
        "artist": "lyricaudio",
        "form": "explain",
        "label": "解説",
        "duration_s": 14.0,
        "bpm": 120.0,
        "bar_s": 2.0,
        "chapters": [
            {"title": "Aメロ", "start_s": 0.0, "end_s": 1.0},
            {"title": "サビ", "start_s": 1.0, "end_s": 1.95},
        ],
        "peaks": [0, 128, 255],
    }


def test_a_line_with_furigana_and_the_time_of_every_mora(data: dict[str, Any]) -> None:
    assert data["cues"][0] == {
        "role": "lyric",
        "id": "0a",
        "delivery": "speak",
        "look": "lyric",
        "stops": True,
        "asked": True,
        "line": None,
        "again": False,
        "start_s": 2.0,
        "end_s": 2.875,
        "text": "勾配は 消え",
        "tokens": [
            {"text": "勾配", "kana": "こうばい", "morae": [0, 4]},
            {"text": "は", "kana": None, "morae": [4, 5]},
            {"text": " ", "kana": None, "morae": [5, 5]},
            {"text": "消", "kana": "き", "morae": [5, 6]},
            {"text": "え", "kana": None, "morae": [6, 7]},
        ],
        "morae": [
            [2.0, 2.062, 2.125],
            [2.125, 2.188, 2.25],
            [2.25, 2.312, 2.375],
            [2.375, 2.438, 2.5],
            [2.5, 2.562, 2.625],
            [2.625, 2.688, 2.75],
            [2.75, 2.812, 2.875],
        ],
    }


def test_an_explanation_and_a_second_hearing_belong_to_the_line_before(data: dict[str, Any]) -> None:
    assert [(cue["role"], cue["id"], cue["line"], cue["again"]) for cue in data["cues"]] == [
        ("lyric", "0a", None, False),
        ("explain", "0a", 0, False),
        ("lyric", "0a", 0, True),
        ("question", "p1", None, False),
        ("answer", "p1", None, False),
    ]
