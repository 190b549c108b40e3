"""`lyricaudio styles`: list the backings to choose from."""

from __future__ import annotations

import click

from lyricaudio.cli.console import say_json, table


@click.command(name="styles")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> None:
    """List the styles with their tempo; the first is the default.

    Example: lyricaudio styles
    """
    from lyricaudio.music.style import load_style, style_names

    styles = [load_style(name) for name in style_names()]
    if as_json:
        rows = [
            {
                "name": s.name,
                "bpm": s.bpm,
                "bpm_range": s.bpm_range,
                "metre": s.metre.name,
                "summary": s.summary,
            }
            for s in styles
        ]
        say_json(rows)
    else:
        table(
            [(s.name, f"{s.bpm_range[0]:g}-{s.bpm_range[1]:g} BPM", s.metre.name, s.summary) for s in styles]
        )
