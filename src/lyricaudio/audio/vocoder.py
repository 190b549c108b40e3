"""Speech taken apart and put together anew, by WORLD (Morise, Yokomori, Ozawa 2016).

Speech becomes three curves over time: the pitch (F0), the spectral envelope (what the mouth does to it) and
the aperiodicity (how much of each band is breath). They can be read back at any speed and at another pitch.

Conventions: audio is float32 with one channel; inside all is float64, as WORLD wants it. A frame is 5 ms;
frame `i` stands at ``i * FRAME_S``. F0 is in Hz, 0 where there is none.

What is guarded against: WORLD reads beyond its arrays when their lengths differ, when they are not contiguous
and when F0 reaches the sample rate, and makes no finite sound of an envelope of zeros. Where DIO misses the
pitch of a quiet vowel, the later stages render it as a burst of noise; so the caller says what is voiced, and
F0 is repaired before they see it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyworld

from lyricaudio.audio.sound import Audio, Curve, mono

FRAME_S = 0.005
"""The time between two frames of an analysis: WORLD's own."""

Spans = Iterable[tuple[float, float]]
"""Stretches of time (start, stop) in seconds."""

_SPEECH_HZ = (71.0, 600.0)
"""Where F0 of speech is looked for: a low man's to a child's. Its floor decides the size of the spectra, 2048
points at 48 kHz."""

_SUNG_HZ = (40.0, 2000.0)
"""What F0 may be in what is put together: WORLD's cost grows with it, and near the sample rate it crashes."""

_RECOVERY = -0.06
"""CheapTrick's q1: how far it sharpens what it has smoothed. Its own -0.15 makes formants of a high voice too
strong: put together again, 400 Hz came out 2 dB louder, up to 5 dB; so 0.4 dB, and nearest in timbre."""

BREATH_DB = 2.0
"""What WORLD takes from k, t, h (2.4 dB against their vowels) and s (1.4 dB), given back to all that has no
pitch."""

_SHORTEST = 1024  # samples; what is shorter is lengthened by silence
_SILENCE = 1e-16  # power: far below one step of 16 bits, and its logarithm is finite


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpeechCurves:
    """Speech as WORLD's curves.

    Attributes
    ----------
    f0_hz
        float64, shape (frames,); 0 where unvoiced.
    log_envelope
        float64, shape (frames, bins): natural logarithm of the power spectrum, from 0 Hz to half the sample
        rate.
    aperiodicity
        float64, shape (frames, bins): 0 is all tone, 1 is all noise.
    sample_rate
        Of the audio, in Hz.
    """

    f0_hz: Curve
    log_envelope: Curve
    aperiodicity: Curve
    sample_rate: int

    @property
    def frames(self) -> int:
        """The number of frames, one every 5 ms, the first at 0 s."""
        return len(self.f0_hz)


def f0_track(audio: Audio) -> Curve:
    """Return the pitch of speech, Hz per 5 ms frame, shape (frames,); 0 where there is none.

    DIO and StoneMask: beside the engine's own pitch, Harvest tells voiced from unvoiced five times worse and
    costs eight times as much.
    """
    samples = _prepared(audio)
    return _f0_track(samples, audio.sample_rate)[0]


def analysed(audio: Audio, *, voiced: Spans = (), unvoiced: Spans = ()) -> SpeechCurves:
    """Take one-channel speech apart.

    Parameters
    ----------
    audio
        Of any length; what is shorter than WORLD's window is taken as followed by silence.
    voiced
        Where there must be a pitch: where it was not found, its logarithm is interpolated over time. In
        speech without any pitch nothing is done.
    unvoiced
        Where there must be none: what was found is dropped. Elsewhere what was found stands.

    Raises
    ------
    ValueError
        For more than one channel, and for samples that are not finite.
    """
    samples = _prepared(audio)
    rate = audio.sample_rate
    found_hz, times_s = _f0_track(samples, rate)
    f0_hz = repaired(found_hz, voiced=voiced, unvoiced=unvoiced)
    envelope = pyworld.cheaptrick(samples, f0_hz, times_s, rate, f0_floor=_SPEECH_HZ[0], q1=_RECOVERY)
    return SpeechCurves(
        f0_hz=f0_hz,
        log_envelope=np.log(np.maximum(envelope, _SILENCE)),
        aperiodicity=_aperiodicity(samples, f0_hz, times_s, rate, bins=envelope.shape[1]),
        sample_rate=rate,
    )


def repaired(f0_hz: Curve, *, voiced: Spans = (), unvoiced: Spans = ()) -> Curve:
    """Return F0, shape (frames,), with a pitch in each voiced span and none in each unvoiced one.

    Where spans overlap, unvoiced ones win.
    """
    frames = np.arange(len(f0_hz))
    fixed = f0_hz.copy()
    silent = _within(unvoiced, len(f0_hz))
    fixed[silent] = 0.0
    known = np.flatnonzero(fixed)
    missing = np.flatnonzero(_within(voiced, len(f0_hz)) & ~silent & (fixed == 0.0))
    if known.size:
        fixed[missing] = np.exp(np.interp(frames[missing], known, np.log(fixed[known])))
    return fixed


