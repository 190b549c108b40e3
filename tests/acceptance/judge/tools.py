"""The programs that the judge believes, and nothing of ours: how they are run, and what several checks ask.

A program that is missing stops the judge: what cannot be checked has not passed.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SAMPLE_RATE = 44100
_STEREO_FRAME_BYTES = 4  # two channels of 16 bits
_NPM = Path(__file__).with_name("npm.cjs")
_HEARD = "silencedetect=n=-50dB:d=0.1,ebur128=peak=true:dualmono=true:framelog=verbose"


def run(
    *command: str | Path, ok: tuple[int, ...] = (0,), env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command without input and return what it said; an exit code not in `ok` stops the judge.

    `env` is added to the environment.
    """
    done = subprocess.run(
        list(map(str, command)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        env=os.environ | (env or {}),
    )
    if done.returncode not in ok:
        last = done.stderr.decode("utf-8", "replace")[-2000:]
        raise SystemExit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{last}")
    return done


@cache
def asked_npm(program: str, file: Path) -> Any:
    """Return what a package of npm's says about a file."""
    return json.loads(run("node", _NPM, program, file).stdout)


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """What ffmpeg makes of a file: frames of sound, its exit code, and everything it complains about."""

    frames: int
    exit_code: int
    complaints: str


@cache
def decoded(mp3: Path) -> Decoded:
    """Decode all sound of a file, stopping at the first error."""
    command = ["ffmpeg", "-nostdin", "-v", "error", "-xerror", "-i", str(mp3), "-map", "0:a", "-f", "s16le"]
    done = subprocess.run([*command, "-ac", "2", "-"], capture_output=True, check=False)
    return Decoded(
        frames=len(done.stdout) // _STEREO_FRAME_BYTES,
        exit_code=done.returncode,
        complaints=done.stderr.decode("utf-8", "replace").strip(),
    )


@cache
def probed(mp3: Path) -> dict[str, Any]:
    """Return what ffprobe says: format with tags, streams, chapters."""
    done = run(
        *("ffprobe", "-v", "error", "-show_format", "-show_streams", "-show_chapters", "-of", "json"), mp3
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Loudness, true peak, and stretches (start, end) below -50 dBFS, in seconds."""

    loudness_lufs: float
    true_peak_dbtp: float
    silences: tuple[tuple[float, float], ...]


@cache
def measured(mp3: Path) -> Measured:
    """Measure a file by EBU R 128, mono as two loudspeakers play it, and find its silences."""
    done = run(
        "ffmpeg", "-nostdin", "-hide_banner", "-nostats", "-i", mp3, "-map", "0:a", "-af", _HEARD, *_VOID
    )
    said = done.stderr.decode("utf-8", "replace")
    starts = map(float, re.findall(r"silence_start: (-?[\d.]+)", said))
    ends = map(float, re.findall(r"silence_end: (-?[\d.]+)", said))
    return Measured(
        loudness_lufs=_last(r"\bI:\s+(-?[\d.]+|-inf) LUFS", said),
        true_peak_dbtp=_last(r"\bPeak:\s+(-?[\d.]+|-inf) dBFS", said),
        silences=tuple(zip(starts, ends, strict=True)),
    )


_VOID = ("-f", "null", "-")


def _last(pattern: str, said: str) -> float:
    return float(re.findall(pattern, said)[-1])
