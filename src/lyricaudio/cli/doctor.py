"""`lyricaudio doctor`: check what this machine has, and what is missing."""

from __future__ import annotations

import sys

import click

from lyricaudio.cli.console import say_json, table
from lyricaudio.cli.helptext import json_option
from lyricaudio.messages import told


@click.command(name="doctor")
@json_option()
def command(as_json: bool) -> None:
    """Check this machine: versions, encoder, font, dictionary and voices.

    Exits with 3 when something that every build needs is missing. Example: lyricaudio doctor
    """
    from lyricaudio.cli.machine import examine

    found = tuple(examine())
    if as_json:
        say_json([{"name": one.name, "ok": one.ok, "found": one.found} for one in found])
    else:
        table([(one.name, told("ok") if one.ok else told("MISSING"), one.found) for one in found])
    sys.exit(0 if all(one.ok for one in found if one.needed) else 3)
