"""The neural voice: what it costs, whether its accents are ours, and how well its explanations are heard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.bench.bare import cpu_s
from tests.bench.figure import Figure, share
from tests.bench.heard import as_heard, judged
from tests.bench.lines import VOICE, measured, readings
from tests.book.whole import lines, songs
from tests.measure.accent import accents_heard

from lyricaudio.audio.sound import Samples
from lyricaudio.reading.model import Reading
from lyricaudio.reading.reader import Reader
from lyricaudio.voice.engine import load_engine

_LINES = 16
_EXPLANATIONS = 60


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
    yield from _understood()


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
