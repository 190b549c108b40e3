"""The page plays: sound, lines and controls, on a real release in a real browser."""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from tests.acceptance.browser.listening import (
    lines,
    listen,
    move_to,
    now_s,
    pause,
    settle,
    shown_line,
    sounding,
    until,
)
from tests.acceptance.browser.served import OpenPage, Site

EARLY_S = 0.05
"""How much before its onset a seek may land on a line; the page shows a line as early."""

SPEED = """async () => {
  const audio = document.querySelector("audio");
  const speeds = [];
  while (speeds.length < 15) {
    const [sound, clock] = [audio.currentTime, performance.now()];
    while (performance.now() < clock + 100) await new Promise((resolve) => requestAnimationFrame(resolve));
    speeds.push((audio.currentTime - sound) / ((performance.now() - clock) / 1000));
  }
  return speeds.sort((a, b) => a - b)[7];
}"""
"""How fast the sound runs by the page's clock: the middle of 15, for on a busy machine it halts at times."""

JUMPS = """(end_s) => {
  const audio = document.querySelector("audio");
  Object.assign(window, { jumps: [], beyond: 0 });
  audio.addEventListener("seeking", () => window.jumps.length < 2 && window.jumps.push(audio.currentTime));
  let beyond = 0;
  const look = () => {
    beyond = audio.currentTime > end_s ? beyond + 1 : 0;
    window.beyond = Math.max(window.beyond, beyond);
    if (window.jumps.length < 2) requestAnimationFrame(look);
  };
  look();
}"""
"""Note two jumps of the sound, and for how many frames in a row it was beyond an end until then."""


@pytest.fixture
def page(site: Site, open_page: OpenPage) -> Page:
    return open_page(site.url)


def test_one_tap_plays_with_one_audio_element(page: Page, site: Site) -> None:
    listen(page, site.episodes[0]["id"])
    until(page, "audio.currentTime > given + 1", given=now_s(page))
    assert page.locator("audio").count() == 1


def test_the_line_that_is_heard_is_lit_at_20_random_instants_of_every_episode(page: Page, site: Site) -> None:
    chance = random.Random(5)
    for episode in site.episodes:
        page.evaluate("id => { location.hash = id; }", episode["id"])
        until(
            page,
            "document.querySelector('#forms [aria-current]')?.textContent === given",
            given=episode["label"],
        )
        until(page, "document.querySelectorAll('#lines .line').length === given", given=shown_count(episode))
        until(page, "audio.readyState > 0")
        for cue in chance.choices(episode["cues"], k=20):
            move_to(page, chance.uniform(cue["start_s"] + 0.02, cue["end_s"] - 0.02))
            assert shown_line(page) == cue["text"], (episode["id"], cue["start_s"])


def shown_count(episode: dict[str, Any]) -> int:
    """Return how many lines the page shows: what is heard again is shown once."""
    return sum(not cue["again"] for cue in episode["cues"])


def test_the_line_is_lit_while_the_sound_runs(page: Page, site: Site) -> None:
    episode = site.episodes[0]
    listen(page, episode["id"])
    for cue in episode["cues"][2:5]:
        move_to(page, cue["start_s"] - 0.3)
        expect(page.locator("#lines [aria-current]")).to_have_count(1)
        until(page, "audio.currentTime > given + 0.1", given=cue["start_s"])
        assert shown_line(page) == cue["text"]


def test_the_words_fill_mora_by_mora(page: Page, site: Site) -> None:
    episode = site.episodes[0]
    listen(page, episode["id"])
    pause(page)
    cue = episode["cues"][0]
    number, token = next((n, t) for n, t in enumerate(cue["tokens"]) if t["morae"][1] - t["morae"][0] >= 4)
    first, last = token["morae"]
    for heard in range(1, last - first):
        move_to(page, cue["morae"][first + heard][0] + 0.001)
        filled = page.locator("#lines [aria-current] .token").nth(number)
        percent = float(filled.evaluate("token => parseFloat(token.style.getPropertyValue('--sung'))"))
        assert percent == pytest.approx(100 * heard / (last - first), abs=2)


