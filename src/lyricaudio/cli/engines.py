"""`lyricaudio engines`: list the voices, and whether each can run here."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import click

from lyricaudio.cli.console import say_json, table
from lyricaudio.cli.helptext import json_option
from lyricaudio.errors import unforeseen
from lyricaudio.messages import told, told_of_others


@click.command(name="engines")
@json_option()
@click.option("--voices", is_flag=True, help="List the voices of every engine, as a song names them.")
def command(as_json: bool, voices: bool) -> None:
    """List the voice engines, whether each can speak here and now, and why not; servers are asked.

    Example: lyricaudio engines --json
    """
    from lyricaudio.voice.known import engine_names

    with ThreadPoolExecutor() as asking:  # those that are asked take their time, if they do not answer
        rows = list(asking.map(_row, engine_names()))
    if as_json:
        say_json(rows)
    elif voices:
        table([line for row in rows for line in _voices(row)])
    else:
        table([(row["name"], row["status"], row["summary"]) for row in rows])


def _voices(row: dict[str, str]) -> list[tuple[str, str]]:
    """Return a line for each voice of an engine: what a song writes, and whether it can speak."""
    names = row.get("voices", "").split(", ")
    return [(f"{row['name']}:{name}" if name else row["name"], row["status"]) for name in names]


def _row(name: str) -> dict[str, str]:
    from lyricaudio.voice.known import known_engine, not_ready

    try:
        engine = known_engine(name)
        status = not_ready(engine) or told("ready")
    except Exception as error:  # of a package's engine, too
        return {"name": name, "status": str(unforeseen(error)), "summary": ""}
    return {
        "name": name,
        "status": status,
        "summary": told_of_others(engine.summary),
        "voices": ", ".join(engine.voices),
        "credit": engine.credit,
    }
