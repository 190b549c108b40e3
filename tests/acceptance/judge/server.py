"""A release as `lyricaudio serve` serves it, to curl, to a scanner of QR codes and to a podcast client."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from tests.acceptance.judge.release import albums_of
from tests.acceptance.judge.tools import run

from lyricaudio.release.catalogue import CatalogueEpisode, read_catalogue
from lyricaudio.release.texts.feed import episode_guid
from lyricaudio.serve.key import key_of
from lyricaudio.study.log import read

OTHER_NAME = "phone.test"
"""A host name that the server is told to answer to, beside its address."""

Findings = Iterator[str]

_DOTS_PER_MODULE = 8
_OFFLINE = {".mp3", ".lrc", ".m3u8", ".jpg"}

_REPORT = """
import gpodder, sys
gpodder.prefix, guid, position_s, total_s = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
from gpodder import core, my
program = core.Core()
client = my.MygPoClient(program.config)
(podcast,) = program.model.get_podcasts()
(episode,) = (each for each in podcast.get_all_episodes() if each.guid == guid)
client.on_playback_full(episode, 0, position_s, total_s)
"""
"""What gPodder's window does when a player tells that it has stopped; it synchronizes at its end."""


class Site(NamedTuple):
    """A served release: where it lies, its address with a final slash, its code, and the study log."""

    release: Path
    url: str
    code: str
    log: Path

    @property
    def port(self) -> str:
        """The port of the address."""
        return self.url.rstrip("/").rpartition(":")[2]


