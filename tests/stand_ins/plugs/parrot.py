"""Engines: a tone under another name, and one that cannot run."""

from __future__ import annotations

from lyricaudio.voice.engines.tone import Tone


class Parrot(Tone):
    """The tone by another name."""

    name = "parrot"


class Caged(Parrot):
    """A parrot that cannot run."""

    name = "caged"

    def unavailable(self) -> str | None:
        """Say why."""
        return "its cage is locked; open it"


class Stuffed:
    """No engine."""

    name = "stuffed"
    voices = ("none",)
