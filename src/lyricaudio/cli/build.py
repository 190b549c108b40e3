"""`lyricaudio build`: make the release."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from lyricaudio.cli.console import ProgressLine, complain, remark, say
from lyricaudio.messages import told
from lyricaudio.pipeline.planning.wishes import Wishes
from lyricaudio.pipeline.project.beside import Extras
from lyricaudio.pipeline.project.report import Report, Result, Status
from lyricaudio.units import clock_time


@click.command(name="build")
@click.argument("songs", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where to put the release. [default: output]"
)
@click.option("--prune", is_flag=True, help="Remove the files of songs that are gone, even of many.")
@click.option("--stems", is_flag=True, help="Also voice and bed as WAV files, and the notes as MIDI.")
@click.option(
    "--score",
    is_flag=True,
    help="Also the tune for other singers, a kana a note: MIDI, MusicXML, USTX (OpenUtau).",
)
@click.option("--video", is_flag=True, help="Also a lyric video (MP4) of each episode.")
@click.option("--embed-lrc", is_flag=True, help="Stamp the plain lyrics in the tags, for some players.")
@click.option("--off-vocal", is_flag=True, help="Also each song without the voice.")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler whose workers do the work.")
@click.option(
    "--soundfont",
    type=click.Path(path_type=Path),
    help="An .sf2 file that plays the band. [default: our own]",
)
def command(
    songs: tuple[Path, ...],
    output: Path | None,
    prune: bool,
    stems: bool,
    score: bool,
    video: bool,
    embed_lrc: bool,
    off_vocal: bool,
    scheduler: str | None,
    soundfont: Path | None,
) -> None:
    """Make the MP3s and playlists of SONGS (all songs of the project when none are named).

    What has not changed is not made again. Example: lyricaudio build songs/04-relu.yaml
    """
    started_s = time.monotonic()
    # Each part imports what it needs: a build with nothing to do must not pay for reading songs.
    from lyricaudio.pipeline.planning.untouched import untouched
    from lyricaudio.pipeline.project.folders import OUTPUT_FOLDER, root_around
    from lyricaudio.pipeline.project.sources import project_digest

    if soundfont:
        from lyricaudio.music.band.soundfont import require_playable

        require_playable(soundfont)
    extras = Extras(stems=stems, video=video, score=score)
    wishes = Wishes(extras=extras, off_vocal=off_vocal, soundfont=soundfont, embed_lrc=embed_lrc)
    root = root_around(songs, Path.cwd())
    output = output or root / OUTPUT_FOLDER
    # Before the songs are read: what is edited from now on belongs to the next build.
    sources = None if songs else project_digest(root, wishes)
    if report := untouched(output, sources):
        _tell(report, output, time.monotonic() - started_s)
        return
    sys.exit(
        build_and_tell(songs, output, wishes, sources, scheduler=scheduler, prune=prune, since_s=started_s)
    )


def build_and_tell(
    songs: tuple[Path, ...],
    output: Path,
    wishes: Wishes,
    sources: str | None,
    *,
    scheduler: str | None = None,
    prune: bool = False,
    since_s: float,
) -> int:
    """Read the songs, build, and tell how it came out, since a time of the monotonic clock.

    Returns the exit code: 0 when all is well, 2 when nothing was right, 1 when some songs failed.
    """
    from lyricaudio.pipeline.project.library import open_library
    from lyricaudio.pipeline.run import build, maker_at

    library = open_library(songs, folder=Path())
    for error in library.errors:
        complain(str(error))
    for note in library.notes:
        remark(note)
    line = ProgressLine()
    try:
        report = build(
            library,
            output,
            watch=line,
            prune=prune,
            wishes=wishes,
            sources=sources,
            maker=maker_at(scheduler),
        )
    finally:
        line.clear()
    _tell(report, output, time.monotonic() - since_s)
    return _exit_code(report, len(library.errors))


def _tell(report: Report, output: Path, elapsed_s: float) -> None:
    for note in report.notes:
        remark(note)
    for result in report.results:
        _tell_result(result)
    counts = {status: sum(r.status is status for r in report.results) for status in Status}
    say(
        told(
            "{built} built, {unchanged} unchanged, {failed} failed in {elapsed_s:.0f} s",
            **{status.value: count for status, count in counts.items()},
            elapsed_s=elapsed_s,
        )
    )
    if counts[Status.BUILT]:
        _tell_ways(output)


def _tell_ways(output: Path) -> None:
    from lyricaudio.cli.ways import own_home, ways_to_a_phone
    from lyricaudio.pipeline.project.folders import OUTPUT_FOLDER

    for way in ways_to_a_phone(None if output.name == OUTPUT_FOLDER else output, home=own_home()):
        say(way)


def _tell_result(result: Result) -> None:
    for note in result.notes:
        remark(note)
    if result.status is Status.BUILT:
        say(f"{clock_time(result.seconds):>6}  {result.path}")
    elif result.error is not None:
        complain(f"{result.name}: {result.error}")


def _exit_code(report: Report, errors: int) -> int:
    failed = [result for result in report.results if result.error is not None]
    if errors and len(failed) == len(report.results):
        return 2
    if failed and len(failed) == len(report.results):
        return max(result.error.exit_code for result in failed if result.error)
    return 1 if failed or errors else 0
