"""Words that the two dictionaries read in different ways, where the arbiter is not sure which is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lyricaudio.messages import message
from lyricaudio.reading.doubts.senses import SETTLED
from lyricaudio.reading.doubts.suspicion import Suspicion, suspect
from lyricaudio.reading.japanese.analyser import Word
from lyricaudio.reading.japanese.arbiter import Dispute
from lyricaudio.reading.japanese.likeness import sound_alike
from lyricaudio.reading.model import Candidate

_SURE = 0.77  # all eight between this and 0.85 that 2,029 sentences of real notes had were right


def disputed(text: str, words: Sequence[Word], disputes: Sequence[Dispute]) -> Iterator[Suspicion]:
    """Name what stays open; the likelier reading, which is said, comes first.

    Parameters
    ----------
    text
        What the dictionaries were given.
    words
        What is said.
    disputes
        Where the dictionaries differ.
    """
    for dispute in disputes:
        found = [word for word in words if dispute.start <= word.start and word.stop <= dispute.stop]
        said = "".join(word.kana for word in found)
        if dispute.certainty >= _SURE or said in SETTLED.get(text[dispute.start : dispute.stop], "").split():
            continue
        readings = [
            Candidate(kana=dispute.said, by=message("dictionary")),
            Candidate(kana=dispute.other, by="Sudachi"),
        ]
        others = [candidate for candidate in readings if not sound_alike(said, candidate.kana)]
        by = next((candidate.by for candidate in readings if candidate not in others), message("rule"))
        if found:
            yield suspect(found, message("two dictionaries differ"), 1 - dispute.certainty, others, by=by)
