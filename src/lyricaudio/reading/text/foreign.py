"""Markup of other formats in a text that no song's reader has refused: it is not said."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from lyricaudio.reading.text.wording import Piece, Rule, Wording, apply
from lyricaudio.song.foreign import EMPHASIS, ENTITIES, LINKS, NOTES, TAGS, TIMES

_ANY = re.compile(r"[\[［<&*_~`※{'=]")
_SIGNS = "*_~`='"


def drop_foreign(wording: Wording) -> Wording:
    """Take markup out: of tags, times and notes nothing is left, of emphasis and links their text."""
    return apply(wording, _RULES) if _ANY.search(wording.text) else wording


def _apart(match: re.Match[str]) -> Sequence[Piece]:
    """Leave a space between what a tag parts, as a break of a line does."""
    return [" "] if re.match("</?(?:br|p|div|li|hr|tr|h[1-6])\\b", match[0], re.IGNORECASE) else []


def _bare(match: re.Match[str]) -> Sequence[Piece]:
    return [match[0].strip(_SIGNS)]


_RULES: tuple[Rule, ...] = (
    (TIMES, lambda match: []),
    (r"(?is)<rp>.*?</rp>", lambda match: []),
    (r"(?i)<rt>([^<>]*)</rt>", lambda match: [f"({match[1]})"]),  # a gloss in brackets
    (TAGS, _apart),
    (ENTITIES, lambda match: [html.unescape(match[0])]),
    (LINKS, lambda match: [match["shown"]]),
    (EMPHASIS, _bare),
    (NOTES, lambda match: []),
)
