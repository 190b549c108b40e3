"""Pieces of an episode, cut out by their times: what a target makes of lines that stand alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath

import numpy as np

from lyricaudio.audio.bitrate import mp3_bytes
from lyricaudio.audio.codec import decoded_span, write_mp3
from lyricaudio.mix.mixer import SAMPLE_RATE
from lyricaudio.release.targets.outgoing import Finished, Outgoing, copied

_FADE_S = 0.01  # the band plays on where a line is cut: without it that is a click


def excerpt(
    finished: Finished, mp3: PurePosixPath, start_s: float, end_s: float, *, to: PurePosixPath
) -> Outgoing:
    """Return a piece of an episode as an MP3 without tags; it is cut when it is written.

    Parameters
    ----------
    mp3
        The episode, from the root of the release.
    start_s, end_s
        From the start of the episode, as its lines have them; start < end.
    to
        The path of the piece, from the root of its place.

    Raises
    ------
    ReleaseError
        When the episode is not there.
    ValueError
        When the piece would have no length.
    """
    if not 0 <= start_s < end_s:
        raise ValueError(f"a piece from {start_s} s to {end_s} s has no length")
    whole = copied(finished, mp3, to)

    def write(target: Path) -> None:
        _cut(finished.root / mp3, start_s, end_s, target)

    return replace(
        whole,
        size_bytes=mp3_bytes(end_s - start_s),
        version=f"{whole.version}-{start_s:.3f}-{end_s:.3f}",
        changed_ns=None,
        write=write,
    )


def _cut(mp3: Path, start_s: float, end_s: float, target: Path) -> None:
    samples = decoded_span(mp3, start_s, end_s, sample_rate=SAMPLE_RATE)
    fade = np.linspace(0, 1, min(round(_FADE_S * SAMPLE_RATE), len(samples)), dtype=np.float32)[:, None]
    piece = np.array(samples)
    piece[: len(fade)] *= fade
    piece[len(piece) - len(fade) :] *= fade[::-1]
    write_mp3(target, [piece], sample_rate=SAMPLE_RATE)
