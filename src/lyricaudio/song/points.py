"""What of a song is taken home: its points, and the pairs that it tells apart; one row per key."""

from __future__ import annotations

from lyricaudio.errors import SongError
from lyricaudio.song.nodes import Mapping, Node
from lyricaudio.song.readers import distinct, passage, phrase
from lyricaudio.song.schema import Key, Schema, record, text_or_record
from lyricaudio.song.written import Confusable, Names, Point, Text

PAIR = "two words in brackets, like [勾配消失, 勾配爆発]"

POINT = Schema(
    "a point",
    (
        Key("q", passage, "the question", required=True, field="question"),
        Key("a", passage, "the answer", required=True, field="answer"),
    ),
    build=Point,
)

point = text_or_record(lambda node, names: Point(answer=passage(node, names)), POINT)


def _pair(node: Node, names: Names) -> tuple[Text, Text]:
    """Read two different words."""
    words = distinct(phrase, PAIR)(node, names)
    if len(words) != 2:
        raise SongError(node.place, f"a pair has two words, not {len(words)}; write {PAIR}")
    return words[0], words[1]


CONFUSABLE = Schema(
    "a pair to tell apart",
    (
        Key("pair", _pair, "the two terms", required=True),
        Key("because", passage, "the sentence that tells them apart"),
    ),
    build=Confusable,
)


def confusable(node: Node, names: Names) -> Confusable:
    """Read a pair, or a pair with its sentence."""
    if isinstance(node, Mapping):
        return record(CONFUSABLE)(node, names)
    return Confusable(pair=_pair(node, names))
