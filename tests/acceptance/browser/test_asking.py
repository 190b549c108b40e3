"""An episode that asks, answered without a look: by headphones, the lock screen and two large buttons."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.acceptance.browser.listening import listen, move_to, now_s, pause
from tests.acceptance.browser.served import OpenPage, Site

SONG = """\
title: 傾きのうた
style: {name: lofi, bpm: 140}
voice: {lyric: tone, explain: tone}
sections:
  - lines:
      - {lyric: 勾配は傾きを示す, explain: 坂の傾きです。}
      - {lyric: 損失は誤差を測る, explain: 外れた大きさです。}
  - hook: true
    lines: [谷を下ろう]
points:
  - {q: 傾きを示すのは, a: 勾配}
  - {q: 誤差を測るのは, a: 損失}
"""

HANDLERS = """
  window.actions = {};
  navigator.mediaSession.setActionHandler = (name, handler) => { window.actions[name] = handler; };
"""


@pytest.fixture(scope="module")
def asking(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], Any]
) -> Iterator[Site]:
    project = tmp_path_factory.mktemp("asking")
    (project / "songs").mkdir()
    (project / "songs" / "a.yaml").write_text(SONG, "utf-8")
    (project / "lyricaudio.yaml").write_text("artist: 私\nforms: [song, quiz]\n", "utf-8")
    program = request.config.getoption("lyricaudio").absolute()
    environment = os.environ | {"XDG_DATA_HOME": str(project / "data")}
    for command in (["build"], ["commute", "--minutes", "2"]):
        subprocess.run([program, *command], cwd=project, env=environment, check=True, capture_output=True)
    with serve(project / "output") as site:
        yield site


def press(page: Page, action: str) -> None:
    """Press a button of headphones, and wait until the server has what that says."""
    with page.expect_response(lambda got: got.request.method == "POST") as posted:
        page.evaluate("(action) => window.actions[action]()", action)
    assert posted.value.ok


def grades(site: Site) -> list[tuple[str, str, str]]:
    with urllib.request.urlopen(f"{site.url}grades") as answer:
        return [(one["episode"], one["line"], one["grade"]) for one in json.load(answer)]


def opened(site: Site, open_page: OpenPage, form: str) -> tuple[Page, dict[str, Any]]:
    episode = site.first(form)
    page = open_page(site.localhost, script=HANDLERS)
    listen(page, episode["id"])
    pause(page)
    return page, episode


def test_next_means_known_and_skips_the_rest_and_previous_means_again_and_replays_the_answer(
    asking: Site, open_page: OpenPage
) -> None:
    page, episode = opened(asking, open_page, "quiz")
    questions = [cue for cue in episode["cues"] if cue["role"] == "question"]
    answers = [cue for cue in episode["cues"] if cue["role"] == "answer"]
    move_to(page, questions[0]["start_s"] + 0.1)
    press(page, "nexttrack")
    assert now_s(page) == pytest.approx(questions[1]["start_s"], abs=0.1)
    move_to(page, answers[1]["end_s"])
    press(page, "previoustrack")
    assert now_s(page) == pytest.approx(answers[1]["start_s"], abs=0.1)
    assert grades(asking)[-2:] == [
        ("a/quiz", questions[0]["id"], "said"),
        ("a/quiz", questions[1]["id"], "again"),
    ]


def test_two_large_buttons_do_the_same_where_an_episode_asks_and_only_there(
    asking: Site, open_page: OpenPage
) -> None:
    page, episode = opened(asking, open_page, "quiz")
    expect(page.locator("#judge")).to_be_visible()
    assert all(
        box["height"] >= 52 for box in (b.bounding_box() for b in page.locator("#judge button").all()) if box
    )
    move_to(page, episode["cues"][0]["start_s"] + 0.1)
    with page.expect_response(lambda got: got.request.method == "POST"):
        page.locator("#not-yet-button").click()
    assert grades(asking)[-1] == ("a/quiz", episode["cues"][0]["id"], "again")
    page.locator("#forms button").first.click()
    expect(page.locator("#judge")).to_be_hidden()


def test_what_is_said_of_a_line_in_a_ride_is_said_of_its_song(asking: Site, open_page: OpenPage) -> None:
    page, episode = opened(asking, open_page, "ride")
    line = episode["cues"][0]
    move_to(page, line["start_s"] + 0.1)
    press(page, "nexttrack")
    assert now_s(page) > line["end_s"]
    assert grades(asking)[-1] == ("a/ride", line["id"], "said")
    expect(page.locator("#lines .line").first).to_have_attribute("data-grade", "said")


def test_how_to_answer_is_said_once(asking: Site, open_page: OpenPage) -> None:
    page, _ = opened(asking, open_page, "quiz")
    expect(page.locator("#status")).to_contain_text("言えた")
    assert page.evaluate("JSON.parse(localStorage.lyricaudio).judged") is True
