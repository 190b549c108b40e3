"""A doubt about words, before its place in the written text is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lyricaudio.messages import message
from lyricaudio.reading.japanese.analyser import Word
from lyricaudio.reading.model import Candidate, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """A doubt about `text[start:stop]` of what the analyser was given; the rest is as in `Doubt`."""

    start: int
    stop: int
    reason: Reason
    weight: float
    candidates: tuple[Candidate, ...]


def suspect(
    words: Sequence[Word],
    reason: str,
    weight: float,
    others: Sequence[Candidate] = (),
    *,
    by: str = message("dictionary"),
) -> Suspicion:
    """Doubt words in a row, which could be read otherwise; `by` names who has them read as they are.

    Both the reason and who it is are messages.
    """
    said = Candidate(kana="".join(word.kana for word in words), by=by)
    return Suspicion(
        start=words[0].start,
        stop=words[-1].stop,
        reason=Reason(reason),
        weight=weight,
        candidates=(said, *(other for other in others if other.kana != said.kana)),
    )