def resynthesised(analysis: SpeechCurves, source_s: Curve, gain: Curve, f0_hz: Curve | None = None) -> Audio:
    """Put speech together anew, at another speed and, if wanted, with another pitch.

    Parameters
    ----------
    analysis
        Of the speech.
    source_s
        Shape (frames,): for each 5 ms frame of the result, the moment of the speech that sounds in it. What
        is beyond its ends is its first or last frame.
    gain
        Shape (frames,): 0 to 1, linear between frames; what has no pitch is `BREATH_DB` louder.
    f0_hz
        Shape (frames,): another pitch where the speech has one, 40 to 2000 Hz; None keeps its own.

    Returns
    -------
    Audio
        One channel, ``frames * FRAME_S`` long.

    Raises
    ------
    ValueError
        When the shapes differ, there is no frame, or a value is outside its range.
    """
    pitch_hz, log_envelope, aperiodicity = _read(analysis, source_s)
    if f0_hz is not None:
        pitch_hz = np.where(pitch_hz > 0.0, f0_hz, 0.0)
    _check(pitch_hz, source_s, gain)
    rate = analysis.sample_rate
    period_ms = FRAME_S * 1000
    samples = pyworld.synthesize(pitch_hz, np.exp(log_envelope), aperiodicity, rate, period_ms)
    gain = gain * np.where(pitch_hz > 0.0, 1.0, 10 ** (BREATH_DB / 20))
    length = round(len(pitch_hz) * FRAME_S * rate)
    samples = np.pad(samples[:length], (0, max(0, length - len(samples))))
    return mono(samples * np.interp(np.arange(length) / rate, _times_s(len(gain)), gain), rate)


def _prepared(audio: Audio) -> Curve:
    """Return samples as WORLD takes them: float64, contiguous, finite, and long enough."""
    if audio.samples.shape[1] != 1:
        raise ValueError("only one channel can be taken apart")
    samples = np.ascontiguousarray(audio.samples[:, 0], dtype=np.float64)
    if not np.isfinite(samples).all():
        raise ValueError("samples must be finite")
    return np.pad(samples, (0, max(0, _SHORTEST - len(samples))))


def _f0_track(samples: Curve, sample_rate: int) -> tuple[Curve, Curve]:
    """Return F0 (Hz) and the times (s) of its frames."""
    floor_hz, ceiling_hz = _SPEECH_HZ
    rough_hz, times_s = pyworld.dio(
        samples, sample_rate, f0_floor=floor_hz, f0_ceil=ceiling_hz, frame_period=FRAME_S * 1000
    )
    return pyworld.stonemask(samples, rough_hz, times_s, sample_rate), times_s


def _aperiodicity(samples: Curve, f0_hz: Curve, times_s: Curve, sample_rate: int, *, bins: int) -> Curve:
    """Return the aperiodicity, shape (frames, bins), by D4C: 1 where there is no pitch.

    D4C hears four periods of the pitch around a frame and costs more than all the rest of an analysis. So
    within a voiced stretch it hears every other frame, and one between two is their mean. Put together, bands
    differ by 0.07 dB on average from those of all frames, half as much as by moving the curve by one frame.
    """
    voiced = f0_hz > 0.0
    inner = voiced & np.roll(voiced, 1) & np.roll(voiced, -1)
    inner[[0, -1]] = False
    between = np.flatnonzero(inner & (np.arange(len(f0_hz)) % 2 == 1))
    heard = voiced.copy()
    heard[between] = False
    curve = np.ones((len(f0_hz), bins))
    if heard.any():
        fft_size = 2 * (bins - 1)
        curve[heard] = pyworld.d4c(samples, f0_hz[heard], times_s[heard], sample_rate, fft_size=fft_size)
        curve[between] = (curve[between - 1] + curve[between + 1]) / 2
    return curve


def _times_s(frames: int) -> Curve:
    return np.arange(frames, dtype=np.float64) * FRAME_S


def _within(spans: Spans, frames: int) -> npt.NDArray[np.bool_]:
    """Tell for each frame whether it lies in one of the spans."""
    times_s = _times_s(frames)
    inside = np.zeros(frames, dtype=np.bool_)
    for start_s, stop_s in spans:
        inside |= (times_s >= start_s) & (times_s < stop_s)
    return inside


def _read(analysis: SpeechCurves, source_s: Curve) -> tuple[Curve, Curve, Curve]:
    """Return F0, log envelope and aperiodicity at any moments, between the frames around each.

    F0 is interpolated only between two voiced frames; else the nearer one decides whether there is any.
    """
    position = np.clip(source_s / FRAME_S, 0, analysis.frames - 1)
    before = np.minimum(position.astype(np.int64), max(0, analysis.frames - 2))
    after = np.minimum(before + 1, analysis.frames - 1)
    share = position - before
    first_hz, second_hz = analysis.f0_hz[before], analysis.f0_hz[after]
    both = (first_hz > 0.0) & (second_hz > 0.0)
    nearer_hz = np.where(share < 0.5, first_hz, second_hz)
    f0_hz = np.where(both, first_hz + share * (second_hz - first_hz), nearer_hz)
    return (
        f0_hz,
        _between(analysis.log_envelope, before, after, share),
        np.clip(_between(analysis.aperiodicity, before, after, share), 0.0, 1.0),
    )


def _between(rows: Curve, before: npt.NDArray[np.int64], after: npt.NDArray[np.int64], share: Curve) -> Curve:
    first = rows[before]
    first += share[:, None] * (rows[after] - first)
    return first


def _check(f0_hz: Curve, source_s: Curve, gain: Curve) -> None:
    if not len(source_s) or not f0_hz.shape == source_s.shape == gain.shape:
        raise ValueError("source times, gains and F0 must be of one length, and not empty")
    lowest_hz, highest_hz = _SUNG_HZ
    sung = f0_hz[f0_hz != 0.0]
    if not ((sung >= lowest_hz) & (sung <= highest_hz)).all():
        raise ValueError(f"F0 must be {lowest_hz:g} to {highest_hz:g} Hz")
    if not (np.isfinite(source_s).all() and ((gain >= 0.0) & (gain <= 1.0)).all()):
        raise ValueError("source times must be finite, gains 0 to 1")
