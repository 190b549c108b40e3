"""What a song and a project file may say: one row per key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from lyricaudio.errors import SongError
from lyricaudio.song.characters import visible
from lyricaudio.song.folding import likeness
from lyricaudio.song.identity import named_points, named_sections
from lyricaudio.song.markup import display
from lyricaudio.song.nodes import Listing, Mapping, Node, is_null
from lyricaudio.song.points import CONFUSABLE, PAIR, POINT, confusable, point
from lyricaudio.song.readers import (
    Noted,
    day,
    distinct,
    each,
    engine,
    flag,
    kana,
    lyric,
    number,
    one_of,
    phrase,
    title_kana,
    verses,
    whole_number,
    word,
)
from lyricaudio.song.schema import Key, Schema, given, record, repeated, text_or_record
from lyricaudio.song.sounds import EXPLANATION, RECORDING, explanation, recording, with_clip
from lyricaudio.song.suggest import nearest
from lyricaudio.song.written import (
    BeatChoice,
    Delivery,
    FormChoice,
    Line,
    Names,
    OwnReading,
    PlaylistChoice,
    Point,
    Project,
    Section,
    Song,
    StyleChoice,
    Text,
    VoiceChoice,
)
from lyricaudio.units import TEMPI

_LIST = "[a, b], or one '- …' a line"

_style_name = one_of("style", lambda names: names.styles)
_bpm = number("bpm", *TEMPI)
_delivery = one_of("delivery", lambda names: get_args(Delivery))
_words = distinct(word, _LIST)
_form_name = one_of("form", lambda names: names.forms)
_lexicon_name = one_of("lexicon", lambda names: names.lexicons)


def _line(lyric: Text, terms: tuple[Text, ...] = (), clip: Text | None = None, **fields: Any) -> Line:
    """Build a line, every term of which is in its lyric."""
    shown, noted = display(lyric.text) if terms else "", Noted()
    for term in terms:
        if term.text not in shown and likeness(term.text) not in likeness(shown):
            message = f"{visible(term.text)} is not in the lyric {visible(shown)}; copy it from there"
            noted.errors.append(SongError(term.place, message))
    noted.settle()
    return Line(lyric=with_clip(lyric, clip), terms=terms, **fields)


def _song(
    lines: tuple[Line, ...] = (),
    sections: tuple[Section, ...] = (),
    points: tuple[Point, ...] = (),
    **fields: Any,
) -> Song:
    """Build a song; lines at the top are its only section."""
    written = (Section(lines=lines),) if lines else sections
    file = fields["title"].place.file
    return Song(file=file, sections=named_sections(written), points=named_points(points), **fields)


def _song_rules(node: Mapping) -> Iterator[SongError]:
    keys = {key.text: key for key, _ in node.pairs}
    if "lines" in keys and "sections" in keys:
        later = max(keys["lines"].place, keys["sections"].place)
        yield SongError(later, "a song has 'lines' or 'sections', not both; move the lines into a section")
    if not any(nearest(key, ("lines", "sections", "points")) for key in keys):
        yield SongError(node.place, "a song needs at least one line or point; add 'lines:'")


def own_readings(node: Node, names: Names) -> tuple[OwnReading, ...]:
    """Read terms and their kana; here the keys are the writer's own."""
    if not isinstance(node, Mapping):
        raise SongError(node.place, "readings are written as 'term: kana', one a line; begin with a term")
    values, noted = [], Noted()
    noted.errors.extend(repeated(node))
    for term, value in node.pairs:
        with noted:
            text = term.text if is_null(term) else phrase(term, names).text  # NULL is a word here
            values.append(OwnReading(term=text, kana=kana(given(term, value), names), place=term.place))
    noted.settle()
    return tuple(values)


_several_explanations = each(explanation, _LIST)


def _explanations(node: Node, names: Names) -> tuple[Text, ...]:
    """Read one explanation or a list of them."""
    return _several_explanations(node, names) if isinstance(node, Listing) else (explanation(node, names),)


LINE = Schema(
    "a line",
    (
        Key("lyric", lyric, "the text that is sung", required=True),
        Key("explain", _explanations, "a text or a list of texts"),
        Key("terms", distinct(phrase, _LIST), "the words of the lyric that recall takes away"),
        Key("delivery", _delivery, "speak, chant or sing"),
        Key("clip", phrase, "a file in which you say or chant it"),
    ),
    build=_line,
)

_lines = each(
    text_or_record(lambda node, names: Line(lyric=lyric(node, names)), LINE), "'- …' for each line below it"
)

