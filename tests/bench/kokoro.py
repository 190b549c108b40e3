"""The neural voice: what it costs, whether its accents are ours, and how exactly it tells its morae."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.bench.bare import cpu_s
from tests.bench.figure import Figure, share
from tests.bench.lines import readings
from tests.measure.accent import accents_heard

from lyricaudio.voice.engine import load_engine

_LINES = 16


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
