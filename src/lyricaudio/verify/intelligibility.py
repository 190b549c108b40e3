"""How well every line of a release is understood by a machine: what it hears, read by our own reader.

A line is heard alone, from the finished sound with all that is in it. What is written down of it is read
again, as we read, so that only sounds are compared; a word of the release is read as the release reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np

from lyricaudio.audio.mpeg import mp3_blocks
from lyricaudio.audio.resample import resampled_blocks
from lyricaudio.audio.sound import Samples
from lyricaudio.errors import LyricAudioError
from lyricaudio.messages import message, told
from lyricaudio.mix.mixer import SAMPLE_RATE
from lyricaudio.reading.reader import Reader
from lyricaudio.reading.text.scripts import KANJI, LATIN
from lyricaudio.release.catalogue import CatalogueEpisode
from lyricaudio.verify.fault import Fault, Kind
from lyricaudio.verify.listening import BLOCK_FRAMES
from lyricaudio.verify.misheard import Compared, compared, folded, misheard_words
from lyricaudio.verify.released import Cue, all_cues, catalogue_of
from lyricaudio.voice.hearing.recogniser import RATE, recognised

AROUND_S = (0.1, 0.2)
"""What is heard of a line before its first mora and after its last."""

_WORD = re.compile(f"[{KANJI}{LATIN}]")
_SHORTEST_WORD = 2
LOST = 0.75
"""Of 1: of a line in its place a third of the morae is misheard at most, of any other more than this."""

ShownWord = tuple[str, int, int]
"""A piece of what is seen, with its morae, from one to before another."""

_FEWEST_MORAE = 8
_LOST = message("hardly anything of it is understood; heard is '{heard}'")
_REMEDY = message("listen to it, and write it otherwise, or choose another voice")
_MARKUP = re.compile(r"[{}|\\$<>]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A line, and how well it was understood.

    Attributes
    ----------
    error
        Of its morae, those that were not heard or heard besides: 0 to 1.
    heard
        What the machine wrote down.
    misheard
        The words that it did not hear.
    """

    path: str
    song: str
    role: str
    delivery: str
    text: str
    at_s: float
    morae: int
    error: float
    heard: str
    misheard: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """How well the lines of a song are understood that are said in one way: the mean error of their morae."""

    song: str
    delivery: str
    lines: int
    error: float


def understood(
    root: Path, *, watch: Callable[[CatalogueEpisode], None] = lambda episode: None
) -> tuple[Understood, ...]:
    """Hear every line of a release whose kana it tells, worst first; nothing of an MP3 that does not decode.

    Parameters
    ----------
    watch
        Is told of each episode before it is heard.

    Raises
    ------
    LyricAudioError
        When there is no release, or the recogniser's packages are missing or damaged.
    """
    catalogue = catalogue_of(root)
    cues = all_cues(root, catalogue)
    whole = (cue for some in cues.values() for cue in some if cue.kana and cue.whole)
    reader = Reader(own=own_words((cue.words, cue.kana) for cue in whole))
    found: list[Understood] = []
    for episode in catalogue.episodes:
        said = [cue for cue in cues[episode.id] if cue.kana and any(cue.heard)]
        if said and not episode.off_vocal and (root / episode.mp3).is_file():
            watch(episode)
            sound = _sound(root / episode.mp3)
            found += [_understood(episode, cue, sound, reader) for cue in said]
    return tuple(sorted(found, key=lambda one: (-one.error, one.path, one.at_s)))


def means(lines: Iterable[Understood]) -> tuple[Mean, ...]:
    """Return how well each song is understood, by how its lines are said."""
    groups: dict[tuple[str, str], list[Understood]] = {}
    for line in lines:
        groups.setdefault((line.song, line.delivery), []).append(line)
    return tuple(_mean(song, delivery, some) for (song, delivery), some in sorted(groups.items()))


def lost(lines: Iterable[Understood], named: Iterable[Fault]) -> Iterator[Fault]:
    """Yield the lines of which hardly anything is understood, but for those that are named already."""
    known = {(fault.path, fault.at_s) for fault in named}
    for line in lines:
        if line.error >= LOST and line.morae >= _FEWEST_MORAE and (line.path, line.at_s) not in known:
            yield Fault(
                kind=Kind.MISHEARD,
                path=line.path,
                what=told(_LOST, heard=line.heard),
                remedy=_REMEDY,
                text=line.text,
                at_s=line.at_s,
            )


def _mean(song: str, delivery: str, lines: Sequence[Understood]) -> Mean:
    wrong = fmean((line.error for line in lines), weights=[line.morae for line in lines])
    return Mean(song=song, delivery=delivery, lines=len(lines), error=wrong)


def own_words(said: Iterable[tuple[Iterable[ShownWord], Sequence[str]]]) -> dict[str, str]:
    """Return how words of texts are read, but for those that are read in several ways.

    Each text is what is seen of it, and its morae in katakana.
    """
    kana: dict[str, set[str]] = {}
    for words, morae in said:
        for word, first, last in words:
            if len(word) >= _SHORTEST_WORD and _WORD.fullmatch(word[0]) and last > first:
                kana.setdefault(word, set()).add("".join(morae[first:last]))
    return {word: found.pop() for word, found in kana.items() if len(found) == 1}


def heard_back(sound: Samples, said: Sequence[str], reader: Reader) -> tuple[str, Compared]:
    """Write down what is heard, and lay it along what should be said.

    Parameters
    ----------
    sound
        Shape (frames,), at the recogniser's rate.
    said
        The morae, folded.
    reader
        Reads what is heard.

    Raises
    ------
    EngineUnavailable
        When the recogniser's packages are missing or damaged.
    """
    heard = recognised(sound)
    return heard, compared(said, _kana(heard, reader))


def _sound(path: Path) -> Samples:
    """Decode an MP3 to one channel, shape (frames,), at the recogniser's rate."""
    blocks = mp3_blocks(path, sample_rate=SAMPLE_RATE, frames=BLOCK_FRAMES)
    middles = ((block[:, 0] + block[:, 1]) * np.float32(0.5) for block in blocks)
    return np.concatenate([np.zeros(0, np.float32), *resampled_blocks(middles, SAMPLE_RATE, RATE)])


def _understood(episode: CatalogueEpisode, cue: Cue, sound: Samples, reader: Reader) -> Understood:
    spans = [span for span, said in zip(cue.spans, cue.heard, strict=True) if said]
    start_s, stop_s = spans[0][0] - AROUND_S[0], spans[-1][2] + AROUND_S[1]
    said = [mora for mora, one in zip(folded("".join(cue.kana)), cue.heard, strict=True) if one]
    heard, found = heard_back(sound[max(0, round(start_s * RATE)) : round(stop_s * RATE)], said, reader)
    right = iter(found.right)
    all_right = [next(right) if one else True for one in cue.heard]
    return Understood(
        path=str(episode.mp3),
        song=cue.song,
        role=cue.role,
        delivery=cue.delivery,
        text=cue.text,
        at_s=cue.start_s,
        morae=len(spans),
        error=found.error,
        heard=heard,
        misheard=misheard_words(cue.words, all_right),
    )


def _kana(heard: str, reader: Reader) -> tuple[str, ...]:
    """Read what was heard; nothing where it is nothing that can be read."""
    try:
        return folded(reader.kana(_MARKUP.sub("", heard)))
    except (LyricAudioError, ValueError):
        return ()
