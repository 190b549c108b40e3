"""Where to listen, and what to say when that cannot be had."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address

from lyricaudio.errors import LyricAudioError, refusal
from lyricaudio.messages import told
from lyricaudio.serve.network import places

LOOPBACK = "127.0.0.1"

ALL_IPV4 = "0.0.0.0"
ALL_IPV6 = "::"

_PORTS_TO_TRY = 20

# What the system takes off our hands for one client; left to itself it takes megabytes for a slow one.
_SENT_AHEAD_BYTES = 1 << 18


class CannotListen(LyricAudioError):
    """The address or the port cannot be had on this machine; the message says what to try."""

    exit_code = 3


def lan_address() -> str | None:
    """Return this computer's numeric address in its network; None when it is in none."""
    return next((place.address for place in places()), None)


def everywhere() -> list[str]:
    """Return the numeric addresses that stand for all of this computer, now and when its network changes."""
    with contextlib.suppress(OSError):
        _bound(ALL_IPV6, 0).close()
        return [ALL_IPV4, ALL_IPV6]
    return [ALL_IPV4]


def is_public(address: str) -> bool:
    """Tell whether the whole internet may reach a numeric address."""
    return ip_address(address).is_global


def is_wildcard(address: str) -> bool:
    """Tell whether a numeric address stands for all addresses of this computer."""
    return ip_address(address).is_unspecified


def url(address: str, port: int) -> str:
    """Return the address of the page, with its final slash."""
    host = f"[{address}]" if isinstance(ip_address(address), IPv6Address) else address
    return f"http://{host}:{port}/"


def listen(addresses: Sequence[str], port: int, *, command: str = "serve") -> list[socket.socket]:
    """Return a socket for each numeric address, all at one port, bound but not yet listening.

    Parameters
    ----------
    port
        0 lets the system choose.
    command
        The command that wants to, for what to try.

    Raises
    ------
    CannotListen
        When one cannot be had; then none is kept.
    """
    bound: list[socket.socket] = []
    for address in addresses:
        try:
            bound.append(_bound(address, port))
        except OSError as error:
            _close(bound)
            raise CannotListen(_remedy(error, addresses, address, port, command)) from error
        port = bound[-1].getsockname()[1]
    return bound


def _bound(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if isinstance(ip_address(address), IPv6Address) else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let two programs have one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family is socket.AF_INET6:  # IPv4 has a socket of its own
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SENT_AHEAD_BYTES)
        listening.bind((address, port))
        listening.listen()  # only now does the system say whether another program listens there
    except OSError:
        listening.close()
        raise
    return listening


def _remedy(error: OSError, addresses: Sequence[str], address: str, port: int, command: str) -> str:
    if error.errno == errno.EADDRINUSE:
        free = _free_port(addresses, port)
        if is_wildcard(address):
            return told(
                "port {port} is taken; try: lyricaudio {command} --port {free}",
                port=port,
                command=command,
                free=free,
            )
        return told(
            "port {port} of {address} is taken; try: lyricaudio {command} --port {free}",
            port=port,
            address=address,
            command=command,
            free=free,
        )
    if error.errno == errno.EADDRNOTAVAIL:
        own = lan_address() or LOOPBACK
        return told(
            "this machine has no address {address}; leave --bind out, or try: --bind {own}",
            address=address,
            own=own,
        )
    if error.errno == errno.EACCES:
        return told("port {port} is for administrators only; try one from 1024 on", port=port)
    return told(
        "cannot listen at {address}, port {port}: {reason}",
        address=address,
        port=port,
        reason=refusal(error),
    )


def _free_port(addresses: Sequence[str], taken: int) -> int:
    """Return the next port that all the addresses have free; 0, any, when none is near."""
    for port in range(taken + 1, min(taken + _PORTS_TO_TRY, 65536)):
        try:
            for address in addresses:
                _bound(address, port).close()
        except OSError:
            continue
        return port
    return 0


def _close(sockets: Sequence[socket.socket]) -> None:
    for each in sockets:
        each.close()
