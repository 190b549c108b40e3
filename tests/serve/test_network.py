"""Which address is offered first, and what the others are called: as computers of listeners have them."""

from __future__ import annotations

import pytest

from lyricaudio.serve.network import Interface, Kind, Place, Watch, places, ranked

LAN, IPV6, VPN, WSL, VIRTUAL, ALONE = Kind


def interface(name: str, *addresses: str, point_to_point: bool = False, running: bool = True) -> Interface:
    return Interface(name=name, addresses=addresses, point_to_point=point_to_point, running=running)


WLAN = interface("wlp3s0", "192.168.1.23", "2001:db8::23", "fe80::1")


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (interface("tun0", "10.8.0.2", running=False), VPN),
        (interface("wg-home", "10.6.0.4"), VPN),
        (interface("utun4", "10.2.0.2", point_to_point=True), VPN),
        (interface("corp", "172.20.1.9", point_to_point=True), VPN),
        (interface("tailscale0", "100.96.198.122", "fd7a:115c::1"), VPN),
        (interface("OpenVPN TAP-Windows6", "10.8.0.6"), VPN),
        (interface("eth9", "100.101.102.103"), VPN),
        (interface("docker0", "172.17.0.1"), VIRTUAL),
        (interface("br-0a1b2c3d4e5f", "172.18.0.1"), VIRTUAL),
        (interface("vEthernet (WSL)", "172.22.176.1"), VIRTUAL),
        (interface("virbr0", "192.168.122.1"), VIRTUAL),
        (interface("eth1", "169.254.7.7"), ALONE),
    ],
)
def test_the_home_network_comes_first_and_what_is_not_is_named(other: Interface, kind: Kind) -> None:
    (address, *_) = other.addresses
    for interfaces in ([other, WLAN], [WLAN, other]):
        found = ranked([interface("lo", "127.0.0.1", "::1"), *interfaces], routed=address)
        assert found == (
            Place(address="192.168.1.23", kind=LAN),
            Place(address="2001:db8::23", kind=IPV6),
            Place(address=address, kind=kind),
        )


def test_of_several_in_the_home_the_one_with_the_way_out_comes_first() -> None:
    cable = interface("enp2s0", "192.168.1.40")
    assert ranked([WLAN, cable], routed="192.168.1.40")[0].address == "192.168.1.40"
    assert ranked([cable, interface("br0", "10.0.0.5")], routed="10.0.0.5")[0].kind is LAN


def test_a_cable_that_leads_nowhere_comes_after_one_that_does() -> None:
    unplugged = interface("enp2s0", "192.168.1.40", running=False)
    assert ranked([unplugged, WLAN], routed="192.168.1.40")[0].address == "192.168.1.23"


def test_within_wsl_nothing_is_the_home_network() -> None:
    found = ranked([interface("eth0", "172.22.176.5"), interface("docker0", "172.17.0.1")], in_wsl=True)
    assert [place.kind for place in found] == [WSL, VIRTUAL]


def test_a_computer_in_no_network_has_no_place() -> None:
    assert ranked([interface("lo", "127.0.0.1", "::1"), interface("eth0", "fe80::1")]) == ()


def test_this_computer_has_places_that_are_no_loopback() -> None:
    assert not [place for place in places() if place.address.startswith("127.")]


def test_a_changed_network_is_told_once_and_what_comes_and_goes_is_not() -> None:
    home = (Place(address="192.168.1.23", kind=LAN),)
    train = (Place(address="10.12.0.9", kind=LAN), Place(address="10.8.0.2", kind=VPN))
    passing = (Place(address="2001:db8::9", kind=IPV6), Place(address="172.17.0.1", kind=VIRTUAL))
    states = iter([home, home, home + passing, (), train, train, train + passing, home, train, (), ()])
    told: list[tuple[Place, ...]] = []
    watch = Watch(told.append, lambda: next(states))
    for _ in range(10):
        watch()
    assert told == [train, ()]
