"""What is asked of a release as a whole: albums, playlists and names, as players and sticks see them."""

from __future__ import annotations

import re
import socket
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from tests.acceptance.judge import id3
from tests.acceptance.judge.tools import measured, probed, run
from tests.programs import until

Findings = Iterator[str]

_FORBIDDEN = re.compile(r'[\x00-\x1f\\:*?"<>|]|[. ]$')
_MOST_NAME_BYTES = 240
_IMAGE_KIB = 1 << 20
_MPD = """\
music_directory "{release}"
playlist_directory "{scratch}"
db_file "{scratch}/database"
bind_to_address "{scratch}/socket"
audio_output {{
    type "null"
    name "nothing"
}}
"""


def albums_of(release: Path) -> list[Path]:
    """Return the folders of a release that hold MP3s."""
    return sorted({mp3.parent for mp3 in release.glob("*/*.mp3")})


def playlists_of(release: Path) -> list[Path]:
    """Return all playlists of a release."""
    return sorted(release.glob("*/*.m3u8"))


def album(folder: Path) -> Findings:
    """Compare the episodes of one folder: tracks 1/N to N/N in every order, one album, cover and loudness."""
    mp3s = sorted(folder.glob("*.mp3"))
    tagged = [probed(mp3)["format"]["tags"] for mp3 in mp3s]
    tracks = [tag.get("track") for tag in tagged]
    if tracks != [f"{number}/{len(tagged)}" for number in range(1, len(tagged) + 1)]:
        yield f"its tracks are {tracks} in the order of names"
    yield from (
        f"its episodes differ in their {name}"
        for name in ("album", "album-sort", "album_artist", "disc")
        if len({tag.get(name) for tag in tagged}) != 1
    )
    pictures = {frame.body for mp3 in mp3s for frame in id3.frames(mp3.read_bytes()) if frame.name == "APIC"}
    if len(pictures) != 1 or not next(iter(pictures)).endswith((folder / "folder.jpg").read_bytes()):
        yield "its covers differ, or are not folder.jpg"
    if any(a.stat().st_mtime_ns >= b.stat().st_mtime_ns for a, b in pairwise(mp3s)):
        yield "in the order of dates its tracks are in another order"
    loud = [measured(mp3).loudness_lufs for mp3 in mp3s]
    if max(loud) - min(loud) > 1:
        yield f"its episodes are {loud} LUFS loud"


def playlist(m3u8: Path) -> Findings:
    """Let mpv play a moment of each entry; every entry is there, by a relative path, and as long as told."""
    lines = m3u8.read_bytes().decode("utf-8").splitlines()
    entries = [line for line in lines if line and not line.startswith("#")]
    if lines[:1] != ["#EXTM3U"] or not entries:
        yield "it is no playlist, or an empty one"
    told_s = [float(line.removeprefix("#EXTINF:").split(",")[0]) for line in lines if "#EXTINF:" in line]
    if len(told_s) != len(entries):
        yield f"it tells {len(told_s)} lengths for {len(entries)} entries"
    for entry, seconds in zip(entries, told_s, strict=False):
        path = m3u8.parent / entry
        if Path(entry).is_absolute() or "\\" in entry or not path.is_file():
            yield f"'{entry}' is not there, or not by a relative path"
        elif abs(float(probed(path)["format"]["duration"]) - seconds) > 1:
            yield f"'{entry}' does not last {seconds} s"
    command = ("mpv", "--no-config", "--ao=null", "--vo=null", "--length=0.2", m3u8)
    played = run(*command, ok=(0, 1, 2, 3))
    if played.returncode or played.stdout.count(b"Playing: ") != len(entries):
        yield f"mpv ends with {played.returncode}: {played.stdout[-300:].decode('utf-8', 'replace')}"


def library(release: Path) -> Findings:
    """Let MPD, which drops what it cannot read without a word, find every episode and load every playlist."""
    with tempfile.TemporaryDirectory() as scratch, _mpd(release, Path(scratch)) as env:
        run("mpc", "--quiet", "--wait", "update", env=env)
        found = set(run("mpc", "listall", env=env).stdout.decode().splitlines())
        if found != {mp3.relative_to(release).as_posix() for mp3 in release.glob("*/*.mp3")}:
            yield f"MPD finds {sorted(found)}"
        for m3u8 in playlists_of(release):
            run("mpc", "--quiet", "clear", env=env)
            run("mpc", "--quiet", "load", m3u8.relative_to(release), env=env, ok=(0, 1))
            loaded = run("mpc", "--format", "%file%", "playlist", env=env).stdout.decode().splitlines()
            entries = [line for line in m3u8.read_text("utf-8").splitlines() if not line.startswith("#")]
            if loaded != [_squashed(m3u8.parent.name, entry) for entry in entries]:
                yield f"MPD loads {loaded} from {m3u8.name}"


@contextmanager
def _mpd(release: Path, scratch: Path) -> Iterator[dict[str, str]]:
    """Run MPD on a release; yields the environment in which `mpc` finds it."""
    settings = scratch / "mpd.conf"
    settings.write_text(_MPD.format(release=release.resolve(), scratch=scratch), "utf-8")
    env = {"MPD_HOST": str(scratch / "socket"), "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(["mpd", "--no-daemon", "--stderr", settings], stderr=subprocess.DEVNULL) as process:
        try:
            until(lambda: _listens(env["MPD_HOST"]) or process.poll() is not None, "MPD listens")
            yield env
        finally:
            process.kill()


def _listens(path: str) -> bool:
    """Tell whether somebody takes connections at a socket: its file is there a moment before."""
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(path) == 0


def _squashed(folder: str, entry: str) -> str:
    """Return an entry's path from the root of the release."""
    return entry.removeprefix("../") if entry.startswith("../") else f"{folder}/{entry}"


def names(release: Path) -> Findings:
    """Look at all names: NFC, in the BMP, legal and short enough on FAT, exFAT, NTFS, Android and iOS."""
    for path in _visible(release):
        name = path.name
        if name != unicodedata.normalize("NFC", name) or max(name) > "\uffff" or _FORBIDDEN.search(name):
            yield f"'{name}' is no name for every file system"
        if len(name.encode()) > _MOST_NAME_BYTES:
            yield f"'{name}' is too long"


def stick(release: Path) -> Findings:
    """Copy the release to a FAT image and back: the same files under the same names."""
    with tempfile.TemporaryDirectory() as scratch:
        image, back = Path(scratch, "fat.img"), Path(scratch, "back")
        back.mkdir()
        env = {"LC_ALL": "C.UTF-8"}
        run("mformat", "-C", "-F", "-T", str(2 * _IMAGE_KIB), "-i", image, "::", env=env)
        tops = (path for path in sorted(release.iterdir()) if path.name[0] != ".")
        run("mcopy", "-s", "-Q", "-i", image, *tops, "::", ok=(0, 1), env=env)
        run("mcopy", "-s", "-Q", "-n", "-i", image, "::*", back, env=env)
        said = run("diff", "--recursive", "--brief", "--exclude=.*", release, back, ok=(0, 1), env=env)
        yield from said.stdout.decode("utf-8", "replace").splitlines()


def snapshot(release: Path) -> dict[Path, tuple[int, bytes]]:
    """Return every file of a release with its date and its bytes."""
    return {
        path: (path.stat().st_mtime_ns, path.read_bytes()) for path in _visible(release) if path.is_file()
    }


def _visible(release: Path) -> Iterator[Path]:
    """Yield what lies in a release, but for its own notes in a hidden folder."""
    return (path for path in sorted(release.rglob("*")) if path.relative_to(release).parts[0][0] != ".")
