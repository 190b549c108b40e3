"""`lyricaudio styles`: list the backings to choose from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from lyricaudio.cli.console import say_json, table
from lyricaudio.cli.helptext import json_option
from lyricaudio.errors import LyricAudioError
from lyricaudio.messages import told_of_others
from lyricaudio.music.stylebook import load_style, style_sources
from lyricaudio.pipeline.project.folders import STYLES_FOLDER, project_root


@click.command(name="styles")
@json_option()
def command(as_json: bool) -> None:
    """List the styles with their tempo and where they come from; the first is the default.

    Example: lyricaudio styles
    """
    folder = project_root(Path.cwd()) / STYLES_FOLDER
    rows = [_row(name, source, folder) for name, source in style_sources(folder).items()]
    if as_json:
        say_json(rows)
    else:
        table([(row["name"], _tempo(row), row["metre"] or "", row["from"], row["summary"]) for row in rows])


def _row(name: str, source: str, folder: Path) -> dict[str, Any]:
    try:
        style = load_style(name, folder)
    except LyricAudioError as error:
        nothing = {"bpm": None, "bpm_range": None, "metre": None}
        return {"name": name, **nothing, "summary": str(error), "from": source}
    return {
        "name": style.name,
        "bpm": style.bpm,
        "bpm_range": style.bpm_range,
        "metre": style.metre.name,
        "summary": told_of_others(style.summary),
        "from": source,
    }


def _tempo(row: dict[str, Any]) -> str:
    return "{:g}-{:g} BPM".format(*row["bpm_range"]) if row["bpm_range"] else ""
