"""Markup of other formats in a text that no song's reader has refused: it is not said."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from lyricaudio.reading.text.wording import Piece, Rule, Wording, apply, replace_spans, rewrite
from lyricaudio.song.foreign import EMPHASIS, ENTITIES, LINKS, NOTES, TAGS, TIMES

_ANY = re.compile(r"[\[［<&*_~`※{'=]")
_SIGNS = "*_~`='"


def drop_foreign(wording: Wording) -> Wording:
    """Take markup out: of tags, times and notes nothing is left, of emphasis and links their text."""
    if not _ANY.search(wording.text):
        return wording
    untagged = apply(wording, _RULES)
    linked = replace_spans(untagged, _ends(LINKS, untagged.text))
    plain = replace_spans(linked, _ends(EMPHASIS, linked.text))
    return rewrite(plain, NOTES, lambda match: [])


def _ends(pattern: str, text: str) -> Iterator[tuple[int, int, Sequence[Piece]]]:
    """Find what stands around the text of links or emphasis: each of its characters keeps its place."""
    for match in re.finditer(pattern, text):
        inner = match.groupdict().get("shown", match[0].strip(_SIGNS))
        start = text.index(inner, match.start())
        yield match.start(), start, []
        yield start + len(inner), match.end(), []


def _apart(match: re.Match[str]) -> Sequence[Piece]:
    """Leave a space between what a tag parts, as a break of a line does."""
    return [" "] if re.match("</?(?:br|p|div|li|hr|tr|h[1-6])\\b", match[0], re.IGNORECASE) else []


_RULES: tuple[Rule, ...] = (
    (TIMES, lambda match: []),
    (r"(?is)<rp>.*?</rp>", lambda match: []),
    (r"(?i)<rt>([^<>]*)</rt>", lambda match: [f"({match[1]})"]),  # a gloss in brackets
    (TAGS, _apart),
    (ENTITIES, lambda match: [html.unescape(match[0])]),
)
