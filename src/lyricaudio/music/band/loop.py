"""A person's own loop in place of the band, repeated on the bar lines at its own tempo: nothing is stretched.

The tempo, when it is not given, is worked out in two steps. A loop is a whole number of bars long (or of
beats, when it is shorter than a bar), which leaves a few tempi; among them wins the one whose beat the onsets
repeat best, with a preference for the middle of the range, since half and double the tempo always fit too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lyricaudio import units
from lyricaudio.audio import codec
from lyricaudio.audio.blocks import sum_blocks
from lyricaudio.audio.resample import resample
from lyricaudio.audio.sound import Audio, Samples
from lyricaudio.errors import LyricAudioError, refusal
from lyricaudio.messages import told
from lyricaudio.music.theory.metre import Metre

_KINDS = {".wav": "wav", ".mp3": "mp3", ".flac": "flac", ".ogg": "ogg", ".m4a": "mp4"}
_SILENT = 1e-3  # -60 dB of full scale
_LONGEST_S = 120.0
_LIKELY_TEMPI = (60.0, 180.0)  # of a tempo that is worked out
_USUAL_TEMPO = 108.0
_SPREAD_OCTAVES = 0.7
_SHORT_BEATS = 0.25  # by which a loop of one bar may fall short of it
_ODD_BARS = 0.3  # against loops whose bars are no power of two
_MOST_BARS = 64
_HOP_S = 0.01
_ROUNDING_FRAMES = 2  # by which a loop of whole bars may come out short; a hole of one frame clicks
_FADE_S = 0.005  # over which a repeat takes over from a loop that is longer than its bars


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """A loop.

    Attributes
    ----------
    audio
        Two channels, as they were decoded.
    bpm
        Its tempo, in beats (quarter notes) a minute.
    length_beats
        After how many beats it is repeated: whole bars, or whole beats when it is shorter than a bar.
    """

    audio: Audio
    bpm: float
    length_beats: Fraction


def read_loop(path: Path, metre: Metre, bpm: float | None = None) -> Loop:
    """Read a loop from a sound file (.wav, .mp3, .flac, .ogg or .m4a).

    Parameters
    ----------
    metre
        The song's.
    bpm
        Its tempo if the person gave it; else it is worked out.

    Raises
    ------
    LyricAudioError
        When the tempo is out of `units.TEMPI`; when the file cannot be read or decoded, is silent, shorter
        than a beat or longer than two minutes; when no tempo can be worked out.
    """
    slowest, fastest = units.TEMPI
    if bpm is not None and not slowest <= bpm <= fastest:
        raise LyricAudioError(
            told(
                "{file}: its bpm is {bpm:g}; it lies between {slowest:g} and {fastest:g}",
                file=path.name,
                bpm=bpm,
                slowest=slowest,
                fastest=fastest,
            )
        )
    audio = _stereo(_decoded(path))
    _refuse(path, audio)
    if bpm is None:
        bpm = _worked_out(path, audio, metre)
    length_beats = units.beats_from_seconds(audio.duration_s, bpm)
    if round(length_beats) < 1:
        raise LyricAudioError(
            told("{file} is shorter than a beat at {bpm:g} BPM; give a longer loop", file=path.name, bpm=bpm)
        )
    return Loop(audio=audio, bpm=bpm, length_beats=_repeat_beats(length_beats, metre))


def _decoded(path: Path) -> Audio:
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        raise LyricAudioError(
            told("{file}: a loop must be one of {kinds}", file=path.name, kinds=", ".join(_KINDS))
        )
    try:
        return codec.decode(path.read_bytes(), name=path.name, kind=kind)
    except OSError as error:
        raise LyricAudioError(
            told("{file} cannot be read: {error}", file=path.name, error=refusal(error))
        ) from error


def _stereo(audio: Audio) -> Audio:
    """Return two channels: the one twice, or the first two (left and right in every common order)."""
    samples = np.ascontiguousarray(audio.samples[:, [0, min(1, audio.samples.shape[1] - 1)]])
    return Audio(samples=samples, sample_rate=audio.sample_rate)


def _refuse(path: Path, audio: Audio) -> None:
    if audio.frames == 0:
        raise LyricAudioError(
            told("{file} has no sound in it; give a loop of at least one beat", file=path.name)
        )
    if audio.duration_s > _LONGEST_S:
        raise LyricAudioError(
            told(
                "{file} is longer than {longest_s:g} s; cut a few bars out of it",
                file=path.name,
                longest_s=_LONGEST_S,
            )
        )
    if np.abs(audio.samples).max() < _SILENT:
        raise LyricAudioError(told("{file} is silent; give a loop that sounds", file=path.name))


def _repeat_beats(length_beats: float, metre: Metre) -> Fraction:
    """Return the nearest whole number of bars, or of beats for what is clearly shorter than a bar."""
    if length_beats < float(metre.bar_beats) - _SHORT_BEATS:
        return Fraction(round(length_beats))
    return max(1, round(length_beats / float(metre.bar_beats))) * metre.bar_beats


def _worked_out(path: Path, audio: Audio, metre: Metre) -> float:
    """Return the most likely tempo."""
    low, high = _LIKELY_TEMPI
    counts = [count for count in _beat_counts(metre) if low <= count * 60.0 / audio.duration_s <= high]
    if not counts:
        raise LyricAudioError(
            told(
                "{file}: no tempo fits {length_s:.2f} s; give the loop's bpm",
                file=path.name,
                length_s=audio.duration_s,
            )
        )
    onsets = _onsets(audio)
    best = max(counts, key=lambda count: _likelihood(count, audio.duration_s, onsets, metre))
    return best * 60.0 / audio.duration_s


def _beat_counts(metre: Metre) -> list[float]:
    """Return how many beats a loop may have: single ones up to a bar, then bars."""
    bars = [float(bars * metre.bar_beats) for bars in range(1, _MOST_BARS + 1)]
    return [float(beats) for beats in range(1, math.ceil(metre.bar_beats))] + bars


def _onsets(audio: Audio) -> npt.NDArray[np.float64]:
    """Return how much louder each hop is than the one before: in the log, smoothed, mean removed."""
    hop = max(1, round(_HOP_S * audio.sample_rate))
    power = np.square(audio.samples.mean(axis=1, dtype=np.float64))
    power = np.append(power, np.zeros(-len(power) % hop)).reshape(-1, hop).mean(axis=1)
    level = np.log10(power + 1e-4 * power.max())
    rises = np.maximum(level - np.roll(level, 1), 0)  # the loop's end meets its beginning
    smooth = (
        rises
        + 0.7 * (np.roll(rises, 1) + np.roll(rises, -1))
        + 0.3 * (np.roll(rises, 2) + np.roll(rises, -2))
    )
    return np.asarray(smooth - smooth.mean(), np.float64)


def _likelihood(beats: float, duration_s: float, onsets: npt.NDArray[np.float64], metre: Metre) -> float:
    """Weigh how well the onsets repeat after a beat, how usual the tempo is, and the number of bars.

    The repeats are the circular autocorrelation at one beat, up to 1.
    """
    lag = round(len(onsets) / beats)
    repeats = float(onsets @ np.roll(onsets, lag)) / max(float(onsets @ onsets), 1e-9)
    unusual = math.log2(beats * 60.0 / duration_s / _USUAL_TEMPO) / _SPREAD_OCTAVES
    bars = beats / float(metre.bar_beats)
    return repeats - 0.5 * unusual**2 - (0.0 if math.log2(bars).is_integer() else _ODD_BARS)


def loop_blocks(loop: Loop, *, metre: Metre, sample_rate: int, frames: int) -> Iterator[Samples]:
    """Yield the loop over and over in blocks of `audio.blocks.BLOCK_FRAMES`, float32, shape (frames, 2).

    Every repeat begins on its exact frame; what is shorter than a bar begins anew on each bar line. A loop
    that is longer than its bars gives way to its repeat within 5 ms, one that is shorter is followed by
    silence.
    """
    samples = resample(loop.audio, sample_rate).samples
    starts = [
        units.frames_from_seconds(at, sample_rate) for at in _starts_s(loop, metre, frames / sample_rate)
    ]
    lengths = [after - start for start, after in zip(starts, [*starts[1:], frames], strict=True)]
    fade = round(_FADE_S * sample_rate)
    events = list(zip(starts, lengths, strict=True))
    return sum_blocks(events, lambda length: _cut(samples, length, fade), frames, 2)


def _starts_s(loop: Loop, metre: Metre, length_s: float) -> Iterator[float]:
    """Yield when the loop begins, in seconds from the start."""
    whole_bars = loop.length_beats >= metre.bar_beats
    period = loop.length_beats if whole_bars else metre.bar_beats
    offsets = [Fraction(0)]
    while not whole_bars and offsets[-1] + loop.length_beats < metre.bar_beats:
        offsets.append(offsets[-1] + loop.length_beats)
    at = Fraction(0)
    while units.seconds_from_beats(at, loop.bpm) < length_s:
        yield from (units.seconds_from_beats(at + offset, loop.bpm) for offset in offsets)
        at += period


def _cut(samples: Samples, length: int, fade: int) -> Samples:
    """Return a sound that fades out within `fade` frames after `length`; the same where it is over before."""
    if length - _ROUNDING_FRAMES <= len(samples) < length:
        return np.take(samples, np.arange(length), axis=0, mode="wrap")
    if len(samples) <= length:
        return samples
    cut = samples[: length + fade].copy()
    over = len(cut) - length
    cut[length:] *= np.linspace(1, 0, over + 1, dtype=np.float32)[1:, None]
    return cut
