"""What is known of the engines without their making a sound: which there are, and whether they can run here.

Planning asks for that alone, and to find that nothing is to be done must not cost what an engine takes to
import, numpy first of all. So what is known of an engine may be a class of its own, in a module of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, Protocol, runtime_checkable

from lyricaudio.errors import EngineUnavailable, PlugError
from lyricaudio.memo import remembered
from lyricaudio.messages import message, told
from lyricaudio.plugs import Kind, Plug, reason

DEFAULT_ENGINE = "openjtalk"

_ENGINES = Kind(
    what=message("voice engine"),
    group="lyricaudio.engines",
    ours={
        "openjtalk": "lyricaudio.voice.engines.openjtalk:OpenJTalk",
        "tone": "lyricaudio.voice.engines.tone:Tone",
        "kokoro": "lyricaudio.voice.engines.kokoro.engine:Kokoro",
        "voicevox": "lyricaudio.voice.engines.voicevox.engine:Voicevox",
        "gtts": "lyricaudio.voice.engines.gtts:GoogleTranslate",
        "edge": "lyricaudio.voice.engines.edge:EdgeTts",
        "command": "lyricaudio.voice.engines.command:Command",
    },
)

_KNOWN = {
    "openjtalk": ("lyricaudio.voice.engines.mei", "Mei"),
    "kokoro": ("lyricaudio.voice.engines.kokoro.package", "KokoroKnown"),
}
"""Where what is known of an engine of ours can be had without it; the others are asked themselves."""

SPEAKING = ("heard", "speak")
"""What an engine has besides, by which it speaks; `engine.Engine` says how."""


class KnownEngine(Protocol):
    """An engine as far as it is known without a sound.

    Engines are made by their class without arguments; making one must be cheap and must not fail. What is a
    property here may be a class attribute there.
    """

    @property
    def name(self) -> str:
        """The name that songs use."""

    @property
    def summary(self) -> str:
        """One line about it: a message without gaps."""

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


@runtime_checkable
class ManyVoices(Protocol):
    """What an engine has besides when only its server knows all voices; `voices` names the default."""

    def has_voice(self, name: str) -> bool:
        """Tell whether there can be a voice of that name. Opens no connection."""


@runtime_checkable
class Distant(Protocol):
    """What an engine has besides when what speaks is another program, which only asking tells to be there."""

    def unreachable(self) -> str | None:
        """Ask, for some seconds at most, and say what is wrong and what to do, or None when it answers."""


@runtime_checkable
class Dispensable(Protocol):
    """What an engine has besides when the embedded voice may speak in its place where it cannot run.

    So a project that chose it is built everywhere. It is for engines that are given the same readings, and
    make no other promise than to be heard.
    """

    dispensable: bool


@runtime_checkable
class Mixing(Protocol):
    """What an engine has besides when some of its voices are mixtures, which are too like their parts."""

    def are_alike(self, name: str, other: str) -> bool:
        """Tell whether two of its voices are one, or have a part in common."""


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


@remembered
def known_engine(name: str) -> KnownEngine:
    """Return what is known of an engine.

    Raises
    ------
    EngineUnavailable
        When there is none of that name, or its package is broken.
    """
    if name not in _KNOWN:
        return make_engine(name)  # type: ignore[no-any-return]
    module, attribute = _KNOWN[name]
    engine: KnownEngine = getattr(import_module(module), attribute)()
    return engine


@remembered
def make_engine(name: str) -> Any:
    """Import and make an engine by name, once; errors as :func:`known_engine`."""
    try:
        plug = _ENGINES.find(name)
        return _made(plug, plug.load())
    except PlugError as error:
        raise EngineUnavailable(str(error)) from error


def _made(plug: Plug, engine_class: Any) -> Any:
    """Make an engine, and look whether it has all that engines have; ours have."""
    if not plug.packages:
        return engine_class()
    try:
        engine = engine_class()
    except Exception as error:
        raise plug.broken(told("cannot be made: {reason}", reason=reason(error))) from error
    facts = [name for name in vars(KnownEngine) if not name.startswith("_")]
    lacking = [name for name in (*facts, *SPEAKING) if not hasattr(engine, name)]
    if lacking:
        raise plug.broken(told("lacks {names}", names=", ".join(lacking)))
    if engine.name != plug.name or not engine.voices:
        raise plug.broken(told("calls itself otherwise, or has no voice"))
    return engine


def resolve_voice(choice: str | None) -> Voice:
    """Find the voice that a song asks for; None is the embedded one.

    Raises
    ------
    EngineUnavailable
        When the engine or its voice does not exist, or cannot run here.
    """
    engine_name, _, voice_name = (choice or DEFAULT_ENGINE).partition(":")
    engine = known_engine(engine_name)
    if reason := engine.unavailable():
        raise EngineUnavailable(
            told("the voice '{engine}' cannot run here: {reason}", engine=engine_name, reason=reason)
        )
    if voice_name and not _has_voice(engine, voice_name):
        raise _no_voice(engine, voice_name)
    return Voice(engine=engine_name, name=voice_name or engine.voices[0])


def stood_in_for(choice: str | None) -> str | None:
    """Say why the embedded voice speaks in place of what a song asks for, or None when it does not."""
    name = (choice or DEFAULT_ENGINE).partition(":")[0]
    engine = known_engine(name)
    if not (isinstance(engine, Dispensable) and engine.dispensable) or not (reason := engine.unavailable()):
        return None
    return told(
        "the voice '{engine}' cannot run here, and {embedded} speaks in its place: {reason}",
        engine=name,
        embedded=DEFAULT_ENGINE,
        reason=reason,
    )


def present_voice(choice: str | None) -> Voice:
    """Find the voice that a song asks for, or of the embedded one what stands in for it.

    An engine's first voice, and what is like it, becomes the first, any other the second: who is told apart
    stays so.

    Raises
    ------
    EngineUnavailable
        As `resolve_voice`, for all whose place nobody takes.
    """
    if stood_in_for(choice) is None:
        return resolve_voice(choice)
    engine_name, _, voice_name = (choice or "").partition(":")
    engine = known_engine(engine_name)
    if voice_name and not _has_voice(engine, voice_name):
        raise _no_voice(engine, voice_name)
    embedded = resolve_voice(None)
    first = engine.voices[0]
    return embedded if _are_alike(engine, voice_name or first, first) else another_voice(embedded)


def another_voice(voice: Voice) -> Voice:
    """Return another voice of the same engine, the first that is not like this one; where none is, this."""
    engine = known_engine(voice.engine)
    others = (name for name in engine.voices if not _are_alike(engine, name, voice.name))
    return replace(voice, name=next(others, voice.name))


def _are_alike(engine: KnownEngine, name: str, other: str) -> bool:
    return engine.are_alike(name, other) if isinstance(engine, Mixing) else name == other


def not_ready(engine: KnownEngine) -> str | None:
    """Say why an engine cannot speak here and now, or None when it can: one that is distant is asked."""
    if reason := engine.unavailable():
        return reason
    return engine.unreachable() if isinstance(engine, Distant) else None


def _no_voice(engine: KnownEngine, name: str) -> EngineUnavailable:
    known = ", ".join(engine.voices) + (", …" if isinstance(engine, ManyVoices) else "")
    return EngineUnavailable(
        told(
            "'{engine}' has no voice '{voice}'; it has {voices}",
            engine=engine.name,
            voice=name,
            voices=known,
        )
    )


def _has_voice(engine: KnownEngine, name: str) -> bool:
    return name in engine.voices or (isinstance(engine, ManyVoices) and engine.has_voice(name))
