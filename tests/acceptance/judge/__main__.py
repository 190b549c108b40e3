"""The judge: other people's programs, and the bytes themselves, on a finished release.

    python -m tests.acceptance.judge PROJECT --lyricaudio PROGRAM --speech SONG

PROJECT holds `songs/` and a built `output/`. Every episode passes every check or the judge exits with 1;
so it does when a broken copy of an episode or of the release passes the check that should find it.
NODE_PATH has to say where npm's packages are.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import TypeVar

from tests.acceptance.judge.checks import MP3_CHECKS
from tests.acceptance.judge.episode import Episode, episodes_of
from tests.acceptance.judge.feed import Feed, feed
from tests.acceptance.judge.mutants import (
    MUTANTS,
    RELEASE_MUTANTS,
    SPEECH_MUTANTS,
    Mutant,
    broken_release,
    damaged,
)
from tests.acceptance.judge.readers import readers, table_of_contents
from tests.acceptance.judge.release import (
    album,
    albums_of,
    library,
    names,
    playlist,
    playlists_of,
    snapshot,
    stick,
)
from tests.acceptance.judge.server import SITE_CHECKS, Site, feeds, served
from tests.acceptance.judge.sidecars import SIDECAR_CHECKS
from tests.acceptance.judge.speech import SPEECH_CHECKS, beatless
from tests.acceptance.judge.tools import run

T = TypeVar("T")
Check = Callable[[Episode], Iterator[str]]

_MOST_TOLD = 10

EPISODE_CHECKS: Mapping[str, Check] = {
    **MP3_CHECKS,
    **{check.__name__: check for check in (readers, table_of_contents)},
    **SIDECAR_CHECKS,
}


def _each(
    check: Callable[[Path], Iterable[str]], parts_of: Callable[[Path], list[Path]]
) -> Callable[[Path], Iterator[str]]:
    """Make a check of the parts of a release one of the whole."""
    return lambda release: (
        f"{part.name}: {finding}" for part in parts_of(release) for finding in check(part)
    )


RELEASE_CHECKS: Mapping[str, Callable[[Path], Iterable[str]]] = {
    "album": _each(album, albums_of),
    "playlist": _each(playlist, playlists_of),
    "library": library,
    "names": names,
    "stick": stick,
    "feed": lambda release: feed(Feed(release / "feed.xml", "http://localhost:8765/", release)),
}


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
    release = project / "output"
    episodes = episodes_of(project, lyricaudio)
    spoken = _spoken(song, lyricaudio, scratch / "voice")
    wrong = _all_told(EPISODE_CHECKS, episodes, lambda episode: str(episode.mp3))
    wrong += _all_told(RELEASE_CHECKS, [release], str)
    wrong += _served(lyricaudio, release, scratch)
    wrong += _told("rebuilt", lambda built: _rebuilt(built, lyricaudio), [project], str)
    wrong += _all_told(SPEECH_CHECKS, spoken, lambda episode: str(episode.mp3))
    missed = [
        *_missed(episodes[0], MUTANTS, EPISODE_CHECKS, scratch),
        *_missed(spoken[0], SPEECH_MUTANTS, SPEECH_CHECKS, scratch),
        *_missed_releases(release),
        *_missed_server(release),
    ]
    count = len(MUTANTS) + len(SPEECH_MUTANTS) + len(RELEASE_MUTANTS) + len(SITE_CHECKS)
    print(f"{'mutants':>18}  {count} broken copies, {count - len(missed)} found")
    for name in missed:
        print(f"    NOT FOUND: {name}")
    return 1 if wrong or missed else 0


def _spoken(song: Path, lyricaudio: Path, project: Path) -> list[Episode]:
    """Build a song without its beat, in a project of its own."""
    beatless(song, project)
    run(lyricaudio, "build", project / "songs" / song.name)
    return episodes_of(project, lyricaudio)


def _served(lyricaudio: Path, release: Path, scratch: Path) -> int:
    """Judge what `lyricaudio serve` makes of a release, and its feed under each name."""
    with served(lyricaudio, release) as site:
        wrong = _all_told(SITE_CHECKS, [site], lambda site: site.url)
        found = [Feed(xml, base, release) for xml, base in feeds(site, scratch)]
        return wrong + _told("served feed", feed, found, lambda feed: feed.base)


def _rebuilt(project: Path, lyricaudio: Path) -> Iterator[str]:
    """Build once more: no byte and no date changes."""
    before = snapshot(project / "output")
    run(lyricaudio, "build", *sorted(project.glob("songs/*.yaml")))
    after = snapshot(project / "output")
    yield from (str(path) for path in before.keys() | after.keys() if before.get(path) != after.get(path))


def _all_told(
    checks: Mapping[str, Callable[[T], Iterable[str]]], things: Sequence[T], named: Callable[[T], str]
) -> int:
    return sum(_told(name, check, things, named) for name, check in checks.items())


def _told(
    name: str, check: Callable[[T], Iterable[str]], things: Sequence[T], named: Callable[[T], str]
) -> int:
    """Run a check over everything and print its line, with one more for each finding; return how many."""
    started_s = time.monotonic()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(lambda thing: [(named(thing), finding) for finding in check(thing)], things)
        findings = list(chain.from_iterable(found))
    outcome = f"{len(things)} checked, {len(findings)} wrong" if things else "NOTHING TO CHECK"
    print(f"{name:>18}  {outcome} ({time.monotonic() - started_s:.1f} s)", flush=True)
    for thing, finding in findings[:_MOST_TOLD]:
        print(f"    {thing}: {finding}")
    if len(findings) > _MOST_TOLD:
        print(f"    and {len(findings) - _MOST_TOLD} more")
    return len(findings) if things else 1


def _missed(
    episode: Episode, mutants: Sequence[Mutant], checks: Mapping[str, Check], scratch: Path
) -> Iterator[str]:
    """Break the episode in every way, and name the ways that the check meant for them does not see."""
    unproven = checks.keys() - {mutant.found_by for mutant in mutants}
    yield from (f"no mutant proves the check {name}" for name in unproven)

    def missed(mutant: Mutant) -> bool:
        check = checks[mutant.found_by]
        return set(check(damaged(episode, mutant, scratch))) <= set(check(episode))

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(missed, mutants)
        yield from (mutant.name for mutant, is_missed in zip(mutants, found, strict=True) if is_missed)


def _missed_releases(release: Path) -> Iterator[str]:
    """Break the release in every way, and name the ways that the check meant for them does not see."""
    yield from RELEASE_CHECKS.keys() - {found_by for _, found_by, _ in RELEASE_MUTANTS}
    for name, found_by, damage in RELEASE_MUTANTS:
        with broken_release(release, damage) as broken:
            if not any(RELEASE_CHECKS[found_by](broken)):
                yield name


def _missed_server(release: Path) -> Iterator[str]:
    """Name the checks that are content with Python's own server, which knows no ranges, codes or zips."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "-d", str(release)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        port = process.stdout.readline().split()[5]
        plain = Site(release=release, url=f"http://127.0.0.1:{port}/", code="", log=release / "none")
        try:
            yield from (
                f"a server that is too plain for: {name}"
                for name, check in SITE_CHECKS.items()
                if not any(check(plain))
            )
        finally:
            process.terminate()


sys.exit(main())
