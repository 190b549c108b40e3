"""`lyricaudio doctor`: what this machine has, and what is missing."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from functools import partial
from importlib.metadata import version

import click

from lyricaudio import __version__
from lyricaudio.audio.codec import ffmpeg, ffmpeg_version
from lyricaudio.cli.console import say_json, table
from lyricaudio.errors import LyricAudioError
from lyricaudio.reading.reader import Reader
from lyricaudio.release.cover import draw_cover
from lyricaudio.voice.engine import DEFAULT_ENGINE, engine_names, load_engine, resolve_voice


@click.command(name="doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> None:
    """Check this machine: versions, encoder, font, dictionary and voices.

    Exits with 3 when something that every build needs is missing. Example: lyricaudio doctor
    """
    rows = [_examined(name, probe) for name, probe in _NEEDED.items()]
    rows += [_examined(f"voice {name}", partial(_voice, name)) for name in engine_names()]
    if as_json:
        say_json([{"name": name, "ok": ok, "found": found} for name, ok, found in rows])
    else:
        table([(name, "ok" if ok else "MISSING", found) for name, ok, found in rows])
    needed = (*_NEEDED, f"voice {DEFAULT_ENGINE}")
    sys.exit(0 if all(ok for name, ok, _ in rows if name in needed) else 3)


def _examined(name: str, probe: Callable[[], str]) -> tuple[str, bool, str]:
    try:
        return name, True, probe()
    except (LyricAudioError, OSError, ImportError) as error:
        return name, False, str(error)


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
