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
def command(as_json: bool) -> None:
    """List the voice engines, whether each can speak here and now, and why not; servers are asked.

    Example: lyricaudio engines --json
    """
    from lyricaudio.voice.known import engine_names

    with ThreadPoolExecutor() as asking:  # those that are asked take their time, if they do not answer
        rows = list(asking.map(_row, engine_names()))
    if as_json:
        say_json(rows)
    else:
        table([(row["name"], row["status"], row["summary"]) for row in rows])


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
