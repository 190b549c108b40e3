"""Who is right where the two dictionaries read a stretch in different ways.

Both are wrong about as often, and each in its own way. On the smallest stretches on which they differ the
evidence is weighed; where Sudachi wins, its reading is put in place of the analyser's, before accents are
joined. What stays close is left for the court to ask a person about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from lyricaudio.reading.japanese.evidence import evidence
from lyricaudio.reading.japanese.likeness import agree, differ_in_voice, is_counted, is_voiced, sound_alike
from lyricaudio.reading.japanese.lonekanji import DECIDED, is_everyday
from lyricaudio.reading.japanese.precedents import PRECEDENTS
from lyricaudio.reading.japanese.rows import PRONUNCIATION, Entries, Row, noun
from lyricaudio.reading.japanese.stretches import Opinion, Stretch, stretches
from lyricaudio.reading.japanese.weights import WEIGHTS
from lyricaudio.reading.text.kana import Pronunciation, morae, pronounced
from lyricaudio.reading.text.scripts import IN_KANJI, IN_KATAKANA

_JUDGED = 0.97  # how often what was judged in one place is right in another
_APART = frozenset({"助詞", "助動詞", "記号"})
_FLAT_FROM = 4  # morae from which a compound that no dictionary has is rather flat


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """The dictionaries differ on `text[start:stop]`.

    Attributes
    ----------
    said, other
        The readings of the analyser and of Sudachi, in katakana.
    evidence
        What speaks for one or the other.
    sudachi
        How likely Sudachi is right, 0 to 1.
    """

    start: int
    stop: int
    said: str
    other: str
    evidence: frozenset[str]
    sudachi: float

    @property
    def chosen(self) -> str:
        """The likelier reading."""
        return self.other if self.sudachi > 0.5 else self.said

    @property
    def refused(self) -> str:
        """The other one."""
        return self.said if self.sudachi > 0.5 else self.other

    @property
    def certainty(self) -> float:
        """How likely the chosen one is right, 0.5 to 1."""
        return max(self.sudachi, 1 - self.sudachi)


def settle(
    text: str, rows: Sequence[Row], opinions: Sequence[Opinion], entries: Entries
) -> tuple[list[Row], list[Dispute]]:
    """Put the likelier reading where the dictionaries differ.

    Parameters
    ----------
    text
        What both were given.
    rows
        What the analyser found.
    opinions
        What Sudachi found, in the spelling of kana.
    entries
        What the analyser's dictionary has for single words.
    """
    settled: list[Row] = []
    disputes: list[Dispute] = []
    for stretch in stretches(rows, opinions):
        if not is_disputed(text, stretch):
            settled += stretch.words
            continue
        dispute = _dispute(text, stretch, entries, settled[-1] if settled else None)
        disputes.append(dispute)
        settled += _rewritten(stretch, entries) if dispute.sudachi > 0.5 else stretch.words
    return settled, disputes


def is_disputed(text: str, stretch: Stretch[Row]) -> bool:
    """Whether two readings of kanji differ, and neither a lexicon nor the field has decided them."""
    surface = text[stretch.start : stretch.stop]
    if not IN_KANJI.search(surface) or _is_decided(stretch) or surface in DECIDED:
        return False
    if is_counted(text, stretch.start, stretch.stop) or any(
        is_everyday(text[word.start : word.stop], word.kana) for word in stretch.opinions
    ):
        return False
    other = pronounced(stretch.other)
    return IN_KATAKANA.fullmatch(other) is not None and not agree(surface, stretch.said, other)


def _is_decided(stretch: Stretch[Row]) -> bool:
    """Whether an entry of ours is a part of it, or a settled kanji, but none that a person judged a whole."""
    if _is_torn(stretch):
        return False
    if len(stretch.words) > len(stretch.opinions) == 1 and _surface(stretch.words) in PRECEDENTS:
        return any(row.is_term for row in stretch.words)
    return any(row.is_term or row.is_settled for row in stretch.words)


def _is_torn(stretch: Stretch[Row]) -> bool:
    """Whether a term of a lexicon is but a part of a name or a verb: 名田 in 山名田, 留置 in 留置か."""
    if not any(row.is_term for row in stretch.words) or not len(stretch.words) > len(stretch.opinions) == 1:
        return False
    kind = stretch.opinions[0].kind
    return kind[:1] == ("動詞",) or kind[1:2] == ("固有名詞",)


def likelihood(found: frozenset[str], weights: Mapping[str, float] = WEIGHTS) -> float:
    """Return how likely Sudachi is right on some evidence, 0 to 1."""
    return 1 / (1 + exp(-sum(weights.get(name, 0) for name in sorted(found))))


def _dispute(text: str, stretch: Stretch[Row], entries: Entries, before: Row | None) -> Dispute:
    found, other = evidence(text, stretch, entries), pronounced(stretch.other)
    likely = (
        _JUDGED if _is_torn(stretch) else _precedent(text[stretch.start : stretch.stop], stretch.said, other)
    )
    if likely is None and differ_in_voice(stretch.said, other) and _begins_anew(before):
        likely = 1 - _JUDGED if is_voiced(other) else _JUDGED
    return Dispute(
        start=stretch.start,
        stop=stretch.stop,
        said=stretch.said,
        other=other,
        evidence=found,
        sudachi=likelihood(found) if likely is None else likely,
    )


def _begins_anew(before: Row | None) -> bool:
    """Whether a word is no part of a compound, which alone would give it voice: 弦の張り, but 左官張り."""
    return before is None or before.kind[0] in _APART


def _precedent(surface: str, said: str, other: str) -> float | None:
    """Return how likely Sudachi is right on a word that a person has judged; None when none has."""
    judged = PRECEDENTS.get(surface, "")
    ours, theirs = sound_alike(said, judged), sound_alike(other, judged)
    if ours == theirs:
        return None
    return _JUDGED if theirs else 1 - _JUDGED


def _rewritten(stretch: Stretch[Row], entries: Entries) -> Iterator[Row]:
    """Write rows for Sudachi's reading: one entry, what both have in common, or word by word."""
    whole = _entry(_surface(stretch.words), pronounced(stretch.other), stretch.words[-1], entries)
    if whole is not None:
        yield Row(start=stretch.start, stop=stretch.stop, columns=whole, is_settled=True)
        return
    kept, rest, kana = _common_begin(stretch)
    yield from kept
    if len(rest) == 1 or len(kept) > 0:
        yield _row(rest[0].start, stretch.stop, _surface(rest), kana, rest[-1], entries)
        return
    for word in stretch.opinions:
        surface = _surface(stretch.words)[word.start - stretch.start : word.stop - stretch.start]
        yield _row(word.start, word.stop, surface, pronounced(word.kana), stretch.words[-1], entries)


