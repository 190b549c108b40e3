"""`lyricaudio engines`: list the voices, and whether each can run here."""

from __future__ import annotations

import click

from lyricaudio.cli.console import say_json, table
from lyricaudio.errors import EngineUnavailable


@click.command(name="engines")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> None:
    """List the voice engines, whether each can run here, and why not.

    Example: lyricaudio engines --json
    """
    from lyricaudio.voice.known import engine_names

    rows = [_row(name) for name in engine_names()]
    if as_json:
        say_json(rows)
    else:
        table([(row["name"], row["status"], row["summary"]) for row in rows])


def _row(name: str) -> dict[str, str]:
    from lyricaudio.voice.known import known_engine

    try:
        engine = known_engine(name)
    except EngineUnavailable as error:
        return {"name": name, "status": str(error), "summary": ""}
    return {
        "name": name,
        "status": engine.unavailable() or "ready",
        "summary": engine.summary,
        "voices": ", ".join(engine.voices),
        "credit": engine.credit,
    }
