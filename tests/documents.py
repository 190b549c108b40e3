"""What a document shows: its fenced blocks, the commands in them with their output, and its links."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from tests.programs import finished

from lyricaudio.pipeline.project.library import known_names
from lyricaudio.song import parse_lexicon, parse_project, parse_song

ROOT = Path(__file__).parents[1]


class Fence(NamedTuple):
    """A fenced block: its language, what stands behind that (a file's name), and its text."""

    language: str
    name: str
    text: str


class Shown(NamedTuple):
    """A command and the lines of output under it; `…` stands for any text, or as a line for any lines."""

    command: str
    output: tuple[str, ...]


def fences(document: str) -> list[Fence]:
    """Return all fenced blocks that name a language, in order."""
    found = re.finditer(r"^```(\w+) ?([^\n]*)\n(.*?)^```", document, re.MULTILINE | re.DOTALL)
    return [Fence(*match.groups()) for match in found]


def blocks(document: str, language: str) -> list[str]:
    """Return the texts of the fenced blocks in a language."""
    return [fence.text for fence in fences(document) if fence.language == language]


def shown(console: str) -> list[Shown]:
    """Return the commands of a console block."""
    sessions = [session.splitlines() for session in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]]
    return [
        Shown(command, tuple(line.strip() for line in output if line.strip()))
        for command, *output in sessions
    ]


def all_shown(document: str) -> list[Shown]:
    """Return the commands of all console blocks, in order."""
    return [one for block in blocks(document, "console") for one in shown(block)]


def require_true(one: Shown, folder: Path, **variables: str) -> None:
    """Run a command in a folder, and fail unless it succeeds and prints what the document shows.

    Where a document shows output without a line `…`, that is all.
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    result = finished(["sh", "-c", one.command], cwd=folder, env=os.environ | {"PATH": path} | variables)
    assert result.returncode == 0, f"$ {one.command}\n{result.stdout}{result.stderr}"
    printed = [line.strip() for line in result.stdout.splitlines() if line.strip()]
    assert lacking(one.output, printed) == [], f"$ {one.command}\n{result.stdout}"
    if one.output and "…" not in one.output:
        assert len(printed) == len(one.output), f"$ {one.command}\n{result.stdout}"


def lacking(output: Sequence[str], printed: Sequence[str]) -> list[str]:
    """Return the shown lines that match no printed one."""
    patterns = {line: ".*".join(map(re.escape, line.split("…"))) for line in output if line != "…"}
    return [
        line for line, pattern in patterns.items() if not any(re.fullmatch(pattern, text) for text in printed)
    ]


def require_right(example: str) -> None:
    """Fail unless an example in YAML is a song, or the file of a project, or a lexicon, as it looks like."""
    names = known_names(ROOT)
    if example.startswith("title:"):
        parse_song(example, source="a song in a document", names=names)
    elif re.search(r"^(artist|forms|playlists|voice):", example, re.MULTILINE):
        parse_project(example, source="a lyricaudio.yaml in a document", names=names)
    else:
        parse_lexicon(example, source="a lexicon.yaml in a document")


def dead_links(document: Path) -> list[str]:
    """Return the relative links, pictures included, that lead to nothing."""
    text = re.sub(r"^```.*?^```", "", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    paths = [unquote(link.partition("#")[0]) for link in links if not re.match(r"[a-z]+:", link)]
    return [path for path in paths if not (document.parent / path).exists()]
