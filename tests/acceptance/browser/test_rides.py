"""The ride of a day, played from the songs themselves where no computer makes one."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.acceptance.browser.listening import pause, shown_line, sounding, until
from tests.acceptance.browser.riding import Piece, built_with_rides, items, pieces
from tests.acceptance.browser.served import OpenPage, Site

FIRST_DAY = datetime(2027, 3, 1, 8)

GRADE = """(given) => {
  const memory = JSON.parse(localStorage.lyricaudio);
  const at = new Date().toISOString();
  memory.grades = { a: Object.fromEntries(given.map(([line, grade]) => [line, { grade, at }])) };
  localStorage.lyricaudio = JSON.stringify(memory);
}"""
"""Lines of the song a are graded now."""


@pytest.fixture(scope="module")
def riding(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], Any]
) -> Iterator[Site]:
    program = request.config.getoption("lyricaudio")
    release = built_with_rides(program, tmp_path_factory.mktemp("riding"))
    with serve(release) as site:
        yield site


def begin(page: Page) -> None:
    page.locator("#ride").click()
    sounding(page)
    page.wait_for_selector("#lines .line")


def reached(page: Page, piece: Piece) -> None:
    """Wait until a piece is heard, a little after it has begun."""
    path, from_s, *_ = piece
    here = "decodeURI(audio.currentSrc).includes(given[0]) && audio.volume > 0"
    until(page, f"{here} && Math.abs(audio.currentTime - given[1] - 0.6) < 0.3", [path, from_s])


def ride_of(page: Page, day: datetime) -> list[str]:
    """Begin the ride of a day, and return the words that are seen of it, without furigana."""
    page.clock.set_fixed_time(day)
    begin(page)
    pause(page)
    seen: list[str] = page.locator("#lines .line .said").all_text_contents()
    page.go_back()
    return seen


def test_the_words_of_the_line_that_is_heard_are_shown(riding: Site, open_page: OpenPage) -> None:
    page = open_page(riding.localhost)
    begin(page)
    expect(page.locator("#now")).to_have_text("今日の通勤 1日目")
    expect(page.locator("#judge")).to_be_visible()
    page.wait_for_selector("#lines [aria-current]")
    assert shown_line(page) == "勾配は谷"


def test_there_is_one_ride_a_day(riding: Site, open_page: OpenPage) -> None:
    page = open_page(riding.localhost)
    for hours, title in ((0, "1日目"), (10, "1日目"), (24, "2日目"), (30, "2日目"), (240, "3日目")):
        ride_of(page, FIRST_DAY + timedelta(hours=hours))
        expect(page.locator("#now")).to_have_text(f"今日の通勤 {title}")


def test_on_the_next_day_what_was_known_is_not_asked_and_what_was_not_comes_first(
    riding: Site, open_page: OpenPage
) -> None:
    page = open_page(riding.localhost)
    known, missed = (line_of(riding, text) for text in ("峰は勾配より上", "川へ下る"))
    assert {("recall", known), ("recall", missed)} <= {
        (item[0], *item[2]) for item in items(riding.release, 3)
    }
    for day in (0, 1):
        ride_of(page, FIRST_DAY + timedelta(days=day))
    page.evaluate(GRADE, [[known, "said"], [missed, "again"]])
    heard = ride_of(page, FIRST_DAY + timedelta(days=2))
    assert heard[:2] == ["＿へ下る", "川へ下る"]
    assert "＿は勾配より上" not in heard
    assert heard.count("＿へ下る") == 2  # the other song has it, too
    expect(page.locator("#lines .chapter", has_text="思い出す")).to_have_count(7)


def line_of(site: Site, text: str) -> str:
    """Return the identity of a line of the song a."""
    found: str = next(cue["id"] for cue in site.first("song")["cues"] if cue["text"] == text)
    return found


def test_without_a_network_what_is_not_kept_is_passed_over(
    riding: Site, open_page: OpenPage, troubles: list[str]
) -> None:
    page = open_page(riding.localhost)
    page.locator("#ride").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.context.set_offline(True)
    page.locator("#ride").click()
    expect(page.locator("#status")).to_contain_text("手もとに歌がありません")
    page.context.set_offline(False)
    page.locator(".keep").last.click()
    expect(page.locator(".keep").last).to_have_attribute("aria-pressed", "true")
    page.context.set_offline(True)
    begin(page)
    titles = set(page.locator("#lines .chapter").all_text_contents())
    assert titles == {"損失のうた", "思い出す"}
    assert all(trouble.startswith("Failed to load resource") for trouble in troubles)
    troubles.clear()


def test_next_means_known_in_it_and_goes_on_to_the_next_item(riding: Site, open_page: OpenPage) -> None:
    page = open_page(riding.localhost)
    begin(page)
    first, second, *_ = pieces(riding.release)
    reached(page, first)
    with page.expect_response(lambda got: got.request.method == "POST") as posted:
        page.locator("#known-button").click()
    assert posted.value.ok
    reached(page, second)
    with urllib.request.urlopen(f"{riding.url}grades") as answer:
        last = json.load(answer)[-1]
    assert (last["episode"], last["line"], last["grade"]) == ("a/ride", line_of(riding, "勾配は谷"), "said")
