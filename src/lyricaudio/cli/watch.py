"""`lyricaudio watch`: make anew what is edited, as soon as it is saved."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import click

from lyricaudio.cli.console import complain, say
from lyricaudio.errors import LyricAudioError
from lyricaudio.messages import told

_LOOK_S = 0.5
"""How often is looked; and as long as a file must have stayed as it is, for editors save in several steps."""


@click.command(name="watch")
@click.argument("songs", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where the release is. [default: output]"
)
def command(songs: tuple[Path, ...], output: Path | None) -> None:
    """Build SONGS (all when none are named), and again whenever something of the project is saved.

    Ctrl-C ends it. The page of `lyricaudio serve` shows what was made when it is loaded again.

    Example: lyricaudio watch songs/04-relu.yaml
    """
    from lyricaudio.memo import forget
    from lyricaudio.pipeline.project.folders import OUTPUT_FOLDER, root_around
    from lyricaudio.pipeline.project.sources import project_looks

    root = root_around(songs, Path.cwd())
    while True:
        seen = project_looks(root)
        _build(songs, output or root / OUTPUT_FOLDER)
        say(told("waiting for the next change; Ctrl-C ends"))
        _wait_for_change(lambda: project_looks(root), seen)
        forget()  # lexicon, styles and plugs may be others now


def _build(songs: tuple[Path, ...], output: Path) -> None:
    """Build once; what is wrong is told, and can be mended while this goes on."""
    from lyricaudio.cli.build import build_and_tell
    from lyricaudio.pipeline.planning.wishes import NO_WISHES

    try:
        build_and_tell(songs, output, NO_WISHES, None, since_s=time.monotonic())
    except LyricAudioError as error:
        complain(str(error))


def _wait_for_change(look: Callable[[], object], seen: object) -> None:
    """Wait until it looks otherwise than it did, and the same twice."""
    before = seen
    while (now := look()) == seen or now != before:
        before = now
        time.sleep(_LOOK_S)