@pytest.mark.parametrize("key", ["button", "ArrowRight"])
def test_the_next_line_begins_within_50_ms_of_its_onset(page: Page, site: Site, key: str) -> None:
    episode = site.episodes[1]
    listen(page, episode["id"])
    pause(page)
    move_to(page, 0)
    for cue in lines(episode)[:12]:
        if key == "button":
            page.locator("#next-button").click()
        else:
            page.keyboard.press(key)
        settle(page)
        until(page, "!audio.seeking")
        assert now_s(page) == pytest.approx(cue["start_s"], abs=EARLY_S)
        assert shown_line(page) == cue["text"]


def test_the_button_back_starts_the_line_over_and_then_goes_to_the_one_before(page: Page, site: Site) -> None:
    episode = site.episodes[0]
    listen(page, episode["id"])
    pause(page)
    move_to(page, episode["cues"][3]["end_s"] - 0.1)
    for number in (3, 2):
        page.locator("#previous-button").click()
        until(page, "!audio.seeking")
        assert now_s(page) == pytest.approx(episode["cues"][number]["start_s"], abs=EARLY_S)


def test_a_tap_on_a_line_plays_it(page: Page, site: Site) -> None:
    episode = site.episodes[0]
    listen(page, episode["id"])
    pause(page)
    cue = episode["cues"][5]
    page.locator("#lines .line").nth(5).click()
    sounding(page)
    assert cue["start_s"] - EARLY_S <= now_s(page) < cue["start_s"] + 1.5


@pytest.mark.parametrize("rate", [0.75, 1.5, 2])
def test_the_speed_is_that_of_the_sound_and_keeps_the_pitch(page: Page, site: Site, rate: float) -> None:
    listen(page, site.episodes[0]["id"])
    page.locator("#speed").select_option(str(rate))
    assert page.evaluate(SPEED) == pytest.approx(rate, rel=0.1)
    assert page.evaluate("document.querySelector('audio').preservesPitch") is True


def test_a_line_repeats_until_it_is_let_go(page: Page, site: Site) -> None:
    episode = site.episodes[0]
    listen(page, episode["id"])
    page.locator("#speed").select_option("2")
    cue, following = episode["cues"][1:3]
    move_to(page, cue["start_s"])
    page.keyboard.press("l")
    page.evaluate(JUMPS, following["start_s"])
    until(page, "window.jumps.length >= 2")
    assert page.evaluate("window.jumps") == [pytest.approx(cue["start_s"], abs=EARLY_S)] * 2
    assert page.evaluate("window.beyond") <= 1
    page.keyboard.press("l")
    until(page, "audio.currentTime > given", given=following["start_s"])


def test_the_picture_seeks_by_pointer_and_by_keys(page: Page, site: Site) -> None:
    episode = site.episodes[0]
    listen(page, episode["id"])
    pause(page)
    slider = page.get_by_role("slider")
    box = slider.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 20)
    until(page, "!audio.seeking")
    half_s = now_s(page)
    assert half_s == pytest.approx(episode["duration_s"] / 2, rel=0.02)
    slider.press("ArrowRight")
    until(page, "!audio.seeking")
    assert now_s(page) == pytest.approx(half_s + 5, abs=0.1)
    slider.press("Home")
    until(page, "audio.currentTime === 0")
    slider.press("PageUp")
    until(page, "audio.currentTime > 0")
    assert now_s(page) == pytest.approx(episode["chapters"][1]["start_s"], abs=EARLY_S)
    settle(page)
    assert slider.get_attribute("aria-valuenow") == str(int(now_s(page)))
    assert episode["chapters"][1]["title"] in (slider.get_attribute("aria-valuetext") or "")


