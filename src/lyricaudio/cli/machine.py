"""What this machine has: one probe per thing, and whether a build can do without it."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version

from lyricaudio import __version__
from lyricaudio.audio.codec import ffmpeg, ffmpeg_version
from lyricaudio.errors import LyricAudioError
from lyricaudio.reading.reader import Reader
from lyricaudio.release.pictures.cover import draw_cover
from lyricaudio.voice.engine import load_engine
from lyricaudio.voice.known import DEFAULT_ENGINE, engine_names, resolve_voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A thing that was looked for: whether it is there, what was found or what is wrong, and who needs it."""

    name: str
    ok: bool
    found: str
    needed: bool


def examine() -> Iterator[Examined]:
    """Look for everything, one after the other; `needed` is what every build needs."""
    for name, probe in _NEEDED.items():
        yield _examined(name, probe, needed=True)
    for engine in engine_names():
        yield _examined(f"voice {engine}", partial(_voice, engine), needed=engine == DEFAULT_ENGINE)


def _examined(name: str, probe: Callable[[], str], *, needed: bool) -> Examined:
    try:
        return Examined(name=name, ok=True, found=probe(), needed=needed)
    except (LyricAudioError, OSError, ImportError) as error:
        return Examined(name=name, ok=False, found=str(error), needed=needed)


def _voice(name: str) -> str:
    resolve_voice(name)
    engine = load_engine(name)
    return f"{engine.version}, {'online' if engine.online else 'offline'}"


def _python() -> str:
    return f"{platform.python_version()} on {platform.system()} {platform.machine()}"


def _dictionary() -> str:
    kana = Reader().read("読み").kana
    return f"pyopenjtalk-plus {version('pyopenjtalk-plus')}, reads 読み as {kana}"


def _font() -> str:
    return f"a cover of {len(draw_cover('試', subtitle='', seed=''))} bytes"


_NEEDED: dict[str, Callable[[], str]] = {
    "lyricaudio": lambda: __version__,
    "python": _python,
    "ffmpeg": lambda: f"{ffmpeg_version()} ({ffmpeg()})",
    "dictionary": _dictionary,
    "font": _font,
}
