"""What this machine has: one probe per thing, and whether a build can do without it.

What is examined may be broken in any way: a library that does not import, a program that hangs, an engine
that brings its process down. So each probe runs in a worker process, and imports what it needs itself.
"""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from lyricaudio import __version__
from lyricaudio.errors import EngineUnavailable, LyricAudioError, unforeseen
from lyricaudio.messages import message, told, told_of_others
from lyricaudio.voice.known import DEFAULT_ENGINE, engine_names, known_engine, not_ready
from lyricaudio.work.executor import Task
from lyricaudio.work.worker import Worker, stop

_LIMIT_S = 60.0

_DICTIONARY = "pyopenjtalk-plus"
"""The package that brings the dictionary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A thing that was looked for: whether it is there, what was found or what is wrong, and who needs it."""

    name: str
    ok: bool
    found: str
    needed: bool


def examine() -> Iterator[Examined]:
    """Look for everything, one after the other; `needed` is what every build needs."""
    with _Bench() as bench:
        for name, probe in _NEEDED.items():
            yield bench.examined(told_of_others(name), probe)
        for engine in engine_names():
            name = told("voice {engine}", engine=engine)
            yield bench.examined(name, voice, engine, needed=engine == DEFAULT_ENGINE)


class _Bench:
    """A worker process that probes, and another when it breaks."""

    def __init__(self) -> None:
        self._workers: list[Worker] = []

    def __enter__(self) -> _Bench:
        return self

    def __exit__(self, *error: object) -> None:
        stop(self._workers)

    def examined(
        self, name: str, probe: Callable[..., str], *arguments: str, needed: bool = True
    ) -> Examined:
        """Run a probe, and say how it came out."""
        try:
            found = self._probed(name, probe, arguments)
        except Exception as error:
            return Examined(name=name, ok=False, found=str(unforeseen(error)), needed=needed)
        return Examined(name=name, ok=True, found=found, needed=needed)

    def _probed(self, name: str, probe: Callable[..., str], arguments: tuple[str, ...]) -> str:
        if not self._workers or not self._workers[-1].is_alive:
            self._workers.append(Worker())
        task = Task(name=name, function=probe, arguments=arguments, limit_s=_LIMIT_S)
        return str(self._workers[-1].call(task))


def own_version() -> str:
    """Return our own version."""
    return __version__


def python() -> str:
    """Say which Python runs, and on what."""
    return told(
        "{version} on {system}",
        version=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
    )


def encoder() -> str:
    """Let ffmpeg encode a second of silence and decode it again, and return its version and path."""
    import numpy as np

    from lyricaudio.audio.codec import decoded_blocks, ffmpeg, ffmpeg_version, write_mp3

    found = f"{ffmpeg_version()} ({ffmpeg()})"
    with tempfile.TemporaryDirectory() as scratch:
        mp3 = Path(scratch) / "silence.mp3"
        write_mp3(mp3, [np.zeros((44100, 2), dtype=np.float32)], sample_rate=44100)
        if sum(map(len, decoded_blocks(mp3))) < 44100:
            raise LyricAudioError(
                told("{found} does not decode what it encodes; unset IMAGEIO_FFMPEG_EXE", found=found)
            )
    return found


def dictionary() -> str:
    """Let the dictionary read a word."""
    from lyricaudio.reading.reader import Reader

    kana = Reader().read("読み").kana
    return told(
        "{package} {version}, reads 読み as {kana}",
        package=_DICTIONARY,
        version=version(_DICTIONARY),
        kana=kana,
    )


def font() -> str:
    """Draw a cover."""
    from lyricaudio.release.pictures.cover import draw_cover

    return told("a cover of {count} bytes", count=len(draw_cover("試", subtitle="", seed="")))


def voice(name: str) -> str:
    """Ask an engine whether it can speak; the embedded one says a word."""
    engine = known_engine(name)
    if reason := not_ready(engine):
        raise EngineUnavailable(reason)
    if name == DEFAULT_ENGINE:
        _speak(name)
    if engine.online:
        return told("{version}, online", version=engine.version)
    return told("{version}, offline", version=engine.version)


def _speak(name: str) -> None:
    from lyricaudio.reading.reader import Reader
    from lyricaudio.voice.engine import load_engine
    from lyricaudio.voice.store import checked_clip

    engine = load_engine(name)
    checked_clip(engine, Reader().read("声"), engine.voices[0])


_NEEDED: dict[str, Callable[[], str]] = {
    "lyricaudio": own_version,
    "python": python,
    "ffmpeg": encoder,
    message("dictionary"): dictionary,
    message("font"): font,
}
