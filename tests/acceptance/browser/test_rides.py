"""The ride of a day, played from the songs themselves where no computer makes one."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect
from tests.acceptance.browser.listening import HEARD, pause, shown_line, sounding, until
from tests.acceptance.browser.served import OpenPage, Site

SONG = """\
title: {title}
style: {{name: lofi, bpm: 150}}
voice: {{lyric: tone, explain: tone}}
sections:
  - lines:
      - {{lyric: {term}は谷, terms: [{term}], explain: 低い所です。}}
      - {{lyric: 峰は{term}より上, terms: [峰], explain: 高い所です。}}
      - {{lyric: 川へ下る, terms: [川], explain: 水です。}}
  - hook: true
    lines: [進もう]
  - lines: [終わりまで歩く]
"""

LATE_S = 0.05
"""What the beginning of an item may be away from its plan."""

SAMPLE = """() => {
  window.samples = [];
  const look = () => {
    const audio = [...document.querySelectorAll("audio")].find((each) => !each.paused);
    if (audio && audio.volume > 0 && !audio.seeking && audio.readyState > 2) {
      window.samples.push([performance.now() / 1000, audio.currentSrc, audio.currentTime]);
    }
    requestAnimationFrame(look);
  };
  look();
}"""

BEGUN = f"""(path, from) => {{
  const audio = {HEARD};
  const isThere = decodeURI(audio.currentSrc).includes(path) && audio.volume > 0;
  return isThere && Math.abs(audio.currentTime - from - 0.6) < 0.3;
}}"""
"""Whether a piece is heard, and has begun a little while ago."""

SOUNDED = """(([path, from]) => window.samples.some(
  ([, url, time]) => decodeURI(url).includes(path) && time > from && time < from + 1.5
))(given)"""
"""Whether the beginning of a piece has been heard, and be it long ago."""

HELD_S = 1.2
"""So much later than it should begin comes the sound of a piece that is held up."""

CAUGHT_UP = 5
"""By so many pieces later that is made good, by 0.4 s in the silence before each."""

OVER_BY = """(([from, seconds]) => {
  const [[seen, , time]] = window.samples.length ? window.samples : [[Infinity, "", 0]];
  return performance.now() / 1000 - (seen - (time - from)) > seconds;
})(given)"""
"""Whether so many seconds have passed since the first piece has begun, at `from` in its file."""

ONE_SOUNDS = """(() => {
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function () {
    const isFirst = this === document.querySelector("audio");
    return isFirst ? play.call(this) : Promise.reject(new DOMException("", "NotAllowedError"));
  };
})()"""
"""As a phone may be, of whose elements that sound none but the first was begun by a touch."""

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
    project = tmp_path_factory.mktemp("riding")
    (project / "songs").mkdir()
    for name, term in (("a", "勾配"), ("b", "損失")):
        song = SONG.format(title=f"{term}のうた", term=term)
        (project / "songs" / f"{name}.yaml").write_text(song, "utf-8")
    (project / "lyricaudio.yaml").write_text("artist: 私\nforms: [song, explain, recall]\n", "utf-8")
    program = request.config.getoption("lyricaudio").absolute()
    subprocess.run([program, "build"], cwd=project, check=True, capture_output=True)
    with serve(project / "output") as site:
        yield site


def plans(site: Site) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((site.release / "rides.json").read_text("utf-8"))
    return found


def items(site: Site, day: int = 1) -> list[Any]:
    found = plans(site)
    return [found["items"][number] for number in found["rides"][day - 1]]


def pieces(site: Site, day: int = 1) -> list[tuple[str, float, float, float]]:
    """The pieces of a ride: the path of each, where it begins in it, when in the ride, and how long it is."""
    paths = {episode["id"]: episode["mp3"] for episode in site.episodes}
    names = [name for name, _ in plans(site)["episodes"]]
    now_s, found = 0.0, []
    for *_, rows in items(site, day):
        for number, from_s, to_s, gap_s in rows:
            now_s += gap_s
            found.append((paths[names[number]], from_s, now_s, to_s - from_s))
            now_s += to_s - from_s
    return found


def begin(page: Page) -> None:
    page.locator("#ride").click()
    sounding(page)
    page.wait_for_selector("#lines .line")


def reached(page: Page, piece: tuple[str, float, float, float]) -> None:
    """Wait until a piece is heard, a little after it has begun."""
    path, from_s, *_ = piece
    until(page, f"({BEGUN})(...given)", [path, from_s])


def ride_of(page: Page, day: datetime) -> list[str]:
    """Begin the ride of a day, and return the words that are seen of it, without furigana."""
    page.clock.set_fixed_time(day)
    begin(page)
    pause(page)
    seen: list[str] = page.locator("#lines .line .said").all_text_contents()
    page.go_back()
    return seen


def lateness(
    samples: list[tuple[float, str, float]], planned: list[tuple[str, float, float, float]]
) -> list[float]:
    """How much later than planned each piece began, counted from the first, in seconds."""
    begun_s = starts(samples, planned)
    origin_s = begun_s[0] - planned[0][2]
    return [at - origin_s - plan[2] for at, plan in zip(begun_s, planned, strict=True)]


def starts(
    samples: list[tuple[float, str, float]], planned: list[tuple[str, float, float, float]]
) -> list[float]:
    """When each of the pieces began to sound, in seconds: by the frames in which it did, their median."""
    found, at = [], 0
    for path, from_s, _, length_s in planned:
        begun_s: list[float] = []
        while at < len(samples):
            seen_s, url, time_s = samples[at]
            if unquote(urlsplit(url).path).endswith(path) and from_s - 0.1 < time_s < from_s + length_s:
                begun_s.append(seen_s - (time_s - from_s))
            elif begun_s:
                break
            at += 1
        found.append(median(begun_s))
    return found


def test_of_a_piece_that_is_held_up_nothing_is_lost_and_those_behind_it_catch_up(
    riding: Site, open_page: OpenPage, troubles: list[str]
) -> None:
    page = open_page(riding.localhost, service_workers="block")  # nobody holds up what one of these asks for
    troubles.clear()
    planned = pieces(riding)
    number = next(n for n, piece in enumerate(planned) if piece[0] != planned[0][0])
    page.evaluate(SAMPLE)
    held = hold(page, planned[number][0])
    begin(page)
    until(page, OVER_BY, [planned[0][1], planned[number][2] - planned[0][2] + HELD_S])
    assert held
    for route in held:
        route.continue_()
    page.unroute_all(behavior="wait")
    until(page, SOUNDED, list(planned[number + CAUGHT_UP][:2]))
    pause(page)
    late_s = lateness(page.evaluate("window.samples"), planned[: number + CAUGHT_UP])
    print("late by ms:", [round(1000 * late) for late in late_s])
    assert late_s[number] > LATE_S
    assert late_s[-1] <= LATE_S
    path, from_s, _, length_s = planned[number]
    samples = page.evaluate("window.samples")
    times_s = [time_s for _, url, time_s in samples if unquote(urlsplit(url).path).endswith(path)]
    assert min(time_s for time_s in times_s if from_s - LATE_S < time_s < from_s + length_s) < from_s + LATE_S


def test_where_only_one_element_may_sound_the_ride_goes_on_in_it(riding: Site, open_page: OpenPage) -> None:
    page = open_page(riding.localhost, script=ONE_SOUNDS)
    begin(page)
    for piece in pieces(riding)[:3]:
        reached(page, piece)


def hold(page: Page, path: str) -> list[Route]:
    """Hold up every answer that has an MP3's sound; the list fills with what is held."""
    held: list[Route] = []
    page.route(lambda url: unquote(urlsplit(url).path).endswith(path), lambda route: held.append(route))
    return held


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
    assert {("recall", known), ("recall", missed)} <= {(item[0], *item[2]) for item in items(riding, 3)}
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
    first, second, *_ = pieces(riding)
    reached(page, first)
    with page.expect_response(lambda got: got.request.method == "POST") as posted:
        page.locator("#known-button").click()
    assert posted.value.ok
    reached(page, second)
    with urllib.request.urlopen(f"{riding.url}grades") as answer:
        last = json.load(answer)[-1]
    assert (last["episode"], last["line"], last["grade"]) == ("a/ride", line_of(riding, "勾配は谷"), "said")
