"""The engine protocol, and the list of engines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, runtime_checkable

from lyricaudio.errors import EngineUnavailable, PlugError
from lyricaudio.plugs import Kind, Plug, reason
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import MoraTime, Speech

DEFAULT_ENGINE = "openjtalk"

_ENGINES = Kind(
    what="voice engine",
    group="lyricaudio.engines",
    ours={
        "openjtalk": "lyricaudio.voice.engines.openjtalk:OpenJTalk",
        "tone": "lyricaudio.voice.engines.tone:Tone",
        "voicevox": "lyricaudio.voice.engines.voicevox:Voicevox",
        "gtts": "lyricaudio.voice.engines.gtts:GoogleTranslate",
        "edge": "lyricaudio.voice.engines.edge:EdgeTts",
    },
)


class Engine(Protocol):
    """A text-to-speech back end.

    Engines are made by their class without arguments; making one must be cheap and must not fail. What is a
    property here may be a class attribute there.
    """

    @property
    def name(self) -> str:
        """The name that songs use."""

    @property
    def summary(self) -> str:
        """One line about it."""

    @property
    def version(self) -> str:
        """Changes when the same reading may sound different; part of each clip's key."""

    @property
    def voices(self) -> tuple[str, ...]:
        """Speakers, the default first; never empty."""

    @property
    def credit(self) -> str:
        """What must be said wherever the voice is heard; may be empty."""

    @property
    def online(self) -> bool:
        """Whether lyrics leave this machine."""

    @property
    def parallel(self) -> int:
        """How many clips may be made at once."""

    def unavailable(self) -> str | None:
        """Say why the engine cannot run here and what to do, or None when it can. Opens no connection."""

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
class ManyVoices(Protocol):
    """What an engine has besides when only its server knows all voices; `voices` names the default."""

    def has_voice(self, name: str) -> bool:
        """Tell whether there can be a voice of that name. Opens no connection."""


@runtime_checkable
class Predictable(Protocol):
    """What an engine has besides when it knows how it speaks without making a sound."""

    def times(self, reading: Reading, voice: str) -> tuple[MoraTime, ...]:
        """Return the natural time of each mora, from anywhere before the first."""

    def note_range(self, voice: str) -> tuple[int, int]:
        """Return the lowest and highest note that suit the voice, as MIDI note numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A speaker of an engine, as a song names it: `engine` or `engine:voice`."""

    engine: str
    name: str

    def __str__(self) -> str:
        return f"{self.engine}:{self.name}"


def engine_names() -> tuple[str, ...]:
    """Return the names of all engines, ours first, then those of other packages by the alphabet."""
    return tuple(_ENGINES.plugs())


@cache
def load_engine(name: str) -> Engine:
    """Import and make an engine by name.

    Raises
    ------
    EngineUnavailable
        When there is none of that name, or its package is broken.
    """
    try:
        plug = _ENGINES.find(name)
        return _made(plug, plug.load())
    except PlugError as error:
        raise EngineUnavailable(str(error)) from error


def _made(plug: Plug, engine_class: Any) -> Engine:
    """Make an engine, and look whether it has all that engines have; ours have."""
    if not plug.packages:
        engine: Engine = engine_class()
        return engine
    try:
        engine = engine_class()
    except Exception as error:
        raise plug.broken(f"cannot be made: {reason(error)}") from error
    lacking = [name for name in vars(Engine) if not name.startswith("_") and not hasattr(engine, name)]
    if lacking:
        raise plug.broken(f"lacks {', '.join(lacking)}")
    if engine.name != plug.name or not engine.voices:
        raise plug.broken("calls itself otherwise, or has no voice")
    return engine


def resolve_voice(choice: str | None) -> Voice:
    """Find the voice that a song asks for; None is the embedded one.

    Raises
    ------
    EngineUnavailable
        When the engine or its voice does not exist, or cannot run here.
    """
    engine_name, _, voice_name = (choice or DEFAULT_ENGINE).partition(":")
    engine = load_engine(engine_name)
    if reason := engine.unavailable():
        raise EngineUnavailable(f"the voice '{engine_name}' cannot run here: {reason}")
    if voice_name and not _has_voice(engine, voice_name):
        known = ", ".join(engine.voices) + (", …" if isinstance(engine, ManyVoices) else "")
        raise EngineUnavailable(f"'{engine_name}' has no voice '{voice_name}'; it has {known}")
    return Voice(engine=engine_name, name=voice_name or engine.voices[0])


def _has_voice(engine: Engine, name: str) -> bool:
    return name in engine.voices or (isinstance(engine, ManyVoices) and engine.has_voice(name))
