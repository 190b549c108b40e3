"""What no program could save: the work of the voice, the vocoder and the encoder by themselves."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import numpy as np
import pyworld
from pyopenjtalk import HTSEngine

from lyricaudio.audio.codec import decoded_blocks, ffmpeg
from lyricaudio.audio.sound import Audio
from lyricaudio.reading.model import Reading

_PERIOD_MS = 5.0


def cpu_s(who: int = resource.RUSAGE_SELF) -> float:
    """Return the CPU time of this process (or its children) so far, all threads."""
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def voice_cpu_s(readings: Iterable[Reading]) -> float:
    """Synthesize every different reading once, with the bare engine."""
    engine = HTSEngine(str(files("pyopenjtalk") / "htsvoice" / "mei_normal.htsvoice").encode())
    engine.set_speed(1.0)
    labels = dict.fromkeys(reading.labels for reading in readings)
    before_s = cpu_s()
    for line in labels:
        engine.synthesize(list(line))
    return cpu_s() - before_s


def vocoder_cpu_s(clips: Iterable[tuple[Audio, float]]) -> float:
    """Take each clip apart once with bare WORLD and put it together so long (in seconds)."""
    spent_s = 0.0
    for audio, length_s in clips:
        samples = np.ascontiguousarray(audio.samples[:, 0], dtype=np.float64)
        rate = audio.sample_rate
        before_s = cpu_s()
        rough_hz, times_s = pyworld.dio(samples, rate, frame_period=_PERIOD_MS)
        f0_hz = pyworld.stonemask(samples, rough_hz, times_s, rate)
        envelope = pyworld.cheaptrick(samples, f0_hz, times_s, rate)
        aperiodicity = pyworld.d4c(samples, f0_hz, times_s, rate)
        frames = np.linspace(0, len(f0_hz) - 1, round(1000 * length_s / _PERIOD_MS)).round().astype(int)
        pyworld.synthesize(f0_hz[frames], envelope[frames], aperiodicity[frames], rate, _PERIOD_MS)
        spent_s += cpu_s() - before_s
    return spent_s


def encoder_cpu_s(mp3s: Iterable[Path]) -> float:
    """Encode every master once, from memory, with the bare encoder."""
    source = ("-f", "f32le", "-ar", "44100", "-ac", "2", "-i", "pipe:0")
    coder = ("-c:a", "libmp3lame", "-b:a", "128k", "-joint_stereo", "1", "-f", "mp3", "pipe:1")
    spent_s = 0.0
    for mp3 in mp3s:
        samples = b"".join(block.tobytes() for block in decoded_blocks(mp3))
        before_s = cpu_s(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [ffmpeg(), "-v", "error", *source, *coder], input=samples, stdout=subprocess.DEVNULL, check=True
        )
        spent_s += cpu_s(resource.RUSAGE_CHILDREN) - before_s
    return spent_s
