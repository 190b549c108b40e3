"""Which addresses this computer has, and which of them a phone is likely to reach.

The address by which the system would send is the right one until there is a VPN, a container or a virtual
machine; then it may be one that no phone can reach. So all are looked at, those of the home network come
first, and the others are named for what they are.
"""

from __future__ import annotations

import platform
import re
import socket
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from ipaddress import IPv6Address, ip_address, ip_network

import psutil

from lyricaudio.messages import message

# A documentation address stands for the default route (RFC 5737); the others for a network without one.
_FAR_AWAY = ("192.0.2.1", "192.168.0.1", "10.0.0.1", "172.16.0.1")
_MOST_IPV6 = 2  # a computer has several of them, which come and go

_TUNNELS = ip_network("100.64.0.0/10")  # of providers, and of VPNs like Tailscale; no home has such addresses
_VPN = re.compile(
    r"tun|tap|utun|wg|ppp|ipsec|zt|tailscale|nordlynx|proton|mullvad|warp|ham|.*(vpn|wireguard|tailscale)",
    re.IGNORECASE,
)
_VIRTUAL = re.compile(
    r"docker|br-[0-9a-f]{6}|veth|virbr|vmnet|vbox|vnet|lxc|lxd|cni|podman|cali|flannel|kube"
    r"|.*(vethernet|virtualbox|vmware|hyper-v)",
    re.IGNORECASE,
)


class Kind(IntEnum):
    """What an address leads through; the likelier to be reached comes first."""

    LAN = 0
    IPV6 = 1
    VPN = 2
    WSL = 3
    VIRTUAL = 4
    ALONE = 5


TOLD = {
    Kind.LAN: "",
    Kind.IPV6: "IPv6",
    Kind.VPN: message("through the VPN"),
    Kind.WSL: message("inside WSL: Windows must pass it on"),
    Kind.VIRTUAL: message("for containers and virtual machines"),
    Kind.ALONE: message("without a router"),
}
"""What the person is told about an address, as messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface:
    """A network interface that is up, with its numeric addresses; `running` when it leads somewhere."""

    name: str
    addresses: tuple[str, ...]
    point_to_point: bool = False
    running: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address at which this computer may be reached."""

    address: str
    kind: Kind


def places() -> tuple[Place, ...]:
    """Return the addresses of this computer, the one that a phone most likely reaches first."""
    return ranked(_interfaces(), in_wsl="microsoft" in platform.release().lower(), routed=_routed())


def ranked(
    interfaces: Iterable[Interface], *, in_wsl: bool = False, routed: str | None = None
) -> tuple[Place, ...]:
    """Return the addresses of interfaces, the best first.

    Parameters
    ----------
    in_wsl
        Whether this is a Linux within Windows, whose network is not the phone's.
    routed
        The address by which the system would send: of several in a home it is the right one.
    """
    found = [(place, one.running) for one in interfaces for place in _places_of(one, in_wsl)]
    found.sort(key=lambda pair: (pair[0].kind, not pair[1], pair[0].address != routed))
    return tuple(place for place, _ in found)


class Watch:
    """Tells when this computer's addresses have changed, but for those that come and go by themselves.

    Parameters
    ----------
    tell
        Takes the addresses of now.
    look
        Returns them.
    """

    def __init__(
        self, tell: Callable[[tuple[Place, ...]], None], look: Callable[[], tuple[Place, ...]] = places
    ) -> None:
        self._tell, self._look = tell, look
        self._known = self._last = _lasting(look())

    def __call__(self) -> None:
        """Look once."""
        now = self._look()
        before, self._last = self._last, _lasting(now)
        if self._last != self._known and self._last == before:  # it lasts: between two networks there is none
            self._known = self._last
            self._tell(now)


def _lasting(found: tuple[Place, ...]) -> set[Place]:
    return {place for place in found if place.kind not in (Kind.IPV6, Kind.VIRTUAL)}


def _places_of(interface: Interface, in_wsl: bool) -> Iterator[Place]:
    kind = _kind(interface, in_wsl)
    count = 0
    for text in interface.addresses:
        address = ip_address(text)
        if address.is_loopback or address.is_unspecified or address.is_multicast:
            continue
        if isinstance(address, IPv6Address):
            count += 1
            if kind is Kind.LAN and not address.is_link_local and count <= _MOST_IPV6:
                yield Place(address=text, kind=Kind.IPV6)
        elif address.is_link_local:
            yield Place(address=text, kind=Kind.ALONE)
        else:
            yield Place(address=text, kind=Kind.VPN if address in _TUNNELS else kind)


def _kind(interface: Interface, in_wsl: bool) -> Kind:
    if _VIRTUAL.match(interface.name):
        return Kind.VIRTUAL
    if interface.point_to_point or _VPN.match(interface.name):
        return Kind.VPN
    return Kind.WSL if in_wsl else Kind.LAN


def _interfaces() -> Iterator[Interface]:
    states = psutil.net_if_stats()
    for name, entries in psutil.net_if_addrs().items():
        state = states.get(name)
        flags = state.flags.split(",") if state else []
        if state and (state.isup or "up" in flags):
            yield Interface(
                name=name,
                addresses=tuple(
                    entry.address
                    for entry in entries
                    if entry.family in (socket.AF_INET, socket.AF_INET6) and "%" not in entry.address
                ),
                point_to_point="pointopoint" in flags,
                running=state.isup,
            )


def _routed() -> str | None:
    """Return the address that the system would send from; None when it would send nothing.

    A UDP socket that is connected, and not used, tells it.
    """
    for address in _FAR_AWAY:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            try:
                asking.connect((address, 9))
            except OSError:
                continue
            own = str(asking.getsockname()[0])
            if not ip_address(own).is_loopback:
                return own
    return None
