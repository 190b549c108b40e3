"""A form: the questions alone."""

from __future__ import annotations

from dataclasses import dataclass

from lyricaudio.lesson.form import Form
from lyricaudio.lesson.plan import Cue, Part
from lyricaudio.song import Song
from lyricaudio.song.readers import whole_number
from lyricaudio.song.schema import Key, Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How often each question is asked."""

    times: int = 1


def parts(song: Song, settings: Settings) -> tuple[Part, ...]:
    """Plan one part of all questions."""
    asked = tuple(
        Cue(role="question", text=point.question, of=point.id) for point in song.points if point.question
    )
    return (Part(title="問い", events=asked * settings.times),) if asked else ()


FORM = Form(
    name="drill",
    label="問い",
    playlist="問いだけ",
    about="問いだけを聴きます。",
    summary="the questions alone",
    parts=parts,
    settings=Schema(
        "the form drill", (Key("times", whole_number("times", 1, 9), "how often"),), build=Settings
    ),
)
