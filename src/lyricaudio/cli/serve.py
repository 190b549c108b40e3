"""`lyricaudio serve`: the page, the downloads and the feed for the phones in this network."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote

import click
import segno

from lyricaudio.cli import INTERRUPTED
from lyricaudio.cli.console import complain, say
from lyricaudio.cli.nearest import nearest_output
from lyricaudio.release.catalogue import zip_path
from lyricaudio.release.feed import FEED
from lyricaudio.release.page import PAGE
from lyricaudio.serve.addresses import LOOPBACK, is_public, is_wildcard, lan_address, listen, url
from lyricaudio.serve.app import make_app
from lyricaudio.serve.catalogue import Catalogue
from lyricaudio.serve.grades import put_aside_by_number
from lyricaudio.serve.server import Server


@click.command(name="serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True)
@click.option(
    "--bind",
    metavar="ADDRESS",
    help="Listen at this numeric address only. [default: this computer's in its network, and 127.0.0.1]",
)
@click.option(
    "--host-name",
    "host_names",
    metavar="NAME",
    multiple=True,
    help="Answer to this name, too, as that of a tunnel.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The release. [default: output]")
def command(port: int, bind: str | None, host_names: tuple[str, ...], output: Path | None) -> None:
    """Show the release to the phones in this network: scan the code, and the page opens.

    Only the files of the release can be read, and only under this computer's address. Ctrl-C ends it.
    Example: lyricaudio serve --port 9000
    """
    catalogue = Catalogue(output or nearest_output(Path.cwd()))
    addresses = [_numeric(bind)] if bind else list(dict.fromkeys([lan_address() or LOOPBACK, LOOPBACK]))
    sockets = listen(addresses, port)
    if aside := put_aside_by_number(catalogue.root):
        complain(
            f"note: grades from before lines had names are put aside, for their lines are unknown: {aside}"
        )
    _introduce(catalogue, addresses[0], sockets[0].getsockname()[1])
    with contextlib.suppress(KeyboardInterrupt):
        Server(make_app(catalogue, tell=say, host_names=host_names)).run(sockets)
    complain("stopped")
    sys.exit(INTERRUPTED)


def _numeric(address: str) -> str:
    try:
        return str(ip_address(address))
    except ValueError as error:
        message = f"'{address}' is no numeric address; give one like {lan_address() or LOOPBACK}"
        raise click.BadParameter(message, param_hint="--bind") from error


def _introduce(catalogue: Catalogue, address: str, port: int) -> None:
    """Say where what is to be had, and draw the code that leads there."""
    shown = lan_address() or LOOPBACK if is_wildcard(address) else address
    base = url(shown, port)
    names = catalogue.names()
    _draw_code(base)
    say(f"page  {base}" if str(PAGE) in names else "this release has no page; make it with: lyricaudio build")
    if str(FEED) in names:
        say(f"feed  {base}{FEED}")
    if songs := catalogue.songs():
        last = f" to /{quote(str(zip_path(songs[-1])))}" if len(songs) > 1 else ""
        say(f"zip   {base}{quote(str(zip_path(songs[0])))}{last}")
    if ip_address(shown).is_loopback:
        complain("note: only this computer can open it; for phones, join a network or name one by --bind")
    if is_public(shown):
        complain(f"note: {shown} is a public address: anyone on the internet can open it")
    say("Ctrl-C ends it")


def _draw_code(text: str) -> None:
    """Draw a QR code in half blocks, light on dark even where the terminal is the other way round."""
    drawn = io.StringIO()
    segno.make(text, error="m", micro=False).terminal(drawn, compact=True)
    color = False if os.environ.get("NO_COLOR") else None
    for line in drawn.getvalue().splitlines():
        click.echo(click.style(line, fg="bright_white", bg="black"), color=color)
