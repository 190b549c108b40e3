"""How long the pauses of a reading are, for engines that can be told."""

from __future__ import annotations

from lyricaudio.reading.model import Pause, Reading

_PAUSE_S: dict[Pause, float] = {"breath": 0.18, "comma": 0.30, "stop": 0.55}
"""Engines make all their pauses alike, 0.3 to 0.4 s; a listener needs to hear where a sentence ends."""


def pauses_s(reading: Reading) -> tuple[float, ...]:
    """Return the length in seconds of each pause of a reading, in order."""
    return tuple(_PAUSE_S[phrase.pause] for phrase in reading.phrases if phrase.pause_after)
