"""What may be meant otherwise than it is written, when nothing tells: brackets, and signs for others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lyricaudio.messages import message
from lyricaudio.reading.meant.glosses import glosses_in, is_left_open
from lyricaudio.reading.meant.lookalikes import lookalikes
from lyricaudio.reading.model import Candidate, Doubt, Reason, Token
from lyricaudio.reading.text.kana import pronounced

_WEIGHT = 0.6
_DECIDED = frozenset({"ruby", "song", "lexicon"})


def open_questions(written: str, tokens: Sequence[Token]) -> Iterator[Doubt]:
    """Name the brackets that may be a gloss, and the signs that may be others, of those that were left so.

    Parameters
    ----------
    written
        The text as the person wrote it.
    tokens
        What was made of it.
    """
    for match in glosses_in(written):
        if _is_said(match, tokens) and is_left_open(written[: match.start()], match["kana"], match["open"]):
            yield _gloss(match, tokens)
    for sign in lookalikes(written):
        around = _around(sign.start - 1, sign.stop + 1, tokens)
        if sign.meant is None and not any(token.source in _DECIDED for token in around):
            reason = Reason(message("a sign inside a kana word; write the one that is meant"))
            yield _doubt(written, around, reason)


def _is_said(brackets: re.Match[str], tokens: Sequence[Token]) -> bool:
    return any(token.kana and brackets.start() < token.start < brackets.end() for token in tokens)


def _gloss(brackets: re.Match[str], tokens: Sequence[Token]) -> Doubt:
    """Doubt brackets with the word before them."""
    before = [token for token in tokens if token.kana and token.start < brackets.start()]
    around = [*before[-1:], *_around(brackets.start() + 1, brackets.end(), tokens)]
    word, kana = before[-1].surface if before else "", brackets["kana"]
    reason = Reason(
        message("the brackets may say how it is read; if so, write {{{word}|{kana}}}"), word=word, kana=kana
    )
    other = Candidate(kana=pronounced(kana), by=message("brackets"))
    return _doubt(brackets.string[: brackets.end()], around, reason, other)


def _around(start: int, stop: int, tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.start < stop and start < token.start + len(token.surface)]


def _doubt(written: str, around: Sequence[Token], reason: Reason, *others: Candidate) -> Doubt:
    """Doubt tokens in a row; with others, up to the end of what is written."""
    start, end = around[0].start, around[-1].start + len(around[-1].surface)
    said = Candidate(kana="".join(token.kana for token in around), by=message("rule"))
    return Doubt(
        surface=written[start:] if others else written[start:end],
        start=start,
        reason=reason,
        weight=_WEIGHT,
        candidates=(said, *others),
    )
