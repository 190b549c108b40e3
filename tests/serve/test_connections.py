"""Slow clients, and players that seek among them."""

from __future__ import annotations

import contextlib
import random
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.serve.wire import FILES, Running, ask, commanded, running, send_raw, told_port, write_manifest

from lyricaudio.serve import connections
from lyricaudio.serve.addresses import LOOPBACK

BIG = bytes(range(256)) * 40_000
FETCH = b"GET /01%20%E5%A4%A7/01%20%E3%81%86%E3%81%9F.mp3 HTTP/1.1\r\nHost: localhost\r\n\r\n"
UNFINISHED = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "


@pytest.fixture
def big_release(release: Path) -> Path:
    """A release with three songs of the size that real ones have."""
    names = [f"0{n} 大/01 うた.mp3" for n in (1, 2, 3)]
    for name in names:
        (release / name).parent.mkdir()
        (release / name).write_bytes(BIG)
    write_manifest(release, *FILES, *names)
    return release


@pytest.fixture
def busy(big_release: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """A server that looks after its connections often."""
    monkeypatch.setattr(connections, "LOOK_S", 0.05)
    with running(big_release) as server:
        yield server


@contextlib.contextmanager
def opened(port: int, count: int, data: bytes, *, buffer_bytes: int = 4096) -> Iterator[list[socket.socket]]:
    """Connect and send the same by every connection; small buffers, so that what is not taken shows."""
    with contextlib.ExitStack() as stack:
        opened = []
        for _ in range(count):
            connection = stack.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_bytes)
            connection.settimeout(10)
            connection.connect((LOOPBACK, port))
            connection.sendall(data)
            opened.append(connection)
        yield opened


def hung_up(connection: socket.socket) -> bool:
    """Tell whether the server ends a connection without a word."""
    try:
        return connection.recv(1 << 16) == b""
    except ConnectionError:
        return True


def dribble(slow: list[socket.socket], stop: threading.Event) -> None:
    """Send, or take, a byte a turn."""
    while not stop.wait(0.1):
        for number, connection in enumerate(slow):
            with contextlib.suppress(OSError):
                if number % 2:
                    connection.recv(1)
                else:
                    connection.send(b"x")


def seek_times(port: int, number: int) -> list[float]:
    """Seek about in one song as a player does; return the seconds until each first part has come."""
    chance = random.Random(number)
    times = []
    for _ in range(25):
        start = chance.randrange(len(BIG) - 65_536)
        began_s = time.perf_counter()
        answer = ask(port, f"/0{number} 大/01 うた.mp3", Range=f"bytes={start}-{start + 65_535}")
        times.append(time.perf_counter() - began_s)
        assert answer.body == BIG[start : start + 65_536]
    return times


def test_three_players_seek_at_once_among_two_hundred_slow_connections(big_release: Path) -> None:
    stop = threading.Event()
    with (
        commanded(big_release) as process,
        opened(port := told_port(process), 100, UNFINISHED) as asking,
        opened(port, 100, FETCH) as taking,
    ):
        slow = [connection for pair in zip(asking, taking, strict=True) for connection in pair]
        dribbling = threading.Thread(target=dribble, args=[slow, stop])
        dribbling.start()
        with ThreadPoolExecutor(3) as pool:
            times = [time for each in pool.map(lambda n: seek_times(port, n), (1, 2, 3)) for time in each]
        stop.set()
        dribbling.join()
    print(f"{len(times)} seeks: median {sorted(times)[37] * 1000:.0f} ms, slowest {max(times) * 1000:.0f} ms")
    assert max(times) < 0.3


def test_a_request_that_does_not_end_is_given_up(busy: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "REQUEST_TIMEOUT_S", 0.2)
    whole = b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with opened(busy.port, 1, b"") as (silent,), opened(busy.port, 1, UNFINISHED) as (asking,):
        assert hung_up(silent)
        assert hung_up(asking)
    with opened(busy.port, 1, whole) as (again,):
        answer = b""
        while not answer.endswith(b"Not Found"):
            answer += again.recv(1 << 16)
        again.sendall(UNFINISHED)
        assert hung_up(again)


def test_a_client_that_takes_nothing_is_given_up(busy: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "STALL_TIMEOUT_S", 0.3)
    with opened(busy.port, 1, FETCH) as (connection,):
        time.sleep(0.8)
        received = 0
        with contextlib.suppress(ConnectionError):
            while piece := connection.recv(1 << 20):
                received += len(piece)
    assert received < len(BIG)


def test_a_listener_who_takes_a_song_as_it_plays_is_not_given_up(
    busy: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "STALL_TIMEOUT_S", 0.5)
    monkeypatch.setattr(connections, "REQUEST_TIMEOUT_S", 0.2)
    received = 0
    with opened(busy.port, 1, FETCH, buffer_bytes=1 << 18) as (connection,):
        while received < len(BIG):
            received += len(connection.recv(1 << 17))
            time.sleep(0.01)


def test_a_newcomer_takes_the_place_of_one_that_waits(busy: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 5)
    with opened(busy.port, 5, UNFINISHED) as waiting:
        assert busy.ask("/").status == 200
        assert hung_up(waiting[0])
        waiting[-1].sendall(b"\r\n\r\n")
        assert waiting[-1].recv(1 << 16).startswith(b"HTTP/1.1 200 OK")


def test_when_all_are_being_served_a_newcomer_is_told_to_come_again(
    busy: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 3)
    with opened(busy.port, 3, FETCH) as served:
        for connection in served:
            assert connection.recv(1) == b"H"
        assert send_raw(busy.port, b"").startswith(b"HTTP/1.1 503 ")


def test_a_client_that_leaves_in_the_middle_of_a_song_is_no_news(busy: Running) -> None:
    with opened(busy.port, 20, FETCH) as leaving:
        assert {connection.recv(1) for connection in leaving} == {b"H"}
    assert busy.ask("/").status == 200
    assert [line for line in busy.said if line.startswith("error")] == []