@contextmanager
def served(lyricaudio: Path, release: Path) -> Iterator[Site]:
    """Serve a release at a free port of this computer while the block lasts."""
    where = ("--port", "0", "--bind", "127.0.0.1", "--host-name", OTHER_NAME, "-o", str(release))
    with (
        tempfile.TemporaryDirectory() as data,
        subprocess.Popen(
            [lyricaudio, "serve", *where],
            env=os.environ | {"XDG_DATA_HOME": data},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process,
    ):
        log = Path(data, "lyricaudio", "study.sqlite")
        assert process.stdout
        said = ""
        try:
            while "\npage " not in said and (line := process.stdout.readline()):
                said += line
            code, found, address = said.partition("\npage ")
            if not found:
                raise SystemExit(f"lyricaudio serve does not say where the page is: {said}")
            yield Site(release=release, url=address.strip(), code=code, log=log)
        finally:
            process.terminate()


def answers(site: Site) -> Findings:
    """Ask curl for an MP3 whole, in parts and on conditions, and for what must not be there."""
    mp3 = min(site.release.glob("*/*.mp3"))
    data = mp3.read_bytes()
    url = site.url + quote(mp3.relative_to(site.release).as_posix())
    head = _curl("-I", url)[0].decode()
    etag = next((line.partition(" ")[2] for line in head.splitlines() if line.startswith("etag")), "none")
    asked: dict[str, tuple[list[str], int, bytes | None]] = {
        "HEAD": (["-I"], 200, None),
        "a range": (["-H", "Range: bytes=0-1"], 206, data[:2]),
        "the end": (["-H", "Range: bytes=-500"], 206, data[-500:]),
        "an open range": (["-H", "Range: bytes=1000-"], 206, data[1000:]),
        "a range beyond": (["-H", f"Range: bytes={len(data)}-"], 416, None),
        "a range of the same": (["-H", "Range: bytes=0-1", "-H", f"If-Range: {etag}"], 206, data[:2]),
        "a range of another": (["-H", "Range: bytes=0-1", "-H", 'If-Range: "other"'], 200, data),
        "what is known": (["-H", f"If-None-Match: {etag}"], 304, b""),
        "another host": (["-H", "Host: example.org"], 421, None),
    }
    for what, (options, status, body) in asked.items():
        got, code = _curl(*options, url)
        if code != status or (body is not None and got != body):
            yield f"{what}: {code} and {len(got)} bytes"
    for path in ("../pyproject.toml", "%2e%2e/pyproject.toml", ".lyricaudio/", "player/", "nothing"):
        if (code := _curl("--path-as-is", site.url + path)[1]) != 404:
            yield f"{path} is answered with {code}"


def code(site: Site) -> Findings:
    """Let zbar read the QR code in what the terminal shows: the address of the page and a key; it answers."""
    lines = [line for line in site.code.splitlines() if set(line) <= set(" ▀▄█") and line.strip()]
    rows = [[character in lit for character in line] for line in lines for lit in ("▀█", "▄█")]
    if not rows:
        yield "there is no code"
        return
    with tempfile.NamedTemporaryFile(suffix=".pbm") as file:
        file.write(_pbm(rows))
        file.flush()
        read = run("zbarimg", "--quiet", "--raw", file.name, ok=(0, 4)).stdout.decode().strip()
    if not re.fullmatch(re.escape(site.url) + r"\?key=\S{12}", read):
        yield f"zbar reads '{read}' from the code of {site.url}"
    elif _curl(read)[1] != 200:
        yield f"{read} does not answer"


def _pbm(rows: list[list[bool]]) -> bytes:
    """Draw modules, light where true, as a portable bitmap, in which 1 is black."""
    drawn = [
        " ".join("0" if light else "1" for light in row for _ in range(_DOTS_PER_MODULE))
        for row in rows
        for _ in range(_DOTS_PER_MODULE)
    ]
    return "\n".join(["P1", f"{len(rows[0]) * _DOTS_PER_MODULE} {len(drawn)}", *drawn, ""]).encode()


def archives(site: Site) -> Findings:
    """Get the zip of every song: sound, and with all that a player without a network needs."""
    made = json.loads((site.release / "release.json").read_text("utf-8"))["episodes"]
    songs = {Path(episode["files"]["mp3"]).parent.name: episode["song"] for episode in made}
    for folder in albums_of(site.release):
        with tempfile.NamedTemporaryFile(suffix=".zip") as file:
            _, status = _curl("-o", file.name, f"{site.url}zip/{quote(songs[folder.name])}.zip")
            if status != 200 or not zipfile.is_zipfile(file.name):
                yield f"the zip of {folder.name} is answered with {status}"
                continue
            with zipfile.ZipFile(file.name) as archive:
                yield from filter(None, [archive.testzip()])
                packed = {Path(name).name: archive.read(name) for name in archive.namelist()}
        needed = [path for path in folder.iterdir() if path.suffix in _OFFLINE]
        lost = [path.name for path in needed if packed.get(path.name) != path.read_bytes()]
        if lost:
            yield f"the zip of {folder.name} lacks {lost}"


def client(site: Site) -> Findings:
    """Let gPodder subscribe and download: the bytes of every MP3, and nothing new at the next update."""
    with tempfile.TemporaryDirectory() as scratch:
        downloads = Path(scratch, "downloads")
        env = {"GPODDER_HOME": scratch, "GPODDER_DOWNLOAD_DIR": str(downloads), "LC_ALL": "C.UTF-8"}
        run("gpo", "subscribe", f"{site.url}feed.xml", env=env)
        run("gpo", "download", env=env)
        got = sorted(path.read_bytes() for path in downloads.rglob("*.mp3"))
        if got != sorted(mp3.read_bytes() for mp3 in site.release.glob("*/*.mp3")):
            yield f"gPodder downloads {len(got)} files, and not those of the release"
        if b"\n0 new episodes" not in (said := run("gpo", "update", env=env).stdout):
            yield f"gPodder's next update: {said.decode('utf-8', 'replace')}"


def reports(site: Site) -> Findings:
    """Let gPodder tell that it has played an episode up to its last line: those before it are noted."""
    catalogue = read_catalogue(site.release)
    assert catalogue
    episode = next(one for one in catalogue.episodes if one.form == "song")
    position_s = int(max(line.start_s for line in episode.lines))
    played = {line.line for line in episode.lines if line.end_s <= position_s}
    with tempfile.TemporaryDirectory() as scratch:
        env = {"GPODDER_HOME": scratch, "LC_ALL": "C.UTF-8"}
        run("gpo", "subscribe", f"{site.url}feed.xml", env=env)
        settings = {"server": site.url, "username": "judge", "password": key_of(site.release).text}
        for name, value in {**settings, "enabled": "True"}.items():
            run("gpo", "set", f"mygpo.{name}", value, env=env)
        _report(episode, position_s, env)
    heard = [event.line for event in read(site.log) if event.what == "heard"]
    if set(heard) != played or not played:
        yield f"gPodder has played {len(played)} lines, and {len(set(heard))} are in the log"


def _report(episode: CatalogueEpisode, position_s: int, env: dict[str, str]) -> None:
    """Run gPodder's own modules, by the Python that it runs by."""
    program = Path(str(shutil.which("gpo")))
    python = program.read_text("utf-8").partition("\n")[0].removeprefix("#!").strip()
    told = (episode_guid(episode), str(position_s), str(round(episode.seconds)))
    run(python, "-c", _REPORT, str(program.parents[1]), *told, env=env)


def feeds(site: Site, folder: Path) -> Iterator[tuple[Path, str]]:
    """Get the feed under both names of the server; yields a file and what its addresses begin with."""
    for host in ("127.0.0.1", OTHER_NAME):
        xml = folder / f"{host}.xml"
        xml.write_bytes(_curl("-H", f"Host: {host}:{site.port}", f"{site.url}feed.xml")[0])
        yield xml, f"http://{host}:{site.port}/"


def _curl(*options: str) -> tuple[bytes, int]:
    """Return what curl gets, and the status."""
    said = run("curl", "-sS", "-w", "%{stderr}%{http_code}", *options, ok=(0, 22))
    return said.stdout, int(said.stderr.decode().split()[-1][-3:])


SITE_CHECKS = {check.__name__: check for check in (answers, code, archives, client, reports)}
"""The checks of a served release by their names."""
