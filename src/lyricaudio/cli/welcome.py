"""What `lyricaudio serve` says to the person: where what is to be had, and a code that leads there."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import quote

import click
import segno

from lyricaudio.cli.console import complain, has, say
from lyricaudio.release.catalogue import zip_path
from lyricaudio.release.page.document import PAGE
from lyricaudio.release.texts.feed import FEED
from lyricaudio.serve.addresses import LOOPBACK, is_public, is_wildcard, url
from lyricaudio.serve.key import PARAMETER, Key
from lyricaudio.serve.network import TOLD, Kind, Place, places
from lyricaudio.serve.offer import Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """What does not change while a release is served.

    `base_url` is the address that the person gave, if any.
    """

    catalogue: Offer
    port: int
    key: Key
    base_url: str | None = None

    def introduce(self, found: Sequence[Place]) -> None:
        """Say where what is to be had, and draw the code that leads there.

        Parameters
        ----------
        found
            The addresses of this computer, the likeliest first.
        """
        found = found or [Place(address=LOOPBACK, kind=Kind.LAN)]
        names = self.catalogue.names()
        base = self._tell_addresses(found, page=str(PAGE) in names)
        say(f"grades  {self._with_key(base)}  who opens this, or the code, may mark lines")
        if str(FEED) in names:
            say(f"feed  {base}{FEED}")
            say(f"sync  {base}  AntennaPod and gPodder report here: any name, password {self.key.text}")
        if songs := self.catalogue.songs():
            last = f" to /{quote(str(zip_path(songs[-1])))}" if len(songs) > 1 else ""
            say(f"zip   {base}{quote(str(zip_path(songs[0])))}{last}")
        self._tell_doubts(found)
        say("Ctrl-C ends it")

    def changed(self, found: Sequence[Place]) -> None:
        """Say where everything is, now that the network is another."""
        complain("note: the network has changed; from now on:")
        self.introduce(found)

    def _tell_addresses(self, found: Sequence[Place], *, page: bool) -> str:
        """Draw the code of the first address, list them all, and return the first."""
        offered = [(self.base_url, "")] if self.base_url else []
        offered += [(url(place.address, self.port), TOLD[place.kind]) for place in found]
        first = offered[0][0]
        _draw_code(self._with_key(first))
        say(f"page  {first}" if page else "this release has no page; make it with: lyricaudio build")
        for address, told in offered[1:]:
            say(f"or    {address}  {told}".rstrip())
        return first

    def _with_key(self, base: str) -> str:
        return f"{base}?{PARAMETER}={self.key.text}"

    def _tell_doubts(self, found: Sequence[Place]) -> None:
        first = found[0]
        if ip_address(first.address).is_loopback and not self.base_url:
            complain("note: only this computer can open it; for phones, join a network or name one by --bind")
        if ip_address(first.address).is_loopback:
            return
        if first.kind is not Kind.LAN:
            complain(f"note: the best address is one {TOLD[first.kind]}; a phone may not reach it")
        for place in found:
            if is_public(place.address):
                complain(f"note: {place.address} is a public address: anyone on the internet can open it")
        say(f"no answer? one Wi-Fi for both, VPN off, port {self.port} open in this computer's firewall")


def bound_places(address: str) -> tuple[Place, ...]:
    """Return the places of a numeric address that the person chose."""
    if is_wildcard(address):
        return places()
    known = [place for place in places() if place.address == address]
    return tuple(known) or (Place(address=address, kind=Kind.LAN),)


def _draw_code(text: str) -> None:
    """Draw a QR code in half blocks, light on dark even where the terminal is the other way round."""
    drawn = io.StringIO()
    segno.make(text, error="m", micro=False).terminal(drawn, compact=has("▀▄█"))
    color = False if os.environ.get("NO_COLOR") else None
    for line in drawn.getvalue().splitlines():
        click.echo(click.style(line, fg="bright_white", bg="black"), color=color)
