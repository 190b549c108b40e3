"""How much worse a recogniser understands lines that are chanted than the same lines spoken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.bench.figure import Figure
from tests.bench.heard import Judged, as_heard, judged
from tests.bench.mix import Mixed, mixed

from lyricaudio.audio.resample import resample
from lyricaudio.audio.sound import Samples, mono
from lyricaudio.mix.mixer import SAMPLE_RATE
from lyricaudio.music.timeline import Placement
from lyricaudio.pipeline.making.speak import clip_store
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import read_record
from lyricaudio.reading.model import Reading
from lyricaudio.verify.intelligibility import AROUND_S
from lyricaudio.voice.hearing.ears import require_ears
from lyricaudio.voice.hearing.recogniser import RATE

_WAYS = _SPOKEN, _CHANTED, _IN_MIX = range(3)


def figures(project: Path) -> Iterator[Figure]:
    """Hear all chanted lines of a built project in three ways.

    All of them, because what is added is small against what a recogniser makes of each: five of each song
    were seen to be five points off. A recogniser that is weak misses much of what people understand: what
    counts is what is lost on the way.
    """
    require_ears()
    found = judged(_lines(project))
    note = f"{len(found.morae)} lines, {found.morae.sum()} morae"
    spoken = found.misheard(_SPOKEN)
    yield Figure(name="heard back, speech misheard", value=spoken, unit="%", note=note)
    yield _over("heard back, chant over speech", found, _CHANTED, _SPOKEN)
    yield _over("heard back, mix over the chant alone", found, _IN_MIX, _CHANTED)
    for way, name in zip(_WAYS, ("speech", "chant", "mix"), strict=True):
        yield Figure(name=f"DNSMOS, {name}", value=float(found.mos[:, way].mean()), unit="of 5")


def _over(name: str, found: Judged, way: int, than: int) -> Figure:
    """Tell how much more of all morae is misheard, with the standard error."""
    more, error = found.more(way, than)
    return Figure(name=name, value=more, limit=2, unit="pt", note=f"+- {error:.1f}")


def _lines(project: Path) -> Iterator[tuple[Reading, tuple[Samples, ...]]]:
    """Yield the lines of the songs, each once."""
    output = project / "output"
    for order in plan(open_library([], folder=project), read_record(output)).orders:
        if order.form.name == "song" and any(cue.delivery == "chant" for _, cue in order.cues):
            song = mixed(order, output)
            chanted = (one for one in song.timeline.placements if one.spoken.cue.delivery == "chant")
            for one in {one.spoken.clip_key: one for one in chanted}.values():
                yield one.spoken.reading, _sounds(song, one, output)


def _sounds(song: Mixed, placement: Placement, output: Path) -> tuple[Samples, ...]:
    """Return a line spoken, chanted and in the mix, with as much around it each."""
    speech = clip_store(output).load(placement.spoken.natural_key)
    assert speech is not None
    before_s, after_s = AROUND_S
    start = max(0, round((placement.start_s - before_s) * SAMPLE_RATE))
    stop = round((placement.end_s + after_s) * SAMPLE_RATE)
    voice, bed = (stem[start:stop].mean(axis=1) for stem in (song.voice, song.bed))
    return as_heard(speech.audio), _at_rate(voice), _at_rate(voice + bed)


def _at_rate(samples: Samples) -> Samples:
    return resample(mono(samples, SAMPLE_RATE), RATE).samples[:, 0]