SECTION = Schema(
    "a section",
    (
        Key("name", word, "such as サビ"),
        Key("hook", flag, "whether it comes back between the others"),
        Key("delivery", _delivery, "speak, chant or sing"),
        Key("melody", verses, "the notes of its lines, or a MIDI file"),
        Key("lines", _lines, "its lines", required=True),
    ),
    build=Section,
)

STYLE = Schema(
    "a style",
    (
        Key("name", _style_name, "one of `lyricaudio styles`"),
        Key("bpm", _bpm, "beats a minute"),
        Key("metre", one_of("metre", lambda names: names.metres), "such as 4/4 or 3/4"),
    ),
    build=StyleChoice,
)

BEAT = Schema(
    "a beat",
    (
        Key("file", phrase, "the loop, beside the song file", required=True),
        Key("bpm", _bpm, "its beats a minute; worked out when left out"),
    ),
    build=BeatChoice,
)

_beat = text_or_record(lambda node, names: BeatChoice(file=phrase(node, names)), BEAT)


def _style(node: Node, names: Names) -> StyleChoice:
    """Read a style's name, or its name and tempo."""
    if isinstance(node, Mapping):
        return record(STYLE)(node, names)
    return StyleChoice(name=_style_name(node, names))


VOICE = Schema(
    "a voice",
    (
        Key("lyric", engine, "the engine that sings, or engine:voice"),
        Key("explain", engine, "the engine that explains, or engine:voice"),
        Key("answer", engine, "the engine that answers, or engine:voice"),
    ),
    build=VoiceChoice,
)

_COMMON = (
    Key("artist", word, "who it is by"),
    Key("album", word, "the album's name"),
    Key("year", whole_number("year", 1900, 2999), "when it came out"),
    Key("style", _style, "a style's name, or its name, bpm and metre"),
    Key("delivery", _delivery, "speak, chant (if left out) or sing"),
    Key("voice", record(VOICE), "the engine for each role"),
    Key("readings", own_readings, "terms and how they are said, in kana"),
)

SONG = Schema(
    "a song",
    (
        Key("title", lyric, "its name", required=True),
        Key("title_reading", title_kana, "its name in kana, for sorting"),
        *_COMMON,
        Key("tags", _words, "what playlists select by"),
        Key("melody", verses, "the notes of all verses, or a MIDI file; composed when left out"),
        Key("beat", _beat, "a loop of your own in place of the band"),
        Key("recording", recording, "a finished song from elsewhere, as this song's sound"),
        Key("lines", _lines, "its lines, where it has no sections"),
        Key("sections", each(record(SECTION), "'- lines:' for each section"), "verses and hook"),
        Key("points", each(point, "'- …' for each point"), "what to take home"),
        Key("confuse", each(confusable, f"- and {PAIR}"), "pairs to tell apart"),
    ),
    build=_song,
    rules=_song_rules,
)


def _form(node: Node, names: Names) -> FormChoice:
    """Read a form's name, or its name with its settings."""
    if not isinstance(node, Mapping):
        return FormChoice(name=_form_name(node, names))
    if len(node.pairs) != 1:
        raise SongError(node.place, "each form is an item of its own; write '- explain: {…}' for each")
    key, settings = node.pairs[0]
    name = _form_name(key, names)
    return FormChoice(name=name, settings=names.settings_of(name)(given(key, settings), names))


PLAYLIST = Schema(
    "a playlist",
    (
        Key("name", word, "what it is called", required=True),
        Key("select", _words, "tags or titles of songs"),
        Key("forms", distinct(_form_name, _LIST), "which forms of each song"),
        Key("minutes", number("minutes", 1, 1440), "how long it may be"),
    ),
    build=PlaylistChoice,
)


def _playlists(node: Node, names: Names) -> tuple[PlaylistChoice, ...]:
    """Read playlists, each with a name of its own."""
    playlists = each(record(PLAYLIST), "'- name: …' for each playlist")(node, names)
    seen = set[str]()
    for playlist in playlists:
        if playlist.name in seen:
            raise SongError(node.place, f"two playlists are named {visible(playlist.name)}; rename one")
        seen.add(playlist.name)
    return playlists


PROJECT = Schema(
    "a project",
    (
        *_COMMON,
        Key("loudness", number("loudness", -30, -9), "in LUFS, -16 if left out", field="loudness_lufs"),
        Key(
            "forms",
            distinct(_form, "[song, explain: {again: false}]"),
            "which forms to build, and their settings",
        ),
        Key("lexicons", distinct(_lexicon_name, "[g-kentei, law]"), "whose terms are known; all if left out"),
        Key("exam", day, "the day before which rides let all be heard"),
        Key("playlists", _playlists, "playlists over all songs"),
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
