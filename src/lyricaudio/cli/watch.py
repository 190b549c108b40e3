"""`lyricaudio watch`: make anew what is edited, as soon as it is saved."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click

from lyricaudio.cli.console import complain, say
from lyricaudio.cli.player import Player, player
from lyricaudio.errors import LyricAudioError
from lyricaudio.messages import told
from lyricaudio.release.catalogue import Catalogue, read_catalogue

_PLAYED_HZ = 44100
_LOOK_S = 0.5
"""How often is looked; and as long as a file must have stayed as it is, for editors save in several steps."""


@click.command(name="watch")
@click.argument("songs", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where the release is. [default: output]"
)
@click.option("--play", "plays", is_flag=True, help="Play what an edit has changed, from the line on.")
def command(songs: tuple[Path, ...], output: Path | None, plays: bool) -> None:
    """Build SONGS (all when none are named), and again whenever something of the project is saved.

    Ctrl-C ends it. The page of `lyricaudio serve` shows what was made when it is loaded again.

    Example: lyricaudio watch songs/04-relu.yaml --play
    """
    from lyricaudio.memo import forget
    from lyricaudio.pipeline.project.folders import OUTPUT_FOLDER, root_around
    from lyricaudio.pipeline.project.sources import project_looks

    play = player() if plays else None
    if plays and play is None:
        raise click.UsageError(told("there is no program here that plays sound; leave out --play"))
    root = root_around(songs, Path.cwd())
    output = output or root / OUTPUT_FOLDER
    while True:
        seen = project_looks(root)
        before = read_catalogue(output)
        _build(songs, output)
        if play and before:
            _play(before, output, play)
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


def _play(before: Catalogue, output: Path, play: Player) -> None:
    """Play what is new since a release was as it was before."""
    from lyricaudio.audio.codec import decoded_span
    from lyricaudio.audio.wavefile import write_wavs
    from lyricaudio.cli.edited import edited_passage

    after = read_catalogue(output)
    if after is None or (passage := edited_passage(before, after)) is None:
        return
    try:
        sound = decoded_span(output / passage.mp3, passage.start_s, passage.end_s, sample_rate=_PLAYED_HZ)
    except LyricAudioError as error:
        complain(str(error))
        return
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder, "edited.wav")
        write_wavs((wav,), [(sound,)], _PLAYED_HZ)
        play(wav)


def _wait_for_change(look: Callable[[], object], seen: object) -> None:
    """Wait until it looks otherwise than it did, and the same twice."""
    before = seen
    while (now := look()) == seen or now != before:
        before = now
        time.sleep(_LOOK_S)
