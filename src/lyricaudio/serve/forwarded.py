"""By which address somebody reached us who came through another server: a tunnel, one that asks a password.

Such a server tells in headers what it was asked by: `Forwarded` (RFC 7239), or the older `X-Forwarded-…`.
Anyone can send them, so they count only when they come from an address that is trusted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import Scope

Network = IPv4Network | IPv6Network

LOOPBACK_NETWORKS: tuple[Network, ...] = (ip_network("127.0.0.0/8"), ip_network("::1"))
"""This computer itself: a tunnel's program runs here."""

_PAIR = re.compile(r'\s*([a-z]+)\s*=\s*(?:"([^"\\]*)"|([^\s;,"]+))\s*', re.IGNORECASE)
_PREFIX = re.compile(r"(/[A-Za-z0-9._~%+-]+)+")
_WITH_PORT = re.compile(r"\[([0-9a-fA-F:.]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+)(?::\d+)?")
_USUAL_PORTS = {"http": "80", "https": "443"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What the headers tell; what they do not is empty.

    Attributes
    ----------
    scheme, host, prefix
        The parts of the address: `https`, `uta.example.net`, `/uta`.
    client
        Who asked that server.
    """

    scheme: str = ""
    host: str = ""
    prefix: str = ""
    client: str = ""


def is_trusted(peer: str, trusted: Sequence[Network]) -> bool:
    """Tell whether an address is one of those whose headers count."""
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    return any(address in network for network in trusted)


def reached_by(headers: Headers) -> Reached:
    """Return what a trusted server's headers tell: what the nearest server wrote, for that one is trusted."""
    said = _forwarded(_last(headers, "forwarded"))
    scheme = (said.get("proto") or _last(headers, "x-forwarded-proto")).lower()
    scheme = scheme if scheme in _USUAL_PORTS else ""
    host = said.get("host") or _last(headers, "x-forwarded-host")
    port = _last(headers, "x-forwarded-port")
    if host and port.isdecimal() and port != _USUAL_PORTS.get(scheme) and not re.search(r":\d+$", host):
        host = f"{host}:{port}"
    prefix = _last(headers, "x-forwarded-prefix").rstrip("/")
    return Reached(
        scheme=scheme,
        host=host,
        prefix=prefix if _PREFIX.fullmatch(prefix) and ".." not in prefix else "",
        client=_address(said.get("for") or _last(headers, "x-forwarded-for")),
    )


def as_reached(scope: Scope, reached: Reached) -> Scope:
    """Return a request as it would be if it had come by the address that it was sent to at first."""
    headers = scope["headers"]
    if reached.host:
        headers = [(name, value) for name, value in headers if name != b"host"]
        headers.append((b"host", reached.host.encode("latin-1", "replace")))
    return {
        **scope,
        "headers": headers,
        "scheme": reached.scheme or scope["scheme"],
        "root_path": reached.prefix or scope.get("root_path", ""),
        "client": (reached.client, 0) if reached.client else scope["client"],
    }


def _last(headers: Headers, name: str) -> str:
    return ",".join(headers.getlist(name)).rpartition(",")[2].strip()


def _forwarded(element: str) -> dict[str, str]:
    return {
        found[1].lower(): found[2] or found[3] or ""
        for found in map(_PAIR.fullmatch, element.split(";"))
        if found
    }


def _address(node: str) -> str:
    """Return a numeric address without its port; nothing for a name that hides one."""
    found = _WITH_PORT.fullmatch(node)
    text = (found[1] or found[2]) if found else node
    try:
        return str(ip_address(text))
    except ValueError:
        return ""
