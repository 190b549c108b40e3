"""`lyricaudio studio`: make songs in the browser, on this machine only."""

from __future__ import annotations

import contextlib
import sys
import webbrowser
from pathlib import Path

import click

from lyricaudio.cli import INTERRUPTED
from lyricaudio.cli.console import complain, say
from lyricaudio.messages import told


@click.command(name="studio")
@click.option("--port", type=click.IntRange(0, 65535), default=8766, show_default=True)
@click.option("--no-browser", is_flag=True, help="Say the address only; open nothing.")
def command(port: int, no_browser: bool) -> None:
    """Open a page on which songs are pasted, corrected, heard and built; it is for this computer only.

    The song files stay as you write them; the page puts its changes in where they belong. Ctrl-C ends it.
    Example: lyricaudio studio
    """
    from lyricaudio.pipeline.project.folders import project_root
    from lyricaudio.serve.addresses import LOOPBACK, listen, url
    from lyricaudio.serve.key import PARAMETER
    from lyricaudio.serve.server import Server
    from lyricaudio.studio.app import opened_studio
    from lyricaudio.studio.gate import new_key

    key = new_key()
    sockets = listen([LOOPBACK], port, command="studio")
    address = f"{url(LOOPBACK, sockets[0].getsockname()[1])}?{PARAMETER}={key.text}"
    say(told("studio  {address}", address=address))
    say(told("Ctrl-C ends it"))
    if not no_browser and sys.stdout.isatty():
        webbrowser.open(address)
    root = project_root(Path.cwd())
    with opened_studio(root, key=key, tell=say) as app, contextlib.suppress(KeyboardInterrupt):
        Server(app).run(sockets)
    complain(told("stopped"))
    sys.exit(INTERRUPTED)
