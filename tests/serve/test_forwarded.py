"""Addresses behind another server: what it tells counts when it is trusted, and leads nowhere else."""

from __future__ import annotations

import json
import re
from ipaddress import ip_network
from pathlib import Path

import pytest
from starlette.datastructures import Headers
from tests.serve.wire import KEY, Running, running

from lyricaudio.serve.forwarded import LOOPBACK_NETWORKS, Reached, is_trusted, reached_by

NAME = "study.example"


def feed_base(server: Running, path: str = "/feed.xml", **headers: str | None) -> str:
    """Return what the addresses in the feed begin with for who asks so."""
    answer = server.ask(path, "GET", None, **({"Host": NAME} | headers))
    assert answer.status == 200
    found = re.search(r"<link>(.*)</link>", answer.body.decode())
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("headers", "base"),
    [
        ({}, "http://study.example/"),
        ({"X_Forwarded_Proto": "https"}, "https://study.example/"),
        ({"X_Forwarded_Proto": "http, HTTPS"}, "https://study.example/"),
        ({"Forwarded": "for=203.0.113.7;proto=https"}, "https://study.example/"),
        ({"Forwarded": 'proto=http, For="[2001:db8::1]:4711";Proto=https;by=_x'}, "https://study.example/"),
        ({"Host": "localhost", "X_Forwarded_Host": NAME}, "http://study.example/"),
        (
            {"Host": "localhost", "Forwarded": f'host="{NAME}:8443";proto=https'},
            "https://study.example:8443/",
        ),
        ({"X_Forwarded_Proto": "https", "X_Forwarded_Prefix": "/uta/"}, "https://study.example/uta/"),
        (
            {"Host": "localhost", "X_Forwarded_Host": NAME, "X_Forwarded_Port": "8443"},
            "http://study.example:8443/",
        ),
        ({"X_Forwarded_Proto": "javascript"}, "http://study.example/"),
        ({"X_Forwarded_Prefix": "//evil.example"}, "http://study.example/"),
        ({"X_Forwarded_Prefix": "/a/../b"}, "http://study.example/"),
        ({"X_Forwarded_Prefix": "/a<b>"}, "http://study.example/"),
        ({"Forwarded": "nonsense;;=,"}, "http://study.example/"),
    ],
)
def test_addresses_are_those_by_which_the_server_before_us_was_asked(
    headers: dict[str, str], base: str, server: Running
) -> None:
    assert feed_base(server, **headers) == base


def test_a_host_that_nobody_named_is_refused_however_it_comes(server: Running) -> None:
    for headers in ({"X_Forwarded_Host": "evil.example"}, {"Forwarded": "host=evil.example"}):
        assert server.ask("/feed.xml", "GET", None, **headers).status == 421
    rebound = {"Host": "evil.example", "X_Forwarded_Host": "localhost"}
    assert server.ask("/feed.xml", "GET", None, **rebound).status == 421


def test_below_a_path_everything_is_had_cut_off_or_not(release: Path) -> None:
    with running(release, base_url="https://uta.example/study/") as server:
        for path in ("/sw.js", "/study/sw.js"):
            assert server.ask(path).status == 200
        for path in ("/", "/study/"):
            assert server.ask(path).headers["Content-Type"].startswith("text/html")
        assert feed_base(server, Host="uta.example") == "https://uta.example/study/"
        assert feed_base(server, "/study/feed.xml", Host="localhost") == "https://uta.example/study/"
        assert server.ask(f"/?key={KEY.text}").headers["Set-Cookie"].split("; ")[1] == "Path=/study/"


def test_who_comes_by_a_tunnel_is_named_and_may_write_with_the_key(release: Path) -> None:
    with running(release, base_url="https://uta.example/") as server:
        tunnel = {
            "Host": "uta.example",
            "X_Forwarded_For": "10.1.2.3, 203.0.113.7",
            "X_Forwarded_Proto": "https",
        }
        opened = server.ask(f"/?key={KEY.text}", "GET", None, **tunnel)
        cookie, *attributes = opened.headers["Set-Cookie"].split("; ")
        assert attributes[-1] == "Secure"
        grade = {"episode": "01-rate/song", "line": "p1", "grade": "said", "at": 0}
        sent = tunnel | {
            "Content_Type": "application/json",
            "Cookie": cookie,
            "Origin": "https://uta.example",
        }
        assert server.ask("/grades", "POST", json.dumps(grade).encode(), **sent).status == 204
        assert (
            server.ask("/grades", "POST", b"{}", **(sent | {"Origin": "https://evil.example"})).status == 403
        )
    assert server.said[0].startswith("203.0.113.7  connected: ")


def test_only_who_is_trusted_is_believed() -> None:
    assert all(is_trusted(peer, LOOPBACK_NETWORKS) for peer in ("127.0.0.1", "127.9.9.9", "::1"))
    assert not any(is_trusted(peer, LOOPBACK_NETWORKS) for peer in ("192.168.1.2", "fe80::1", "", "unix:"))
    assert is_trusted("172.17.0.3", [ip_network("172.17.0.0/16")])


def test_a_client_that_is_hidden_or_no_address_is_not_named() -> None:
    said = ("unknown", "_hidden", "<b>", "1.2.3.4.5")
    found = [reached_by(Headers({"forwarded": f"for={one}"})) for one in said]
    assert found == [Reached()] * 4
    assert reached_by(Headers({"x-forwarded-for": "[2001:db8::1]:80"})).client == "2001:db8::1"
