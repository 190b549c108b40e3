"""Whatever the network does, the page plays again when it is back, without being loaded anew.

`LYRICAUDIO_TEST_FAULTS` says how many sequences of failures are tried (60).
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.acceptance.browser.host import FAULTS, Host, hosted
from tests.acceptance.browser.listening import listen, move_to, now_s, settle, sounding, until
from tests.acceptance.browser.served import OpenPage, Site

SEQUENCES = int(os.environ.get("LYRICAUDIO_TEST_FAULTS", "60"))
A_DAY = 20
"""How many sequences of failures one page lives through, without being loaded anew."""

HEARD_S = 0.2

QUICK = """
  const now = performance.now.bind(performance);
  performance.now = () => 10 * now();
  for (const name of ["setTimeout", "setInterval"]) {
    const set = window[name];
    window[name] = (action, wait_ms = 0, ...given) => set(action, wait_ms / 10, ...given);
  }
"""
"""The page's clock runs ten times as fast: so it is as much sooner out of patience, and tries again."""

EAR = """
  let at = 0;
  window.heard_s = 0;
  const moved = ({ target }) => { at = target.currentTime ?? 0; };
  const passed = (event) => {
    const step = event.target.currentTime - at;
    if (!event.target.paused && step > 0) window.heard_s += step;
    moved(event);
  };
  for (const [name, action] of [["emptied", moved], ["seeking", moved], ["timeupdate", passed]]) {
    addEventListener(name, action, true);
  }
"""
"""Add up the sound that is heard; a jump is none."""


@pytest.fixture
def host(site: Site) -> Iterator[Host]:
    with hosted(site.release) as host:
        yield host


@pytest.fixture
def page(host: Host, open_page: OpenPage, troubles: list[str]) -> Iterator[Page]:
    yield from _in_trouble(host, open_page, troubles)


@pytest.fixture
def traveller(host: Host, open_page: OpenPage, troubles: list[str]) -> Iterator[Page]:
    yield from _in_trouble(host, open_page, troubles, script=QUICK + EAR)


def _in_trouble(host: Host, open_page: OpenPage, troubles: list[str], *, script: str = "") -> Iterator[Page]:
    # Workers have caches of their own, and the network that fails here is that of the page.
    page = open_page(host.url, service_workers="block", script=script)
    yield page
    page.context.close()
    troubles.clear()  # that is what these tests are about


def test_play_loads_sound_and_words_of_what_was_chosen_in_a_tunnel(
    page: Page, host: Host, site: Site
) -> None:
    listen(page, site.episodes[0]["id"])
    host.fail("refused")
    page.locator("#forms button").nth(1).click()
    until(page, "audio.error")
    expect(page.locator("#play-button")).to_have_attribute("aria-label", "再生")
    host.recover()
    page.locator("#play-button").click()
    sounding(page)
    expect(page.locator("#lines .line")).to_have_count(
        sum(not cue["again"] for cue in site.episodes[1]["cues"])
    )


def test_it_goes_on_where_it_was_when_the_browser_says_that_the_network_is_back(
    page: Page, host: Host, site: Site
) -> None:
    chosen = site.episodes[2]["id"]
    listen(page, site.episodes[0]["id"])
    page.evaluate(
        """(id) => {
          const kept = JSON.parse(localStorage.lyricaudio);
          localStorage.lyricaudio = JSON.stringify({ ...kept, positions: { [id]: { at: 40 } } });
        }""",
        chosen,
    )
    host.fail("refused")
    page.evaluate("(id) => { location.hash = id; }", chosen)
    until(page, "audio.error")
    host.recover()
    page.evaluate("dispatchEvent(new Event('online'))")
    sounding(page)
    until(page, "audio.currentTime > 39")


def move_to_far(page: Page, time_s: float) -> None:
    """Go where nothing is loaded yet."""
    page.evaluate("(time_s) => { document.querySelector('audio').currentTime = time_s; }", time_s)


def test_a_connection_that_says_nothing_is_left_for_another(page: Page, host: Host, site: Site) -> None:
    listen(page, site.episodes[0]["id"])
    host.fail("hanging")
    page.locator("#forms button").nth(1).click()
    expect(page.locator("#play-button")).to_have_attribute("aria-busy", "true")
    host.recover()
    sounding(page)
    page.wait_for_selector("#lines .line")
    expect(page.locator("#play-button")).to_have_attribute("aria-busy", "false")


@pytest.mark.parametrize("first", range(0, SEQUENCES, A_DAY))
def test_it_plays_again_after_any_sequence_of_failures(
    traveller: Page, host: Host, site: Site, first: int
) -> None:
    ids = [episode["id"] for episode in site.episodes]
    for seed in range(first, min(first + A_DAY, SEQUENCES)):
        comes_back(traveller, host, ids, random.Random(seed))
        host.break_off()  # what hangs since then; a browser has few connections


def comes_back(page: Page, host: Host, ids: list[str], chance: random.Random) -> None:
    """Let the network fail several times, and come back: the page plays, and shows the words."""
    press(page, f'[data-episode="{chance.choice(ids)}"]')
    hear(page)
    for _ in range(chance.randint(1, 4)):
        trouble(page, host, chance)
    host.recover()
    if chance.random() < 0.5:
        page.evaluate("dispatchEvent(new Event('online'))")
    press(page, "#play-button[aria-label=再生]")  # as one does who sees that nothing sounds
    hear(page)


def press(page: Page, buttons: str, number: int = 0) -> None:
    """Press one of the buttons that a selector names, wherever it is; none when there are less."""
    page.evaluate(
        "([buttons, number]) => document.querySelectorAll(buttons)[number]?.click()", [buttons, number]
    )


