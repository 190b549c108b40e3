"""The episodes to be judged: each MP3 with what `lyricaudio show` says is heard in it, and when."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from tests.acceptance.judge.tools import probed, run

_FORMULA = re.compile(r"\\\(.*?\\\)|\\\[.*?\\\]|\$\$.*?\$\$|\$.*?\$")
_NONE = ("has nothing for the form", "does not build the form")
_RUBY = re.compile(r"\{([^{}|]*)\|[^{}|]*\}")


@dataclass(frozen=True, kw_only=True, eq=False)
class Cue:
    """One thing that is seen: what, from when to when (s), and the morae of the voice that says all of it.

    `is_whole` is not what the listener says, or of which words are left out.
    """

    text: str
    start_s: float
    end_s: float
    morae: list[dict[str, Any]]
    is_whole: bool

    @property
    def words(self) -> list[str]:
        """The text without ruby, in the pieces between its formulas: how a formula is shown is not ours."""
        pieces = _FORMULA.split(self.text)
        shown = [unicodedata.normalize("NFC", _RUBY.sub(r"\1", piece)).strip() for piece in pieces]
        return [piece for piece in shown if piece]


@dataclass(frozen=True, kw_only=True, eq=False)
class Episode:
    """An MP3, its title, its length (s), how many chapters it should have, and what is heard in it."""

    mp3: Path
    title: str
    length_s: float
    chapters: int
    cues: tuple[Cue, ...]

    @property
    def lrc(self) -> Path:
        """The lyrics file beside it."""
        return self.mp3.with_suffix(".lrc")


def episodes_of(project: Path, lyricaudio: Path) -> list[Episode]:
    """Ask for every song in every form that it has, and find the MP3 of each by its title.

    Stops when a form of a song has no MP3, or an MP3 no song.
    """
    forms = [form["name"] for form in json.loads(run(lyricaudio, "forms", "--json").stdout)]
    by_title = {
        probed(mp3)["format"].get("tags", {}).get("title"): mp3 for mp3 in project.glob("output/*/*.mp3")
    }
    asked = list(product(sorted(project.glob("songs/**/*.yaml")), forms))
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        answers = threads.map(lambda one: _shown(project, lyricaudio, *one), asked)
        found = [_episode(shown, by_title) for shown in answers if shown]
    if not found or len(found) != len(list(project.glob("output/**/*.mp3"))):
        raise SystemExit(f"{project}: {len(found)} episodes of songs, but other MP3s in its output")
    return found


def _shown(project: Path, lyricaudio: Path, song: Path, form: str) -> dict[str, Any] | None:
    """Return what is heard in an episode; None when there is none of the form, or none was asked for."""
    command = (lyricaudio, "show", song, "--form", form, "--json", "-o", project / "output")
    said = run(*command, ok=(0, 1))
    if said.returncode:
        told = said.stderr.decode("utf-8", "replace")
        if not any(none in told for none in _NONE):
            raise SystemExit(f"{song}, {form}: {told}")
        return None
    shown: dict[str, Any] = json.loads(said.stdout)
    return shown


def _episode(shown: dict[str, Any], by_title: dict[str, Path]) -> Episode:
    if shown["title"] not in by_title:
        raise SystemExit(f"there is no MP3 with the title '{shown['title']}'")
    return Episode(
        mp3=by_title[shown["title"]],
        title=shown["title"],
        length_s=shown["length_s"],
        chapters=len(shown["parts"]),
        cues=tuple(_cue(cue) for cue in shown["cues"] if cue["seen"]),
    )


def _cue(shown: dict[str, Any]) -> Cue:
    whole = shown["heard"] and not shown["left_out"]
    return Cue(
        text=shown["seen"],
        start_s=shown["start_s"],
        end_s=shown["end_s"],
        morae=shown["morae"] if whole and shown["seen"] == shown["text"] else [],
        is_whole=whole,
    )
