"""Words that the analyser's own dictionary could as well have read otherwise: 抱く is ダク and イダク.

It finds the likeliest way through a text, and the next ones. Where one of these reads a word in another way,
which is almost as likely and a reading of that word to Sudachi too, the sense decides, which neither knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lyricaudio.messages import message
from lyricaudio.reading.doubts.senses import NEVER, OPEN, SETTLED
from lyricaudio.reading.doubts.suspicion import Suspicion, suspect
from lyricaudio.reading.doubts.usage import is_usual
from lyricaudio.reading.japanese.analyser import Word
from lyricaudio.reading.japanese.likeness import differ_in_voice, is_counted, sound_alike, uncounted
from lyricaudio.reading.japanese.lonekanji import DECIDED
from lyricaudio.reading.japanese.stretches import Opinion, Stretch, stretches
from lyricaudio.reading.japanese.sudachi import readings
from lyricaudio.reading.model import Candidate
from lyricaudio.reading.text.kana import sounds, voiceless
from lyricaudio.reading.text.scripts import IN_KANJI

_WEIGHT = 0.2
_NEVER = tuple(tuple(pair.split()) for pair in NEVER)
_DECIDED = DECIDED | OPEN | SETTLED.keys()
_ENDINGS = frozenset({"接尾", "非自立", "数"})


def rivals(
    text: str, words: Sequence[Word], ways: Sequence[Sequence[Opinion]], opinions: Sequence[Opinion]
) -> Iterator[Suspicion]:
    """Name words with another reading that is almost as likely; entries of ours are none of it.

    Parameters
    ----------
    text
        What the analyser was given.
    words
        What it made of it.
    ways
        What else it could have made of it.
    opinions
        What Sudachi made of it: where it reads a word in a third way, neither of the two is a rival.
    """
    found: dict[tuple[Word, ...], dict[str, None]] = {}
    for way in ways:
        for stretch in stretches(words, way):
            if stretch.said == stretch.other or not _is_open(text, stretch):
                continue
            if _is_meant(text, stretch) and _is_backed(stretch, opinions):
                found.setdefault(tuple(stretch.words), {})[stretch.other] = None
    for chosen, others in found.items():
        candidates = [Candidate(kana=kana, by=message("other sense")) for kana in others]
        yield suspect(chosen, message("its reading hangs on its sense"), _WEIGHT, candidates)


def _is_open(text: str, stretch: Stretch[Word]) -> bool:
    """Whether it is a word whose reading neither we nor its place decide."""
    surface = text[stretch.start : stretch.stop]
    if is_usual(text, stretch.start, stretch.stop, stretch.said):
        return False
    if surface in _DECIDED or not IN_KANJI.search(surface) or is_counted(text, stretch.start, stretch.stop):
        return False
    return not any(word.is_term or word.is_told or word.kind[1] in _ENDINGS for word in stretch.words)


def _is_backed(stretch: Stretch[Word], opinions: Sequence[Opinion]) -> bool:
    """Whether Sudachi reads it in one of the two ways here."""
    heard = "".join(word.kana for word in opinions if stretch.start <= word.start < stretch.stop)
    return sound_alike(heard, stretch.said) or sound_alike(heard, stretch.other)


def _is_meant(text: str, stretch: Stretch[Word]) -> bool:
    """Whether the other reading is one that somebody could mean, and no mere change of voice."""
    surface, said, other = text[stretch.start : stretch.stop], stretch.said, stretch.other
    if differ_in_voice(said, other):
        return False
    if sound_alike(said, other) or uncounted(voiceless(sounds(said))) == uncounted(voiceless(sounds(other))):
        return False
    if any(surface.startswith(begin) and other.startswith(never) for begin, never in _NEVER):
        return False
    return sounds(other) in map(sounds, readings(surface))
