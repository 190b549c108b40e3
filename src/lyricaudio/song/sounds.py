"""Sounds of the writer's own that a song names: a finished recording, and clips of a voice."""

from __future__ import annotations

from dataclasses import replace

from lyricaudio.messages import message
from lyricaudio.song.readers import number, passage, phrase
from lyricaudio.song.schema import Key, Schema, text_or_record
from lyricaudio.song.shapes import made
from lyricaudio.song.written import RecordingChoice, Text
from lyricaudio.units import TEMPI

RECORDING = Schema(
    message("a recording"),
    (
        Key("file", phrase, message("the finished song, beside the song file"), required=True),
        Key("lyrics", phrase, message("its .lrc, which says when each line is sung")),
        Key("bpm", number("bpm", *TEMPI), message("its beats a minute, for the band under explanations")),
    ),
    build=RecordingChoice,
)

recording = text_or_record(made(phrase, lambda file: RecordingChoice(file=file)), RECORDING)


def with_clip(text: Text, clip: Text | None = None) -> Text:
    """Return a text that the writer says in a file, if one is named."""
    return replace(text, clip=clip) if clip else text


EXPLANATION: Schema[Text] = Schema(
    message("an explanation"),
    (
        Key("text", passage, message("what is said"), required=True),
        Key("clip", phrase, message("a file in which you say it")),
    ),
    build=with_clip,
)

explanation = text_or_record(passage, EXPLANATION)
