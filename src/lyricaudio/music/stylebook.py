"""Which styles there are: one TOML file each in `styles/`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from lyricaudio.errors import LyricAudioError
from lyricaudio.music.style import Style
from lyricaudio.music.stylefile import parse_style

DEFAULT_STYLE = "electropop"


def style_names() -> tuple[str, ...]:
    """Return the names of all styles, the default first."""
    names = sorted(
        path.name.removesuffix(".toml") for path in _folder().iterdir() if path.name.endswith(".toml")
    )
    return (DEFAULT_STYLE, *(name for name in names if name != DEFAULT_STYLE))


@cache
def load_style(name: str | None) -> Style:
    """Read a style by name; None is the default.

    Raises
    ------
    LyricAudioError
        When there is none of that name.
    """
    name = name or DEFAULT_STYLE
    if name not in style_names():
        raise LyricAudioError(f"there is no style '{name}'; choose one of {', '.join(style_names())}")
    return parse_style(name, (_folder() / f"{name}.toml").read_text("utf-8"))


def _folder() -> Traversable:
    return files("lyricaudio.music") / "styles"