def _surface(rows: Sequence[Row]) -> str:
    return "".join(row.surface for row in rows)


def _common_begin(stretch: Stretch[Row]) -> tuple[Sequence[Row], Sequence[Row], str]:
    """Split the rows into those that Sudachi reads alike and the rest, with its reading: 演算 and 子, シ."""
    kana = pronounced(stretch.other)
    for count in range(len(stretch.words) - 1, 0, -1):
        said = "".join(row.kana for row in stretch.words[:count])
        for place in range(1, len(kana)):
            if sound_alike(said, kana[:place]) and kana[place] not in "ァィゥェォャュョーンッ":
                return stretch.words[:count], stretch.words[count:], kana[place:]
    return (), stretch.words, kana


def _row(start: int, stop: int, surface: str, kana: str, like: Row, entries: Entries) -> Row:
    """Write a row, from the dictionary if it has one, else of our own."""
    columns = _entry(surface, kana, like, entries)
    if columns is None:
        spoken = Pronunciation(kana=kana, accent=0 if len(morae(kana)) >= _FLAT_FROM else 1)
        columns = noun(surface, spoken)
    return Row(start=start, stop=stop, columns=columns, is_settled=True)


def _entry(surface: str, kana: str, like: Row, entries: Entries) -> tuple[str, ...] | None:
    """Find the entry of a reading, rather one of the same part of speech."""
    fitting = [columns for columns in entries.of(surface) if sound_alike(columns[PRONUNCIATION], kana)]
    return min(fitting, key=lambda columns: columns[1:3] != like.columns[1:3], default=None)