def hear(page: Page) -> None:
    """Wait until the sound goes on, and the words are there."""
    until(page, "window.heard_s > given", given=page.evaluate("window.heard_s") + HEARD_S)
    page.wait_for_selector("#lines .line", state="attached")


def trouble(page: Page, host: Host, chance: random.Random) -> None:
    """Let the network fail in some way, for some of what is asked, while somebody does something."""
    fault, only = chance.choice(FAULTS), chance.choice(("", ".mp3", ".json"))
    host.fault = lambda path: fault if only in path else ""
    if chance.random() < 0.7:
        host.break_off()
    match chance.randrange(5):
        case 0:
            press(page, "#forms button", chance.randrange(2))
        case 1:
            move_to_far(page, chance.uniform(0, 150))
        case 2:
            press(page, "#play-button")
        case 3:
            press(page, "#next-episode, #next-button", chance.randrange(2))
        case _:
            page.evaluate("location.hash = location.hash")
    settle(page)
    if chance.random() < 0.3:
        host.recover()


def test_a_sleep_timer_that_ran_out_while_nothing_sounded_is_forgotten(page: Page, site: Site) -> None:
    listen(page, site.episodes[0]["id"])
    page.locator("#sleep").select_option("15")
    page.locator("#play-button").click()
    until(page, "audio.paused")
    page.evaluate("() => { const now = Date.now.bind(Date); Date.now = () => now() + 8 * 3600_000; }")
    before_s = now_s(page)
    page.locator("#play-button").click()
    until(page, "audio.currentTime > given + 1", given=before_s)
    expect(page.locator("#sleep")).to_have_value("off")


def test_words_follow_again_some_seconds_after_a_touch(page: Page, site: Site) -> None:
    listen(page, site.episodes[0]["id"])
    page.mouse.move(180, 300)
    page.mouse.wheel(0, 400)
    expect(page.locator("#follow")).to_be_visible()
    expect(page.locator("#follow")).to_be_hidden()


def test_words_can_be_selected(page: Page, site: Site) -> None:
    listen(page, site.episodes[0]["id"])
    page.locator("#play-button").click()
    page.locator("#lines .line .fill").nth(2).dblclick()
    selected = "(() => getSelection().toString())()"
    until(page, f"{selected}.length > 0")
    chosen = page.evaluate(selected).strip()
    assert any(chosen in cue["text"] for cue in site.episodes[0]["cues"])


def test_two_tabs_share_what_they_remember_and_do_not_sound_together(
    host: Host, page: Page, site: Site
) -> None:
    first, second = site.episodes[0], site.episodes[-1]
    other = page.context.new_page()
    other.goto(host.url)
    other.wait_for_selector("html[data-ready]", state="attached")
    listen(page, first["id"])
    move_to(page, 40)
    page.locator("#hide-button").click()
    page.locator("#lines .line").first.click()
    page.get_by_role("button", name="言えた", exact=True).click()
    page.locator("#speed").select_option("1.5")
    listen(other, second["id"])
    until(page, "audio.paused")
    until(other, "audio.currentTime > 0.2")  # a place to be kept
    other.locator("#play-button").click()
    # What one tab remembers reaches the other some moments later.
    until(page, "given in JSON.parse(localStorage.lyricaudio).positions", second["id"])
    kept = page.evaluate("JSON.parse(localStorage.lyricaudio)")
    assert kept["rate"] == 1.5
    assert kept["hide"] is True
    assert len(kept["grades"][first["song"]]) == 1
    assert kept["positions"][first["id"]]["at"] >= 39


OLD = """
  delete CanvasRenderingContext2D.prototype.roundRect;
  for (const name of ["at", "findLast", "findLastIndex"]) delete Array.prototype[name];
  delete Object.hasOwn;
  delete HTMLDialogElement.prototype.showModal;
  delete AbortSignal.timeout;
"""
FORBIDDEN = """
  const refuse = () => { throw new DOMException("forbidden", "SecurityError"); };
  for (const name of ["localStorage", "caches"]) Object.defineProperty(window, name, { get: refuse });
  Object.defineProperty(Navigator.prototype, "serviceWorker", { get: refuse });
"""


@pytest.mark.parametrize("script", [OLD, FORBIDDEN], ids=["old", "forbidden"])
def test_an_old_browser_and_one_that_forbids_everything_play(
    host: Host, open_page: OpenPage, site: Site, script: str
) -> None:
    page = open_page(host.url, script=script)
    listen(page, site.episodes[0]["id"])
    page.keyboard.press("ArrowRight")
    expect(page.locator("#lines [aria-current]")).to_have_count(1)
    drawn = """() => { const { width, height } = canvas;
      return canvas.getContext("2d").getImageData(0, 0, width, height).data.some(Boolean); }"""
    assert page.evaluate(f"() => {{ const canvas = document.getElementById('canvas'); return ({drawn})(); }}")
    page.keyboard.press("?")
    expect(page.locator("#more-dialog")).to_be_visible()


AWAKE = """
  window.locks = 0;
  const lock = () => Object.assign(new EventTarget(), {
    release() { window.locks -= 1; this.dispatchEvent(new Event("release")); return Promise.resolve(); },
  });
  const request = () => { window.locks += 1; return Promise.resolve(lock()); };
  Object.defineProperty(Navigator.prototype, "wakeLock", { get: () => ({ request }) });
"""


def test_the_screen_stays_on_while_one_reads_along(host: Host, open_page: OpenPage, site: Site) -> None:
    page = open_page(host.url, script=AWAKE)
    listen(page, site.episodes[0]["id"])
    until(page, "window.locks === 1")
    page.locator("#play-button").click()
    until(page, "window.locks === 0")
