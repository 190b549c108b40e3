"""From a timeline to samples, block by block: an hour takes no more memory than a minute.

Beats become frames here, once. The mix is float32, shape (frames, 2), at 44.1 kHz, the rate of the MP3.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import numpy as np

from lyricaudio import units
from lyricaudio.audio.loudness import LoudnessMeter
from lyricaudio.audio.resample import resample
from lyricaudio.audio.sound import Audio, Samples
from lyricaudio.mix.ducking import CURVE_RATE, ducking_curve
from lyricaudio.music.arrangement import Hit, arrange
from lyricaudio.music.drums import drum
from lyricaudio.music.timeline import Spoken, Timeline

SAMPLE_RATE = 44100
BLOCK_FRAMES = 1 << 17
"""About three seconds: large enough for numpy, small enough for any memory."""

VOICE_LUFS = -18.0
"""Every voice of an episode is brought to this loudness by one gain, before the master's own."""

BED_LU = -5.0
"""The bed, not ducked, against the voice."""

_POINT_FRAMES = SAMPLE_RATE // CURVE_RATE
_PROBE_BARS = 4  # how much of the bed is measured to set its level

T = TypeVar("T")
LoadClip = Callable[[str], Audio]
"""Gives the audio of a clip by its key."""


def mix(timeline: Timeline, load_clip: LoadClip) -> Iterator[Samples]:
    """Yield the mix of voice and bed in blocks of `BLOCK_FRAMES` (the last is shorter).

    Parameters
    ----------
    timeline
        What sounds when.
    load_clip
        Gives the audio of a placement's clip; called once for each, in time order.
    """
    frames = units.frames_from_seconds(timeline.length_s, SAMPLE_RATE)
    voice = _voice(timeline, load_clip, frames)
    bed = _bed(timeline, frames)
    curve_db = ducking_curve(timeline)
    for number, (voice_block, bed_block) in enumerate(zip(voice, bed, strict=True)):
        block = scaled(bed_block, _gain(curve_db, number * BLOCK_FRAMES, len(bed_block)))
        for channel in range(2):
            block[:, channel] += voice_block[:, 0]
        yield block


def _sum_blocks(
    events: Sequence[tuple[int, T]], sound: Callable[[T], Samples], frames: int, channels: int
) -> Iterator[Samples]:
    """Add up sounds in blocks; what reaches beyond a block is carried into the next.

    `events` are the first frames of sounds, in time order, and what `sound` makes each of.
    """
    waiting = deque(event for event in events if event[0] < frames)
    tail = np.zeros((0, channels), dtype=np.float32)
    for start in range(0, frames, BLOCK_FRAMES):
        stop = min(start + BLOCK_FRAMES, frames)
        sounds = [(0, tail)]
        while waiting and waiting[0][0] < stop:
            at, source = waiting.popleft()
            sounds.append((at - start, sound(source)))
        longest = max(at + len(samples) for at, samples in sounds)
        block = np.zeros((max(stop - start, longest), channels), dtype=np.float32)
        for at, samples in sounds:
            block[at : at + len(samples)] += samples
        tail = block[stop - start :]
        yield block[: stop - start]


def _voice(timeline: Timeline, load_clip: LoadClip, frames: int) -> Iterator[Samples]:
    gains = voice_gains(timeline)

    def sound(item: Spoken) -> Samples:
        samples: Samples = resample(load_clip(item.clip_key), SAMPLE_RATE).samples
        return samples * np.float32(gains[item.voice])

    events = [
        (units.frames_from_seconds(placement.start_s, SAMPLE_RATE), placement.spoken)
        for placement in timeline.placements
    ]
    return _sum_blocks(events, sound, frames, channels=1)


def voice_gains(timeline: Timeline) -> dict[str, float]:
    """Return one gain per voice that brings it to `VOICE_LUFS`.

    The mean of a voice's clips weighs their powers by their durations: levelling each line by itself
    would make loudness jump from line to line.
    """
    energy: dict[str, float] = {}
    length: dict[str, float] = {}
    for placement in timeline.placements:
        voice, facts = placement.spoken.voice, placement.spoken.facts
        energy[voice] = energy.get(voice, 0.0) + facts.duration_s * 10 ** (facts.loudness_lufs / 10)
        length[voice] = length.get(voice, 0.0) + facts.duration_s
    return {
        voice: units.gain_from_db(VOICE_LUFS - 10 * float(np.log10(energy[voice] / length[voice])))
        for voice in energy
    }


def _bed(timeline: Timeline, frames: int) -> Iterator[Samples]:
    events = [
        (units.frames_from_seconds(units.seconds_from_beats(hit.start_beats, timeline.bpm), SAMPLE_RATE), hit)
        for hit in arrange(timeline)
    ]
    gain = np.float32(_bed_gain(events, units.frames_from_seconds(_PROBE_BARS * timeline.bar_s, SAMPLE_RATE)))
    sounds: dict[str, Samples] = {hit.instrument: _drum(hit) * gain for _, hit in events}
    return _sum_blocks(events, lambda hit: sounds[hit.instrument], frames, channels=2)


def _bed_gain(events: Sequence[tuple[int, Hit]], frames: int) -> float:
    """Measure the head of the bed as it is, and return the gain to its place under the voice."""
    meter = LoudnessMeter(SAMPLE_RATE, 2)
    for block in _sum_blocks(events, _drum, frames, channels=2):
        meter.add(block)
    return units.gain_from_db(VOICE_LUFS + BED_LU - meter.integrated_lufs())


def _drum(hit: Hit) -> Samples:
    return drum(hit.instrument, SAMPLE_RATE)


def _gain(curve_db: Samples, start: int, frames: int) -> Samples:
    """Read the bed's gain from the ducking curve, for frames from `start` on."""
    first, skipped = divmod(start, _POINT_FRAMES)
    last = first + (skipped + frames) // _POINT_FRAMES + 2
    points = np.asarray(10 ** (-curve_db[first:last] / 20), dtype=np.float32)
    return ramped(points, _POINT_FRAMES)[skipped : skipped + frames]


def ramped(points: Samples, step: int) -> Samples:
    """Interpolate between points that are `step` frames apart, shape ((points - 1) step,)."""
    ramp = (np.arange(step, dtype=np.float32) / step)[None, :]
    return np.asarray(points[:-1, None] + (points[1:] - points[:-1])[:, None] * ramp, np.float32).reshape(-1)


def scaled(samples: Samples, gains: Samples) -> Samples:
    """Multiply every channel by a gain per frame: column by column, since numpy is slow along short rows."""
    result = np.empty_like(samples)
    for channel in range(samples.shape[1]):
        np.multiply(samples[:, channel], gains, out=result[:, channel])
    return result
