"""A machine that lacks what this one has."""

from __future__ import annotations

import pytest

from lyricaudio.voice.engines.kokoro import package
from lyricaudio.voice.tried import ABSENT


def without_kokoro(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the packages of the engine `kokoro` be absent."""
    monkeypatch.setattr(package, "installed", lambda name: ABSENT)
