"""From a timeline to samples, block by block: an hour takes no more memory than a minute.

Beats become frames here, once. The mix is float32, shape (frames, 2), at 44.1 kHz, the rate of the MP3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from lyricaudio import units
from lyricaudio.audio.blocks import sum_blocks
from lyricaudio.audio.curves import ramped, scaled
from lyricaudio.audio.filters import MEMORY_FRAMES, Response, band_pass, response_of, split
from lyricaudio.audio.resample import resample
from lyricaudio.audio.sound import Audio, Samples
from lyricaudio.mix import strip
from lyricaudio.mix.bed import Backing, bed_blocks
from lyricaudio.mix.ducking import CURVE_RATE, clearing_curve, ducking_curve
from lyricaudio.mix.strip import doubled, in_a_room, treated
from lyricaudio.music.band.bars import bars_of
from lyricaudio.music.spoken import Spoken
from lyricaudio.music.timeline import Placement, Timeline

SAMPLE_RATE = strip.SAMPLE_RATE

VOICE_LUFS = -18.0
"""Every voice of an episode is brought to this loudness by one gain, before the master's own.

It is that of one channel: in the middle, where both sides have it, a voice is 3 LU louder.
"""

HOOK_LU = 0.8
"""A hook's line against other lines."""

BED_LU, STUDIED_BED_LU = -5.2, -6.1
"""The bed, not ducked, in both channels against the voice in one: in a song, and where something is explained
in between, from which it would else be too far. As both are heard, a song's is 8 LU under the voice."""

_CONSONANTS = (2000.0, 0.67)  # Hz and Q: 1 to 4 kHz
_EDGE_S = 0.01  # in which what is left out fades
_POINT_FRAMES = SAMPLE_RATE // CURVE_RATE
_LINES_KEPT = 16  # of those that come again, as a section's do in 暗唱: about 1 MB each

LoadClip = Callable[[str], Audio]
"""Gives the audio of a clip by its key."""


@dataclass(frozen=True, slots=True, eq=False)
class Stems:
    """A block of both stems, float32: the voice, and the ducked bed, shape (frames, 2).

    The voice has two channels where any of it in the episode stands in a room, is heard from a side or cut
    from a recording, else one.
    """

    voice: Samples
    bed: Samples

    def mixed(self) -> Samples:
        """Return their sum, shape (frames, 2)."""
        block = self.bed.copy()
        for channel in range(2):  # column by column: numpy is slow along short rows
            block[:, channel] += self.voice[:, channel % self.voice.shape[1]]
        return block

    def centred(self) -> Stems:
        """Return both as they are heard from one channel."""
        return Stems(_centred(self.voice), _centred(self.bed))


def _centred(block: Samples) -> Samples:
    """Return the mean of all channels in each of them."""
    return np.repeat(block.mean(axis=1, keepdims=True), block.shape[1], axis=1)


def stems(
    timeline: Timeline, load_clip: LoadClip, backing: Backing, *, voice: bool = True
) -> Iterator[Stems]:
    """Yield voice and bed in blocks of `BLOCK_FRAMES` (the last is shorter).

    Parameters
    ----------
    timeline
        What sounds when.
    load_clip
        Gives the audio of a placement's clip; called in time order, for what comes again soon only once.
    backing
        What plays the bed.
    voice
        Without it the voice's stem is silent and the bed never steps back.

    Raises
    ------
    LyricAudioError
        When the backing cannot be used.
    """
    frames = units.frames_from_seconds(timeline.length_s, SAMPLE_RATE)
    heard = timeline.heard if voice else ()
    voices = _voice(heard, load_clip, frames)
    lufs = VOICE_LUFS + bed_lu(timeline)
    bed = bed_blocks(timeline, backing, lufs=lufs, sample_rate=SAMPLE_RATE, frames=frames)
    for voice_block, bed_block in zip(voices, _ducked(bed, heard, timeline.length_s), strict=True):
        yield Stems(voice_block, bed_block)


