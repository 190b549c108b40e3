"""How long three players wait for what they seek among two hundred slow connections, over without them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from tests.bench.figure import Figure
from tests.serve.slow import PLAYERS, make_long_songs, seek, slow_connections
from tests.serve.wire import commanded, make_release, told_port

_SEEKS = 50
_SLOW = 100  # of each kind


def figures(project: Path) -> Iterator[Figure]:
    """Serve three long songs; `project` is of no use here."""
    with tempfile.TemporaryDirectory() as folder:
        release = make_long_songs(make_release(Path(folder) / "output"))
        with commanded(release) as process:
            port = told_port(process)
            _waits_s(port, lambda player: None)  # the server is warm now
            alone_s = median(_waits_s(port, lambda player: None))
            with slow_connections(port, _SLOW) as go_on:
                among_s = _waits_s(port, go_on)
    yield Figure(
        name=f"a seek among {2 * _SLOW} slow connections over one without them",
        value=median(among_s) / alone_s,
        limit=3,
        note=f"median {1000 * median(among_s):.0f} ms, slowest {1000 * max(among_s):.0f} ms",
    )


def _waits_s(port: int, between: Callable[[int], None]) -> list[float]:
    """Let all players seek at once, with something between; return how long each part was waited for."""

    def play(player: int) -> list[float]:
        seeks, waits_s = seek(port, player, _SEEKS), []
        for _ in range(_SEEKS):
            between(player)
            began_s = time.perf_counter()
            next(seeks)
            waits_s.append(time.perf_counter() - began_s)
        return waits_s

    with ThreadPoolExecutor(len(PLAYERS)) as pool:
        return [wait_s for waits_s in pool.map(play, PLAYERS) for wait_s in waits_s]
