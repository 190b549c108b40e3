"""`lyricaudio forms`: list the ways in which a song is taught."""

from __future__ import annotations

import click

from lyricaudio.cli.console import say_json, table


@click.command(name="forms")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> None:
    """List the forms; each becomes one episode of a song's album.

    Example: lyricaudio forms
    """
    from lyricaudio.lesson.form import FORMS

    rows = [{"name": form.name, "label": form.label, "summary": form.summary} for form in FORMS.values()]
    if as_json:
        say_json(rows)
    else:
        table([(row["name"], row["label"], row["summary"]) for row in rows])
