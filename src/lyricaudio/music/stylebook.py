"""Which styles there are: ours, those of other packages, and the project's own; all are TOML files.

A package registers ``polka = "my_package:polka"`` under the entry-point group `lyricaudio.styles`; that names
``polka.toml`` in `my_package`. A project has them in a folder of its own. A project's style wins over one of
a package, since it is the person's own word. But no name of ours can be taken: a package's style is passed
over, and a project's file refused, or songs would change their sound by what else is installed or copied.
"""

from __future__ import annotations

from pathlib import Path

from lyricaudio.errors import LyricAudioError, Place, SongError, as_typed, refusal
from lyricaudio.memo import remembered
from lyricaudio.messages import message, told
from lyricaudio.music.style import Style
from lyricaudio.music.stylefile import parse_style
from lyricaudio.plugs import Kind, Plug

DEFAULT_STYLE = "electropop"

_STYLES = Kind(
    what=message("style"),
    group="lyricaudio.styles",
    ours={
        name: f"lyricaudio.music.styles:{name}"
        for name in (DEFAULT_STYLE, "edm", "hiphop", "jpop", "lofi", "none")
    },
)

SUMMARIES = (
    message("bright and even; a kick that pushes, claps on 2 and 4, plucked chords"),
    message("four on the floor, open hats between, wide chords that breathe with the kick"),
    message("half the hurry: a deep bass, a dry snare, hats that stutter, a minor key"),
    message("a band's straight eights, electric piano, and a snare that answers"),
    message("slow and swung, soft sevenths on an electric piano; for learning late"),
    message("no backing at all; lines still keep their bars"),
)
"""What the files of ours say of themselves, as messages: where a person reads it, it is told."""


def style_names(folder: Path | None = None) -> tuple[str, ...]:
    """Return the names of all styles, the default first; `folder` is where a project's own may be."""
    return tuple(style_sources(folder))


def style_sources(folder: Path | None = None) -> dict[str, str]:
    """Return where each style comes from, by its name: `lyricaudio`, a package, or a file of the project."""
    packaged = {name: plug.source for name, plug in _STYLES.plugs().items()}
    return packaged | {name: as_typed(path) for name, path in _own_files(folder).items()}


def load_style(name: str | None, folder: Path | None = None) -> Style:
    """Read a style by name; None is the default.

    Raises
    ------
    SongError
        At what is wrong in its file.
    LyricAudioError
        When there is none of that name, or its package is broken.
    """
    name = name or DEFAULT_STYLE
    if path := _own_files(folder).get(name):
        return _own(name, path)
    if name not in _STYLES.plugs():
        choices = ", ".join(style_names(folder))
        raise LyricAudioError(
            told("there is no style '{name}'; choose one of {choices}", name=name, choices=choices)
        )
    return _packaged(_STYLES.find(name))


def _own_files(folder: Path | None) -> dict[str, Path]:
    """Return the style files of a project by the styles' names."""
    if folder is None:
        return {}
    found = sorted(path for path in folder.glob("*.toml") if path.name[0] != ".")
    return {path.stem: path for path in found}


def _own(name: str, path: Path) -> Style:
    top = Place(as_typed(path), 1, 1)
    if name in _STYLES.ours:
        taken = told("'{name}' is a style of lyricaudio's own; give the file another name", name=name)
        raise SongError(top, taken)
    try:
        return _parsed(name, path.read_text("utf-8"), top.file)
    except UnicodeDecodeError as error:
        raise SongError(top, told("this is not UTF-8; save it as UTF-8")) from error
    except OSError as error:
        unread = told("cannot be read: {error}; check its permissions", error=refusal(error))
        raise SongError(top, unread) from error


@remembered
def _packaged(plug: Plug) -> Style:
    return parse_style(plug.name, plug.text(".toml"), source=f"{plug.module}/{plug.attribute}.toml")


@remembered
def _parsed(name: str, text: str, source: str) -> Style:
    """Read a style that many songs have, once; its text decides, so that an edit is seen."""
    return parse_style(name, text, source=source)
