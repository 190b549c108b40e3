"""What an engine does: it says readings."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import MoraTime, Speech
from lyricaudio.voice.known import DEFAULT_ENGINE, KnownEngine, make_engine


class Engine(KnownEngine, Protocol):
    """A text-to-speech back end."""

    def heard(self, reading: Reading) -> str:
        """Return exactly what the engine is given for a reading: equal strings sound equal."""

    def speak(self, reading: Reading, voice: str) -> Speech:
        """Say a reading that has morae.

        Raises
        ------
        EngineError
            When there is no sound of it; with the remedy.
        """


@runtime_checkable
class Predictable(Protocol):
    """What an engine has besides when it knows how it speaks without making a sound."""

    def times(self, reading: Reading, voice: str) -> tuple[MoraTime, ...]:
        """Return the natural time of each mora, from anywhere before the first."""

    def note_range(self, voice: str) -> tuple[int, int]:
        """Return the lowest and highest note that suit the voice, as MIDI note numbers."""


@runtime_checkable
class Certain(Protocol):
    """What an engine has besides when it makes its sound by itself, of the morae and nothing else.

    Nobody has to listen whether it says its reading, as is done with what comes from outside.
    """

    certain: bool


def load_engine(name: str = DEFAULT_ENGINE) -> Engine:
    """Import and make an engine by name, once; without a name it is that of the embedded voice.

    Raises
    ------
    EngineUnavailable
        When there is none of that name, or its package is broken.
    """
    engine: Engine = make_engine(name)
    return engine
