"""What a song may say: one row per key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from lyricaudio.errors import SongError
from lyricaudio.messages import message, told
from lyricaudio.song.characters import visible
from lyricaudio.song.folding import likeness
from lyricaudio.song.identity import named_points, named_sections
from lyricaudio.song.manner import VOICE, beat, style
from lyricaudio.song.markup import display
from lyricaudio.song.nodes import Listing, Mapping, Node, is_null
from lyricaudio.song.points import confusable, point
from lyricaudio.song.readers import (
    Noted,
    distinct,
    each,
    flag,
    kana,
    lyric,
    one_of,
    phrase,
    title_kana,
    verses,
    whole_number,
    word,
)
from lyricaudio.song.schema import Key, Schema, given, record, repeated, text_or_record
from lyricaudio.song.shapes import Shape, either, made, shape_of, shaped
from lyricaudio.song.sounds import explanation, recording, with_clip
from lyricaudio.song.suggest import nearest
from lyricaudio.song.written import (
    Delivery,
    Line,
    Names,
    OwnReading,
    Point,
    Section,
    Song,
    Text,
)

LIST = message("[a, b], or one '- …' a line")

_delivery = one_of(message("delivery"), lambda names: get_args(Delivery))
words = distinct(word, LIST)


def _line(lyric: Text, terms: tuple[Text, ...] = (), clip: Text | None = None, **fields: Any) -> Line:
    """Build a line, every term of which is in its lyric."""
    shown, noted = display(lyric.text) if terms else "", Noted()
    for term in terms:
        if term.text not in shown and likeness(term.text) not in likeness(shown):
            strange = told(
                "{term} is not in the lyric {lyric}; copy it from there",
                term=visible(term.text),
                lyric=visible(shown),
            )
            noted.errors.append(SongError(term.place, strange))
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


_SONG_LIMITS: Shape = {
    "not": {
        "properties": {"lines": {"type": "array"}, "sections": {"type": "array"}},
        "required": ["lines", "sections"],
    },
    "anyOf": [{"required": [key]} for key in ("lines", "sections", "points")],
}
"""What a JSON Schema can say of `_song_rules`."""


def _song_rules(node: Mapping) -> Iterator[SongError]:
    keys = {key.text: key for key, _ in node.pairs}
    if "lines" in keys and "sections" in keys:
        later = max(keys["lines"].place, keys["sections"].place)
        both = told("a song has 'lines' or 'sections', not both; move the lines into a section")
        yield SongError(later, both)
    if not any(nearest(key, ("lines", "sections", "points")) for key in keys):
        yield SongError(node.place, told("a song needs at least one line or point; add 'lines:'"))


@shaped(lambda names: {"type": "object", "additionalProperties": shape_of(kana, names)})
def own_readings(node: Node, names: Names) -> tuple[OwnReading, ...]:
    """Read terms and their kana; here the keys are the writer's own."""
    if not isinstance(node, Mapping):
        no_pairs = told("readings are written as 'term: kana', one a line; begin with a term")
        raise SongError(node.place, no_pairs)
    values, noted = [], Noted()
    noted.errors.extend(repeated(node))
    for term, value in node.pairs:
        with noted:
            text = term.text if is_null(term) else phrase(term, names).text  # NULL is a word here
            values.append(OwnReading(term=text, kana=kana(given(term, value), names), place=term.place))
    noted.settle()
    return tuple(values)


_several_explanations = each(explanation, LIST)


@shaped(either(explanation, _several_explanations))
def _explanations(node: Node, names: Names) -> tuple[Text, ...]:
    """Read one explanation or a list of them."""
    return _several_explanations(node, names) if isinstance(node, Listing) else (explanation(node, names),)


LINE = Schema(
    message("a line"),
    (
        Key("lyric", lyric, message("the text that is sung"), required=True),
        Key("explain", _explanations, message("a text or a list of texts")),
        Key("terms", distinct(phrase, LIST), message("the words of the lyric that recall takes away")),
        Key("delivery", _delivery, message("speak, chant or sing")),
        Key("clip", phrase, message("a file in which you say or chant it")),
    ),
    build=_line,
)

_lines = each(
    text_or_record(made(lyric, lambda text: Line(lyric=text)), LINE),
    message("'- …' for each line below it"),
)

SECTION = Schema(
    message("a section"),
    (
        Key("name", word, message("such as サビ")),
        Key("hook", flag, message("whether it comes back between the others")),
        Key("delivery", _delivery, message("speak, chant or sing")),
        Key("melody", verses, message("the notes of its lines, or a MIDI file")),
        Key("lines", _lines, message("its lines"), required=True),
    ),
    build=Section,
)

COMMON = (
    Key("artist", word, message("who it is by")),
    Key("album", word, message("the album's name")),
    Key("year", whole_number("year", 1900, 2999), message("when it came out")),
    Key("style", style, message("a style's name, or its name, bpm and metre")),
    Key("delivery", _delivery, message("speak, chant (if left out) or sing")),
    Key("voice", record(VOICE), message("the engine for each role")),
    Key("readings", own_readings, message("terms and how they are said, in kana")),
)

SONG = Schema(
    message("a song"),
    (
        Key("title", lyric, message("its name"), required=True),
        Key("title_reading", title_kana, message("its name in kana, for sorting")),
        *COMMON,
        Key("tags", words, message("what playlists select by")),
        Key("melody", verses, message("the notes of all verses, or a MIDI file; composed when left out")),
        Key("beat", beat, message("a loop of your own in place of the band")),
        Key("recording", recording, message("a finished song from elsewhere, as this song's sound")),
        Key("lines", _lines, message("its lines, where it has no sections")),
        Key(
            "sections",
            each(record(SECTION), message("'- lines:' for each section")),
            message("verses and hook"),
        ),
        Key("points", each(point, message("'- …' for each point")), message("what to take home")),
        Key(
            "confuse",
            each(confusable, message("- and two words in brackets, like [勾配消失, 勾配爆発]")),
            message("pairs to tell apart"),
        ),
    ),
    build=_song,
    rules=_song_rules,
    limits=_SONG_LIMITS,
)
