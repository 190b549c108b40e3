"""Texts are sent compressed to whom takes that, and are known by a tag of their own then."""

from __future__ import annotations

import gzip

import pytest
from tests.serve.wire import FILES, SONG, Running

TEXT = "texts.html"


@pytest.mark.parametrize("takes", ["gzip", "br, GZIP;q=0.5", "deflate , gzip ; q=1"])
def test_a_long_text_is_compressed_for_whom_takes_that(server: Running, takes: str) -> None:
    answer = server.ask(f"/{TEXT}", Accept_Encoding=takes)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert gzip.decompress(answer.body) == FILES[TEXT]
    assert len(answer.body) < len(FILES[TEXT]) / 10


@pytest.mark.parametrize("takes", [None, "identity", "br", "gzip;q=0", "gzip; q=0.0, br"])
def test_who_does_not_take_it_gets_the_text_as_it_is(server: Running, takes: str | None) -> None:
    answer = server.ask(f"/{TEXT}", Accept_Encoding=takes)
    assert answer.headers["Content-Encoding"] is None
    assert answer.headers["Vary"] == "accept-encoding"
    assert answer.body == FILES[TEXT]


@pytest.mark.parametrize("name", [SONG, "sw.js"])
def test_sound_and_what_is_short_stay_as_they_are(server: Running, name: str) -> None:
    answer = server.ask(f"/{name}", Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] is None
    assert answer.body == FILES[name]


def test_a_compressed_text_is_known_by_its_own_tag(server: Running) -> None:
    plain, small = server.ask(f"/{TEXT}"), server.ask(f"/{TEXT}", Accept_Encoding="gzip")
    assert plain.headers["ETag"] != small.headers["ETag"]
    tag = small.headers["ETag"]
    assert server.ask(f"/{TEXT}", Accept_Encoding="gzip", If_None_Match=tag).status == 304
    assert server.ask(f"/{TEXT}", If_None_Match=tag).status == 200


def test_a_part_is_of_the_text_as_it_is(server: Running) -> None:
    answer = server.ask(f"/{TEXT}", Accept_Encoding="gzip", Range="bytes=10-19")
    assert (answer.status, answer.body) == (206, FILES[TEXT][10:20])


def test_a_head_tells_what_a_get_would_send(server: Running) -> None:
    got, head = (server.ask(f"/{TEXT}", method, Accept_Encoding="gzip") for method in ("GET", "HEAD"))
    assert head.body == b""
    assert head.headers["Content-Length"] == got.headers["Content-Length"]
