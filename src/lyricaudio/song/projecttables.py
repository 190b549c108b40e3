"""What the project's file may say: one row per key."""

from __future__ import annotations

from typing import Any, get_args

from lyricaudio.errors import LyricAudioError, SongError
from lyricaudio.messages import message, told
from lyricaudio.song.characters import visible
from lyricaudio.song.manner import BEAT, STYLE, VOICE
from lyricaudio.song.nodes import Mapping, Node
from lyricaudio.song.points import CONFUSABLE, POINT
from lyricaudio.song.readers import day, distinct, each, number, one_of, word
from lyricaudio.song.schema import Key, Schema, given, mapping_shape, record
from lyricaudio.song.shapes import Reader, Shape, list_shape, shape_of, shaped
from lyricaudio.song.sounds import EXPLANATION, RECORDING
from lyricaudio.song.tables import COMMON, LINE, LIST, SECTION, SONG, words
from lyricaudio.song.written import FormChoice, Names, PlaylistChoice, Project, Speech

_form_name = one_of(message("form"), lambda names: names.forms)
_lexicon_name = one_of(message("lexicon"), lambda names: names.lexicons)


def _settings(form: str, names: Names) -> Reader[Any] | None:
    """Return the reader of a form's settings, if it has any."""
    try:
        read = names.settings_of(form)
    except LyricAudioError:  # a package's that is broken; who asks for the form is told so
        return None
    return read if isinstance(read, Reader) else None


def _form_shape(names: Names) -> Shape:
    keys = {form: shape_of(read, names) for form in names.forms if (read := _settings(form, names))}
    one = {"type": "object", "properties": keys, "additionalProperties": False}
    return {"anyOf": [shape_of(_form_name, names), one | {"minProperties": 1, "maxProperties": 1}]}


@shaped(_form_shape)
def _form(node: Node, names: Names) -> FormChoice:
    """Read a form's name, or its name with its settings."""
    if not isinstance(node, Mapping):
        return FormChoice(name=_form_name(node, names))
    if len(node.pairs) != 1:
        several = told("each form is an item of its own; write '- explain: {{…}}' for each")
        raise SongError(node.place, several)
    key, settings = node.pairs[0]
    name = _form_name(key, names)
    return FormChoice(name=name, settings=names.settings_of(name)(given(key, settings), names))


PLAYLIST = Schema(
    message("a playlist"),
    (
        Key("name", word, message("what it is called"), required=True),
        Key("select", words, message("tags or titles of songs")),
        Key("forms", distinct(_form_name, LIST), message("which forms of each song")),
        Key("minutes", number("minutes", 1, 1440), message("how long it may be")),
    ),
    build=PlaylistChoice,
)


@shaped(lambda names: list_shape(mapping_shape(PLAYLIST, names)))
def _playlists(node: Node, names: Names) -> tuple[PlaylistChoice, ...]:
    """Read playlists, each with a name of its own."""
    playlists = each(record(PLAYLIST), message("'- name: …' for each playlist"))(node, names)
    seen = set[str]()
    for playlist in playlists:
        if playlist.name in seen:
            alike = told("two playlists are named {name}; rename one", name=visible(playlist.name))
            raise SongError(node.place, alike)
        seen.add(playlist.name)
    return playlists


PROJECT = Schema(
    message("a project"),
    (
        *COMMON,
        Key(
            "loudness",
            number("loudness", -30, -9),
            message("in LUFS, -16 if left out"),
            field="loudness_lufs",
        ),
        Key(
            "speech",
            one_of(message("number of channels"), lambda names: get_args(Speech)),
            message("mono halves all episodes but the song itself: 64 kbit/s; stereo if left out"),
        ),
        Key(
            "forms",
            distinct(_form, "[song, explain: {again: false}]"),
            message("which forms to build, and their settings"),
        ),
        Key(
            "lexicons",
            distinct(_lexicon_name, "[g-kentei, law]"),
            message("whose terms are known; all if left out"),
        ),
        Key("exam", day, message("the day before which rides let all be heard")),
        Key("playlists", _playlists, message("playlists over all songs")),
    ),
    build=Project,
)

_ALL: tuple[Schema[Any], ...] = (
    SONG,
    SECTION,
    LINE,
    EXPLANATION,
    POINT,
    CONFUSABLE,
    STYLE,
    BEAT,
    RECORDING,
    VOICE,
    PROJECT,
    PLAYLIST,
)
KEYS = tuple(sorted({key.name for schema in _ALL for key in schema.keys}))
"""Every key that a song or project file may use."""
