from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.serve.hostile import hostile_requests
from tests.serve.wire import CANARY, FILES, Running, send_raw

COUNT = int(os.environ.get("LYRICAUDIO_TEST_HOSTILE", "3000"))
"""How many requests; .ci/run sends 10,000."""
STATUSES = {100, 200, 206, 304, 400, 401, 403, 404, 405, 413, 415, 416, 421}
SERVED = {*FILES.values(), FILES["feed.xml"].replace(b"localhost:8765", b"127.0.0.1")}


@pytest.mark.slow
def test_hostile_requests_get_nothing_from_outside_the_manifest(server: Running) -> None:
    requests = list(hostile_requests(COUNT, seed=5))

    def sent(data: bytes) -> bytes:
        return send_raw(server.port, data, in_doubt=lambda: server.ask("/sw.js"))

    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(sent, requests))
    assert [data for data, answer in zip(requests, answers, strict=True) if CANARY in answer] == []
    statuses = [int(found[1]) for answer in answers if (found := re.match(rb"HTTP/1\.1 (\d{3}) ", answer))]
    assert set(statuses) <= STATUSES
    assert {200, 206, 304, 400, 401, 404, 405, 416, 421} <= set(statuses)
    assert not list((server.output / ".lyricaudio").glob("grades*"))
    assert not server.log.exists()
    assert [line for line in server.said if line.startswith("error")] == []
    assert server.ask("/").body == FILES["index.html"]
