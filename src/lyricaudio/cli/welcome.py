"""What `lyricaudio serve` says to the person: where what is to be had, and a code that leads there."""

from __future__ import annotations

import io
import os
from ipaddress import ip_address
from urllib.parse import quote

import click
import segno

from lyricaudio.cli.console import complain, say
from lyricaudio.release.catalogue import zip_path
from lyricaudio.release.page.document import PAGE
from lyricaudio.release.texts.feed import FEED
from lyricaudio.serve.addresses import LOOPBACK, is_public, is_wildcard, lan_address, url
from lyricaudio.serve.offer import Offer


def introduce(catalogue: Offer, address: str, port: int) -> None:
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
