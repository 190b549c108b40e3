"""How a song is to sound: its style, its own loop and its voices; one row per key."""

from __future__ import annotations

from lyricaudio.messages import message
from lyricaudio.song.nodes import Mapping, Node
from lyricaudio.song.readers import engine, number, one_of, phrase
from lyricaudio.song.schema import Key, Schema, record, text_or_record
from lyricaudio.song.shapes import either, made, shaped
from lyricaudio.song.written import BeatChoice, Names, StyleChoice, VoiceChoice
from lyricaudio.units import TEMPI

_style_name = one_of(message("style"), lambda names: names.styles)
_bpm = number("bpm", *TEMPI)

STYLE = Schema(
    message("a style"),
    (
        Key("name", _style_name, message("one of `lyricaudio styles`")),
        Key("bpm", _bpm, message("beats a minute")),
        Key("metre", one_of(message("metre"), lambda names: names.metres), message("such as 4/4 or 3/4")),
    ),
    build=StyleChoice,
)

BEAT = Schema(
    message("a beat"),
    (
        Key("file", phrase, message("the loop, beside the song file"), required=True),
        Key("bpm", _bpm, message("its beats a minute; worked out when left out")),
    ),
    build=BeatChoice,
)

beat = text_or_record(made(phrase, lambda file: BeatChoice(file=file)), BEAT)


@shaped(either(_style_name, record(STYLE)))
def style(node: Node, names: Names) -> StyleChoice:
    """Read a style's name, or its name and tempo."""
    if isinstance(node, Mapping):
        return record(STYLE)(node, names)
    return StyleChoice(name=_style_name(node, names))


VOICE = Schema(
    message("a voice"),
    (
        Key("lyric", engine, message("the engine that sings, or engine:voice")),
        Key("explain", engine, message("the engine that explains, or engine:voice")),
        Key("answer", engine, message("the engine that answers, or engine:voice")),
    ),
    build=VoiceChoice,
)
