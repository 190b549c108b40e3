"""`lyricaudio serve`: show the release to phones nearby: page, downloads, feed."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import click

from lyricaudio.cli import INTERRUPTED
from lyricaudio.cli.console import complain, say


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
    from lyricaudio.cli.nearest import nearest_output
    from lyricaudio.cli.welcome import introduce
    from lyricaudio.serve.addresses import LOOPBACK, lan_address, listen
    from lyricaudio.serve.app import make_app
    from lyricaudio.serve.grades import put_aside_by_number
    from lyricaudio.serve.offer import Offer
    from lyricaudio.serve.server import Server

    catalogue = Offer(output or nearest_output(Path.cwd()))
    addresses = [_numeric(bind)] if bind else list(dict.fromkeys([lan_address() or LOOPBACK, LOOPBACK]))
    sockets = listen(addresses, port)
    if aside := put_aside_by_number(catalogue.root):
        complain(
            f"note: grades from before lines had names are put aside, for their lines are unknown: {aside}"
        )
    introduce(catalogue, addresses[0], sockets[0].getsockname()[1])
    with contextlib.suppress(KeyboardInterrupt):
        Server(make_app(catalogue, tell=say, host_names=host_names)).run(sockets)
    complain("stopped")
    sys.exit(INTERRUPTED)


def _numeric(address: str) -> str:
    from ipaddress import ip_address

    from lyricaudio.serve.addresses import LOOPBACK, lan_address

    try:
        return str(ip_address(address))
    except ValueError as error:
        message = f"'{address}' is no numeric address; give one like {lan_address() or LOOPBACK}"
        raise click.BadParameter(message, param_hint="--bind") from error
