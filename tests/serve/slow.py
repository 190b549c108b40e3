"""Long songs, clients that are slow with them, and a player that seeks."""

from __future__ import annotations

import contextlib
import random
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.programs import PATIENCE_S
from tests.serve.wire import FILES, ask, write_manifest

from lyricaudio.serve.addresses import LOOPBACK

BIG = bytes(range(256)) * 40_000
FETCH = b"GET /01%20%E5%A4%A7/01%20%E3%81%86%E3%81%9F.mp3 HTTP/1.1\r\nHost: localhost\r\n\r\n"
UNFINISHED = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
PLAYERS = (1, 2, 3)

_PART_BYTES = 65_536


def make_long_songs(release: Path) -> Path:
    """Add to a release three songs of the size that real ones have."""
    names = [f"0{n} 大/01 うた.mp3" for n in PLAYERS]
    for name in names:
        (release / name).parent.mkdir()
        (release / name).write_bytes(BIG)
    write_manifest(release, *FILES, *names)
    return release


@contextlib.contextmanager
def opened(port: int, count: int, data: bytes, *, buffer_bytes: int = 4096) -> Iterator[list[socket.socket]]:
    """Connect and send the same by every connection; small buffers, so that what is not taken shows."""
    with contextlib.ExitStack() as stack:
        opened = []
        for _ in range(count):
            connection = stack.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_bytes)
            connection.settimeout(PATIENCE_S)
            connection.connect((LOOPBACK, port))
            connection.sendall(data)
            opened.append(connection)
        yield opened


@contextlib.contextmanager
def slow_connections(port: int, count: int) -> Iterator[Callable[[int], None]]:
    """Open so many that ask, and that take, for ever; yields what lets the third beside a player go on."""
    with opened(port, count, UNFINISHED) as asking, opened(port, count, FETCH) as taking:
        yield lambda player: dribble(asking[player % 3 :: 3], taking[player % 3 :: 3])


def dribble(asking: Sequence[socket.socket], taking: Sequence[socket.socket]) -> None:
    """Send, or take, a byte by each; those that are given up meanwhile stay so."""
    for connection in asking:
        with contextlib.suppress(OSError):
            connection.send(b"x")
    for connection in taking:
        with contextlib.suppress(OSError):
            connection.recv(1)


def seek(port: int, player: int, count: int) -> Iterator[None]:
    """Seek about in one song as a player does; yields when the right part has come."""
    chance = random.Random(player)
    for _ in range(count):
        start = chance.randrange(len(BIG) - _PART_BYTES)
        answer = ask(port, f"/0{player} 大/01 うた.mp3", Range=f"bytes={start}-{start + _PART_BYTES - 1}")
        assert answer.body == BIG[start : start + _PART_BYTES]
        yield
