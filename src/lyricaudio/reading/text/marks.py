"""Marks that are words: the circle and the cross of answers, and stars that are counted."""

from __future__ import annotations

from lyricaudio.reading.text.scripts import JAPANESE
from lyricaudio.reading.text.wording import Rule, Wording, apply, spoken

_RULES: tuple[Rule, ...] = (
    (r"[○◯〇][×✕✖]", lambda m: [spoken("マルバツ")]),
    (r"[○◯〇⭕](?P<joint>[かとや])[×✕✖❌]", lambda m: [spoken("マル"), m["joint"], spoken("バツ")]),
    (rf"(?:^|(?<=[。.:→] )|(?<=[。:→]))[×✕✖](?= ?[「『{JAPANESE}])", lambda m: [spoken("バツ")]),
    (r"[★☆](?=[0-9])", lambda m: [spoken("ホシ")]),
)


def speak_marks(wording: Wording) -> Wording:
    """Say what stands for a word; what decorates is left."""
    return apply(wording, _RULES)
