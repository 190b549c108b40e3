"""Each day's ride by itself: when it is made, and what is told of it."""

from __future__ import annotations

import os
import sys
import urllib.request
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from tests.cli.within import called
from tests.programs import LYRICAUDIO, started
from tests.serve.wire import told_port

from lyricaudio.cli.daily import Daily
from lyricaudio.release.catalogue import read_catalogue
from lyricaudio.serve.addresses import LOOPBACK

MORNING = datetime(2026, 11, 30, 7, 30)
MADE = "open('made', 'a').write('x')"
FAILS = "import sys; sys.exit('no song has lines for this ride')"


class Server:
    """What makes rides by a program of the test's, with a clock of its own."""

    def __init__(self, folder: Path, program: str) -> None:
        self.now, self.days = MORNING, set[date]()
        self.daily = Daily(
            [sys.executable, "-c", program], folder, is_made=self.days.__contains__, now=lambda: self.now
        )
        self.made = folder / "made"

    def visit(self) -> None:
        """Let somebody come, and wait for what that begins."""
        self.daily.came()
        if running := self.daily.running:
            running.wait()
        self.daily.look()


@pytest.fixture
def serving(tmp_path: Path) -> Callable[[str], Server]:
    return lambda program: Server(tmp_path, program)


def test_the_first_visit_of_a_day_begins_its_ride_and_later_ones_do_not(
    serving: Callable[[str], Server], capsys: pytest.CaptureFixture[str]
) -> None:
    server = serving(MADE)
    server.visit()
    assert capsys.readouterr().out == "today's ride is there\n"
    server.days.add(MORNING.date())
    for hours in (0, 3, 12):
        server.now = MORNING + timedelta(hours=hours)
        server.visit()
    assert server.made.read_text() == "x"
    server.now = MORNING + timedelta(days=1)
    server.visit()
    assert server.made.read_text() == "xx"


def test_a_ride_that_fails_is_told_in_a_line_and_tried_again_later(
    serving: Callable[[str], Server], capsys: pytest.CaptureFixture[str]
) -> None:
    server = serving(FAILS)
    for minutes, told in ((0, 1), (1, 0), (11, 1)):
        server.now = MORNING + timedelta(minutes=minutes)
        server.visit()
        complaints = capsys.readouterr().err.splitlines()
        assert complaints == ["today's ride: no song has lines for this ride"] * told


def test_what_is_being_made_ends_with_the_server(tmp_path: Path) -> None:
    daily = Daily(
        [sys.executable, "-c", "import sys; sys.stdin.read(); import signal; signal.pause()"],
        tmp_path,
        is_made=lambda day: False,
    )
    daily.came()
    running = daily.running
    assert running is not None
    daily.close()
    assert running.returncode is not None


SONG = """\
title: 勾配のうた
style: none
voice: {lyric: tone, explain: tone}
sections:
  - lines:
      - {lyric: 勾配は谷を下る, explain: 一歩ずつ下る。}
  - hook: true
    lines: [みんなで歌う]
"""


@pytest.mark.dear
@pytest.mark.slow
def test_who_opens_the_page_finds_the_ride_of_the_day_a_little_later(tmp_path: Path) -> None:
    (tmp_path / "songs").mkdir()
    (tmp_path / "songs" / "a.yaml").write_text(SONG, "utf-8")
    (tmp_path / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")
    assert called(tmp_path, "build").returncode == 0
    command = [*LYRICAUDIO, "serve", "--bind", LOOPBACK, "--port", "0", "--ride", "2"]
    with started(
        command, cwd=tmp_path, env=os.environ | {"XDG_DATA_HOME": str(tmp_path / "data")}
    ) as process:
        site = f"http://{LOOPBACK}:{told_port(process)}/"
        with urllib.request.urlopen(site) as page:
            assert page.status == 200
        assert process.stdout is not None
        assert "today's ride is there\n" in process.stdout
    catalogue = read_catalogue(tmp_path / "output")
    assert catalogue is not None
    assert catalogue.episodes[0].id.startswith("rides/")
    assert catalogue.episodes[0].seconds == pytest.approx(120, abs=0.5)
