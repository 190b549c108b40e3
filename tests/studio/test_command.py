"""`lyricaudio studio` as a person runs it."""

from __future__ import annotations

import signal
import socket
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.programs import LYRICAUDIO, PATIENCE_S, finished, started
from tests.serve.wire import ask
from tests.studio.desk import make_project

from lyricaudio.serve.addresses import LOOPBACK


@pytest.mark.slow
def test_it_says_its_address_answers_there_alone_and_ends_cleanly(tmp_path: Path) -> None:
    command = [*LYRICAUDIO, "studio", "--port", "0", "--no-browser"]
    with started(command, cwd=make_project(tmp_path)) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        address = urlsplit(process.stdout.readline().split()[-1])
        assert (address.scheme, address.hostname, address.path) == ("http", LOOPBACK, "/")
        assert len(address.query) > len("key=") + 20
        assert ask(address.port or 0, f"/api/songs?{address.query}").status == 200
        assert ask(address.port or 0, "/api/songs").status == 403
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE_S)
        assert process.stderr.read().splitlines()[-1] == "stopped"
    assert process.returncode == 130


@pytest.mark.slow
def test_a_port_that_is_taken_is_one_line(tmp_path: Path) -> None:
    with closing(socket.create_server((LOOPBACK, 0))) as taken:
        port = taken.getsockname()[1]
        result = finished([*LYRICAUDIO, "studio", "--port", str(port), "--no-browser"], cwd=tmp_path)
    assert result.returncode == 3
    assert f"port {port} of {LOOPBACK} is taken; try: lyricaudio studio --port " in result.stderr