def bed_lu(timeline: Timeline) -> float:
    """Return how loud the bed is under the verses of an episode, not ducked, against the voice."""
    studied = any(not placement.spoken.begins_as.is_line for placement in timeline.placements)
    return STUDIED_BED_LU if studied else BED_LU


def _ducked(bed: Iterable[Samples], heard: Sequence[Placement], length_s: float) -> Iterator[Samples]:
    """Let the bed step back under what is heard: all of it, and its middle."""
    curve_db, clear_db = (curve(heard, length_s) for curve in (ducking_curve, clearing_curve))
    middle = response_of(band_pass(_CONSONANTS[0], SAMPLE_RATE, _CONSONANTS[1]))
    before = np.zeros(MEMORY_FRAMES, np.float32)
    at = 0
    for block in bed:
        removed = 1 - _gain(clear_db, at, len(block))
        both = np.asarray((block[:, 0] + block[:, 1]) / 2, np.float32)
        cleared = _without_middle(block, both, before, removed, middle) if removed.any() else block
        before = np.concatenate([before, both[-MEMORY_FRAMES:]])[-MEMORY_FRAMES:]
        yield scaled(cleared, _gain(curve_db, at, len(block)))
        at += len(block)


def _without_middle(
    block: Samples, both: Samples, before: Samples, removed: Samples, middle: Response
) -> Samples:
    """Return a block less so much as is `removed` of the middle of what both ears hear of it.

    There the voice stands. What differs between the ears keeps its place, and in mono nothing differs. What
    was heard `before` still rings in it.
    """
    there = np.flatnonzero(removed)
    start, stop = int(there[0]), int(there[-1]) + 1  # elsewhere nothing is taken out, and nothing worked out
    rung, heard = np.split(np.concatenate([before, both[:stop]])[start:], [MEMORY_FRAMES])
    (part,) = split(heard, [middle], rung)
    part *= removed[start:stop]
    cleared = block.copy()
    for channel in range(2):
        cleared[start:stop, channel] -= part
    return cleared


def made_from(timeline: Timeline, backing: Backing, *, voice: bool = True) -> list[object]:
    """Return the values that decide what `stems` yields: clips by their keys, and no texts."""
    return [
        [
            (stretch.song, stretch.style, stretch.bpm, stretch.start_s, bars_of(here))
            for stretch, here in zip(timeline.stretches, timeline.apart(), strict=True)
        ],
        timeline.tail_s,
        backing,
        [_heard_from(placement) for placement in (timeline.heard if voice else ())],
    ]


def _heard_from(placement: Placement) -> list[object]:
    spoken = placement.spoken
    return [
        spoken.clip_key,
        placement.start_s,
        spoken.voice,
        spoken.role.name,
        spoken.cue.hook,
        spoken.is_set,
        spoken.cut,
        spoken.cue.side,
        spoken.silent,
    ]


def _voice(placements: Sequence[Placement], load_clip: LoadClip, frames: int) -> Iterator[Samples]:
    gains = voice_gains(placements)
    channels = 2 if any(map(_is_wide, (one.spoken for one in placements))) else 1

    def at_the_mix(key: str, gain: float, is_set: bool) -> Samples:
        clip = resample(load_clip(key), SAMPLE_RATE).samples
        return treated(np.asarray(clip[:, 0] * gain, np.float32), is_set=is_set)

    kept = lru_cache(maxsize=_LINES_KEPT)(at_the_mix)
    times = Counter(placement.spoken.clip_key for placement in placements)

    def sound(item: Spoken) -> Samples:
        gain = gains[_levelled_with(item)]
        if item.cut:
            return np.asarray(resample(load_clip(item.clip_key), SAMPLE_RATE).samples * gain, np.float32)
        gain *= units.gain_from_db(HOOK_LU if _is_hook(item) else 0.0)
        whole = (kept if times[item.clip_key] > 1 else at_the_mix)(item.clip_key, gain, item.is_set)
        voice = without(whole, item)
        return voice[:, None] if channels == 1 else staged(voice, item)

    events = [
        (units.frames_from_seconds(placement.start_s, SAMPLE_RATE), placement.spoken)
        for placement in placements
    ]
    return sum_blocks(events, sound, frames, channels)


