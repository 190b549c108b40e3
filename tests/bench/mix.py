"""How voice and bed stand to each other in finished episodes, and what is heard of the masters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tests.bench.figure import Figure

from lyricaudio.audio.codec import decoded_blocks
from lyricaudio.audio.loudness import LoudnessMeter, true_peaks
from lyricaudio.audio.sound import Audio, Samples
from lyricaudio.lesson.plan import Cue
from lyricaudio.mix.bed import Backing
from lyricaudio.mix.mixer import SAMPLE_RATE, stems
from lyricaudio.music.timeline import Timeline
from lyricaudio.pipeline.making.rehearse import one_timeline
from lyricaudio.pipeline.making.speak import clip_store
from lyricaudio.pipeline.planning.order import Order
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import read_record
from lyricaudio.units import db_from_gain

_STEP_FRAMES = SAMPLE_RATE // 100
_AUDIBLE = 1e-3  # the level of a frame of the bed from which its gain can be read


@dataclass(frozen=True, kw_only=True)
class Mixed:
    """An episode: its timeline, and the stems of voice and bed, shapes (frames, 1 or 2) and (frames, 2)."""

    name: str
    form: str
    timeline: Timeline
    voice: Samples
    bed: Samples
    full_bed: Samples


def figures(project: Path) -> Iterator[Figure]:
    """Mix every episode of a built project again, and listen to those that it made."""
    orders = plan(open_library([], folder=project), read_record(project / "output")).orders
    output = project / "output"
    over_verse, over_hook, over_explained, steps_db = [], [], [], []
    for one in (mixed(order, output) for order in orders):
        steps_db.append(_largest_step_db(one))
        if one.form == "song":
            over_verse += _voice_over_bed(one, lambda cue: cue.role == "lyric" and not cue.hook)
            over_hook += _voice_over_bed(one, lambda cue: cue.role == "lyric" and cue.hook)
        elif one.form == "explain":
            over_explained += _voice_over_bed(one, lambda cue: cue.role != "lyric")
    for name, found in (("verses", over_verse), ("hooks", over_hook)):  # 4 to 6 in one channel alone
        yield _least(f"voice over bed, {name}, least", found, 6)
        yield Figure(name=f"voice over bed, {name}, most", value=max(found), limit=9.5, unit="LU")
    yield _least("voice over bed, explanations, least", over_explained, 12)
    most = max(over_explained)
    yield Figure(name="voice over bed, explanations, most", value=most, limit=16, unit="LU")
    yield Figure(name="largest step of the bed's gain in 10 ms", value=max(steps_db), limit=3, unit="dB")
    yield from _masters([output / order.mp3 for order in orders])


def _least(name: str, found: list[float], limit: float) -> Figure:
    note = f"{len(found)} episodes"
    return Figure(name=name, value=min(found), limit=limit, bound="at least", unit="LU", note=note)


def mixed(order: Order, output: Path) -> Mixed:
    """Mix an episode of a built project again."""
    timeline = one_timeline(order, output, with_set=True)
    store = clip_store(output)

    def load(key: str) -> Audio:
        clip = store.load(key)
        assert clip is not None
        return clip.audio

    backing = Backing(soundfont=order.soundfont, loops=order.loops)
    blocks = list(stems(timeline, load, backing))
    full = [block.bed for block in stems(timeline, load, backing, voice=False)]
    return Mixed(
        name=order.name,
        form=order.form.name,
        timeline=timeline,
        voice=np.concatenate([block.voice for block in blocks]),
        bed=np.concatenate([block.bed for block in blocks]),
        full_bed=np.concatenate(full),
    )


def _voice_over_bed(one: Mixed, wanted: Callable[[Cue], bool]) -> list[float]:
    """Return by how many LU the voice is louder than the bed while such cues sound; nothing without any."""
    spans = [
        slice(round(placement.start_s * SAMPLE_RATE), round(placement.end_s * SAMPLE_RATE))
        for placement in one.timeline.placements
        if wanted(placement.spoken.cue)
    ]
    if not spans:
        return []
    voice = np.concatenate([one.voice[span] for span in spans])
    bed = np.concatenate([one.bed[span] for span in spans])
    return [_lufs([np.broadcast_to(voice, bed.shape)]) - _lufs([bed])]


def _lufs(blocks: Iterable[Samples]) -> float:
    meter = LoudnessMeter(SAMPLE_RATE, 2)
    for block in blocks:
        meter.add(np.ascontiguousarray(block))
    return meter.integrated_lufs()


def _largest_step_db(one: Mixed) -> float:
    """Return the most by which the gain that the bed was given changes from one 10 ms frame to the next."""
    ducked, full = (_levels(bed) for bed in (one.bed, one.full_bed))
    audible = full > _AUDIBLE
    gain_db = 20 * np.log10(np.maximum(ducked, 1e-9) / np.maximum(full, 1e-9))
    steps_db = np.abs(np.diff(gain_db))[audible[1:] & audible[:-1]]
    return float(steps_db.max(initial=0.0))


def _levels(samples: Samples) -> Samples:
    """Return the level (RMS) of each 10 ms frame."""
    frames = len(samples) // _STEP_FRAMES
    power = np.square(samples[: frames * _STEP_FRAMES]).reshape(frames, -1).mean(axis=1)
    return np.asarray(np.sqrt(power), dtype=np.float32)


def _masters(mp3s: list[Path]) -> Iterator[Figure]:
    """Decode the finished MP3s."""
    levels_lufs = [_lufs(decoded_blocks(mp3)) for mp3 in mp3s]
    farthest = max(levels_lufs, key=lambda level: abs(level + 16))
    yield Figure(name="masters, farthest from -16 LUFS", value=abs(farthest + 16), limit=0.5, unit="LU")
    highest = max(float(true_peaks(block).max()) for mp3 in mp3s for block in decoded_blocks(mp3))
    yield Figure(
        name="masters, highest true peak after decoding", value=db_from_gain(highest), limit=-1, unit="dB"
    )
