"""What of a song is taken home: its points, and the pairs that it tells apart; one row per key."""

from __future__ import annotations

from lyricaudio.errors import SongError
from lyricaudio.messages import message, told
from lyricaudio.song.nodes import Mapping, Node
from lyricaudio.song.readers import distinct, passage, phrase, row_text
from lyricaudio.song.schema import Key, Schema, record, text_or_record
from lyricaudio.song.written import Confusable, Names, Point, Text

_PAIR = message("two words in brackets, like [勾配消失, 勾配爆発]")

POINT = Schema(
    message("a point"),
    (
        Key("q", passage, message("the question"), required=True, field="question"),
        Key("a", passage, message("the answer"), required=True, field="answer"),
    ),
    build=Point,
)

point = text_or_record(lambda node, names: Point(answer=passage(node, names)), POINT)


def _pair(node: Node, names: Names) -> tuple[Text, Text]:
    """Read two different words."""
    words = distinct(phrase, _PAIR)(node, names)
    if len(words) != 2:
        wrong = told(
            "a pair has two words, not {count}; write {example}", count=len(words), example=row_text(_PAIR)
        )
        raise SongError(node.place, wrong)
    return words[0], words[1]


CONFUSABLE = Schema(
    message("a pair to tell apart"),
    (
        Key("pair", _pair, message("the two terms"), required=True),
        Key("because", passage, message("the sentence that tells them apart")),
    ),
    build=Confusable,
)


def confusable(node: Node, names: Names) -> Confusable:
    """Read a pair, or a pair with its sentence."""
    if isinstance(node, Mapping):
        return record(CONFUSABLE)(node, names)
    return Confusable(pair=_pair(node, names))
