"""`lyricaudio forms`: list the ways in which a song is taught."""

from __future__ import annotations

from typing import Any

import click

from lyricaudio.cli.console import say_json, table
from lyricaudio.cli.helptext import json_option
from lyricaudio.errors import PlugError
from lyricaudio.lesson.form import Form, form_sources, load_form
from lyricaudio.messages import told, told_of_others


@click.command(name="forms")
@json_option()
def command(as_json: bool) -> None:
    """List the forms with their settings; each becomes one episode of a song's album.

    Example: lyricaudio forms
    """
    rows = [_row(name, source) for name, source in form_sources().items()]
    if as_json:
        say_json(rows)
    else:
        table([(row["name"], row["label"], row["from"], _about(row)) for row in rows])


def _row(name: str, source: str) -> dict[str, Any]:
    try:
        form = load_form(name)
    except PlugError as error:
        return {"name": name, "label": "", "summary": str(error), "from": source, "settings": []}
    return {
        "name": name,
        "label": form.label,
        "summary": told_of_others(form.summary),
        "from": source,
        "settings": _settings(form),
    }


def _settings(form: Form[Any]) -> list[dict[str, Any]]:
    defaults = form.settings.build()
    return [
        {
            "name": key.name,
            "default": getattr(defaults, key.field or key.name),
            "what": told_of_others(key.says),
        }
        for key in form.settings.keys
    ]


def _about(row: dict[str, Any]) -> str:
    summary, names = row["summary"], ", ".join(setting["name"] for setting in row["settings"])
    return told("{summary} (settings: {names})", summary=summary, names=names) if names else str(summary)
