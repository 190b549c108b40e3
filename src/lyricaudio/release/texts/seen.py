"""What the listener sees of what is said: the text itself, another one, or blanks for what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, groupby, pairwise, takewhile

from lyricaudio.lesson.keyterms import key_terms
from lyricaudio.lesson.plan import BLANK, LeftOut
from lyricaudio.music.spoken import Spoken
from lyricaudio.reading.model import Reading
from lyricaudio.reading.text.kana import hiragana
from lyricaudio.release.texts.furigana import ShownToken, shown_tokens


def seen_tokens(spoken: Spoken) -> tuple[ShownToken, ...]:
    """Return what is seen in pieces, in order; pieces of which nothing is heard are blanks."""
    if spoken.gap or spoken.cue.shown is not None:
        text = spoken.gap.seen if spoken.gap else spoken.cue.seen
        return (ShownToken(text=text, kana=None, first=0, last=0),) if text else ()
    hidden = {mora for first, last in spoken.silent for mora in range(first, last)}
    return tuple(_blanked(token, hidden, spoken.reading) for token in shown_tokens(spoken.reading))


def seen_text(spoken: Spoken) -> str:
    """Return what is seen, as one text."""
    if spoken.gap:
        return spoken.gap.seen
    if spoken.silent and spoken.cue.shown is None:
        return "".join(token.text for token in seen_tokens(spoken))
    return spoken.cue.seen


def _blanked(token: ShownToken, hidden: set[int], reading: Reading) -> ShownToken:
    """Show how a piece begins that is not all heard, in kana: what is written would tell the rest."""
    morae = range(token.first, token.last)
    if hidden.isdisjoint(morae):
        return token
    heard = takewhile(lambda number: number not in hidden, morae)
    begins = hiragana("".join(reading.morae[number].kana for number in heard))
    return replace(token, text=begins + BLANK * max(1, len(token.text) - len(begins)), kana=None)


def silent_morae(left_out: LeftOut | None, reading: Reading) -> tuple[tuple[int, int], ...]:
    """Return the morae of a reading that are left out, in stretches from one to before another."""
    if left_out is None:
        return ()
    morae = {mora for span in _of_words(left_out, reading) for mora in range(*span)}
    if left_out.key_terms:
        morae |= {mora for term in key_terms(reading) for mora in term.morae}
    if left_out.after is not None:
        morae |= {mora for first, last in _phrases(reading) for mora in range(first + left_out.after, last)}
    runs = [list(run) for _, run in groupby(enumerate(sorted(morae)), key=lambda pair: pair[1] - pair[0])]
    return tuple((run[0][1], run[-1][1] + 1) for run in runs)


def _of_words(left_out: LeftOut, reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the morae of each range of characters; of a piece that it cuts, the nearest share."""
    tokens = shown_tokens(reading)
    bounds = pairwise(accumulate((len(token.text) for token in tokens), initial=0))
    for token, (start, stop) in zip(tokens, bounds, strict=True):
        for first, last in left_out.words:
            low, high = max(first, start), min(last, stop)
            if low < high:
                each = (token.last - token.first) / (stop - start)
                yield token.first + round((low - start) * each), token.first + round((high - start) * each)


def _phrases(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the morae between two breaths."""
    first = at = 0
    for phrase in reading.phrases:
        at += len(phrase.morae)
        if phrase.pause_after:
            yield first, at
            first = at
    if at > first:
        yield first, at
