"""The judge: other people's programs, and the bytes themselves, on a finished release.

    python .ci/judge PROJECT --lyricaudio PROGRAM --speech SONG

PROJECT holds `songs/` and a built `output/`. Every episode passes every check or the judge exits with 1;
so it does when a broken copy of an episode passes the check that should find it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from checks import EPISODE_CHECKS, album, playlist
from episode import Episode, episodes_of
from mutants import MUTANTS, SPEECH_MUTANTS, Mutant, damaged, moved_playlist, torn_album
from speech import SPEECH_CHECKS, beatless
from tools import run

T = TypeVar("T")
Check = Callable[[Episode], Iterator[str]]


def main() -> int:
    """Judge a release, then the judge."""
    parser = argparse.ArgumentParser(prog="judge")
    parser.add_argument("project", type=Path)
    parser.add_argument("--lyricaudio", type=Path, required=True)
    parser.add_argument(
        "--speech", type=Path, required=True, help="the song whose voice is measured without a beat"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        return _judged(asked.project, asked.lyricaudio.absolute(), asked.speech.absolute(), Path(scratch))


def _judged(project: Path, lyricaudio: Path, song: Path, scratch: Path) -> int:
    episodes = episodes_of(project, lyricaudio)
    playlists = sorted(project.glob("output/**/*.m3u8"))
    albums = sorted({episode.mp3.parent for episode in episodes})
    wrong = sum(_told(name, check, episodes, _mp3) for name, check in EPISODE_CHECKS.items())
    wrong += _told("playlist", playlist, playlists, str) + _told("album", album, albums, str)
    spoken = _spoken(song, lyricaudio, scratch / "voice")
    wrong += sum(_told(name, check, spoken, _mp3) for name, check in SPEECH_CHECKS.items())
    missed = [
        *_missed(episodes[0], MUTANTS, EPISODE_CHECKS, scratch),
        *_missed(spoken[0], SPEECH_MUTANTS, SPEECH_CHECKS, scratch),
        *([] if any(playlist(moved_playlist(playlists[0], scratch))) else ["a playlist without its files"]),
        *([] if any(album(torn_album(albums[0], scratch))) else ["an album without its first episode"]),
    ]
    count = len(MUTANTS) + len(SPEECH_MUTANTS) + 2
    print(f"{'mutants':>14}  {count} broken copies, {count - len(missed)} found")
    for name in missed:
        print(f"    NOT FOUND: {name}")
    return 1 if wrong or missed else 0


def _spoken(song: Path, lyricaudio: Path, project: Path) -> list[Episode]:
    """Build a song without its beat, in a project of its own."""
    beatless(song, project)
    run(lyricaudio, "build", project / "songs" / song.name)
    return episodes_of(project, lyricaudio)


def _mp3(episode: Episode) -> str:
    return str(episode.mp3)


def _told(
    name: str, check: Callable[[T], Iterable[str]], things: Sequence[T], named: Callable[[T], str]
) -> int:
    """Run a check over everything and print its line, with one more for each finding; return how many."""
    findings = [(named(thing), finding) for thing in things for finding in check(thing)]
    outcome = f"{len(things)} checked, {len(findings)} wrong" if things else "NOTHING TO CHECK"
    print(f"{name:>14}  {outcome}", flush=True)
    for thing, finding in findings:
        print(f"    {thing}: {finding}")
    return len(findings) if things else 1


def _missed(
    episode: Episode, mutants: Sequence[Mutant], checks: Mapping[str, Check], scratch: Path
) -> Iterator[str]:
    """Break the episode in every way, and name the ways that the check meant for them does not see."""
    unproven = checks.keys() - {mutant.found_by for mutant in mutants}
    yield from (f"no mutant proves the check {name}" for name in unproven)
    for mutant in mutants:
        check = checks[mutant.found_by]
        if set(check(damaged(episode, mutant, scratch))) <= set(check(episode)):
            yield mutant.name


sys.exit(main())