def _is_hook(item: Spoken) -> bool:
    return item.cue.hook and item.role.is_line


def _is_wide(item: Spoken) -> bool:
    """Tell whether both ears hear something else of it."""
    return bool(item.is_set or item.cue.side or item.cut)


def staged(voice: Samples, item: Spoken) -> Samples:
    """Return a voice, shape (frames,), from its side, and what stands on the grid in its room.

    A hook is doubled. The shape is (frames, 2), with `audio.filters.MEMORY_FRAMES` more in a room.
    """
    middle = panned(voice[:, None], item.cue.side)
    if not item.is_set:
        return middle
    around = in_a_room(voice)
    if _is_hook(item):
        around += doubled(voice)
    around[: len(middle)] += middle
    return around


def panned(samples: Samples, side: float) -> Samples:
    """Return one channel as two, shape (frames, 2), with the same power from every side.

    In the middle both are as loud as the one; wholly at a side it is 3 dB louder there.
    """
    if not side:
        return np.repeat(samples, 2, axis=1)
    angle = (side + 1.0) * np.pi / 4
    gains = np.sqrt(2.0) * np.array([np.cos(angle), np.sin(angle)])
    return np.asarray(samples * gains, dtype=np.float32)


def without(samples: Samples, item: Spoken) -> Samples:
    """Return a voice, shape (frames,), that is silent in the morae which are left out, and as long."""
    if not item.silent:
        return samples
    at_s = np.arange(len(samples)) / SAMPLE_RATE
    gain = np.ones(len(samples))
    for first, last in item.silent:
        start_s = item.facts.morae[first].start_s if first else -_EDGE_S
        stop_s = item.facts.morae[last].start_s if last < len(item.facts.morae) else np.inf
        inside = np.minimum((at_s - start_s) / _EDGE_S, (stop_s - at_s) / _EDGE_S)
        gain = np.minimum(gain, 1 - np.clip(inside, 0, 1))
    return np.asarray(samples * gain, dtype=np.float32)


def voice_gains(placements: Sequence[Placement]) -> dict[tuple[str, bool], float]:
    """Return the gains that bring voices to `VOICE_LUFS`: by the voice, and whether it is set on the grid.

    What a voice chants is some dB louder than what it explains, which takes more minutes and has to be
    understood as well. The mean of clips weighs their powers by their durations: levelling each line by
    itself would make loudness jump from line to line.
    """
    energy: dict[tuple[str, bool], float] = {}
    length: dict[tuple[str, bool], float] = {}
    for placement in placements:
        voice, facts = _levelled_with(placement.spoken), placement.spoken.facts
        energy[voice] = energy.get(voice, 0.0) + facts.duration_s * 10 ** (facts.loudness_lufs / 10)
        length[voice] = length.get(voice, 0.0) + facts.duration_s
    return {
        voice: units.gain_from_db(VOICE_LUFS - 10 * float(np.log10(energy[voice] / length[voice])))
        for voice in energy
    }


def _levelled_with(item: Spoken) -> tuple[str, bool]:
    return str(item.voice), item.is_set


def _gain(curve_db: Samples, start: int, frames: int) -> Samples:
    """Read the bed's gain from the ducking curve, for frames from `start` on."""
    first, skipped = divmod(start, _POINT_FRAMES)
    last = first + (skipped + frames) // _POINT_FRAMES + 2
    points = np.asarray(10 ** (-curve_db[first:last] / 20), dtype=np.float32)
    return ramped(points, _POINT_FRAMES)[skipped : skipped + frames]
