"""A release with rides for the coming days, and when the pieces of one begin to sound."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import unquote, urlsplit

from lyricaudio.release.catalogue import read_catalogue

SONG = """\
title: {title}
style: {{name: lofi, bpm: 150}}
voice: {{lyric: tone, explain: tone}}
sections:
  - lines:
      - {{lyric: {term}は谷, terms: [{term}], explain: 低い所です。}}
      - {{lyric: 峰は{term}より上, terms: [峰], explain: 高い所です。}}
      - {{lyric: 川へ下る, terms: [川], explain: 水です。}}
  - hook: true
    lines: [進もう]
  - lines: [終わりまで歩く]
"""

SAMPLE = """() => {
  const audio = document.querySelector("audio");
  window.samples = [];
  const look = () => {
    if (!audio.paused && audio.volume > 0 && !audio.seeking && audio.readyState > 2) {
      window.samples.push([performance.now() / 1000, audio.currentSrc, audio.currentTime]);
    }
    requestAnimationFrame(look);
  };
  look();
}"""
"""Notes in every frame in which the sound runs when that is, which file sounds, and where in it."""

Piece = tuple[str, float, float, float]
"""A piece of a ride: the path of its file; from where in it, when in the ride, for how long, in seconds."""


def built_with_rides(program: Path, project: Path) -> Path:
    """Build two songs with everything that rides are made of, and return the release."""
    (project / "songs").mkdir()
    for name, term in (("a", "勾配"), ("b", "損失")):
        song = SONG.format(title=f"{term}のうた", term=term)
        (project / "songs" / f"{name}.yaml").write_text(song, "utf-8")
    (project / "lyricaudio.yaml").write_text("artist: 私\nforms: [song, explain, recall]\n", "utf-8")
    subprocess.run([program.absolute(), "build"], cwd=project, check=True, capture_output=True)
    return project / "output"


def plans(release: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((release / "rides.json").read_text("utf-8"))
    return found


def items(release: Path, day: int = 1) -> list[Any]:
    found = plans(release)
    return [found["items"][number] for number in found["rides"][day - 1]]


def pieces(release: Path, day: int = 1) -> list[Piece]:
    """The pieces of a ride, in their order."""
    catalogue = read_catalogue(release)
    assert catalogue
    paths = {episode.id: str(episode.mp3) for episode in catalogue.episodes}
    names = [name for name, _ in plans(release)["episodes"]]
    now_s, found = 0.0, []
    for *_, rows in items(release, day):
        for number, from_s, to_s, gap_s in rows:
            now_s += gap_s
            found.append((paths[names[number]], from_s, now_s, to_s - from_s))
            now_s += to_s - from_s
    return found


def starts(samples: list[tuple[float, str, float]], planned: list[Piece]) -> list[float]:
    """When each of the pieces began to sound, in seconds: by the frames in which it did, their median."""
    found, at = [], 0
    for path, from_s, _, length_s in planned:
        begun_s: list[float] = []
        while at < len(samples):
            seen_s, url, time_s = samples[at]
            if unquote(urlsplit(url).path).endswith(path) and from_s - 0.1 < time_s < from_s + length_s:
                begun_s.append(seen_s - (time_s - from_s))
            elif begun_s:
                break
            at += 1
        found.append(median(begun_s))
    return found
