"""Slow clients, and players that seek among them."""

from __future__ import annotations

import contextlib
import gc
import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.programs import until
from tests.serve.slow import BIG, FETCH, PLAYERS, UNFINISHED, make_long_songs, opened, seek, slow_connections
from tests.serve.wire import Running, StoppedClock, commanded, running, send_raw, told_port

from lyricaudio.serve import connections
from lyricaudio.serve.connections import LOOK_S, REQUEST_TIMEOUT_S, STALL_TIMEOUT_S

pytestmark = pytest.mark.slow

WHOLE = b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"
OPEN_FILES = Path("/proc/self/fd")
ALL_BUFFERS = 1_000_000  # bytes; more than lies between a server of `busy` and its client


@pytest.fixture
def big_release(release: Path) -> Path:
    return make_long_songs(release)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def busy(big_release: Path, clock: StoppedClock) -> Iterator[Running]:
    """A server whose time passes by the clock of the test."""
    with running(big_release, clock=clock) as server:
        yield server


def has_accepted(server: Running, count: int) -> None:
    until(lambda: server.connections == count, f"the server has {count} connections")


def taken(connection: socket.socket, size: int) -> int:
    """Take so many bytes, or all up to the end; return how many came."""
    received = 0
    while received < size and (piece := connection.recv(min(1 << 17, size - received))):
        received += len(piece)
    return received


def hung_up(connection: socket.socket) -> bool:
    """Tell whether the server ends a connection without a word."""
    try:
        return connection.recv(1 << 16) == b""
    except ConnectionError:
        return True


def test_three_players_seek_at_once_among_two_hundred_slow_connections(big_release: Path) -> None:
    with commanded(big_release) as process:
        port = told_port(process)
        with slow_connections(port, 100) as go_on:

            def play(player: int) -> int:
                return sum(go_on(player) is None for _ in seek(port, player, 25))

            with ThreadPoolExecutor(len(PLAYERS)) as pool:
                assert list(pool.map(play, PLAYERS)) == [25, 25, 25]


def test_a_request_that_does_not_end_is_given_up_and_one_that_ends_in_time_is_answered(
    busy: Running, clock: StoppedClock
) -> None:
    with opened(busy.port, 1, b"") as (silent,), opened(busy.port, 2, UNFINISHED) as (asking, in_time):
        has_accepted(busy, 3)
        clock.pass_time(REQUEST_TIMEOUT_S)
        in_time.sendall(b"\r\n\r\n")
        assert in_time.recv(1 << 16).startswith(b"HTTP/1.1 200 OK")
        clock.pass_time(LOOK_S)
        assert hung_up(silent)
        assert hung_up(asking)


def test_a_request_that_does_not_end_after_another_is_given_up(busy: Running, clock: StoppedClock) -> None:
    with opened(busy.port, 1, WHOLE) as (again,):
        answer = b""
        while not answer.endswith(b"Not Found"):
            answer += again.recv(1 << 16)
        again.sendall(UNFINISHED)
        (connection,) = busy.server.server_state.connections
        assert isinstance(connection, connections.Connection)
        until(lambda: connection.waiting_s(clock.time() + 1), "the server has begun to read the next request")
        clock.pass_time(REQUEST_TIMEOUT_S)
        assert busy.connections == 1
        clock.pass_time(LOOK_S)
        assert hung_up(again)


def test_a_client_that_takes_nothing_is_given_up(busy: Running, clock: StoppedClock) -> None:
    with opened(busy.port, 1, FETCH) as (connection,):
        assert connection.recv(1, socket.MSG_PEEK) == b"H"
        waited_s = 0.0
        while busy.connections:  # it may still be filling the buffers as time begins to pass
            clock.pass_time(LOOK_S)
            waited_s += LOOK_S
        assert waited_s > STALL_TIMEOUT_S
        with contextlib.suppress(ConnectionError):
            assert taken(connection, len(BIG)) < len(BIG)


def waits_for_its_client(server: Running, now_s: float) -> bool:
    """Tell whether a server has seen what its one client took now, and waits for it to take more."""
    (connection,) = server.server.server_state.connections
    assert isinstance(connection, connections.Connection)
    return connection.flow.write_paused and connection.taken_s == now_s


def test_a_listener_who_takes_a_song_as_it_plays_is_not_given_up(busy: Running, clock: StoppedClock) -> None:
    received, passed_s = 0, 0.0
    with opened(busy.port, 1, FETCH, buffer_bytes=1 << 17) as (connection,):
        while received < len(BIG) - 2 * ALL_BUFFERS:
            received += taken(connection, ALL_BUFFERS)
            until(lambda: waits_for_its_client(busy, clock.time()), "no more can be sent")
            clock.pass_time(STALL_TIMEOUT_S - LOOK_S)
            passed_s += STALL_TIMEOUT_S - LOOK_S
        assert taken(connection, len(BIG) - received) == len(BIG) - received
    assert passed_s > 5 * STALL_TIMEOUT_S


def test_a_newcomer_takes_the_place_of_the_one_that_has_waited_longest(
    busy: Running, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 5)
    with opened(busy.port, 1, UNFINISHED) as (longest,):
        has_accepted(busy, 1)
        clock.pass_time(LOOK_S)
        with opened(busy.port, 4, UNFINISHED) as others:
            has_accepted(busy, 5)
            assert busy.ask("/").status == 200
            assert hung_up(longest)
            for other in others:
                other.sendall(b"\r\n\r\n")
                assert other.recv(1 << 16).startswith(b"HTTP/1.1 200 OK")


def test_when_all_are_being_served_a_newcomer_is_told_to_come_again(
    busy: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 3)
    with opened(busy.port, 3, FETCH) as served:
        for connection in served:
            assert connection.recv(1) == b"H"
        assert send_raw(busy.port, b"").startswith(b"HTTP/1.1 503 ")


def is_open(file: Path) -> bool:
    """Tell whether this process has a file open."""
    return any(_leads_to(link, file) for link in OPEN_FILES.iterdir())


def _leads_to(link: Path, file: Path) -> bool:
    try:
        return os.readlink(link) == str(file)
    except OSError:  # closed since it was listed
        return False


@pytest.fixture
def without_collector() -> Iterator[None]:
    """Let nothing be tidied up by chance."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="this system does not tell which files are open")
def test_a_song_is_closed_when_its_listener_leaves(busy: Running, without_collector: None) -> None:
    song = busy.output / "01 大" / "01 うた.mp3"
    with opened(busy.port, 3, FETCH) as leaving:
        assert {connection.recv(1) for connection in leaving} == {b"H"}
        until(lambda: is_open(song), "the song is being read")
    until(lambda: not is_open(song), "the song is closed")


def test_a_client_that_leaves_in_the_middle_of_a_song_is_no_news(busy: Running) -> None:
    with opened(busy.port, 20, FETCH) as leaving:
        assert {connection.recv(1) for connection in leaving} == {b"H"}
    assert busy.ask("/").status == 200
    assert [line for line in busy.said if line.startswith("error")] == []
