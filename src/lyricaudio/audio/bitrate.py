"""How much room a second of our MP3s takes, known without making one."""

from __future__ import annotations

STEREO_KBPS = 128
MONO_KBPS = 64
"""As much for the one channel as the other has for each of two."""


def mp3_kbps(*, mono: bool) -> int:
    """Return the constant bit rate of an episode."""
    return MONO_KBPS if mono else STEREO_KBPS


def mp3_bytes(length_s: float, *, mono: bool = False) -> int:
    """Return how long the sound of an MP3 is in bytes, tags left out."""
    return round(length_s * mp3_kbps(mono=mono) * 125)
