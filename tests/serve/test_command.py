"""`lyricaudio serve` as a person runs it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.programs import LYRICAUDIO, PATIENCE_S, finished
from tests.serve.wire import FILES, SONG, ask, commanded, told_port

from lyricaudio.serve.addresses import LOOPBACK


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return finished([*LYRICAUDIO, "serve", *options], cwd=folder)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_everything_is_serves_it_and_ends_cleanly(number: int, release: Path) -> None:
    with commanded(release) as process:
        port = told_port(process)
        assert ask(port, "/", User_Agent="Mozilla/5.0 (\x1b[2J)").body == FILES["index.html"]
        with socket.create_connection((LOOPBACK, port)) as listening:
            listening.sendall(f"GET /{quote(SONG)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert listening.recv(1) == b"H"
            process.send_signal(number)
            process.wait(PATIENCE_S)
        assert process.stdout is not None
        assert process.stderr is not None
        printed, complaints = process.stdout.read(), process.stderr.read()
    assert process.returncode == 130
    assert complaints.splitlines()[-1] == "stopped"
    assert "Traceback" not in complaints
    assert re.search(rf"^feed +http://127\.0\.0\.1:{port}/feed\.xml$", printed, re.MULTILINE)
    assert re.search(rf"^sync +http://127\.0\.0\.1:{port}/  .* password [\w-]{{12}}$", printed, re.MULTILINE)
    assert re.search(
        rf"^zip +http://127\.0\.0\.1:{port}/zip/01-rate\.zip to /zip/02-gauss\.zip$", printed, re.MULTILINE
    )
    assert "127.0.0.1  connected: Mozilla/5.0 (\\x1b[2J)\n" in printed
    assert f"127.0.0.1  {SONG}\n" in printed


@pytest.mark.slow
def test_it_tells_once_that_grades_of_numbers_are_put_aside(release: Path) -> None:
    kept = release / ".lyricaudio" / "grades.json"
    kept.write_text('[{"episode": "01-1", "cue": 4, "grade": "said", "at": 0}]', "utf-8")
    for told in (1, 0):
        with commanded(release) as process:
            told_port(process)
            process.send_signal(signal.SIGINT)
            _, complaints = process.communicate(timeout=PATIENCE_S)
        assert complaints.count("note: grades from before lines had names are put aside") == told
    assert not kept.exists()


@pytest.mark.slow
def test_the_code_in_the_terminal_is_made_of_half_blocks_and_of_no_control_characters(release: Path) -> None:
    with commanded(release) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().rstrip("\n") for _ in range(16)]
    assert {len(line) for line in lines} == {37}
    assert set("".join(lines)) == set(" ▀▄█")


@pytest.mark.slow
def test_without_a_release_it_says_what_to_do(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "there is no release in output; make one with: lyricaudio build\n"


@pytest.mark.slow
def test_a_port_that_is_taken_and_an_address_of_another_machine_are_one_line(release: Path) -> None:
    with closing(socket.create_server((LOOPBACK, 0))) as taken:
        port = str(taken.getsockname()[1])
        result = run(release.parent, "--bind", LOOPBACK, "--port", port)
    assert result.returncode == 3
    assert re.fullmatch(
        rf"port {port} of 127\.0\.0\.1 is taken; try: lyricaudio serve --port \d+\n", result.stderr
    )
    elsewhere = run(release.parent, "--bind", "192.0.2.77")
    assert elsewhere.returncode == 3
    assert elsewhere.stderr.startswith("this machine has no address 192.0.2.77; ")
    assert len(elsewhere.stderr.splitlines()) == 1
    named = run(release.parent, "--bind", "my-computer")
    assert named.returncode == 2
    assert "'my-computer' is no numeric address; give one like " in named.stderr