def test_the_next_episode_starts_within_the_end_of_the_one_before(page: Page, site: Site) -> None:
    first, second = site.episodes[:2]
    listen(page, first["id"])
    page.evaluate(
        """() => {
          const audio = document.querySelector("audio");
          audio.addEventListener("ended", () => { window.after = [audio.paused, decodeURI(audio.src)]; });
          audio.currentTime = audio.duration - 0.5;
        }"""
    )
    until(page, "window.after")
    paused, source = page.evaluate("window.after")
    assert not paused
    assert source.partition("?")[0].endswith(second["mp3"])
    sounding(page)
    assert page.url.endswith(f"#{quote(second['id'])}")


def test_the_sleep_timer_stops_after_its_minutes(page: Page, site: Site) -> None:
    listen(page, site.episodes[0]["id"])
    page.locator("#sleep").select_option("15")
    until(page, "audio.currentTime > given + 0.5", given=now_s(page))
    assert page.evaluate("document.querySelector('audio').paused") is False
    page.evaluate("() => { const now = Date.now.bind(Date); Date.now = () => now() + 15 * 60_000; }")
    until(page, "audio.paused")
    assert page.locator("#sleep").input_value() == "off"


def test_the_sleep_timer_can_wait_for_the_end(page: Page, site: Site) -> None:
    first = site.episodes[0]
    listen(page, first["id"])
    page.locator("#sleep").select_option("end")
    page.evaluate("() => { const a = document.querySelector('audio'); a.currentTime = a.duration - 0.5; }")
    until(page, "audio.ended")
    settle(page)
    assert page.url.endswith(f"#{quote(first['id'])}")
    assert page.evaluate("document.querySelector('audio').ended") is True


def test_the_page_remembers_where_one_was(page: Page, site: Site) -> None:
    first, second = site.episodes[:2]
    listen(page, first["id"])
    pause(page)
    move_to(page, 40)
    page.locator("#speed").select_option("1.25")
    page.locator("#forms button").nth(1).click()
    page.locator("#play-button").click()
    sounding(page)
    pause(page)
    move_to(page, 70)
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    until(page, "audio.currentTime > 0")
    assert now_s(page) == pytest.approx(70, abs=1)
    assert (
        page.locator("#now").inner_text() == second["album"]
        or page.locator("#now").inner_text() in second["title"]
    )
    page.locator("#forms button").nth(0).click()
    until(page, "Math.abs(audio.currentTime - 40) < 2")
    assert page.evaluate("document.querySelector('audio').playbackRate") == 1.25


def test_the_phones_back_button_leads_to_the_list(page: Page, site: Site) -> None:
    listen(page, site.episodes[0]["id"])
    expect(page.locator(".library")).to_be_hidden()
    page.go_back()
    expect(page.locator(".library")).to_be_visible()
    sounding(page)
    page.locator("#mini-open").click()
    page.locator("#back-button").click()
    expect(page.locator(".library")).to_be_visible()


RECORDING = """
  window.actions = {};
  navigator.mediaSession.setActionHandler = (name, handler) => { window.actions[name] = handler && "set"; };
"""
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(("agent", "jumps"), [(None, "set"), (IPHONE, None)])
def test_the_lock_screen_has_title_picture_and_buttons(
    site: Site, open_page: OpenPage, agent: str | None, jumps: str | None
) -> None:
    page = open_page(site.url, script=RECORDING, user_agent=agent)
    episode = site.episodes[0]
    listen(page, episode["id"])
    metadata = page.evaluate(
        "() => { const { title, artist, album, artwork } = navigator.mediaSession.metadata;"
        " return { title, artist, album, cover: decodeURI(artwork[0].src) }; }"
    )
    assert metadata["cover"].partition("?")[0].endswith(episode["cover"])
    assert (metadata["title"], metadata["artist"]) == (episode["title"], episode["artist"])
    actions = page.evaluate("window.actions")
    assert {name for name, handler in actions.items() if handler} >= {
        "play",
        "pause",
        "previoustrack",
        "nexttrack",
    }
    assert [actions[name] for name in ("seekbackward", "seekforward", "seekto")] == [jumps] * 3
    assert page.evaluate("navigator.mediaSession.playbackState") == "playing"
