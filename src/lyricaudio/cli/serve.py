"""`lyricaudio serve`: show the release to phones nearby: page, downloads, feed."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

import click

from lyricaudio.cli import INTERRUPTED
from lyricaudio.cli.console import complain, remark, say
from lyricaudio.cli.webaddress import folder_address
from lyricaudio.messages import told
from lyricaudio.serve import PORT


def _networks(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> tuple[IPv4Network | IPv6Network, ...]:
    """Understand the addresses and networks that a person trusts."""
    try:
        return tuple(ip_network(value, strict=False) for value in values)
    except ValueError as error:
        raise click.BadParameter(
            told("{error}; give one like 172.17.0.2 or 172.17.0.0/16", error=error)
        ) from error


@click.command(name="serve")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True)
@click.option(
    "--bind",
    metavar="ADDRESS",
    help="Listen at this numeric address only. [default: all of this computer's]",
)
@click.option(
    "--host-name",
    "host_names",
    metavar="NAME",
    multiple=True,
    help="Answer to this name, too, as that of a tunnel.",
)
@click.option(
    "--base-url",
    callback=folder_address,
    help="The address by which a tunnel or another server has it, for the code and the feed.",
)
@click.option(
    "--proxy",
    "proxies",
    metavar="ADDRESS",
    multiple=True,
    callback=_networks,
    help="Believe another server than one on this computer, too, about the address that it was asked by.",
)
@click.option(
    "--ride",
    "ride_min",
    type=click.FloatRange(2, 240),
    metavar="MINUTES",
    help="Make each day's ride of so many minutes, when somebody first comes.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The release. [default: output]")
def command(
    port: int,
    bind: str | None,
    host_names: tuple[str, ...],
    base_url: str | None,
    proxies: tuple[IPv4Network | IPv6Network, ...],
    ride_min: float | None,
    output: Path | None,
) -> None:
    """Show the release to the phones in this network: scan the code, and the page opens.

    Only the files of the release can be read, and only under this computer's addresses; who opened the page
    by the code may mark lines. Ctrl-C ends it.
    Example: lyricaudio serve --ride 23
    """
    from lyricaudio.cli.daily import daily_ride
    from lyricaudio.cli.nearest import nearest_output
    from lyricaudio.cli.welcome import Welcome, bound_places
    from lyricaudio.serve.addresses import everywhere, listen
    from lyricaudio.serve.app import make_app
    from lyricaudio.serve.forwarded import LOOPBACK_NETWORKS
    from lyricaudio.serve.grades import put_aside_by_number
    from lyricaudio.serve.key import key_of
    from lyricaudio.serve.network import Watch, places
    from lyricaudio.serve.offer import Offer
    from lyricaudio.serve.server import Server
    from lyricaudio.study.log import log_path

    catalogue = Offer(output or nearest_output(Path.cwd()))
    daily = daily_ride(ride_min, catalogue)
    sockets = listen([_numeric(bind)] if bind else everywhere(), port)
    key = key_of(catalogue.root)
    welcome = Welcome(catalogue=catalogue, port=sockets[0].getsockname()[1], key=key, base_url=base_url)
    if aside := put_aside_by_number(catalogue.root):
        remark(
            told(
                "grades from before lines had names are put aside, for their lines are unknown: {file}",
                file=aside,
            )
        )
    welcome.introduce(bound_places(_numeric(bind)) if bind else places())
    app = make_app(
        catalogue,
        tell=say,
        key=key,
        log=log_path(),
        host_names=host_names,
        base_url=base_url,
        proxies=(*LOOPBACK_NETWORKS, *proxies),
        came=daily.came,
    )
    watches: list[Callable[[], None]] = [daily.look]
    if not bind:
        watches.append(Watch(welcome.changed))
    with contextlib.suppress(KeyboardInterrupt), contextlib.closing(daily):
        Server(app, watches=watches).run(sockets)
    complain(told("stopped"))
    sys.exit(INTERRUPTED)


def _numeric(address: str) -> str:
    from ipaddress import ip_address

    from lyricaudio.serve.addresses import LOOPBACK, lan_address

    try:
        return str(ip_address(address))
    except ValueError as error:
        message = told(
            "'{address}' is no numeric address; give one like {example}",
            address=address,
            example=lan_address() or LOOPBACK,
        )
        raise click.BadParameter(message, param_hint="--bind") from error
