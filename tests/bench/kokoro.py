"""The neural voice: what it costs, whether its accents are ours, and how well its explanations are heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from tests.bench.bare import cpu_s
from tests.bench.figure import Figure, share
from tests.bench.heard import as_heard, judged
from tests.bench.lines import VOICE, measured, readings
from tests.book.whole import lines, songs
from tests.measure.accent import accents_heard
from tests.measure.chant import Array

from lyricaudio.audio.sound import Samples, mono
from lyricaudio.reading.model import Reading
from lyricaudio.reading.reader import Reader
from lyricaudio.voice.clip import Speech
from lyricaudio.voice.engine import load_engine
from lyricaudio.voice.engines.kokoro.contour import accented
from lyricaudio.voice.engines.kokoro.model import SAMPLE_RATE, prosody, sound
from lyricaudio.voice.engines.kokoro.symbols import pieces_of
from lyricaudio.voice.engines.kokoro.times import own_times
from lyricaudio.voice.hearing.align import aligned
from lyricaudio.voice.hearing.phones import phones_heard

_LINES = 16
_EXPLANATIONS = 60
_ANOTHER_MS = 60


def figures(project: Path) -> Iterator[Figure]:
    """Say lines of the songs and others, one after the other in this process."""
    engine = load_engine("kokoro")
    voice = engine.voices[0]
    lines = readings()[:: len(readings()) // _LINES][:_LINES]
    engine.speak(lines[0], voice)  # it loads its model
    before_s = cpu_s()
    spoken = [engine.speak(line, voice) for line in lines]
    spent_s = cpu_s() - before_s
    length_s = sum(speech.audio.duration_s for speech in spoken)
    yield Figure(
        name="kokoro, CPU per second of speech",
        value=spent_s / length_s,
        limit=1.0,
        unit="s",
        note=f"{len(lines)} lines, {length_s:.0f} s",
    )
    heard = [one for speech, line in zip(spoken, lines, strict=True) for one in accents_heard(speech, line)]
    note = f"{len(heard)} morae"
    yield share("kokoro, morae as high or low as the reading says", heard, 90, bound="at least", note=note)
    yield _onsets_off(lines, voice)
    yield from _understood()


def _onsets_off(lines: Sequence[Reading], voice: str) -> Figure:
    """Tell how far off the onsets are that we find, by two others who do not know each other.

    Nobody knows the truth. But of three who judge alone the variances of their differences tell that of each
    (a three-cornered hat: Gray and Allan, 1974): us, the model's own lengths, and a model of phones, which
    says times to 10 ms. Within 12 ms at 95 % is a deviation of 6 ms; the model of phones has more, so that it
    cannot say it of anybody.
    """
    own, ours, phones = np.concatenate([_onsets_ms(line, voice) for line in lines], axis=1)
    own_phones, own_ours, ours_phones = _apart(own, phones), _apart(own, ours), _apart(ours, phones)
    off_ms = np.sqrt(max(0.0, own_ours + ours_phones - own_phones) / 2)
    phones_ms = np.sqrt(max(0.0, own_phones + ours_phones - own_ours) / 2)
    note = f"{len(own)} onsets; the model of phones {phones_ms:.1f} ms"
    return Figure(
        name="kokoro, deviation of the onsets found", value=float(off_ms), limit=6, unit="ms", note=note
    )


def _onsets_ms(reading: Reading, voice: str) -> Array:
    """Return when vowels begin by its own lengths, us, and the model of phones, shape (3, vowels)."""
    piece, *more = pieces_of(reading)
    said = accented(prosody(piece.symbols, voice), piece)
    audio = mono(sound(said), SAMPLE_RATE)
    own = tuple(own_times(piece, said.lengths, 0.0))
    ours = aligned(Speech(audio=audio, morae=own, timing="spread"), reading)
    phones = phones_heard(audio, reading)
    if more or ours.timing != "aligned" or phones is None:
        return np.empty((3, 0))
    vowels = [place for place, mora in enumerate(reading.morae) if mora.consonant and mora.vowel in "aiueo"]
    return 1000 * np.array(
        [[times[place].vowel_onset_s for place in vowels] for times in (own, ours.morae, phones.morae)]
    )


def _apart(one: Array, other: Array) -> float:
    """Return the variance of a difference in ms, without what is another sound."""
    apart = one - other - np.median(one - other)
    return float(np.var(apart[np.abs(apart) <= _ANOTHER_MS]))


def _understood() -> Iterator[Figure]:
    """Hear explanations of the book in both voices."""
    texts = [text.text for song in songs().values() for line in lines(song) for text in line.explain]
    found = judged(measured(_spoken, texts[:: len(texts) // _EXPLANATIONS][:_EXPLANATIONS]))
    ours, theirs = found.misheard(0), found.misheard(1)
    note = f"{theirs:.1f} of {ours:.1f} % of {found.morae.sum()} morae"
    yield Figure(name="kokoro, misheard over the embedded voice's", value=theirs / ours, limit=0.6, note=note)
    mos = found.mos.mean(axis=0)
    note = f"the embedded voice {mos[0]:.2f}"
    yield Figure(
        name="kokoro, DNSMOS", value=float(mos[1]), limit=3.3, bound="at least", unit="of 5", note=note
    )


def _spoken(text: str) -> tuple[Reading, tuple[Samples, ...]]:
    """Let both voices say a text."""
    reading, kokoro = Reader().read(text), load_engine("kokoro")
    said = load_engine("openjtalk").speak(reading, VOICE), kokoro.speak(reading, kokoro.voices[0])
    return reading, tuple(as_heard(speech.audio) for speech in said)
