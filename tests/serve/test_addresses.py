from __future__ import annotations

import contextlib
import re
import socket

import pytest

from lyricaudio.serve.addresses import (
    LOOPBACK,
    CannotListen,
    is_public,
    is_wildcard,
    lan_address,
    listen,
    url,
)


def test_the_address_in_the_network_is_one_of_this_machine_and_not_loopback() -> None:
    address = lan_address() or "in no network"
    assert not address.startswith("127.")
    (listening,) = listen([lan_address() or LOOPBACK], 0)
    listening.close()


def test_several_addresses_get_one_port() -> None:
    first, second = listen([LOOPBACK, "127.0.0.2"], 0)
    with first, second:
        assert first.getsockname() == (LOOPBACK, second.getsockname()[1])
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.3", first.getsockname()[1]))


def test_a_port_that_is_taken_comes_with_one_that_is_free() -> None:
    (taken,) = listen([LOOPBACK], 0)
    with taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            CannotListen, match=rf"port {port} of 127\.0\.0\.1 is taken; try: .* --port \d+"
        ) as caught:
            listen([LOOPBACK, "127.0.0.2"], port)
        free = re.findall(r"\d+$", str(caught.value))
        for listening in listen([LOOPBACK], int(free[0])):
            listening.close()


def test_when_one_address_cannot_be_had_none_is_kept() -> None:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind((LOOPBACK, 0))
        port = probe.getsockname()[1]
    with pytest.raises(CannotListen, match=r"no address 192\.0\.2\.77; leave --bind out, or try: --bind \d"):
        listen([LOOPBACK, "192.0.2.77"], port)
    for listening in listen([LOOPBACK], port):
        listening.close()


def test_addresses_are_shown_as_a_browser_takes_them() -> None:
    assert url("192.168.1.20", 8765) == "http://192.168.1.20:8765/"
    assert url("::1", 80) == "http://[::1]:80/"


def test_public_and_wildcard_addresses_are_told_apart() -> None:
    assert [is_public(address) for address in ("8.8.8.8", "192.168.1.20", "10.0.0.1", "fe80::1")] == [
        True,
        False,
        False,
        False,
    ]
    assert [is_wildcard(address) for address in ("0.0.0.0", "::", "127.0.0.1")] == [True, True, False]
