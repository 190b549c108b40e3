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

from lyricaudio.cli.console import has, remark, say
from lyricaudio.messages import told, told_of_others
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
        say(
            told(
                "grades  {address}  who opens this, or the code, may mark lines", address=self._with_key(base)
            )
        )
        if str(FEED) in names:
            say(told("feed  {address}", address=f"{base}{FEED}"))
            say(
                told(
                    "sync  {address}  AntennaPod and gPodder report here: any name, password {password}",
                    address=base,
                    password=self.key.text,
                )
            )
        if songs := self.catalogue.songs():
            self._tell_zips(base, songs)
        self._tell_doubts(found)
        say(told("Ctrl-C ends it"))

    def _tell_zips(self, base: str, songs: Sequence[str]) -> None:
        first, last = (quote(str(zip_path(song))) for song in (songs[0], songs[-1]))
        if len(songs) > 1:
            say(told("zip   {first} to {last}", first=f"{base}{first}", last=f"/{last}"))
        else:
            say(told("zip   {address}", address=f"{base}{first}"))

    def changed(self, found: Sequence[Place]) -> None:
        """Say where everything is, now that the network is another."""
        remark(told("the network has changed; from now on:"))
        self.introduce(found)

    def _tell_addresses(self, found: Sequence[Place], *, page: bool) -> str:
        """Draw the code of the first address, list them all, and return the first."""
        offered = [(self.base_url, "")] if self.base_url else []
        offered += [(url(place.address, self.port), told_of_others(TOLD[place.kind])) for place in found]
        first = offered[0][0]
        _draw_code(self._with_key(first))
        if page:
            say(told("page  {address}", address=first))
        else:
            say(told("this release has no page; make it with: lyricaudio build"))
        for address, through in offered[1:]:
            say(told("or    {address}  {through}", address=address, through=through).rstrip())
        return first

    def _with_key(self, base: str) -> str:
        return f"{base}?{PARAMETER}={self.key.text}"

    def _tell_doubts(self, found: Sequence[Place]) -> None:
        first = found[0]
        if ip_address(first.address).is_loopback and not self.base_url:
            remark(told("only this computer can open it; for phones, join a network or name one by --bind"))
        if ip_address(first.address).is_loopback:
            return
        if first.kind is not Kind.LAN:
            through = told_of_others(TOLD[first.kind])
            remark(told("the best address is one {through}; a phone may not reach it", through=through))
        for place in found:
            if is_public(place.address):
                remark(
                    told(
                        "{address} is a public address: anyone on the internet can open it",
                        address=place.address,
                    )
                )
        say(
            told(
                "no answer? one Wi-Fi for both, VPN off, port {port} open in this computer's firewall",
                port=self.port,
            )
        )


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
