"""Recall by eye: the words are hidden, looked at, and graded."""

from __future__ import annotations

import json
import urllib.request
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from tests.acceptance.browser.listening import listen, move_to, pause, settle
from tests.acceptance.browser.served import OpenPage, Site


@pytest.fixture
def page(site: Site, open_page: OpenPage) -> Page:
    page = open_page(site.localhost)
    listen(page, site.episodes[0]["id"])
    pause(page)
    move_to(page, site.episodes[0]["cues"][2]["start_s"] + 0.5)
    page.locator("#hide-button").click()
    return page


def test_hidden_words_cannot_be_seen_nor_heard_from_a_screen_reader(page: Page, site: Site) -> None:
    line = page.locator("#lines .line").nth(2)
    expect(line).to_have_class("line lyric veiled")
    expect(page.get_by_role("button", name=site.episodes[0]["cues"][2]["text"])).to_have_count(0)
    expect(page.get_by_role("button", name="かくした行 3。押すと見えます")).to_have_count(1)
    look = """token => [token, ...token.children].map((each) => {
      const { webkitTextFillColor, backgroundClip, visibility } = getComputedStyle(each);
      const transparent = webkitTextFillColor === "rgba(0, 0, 0, 0)" && backgroundClip !== "text";
      return transparent || visibility === "hidden";
    })"""
    for token in line.locator(".token").all():
        assert all(token.evaluate(look))


def test_a_look_shows_one_line_and_asks_how_it_went(page: Page) -> None:
    expect(page.locator("#grades")).to_be_hidden()
    page.keyboard.press("r")
    expect(page.locator("#lines .line").nth(2)).not_to_have_class("veiled")
    expect(page.locator("#lines .line.veiled").first).to_be_attached()
    expect(page.locator("#grades")).to_be_visible()


def test_a_grade_is_kept_here_and_given_to_the_server(page: Page, site: Site) -> None:
    page.locator("#lines .line").nth(2).click()
    with page.expect_response(lambda got: got.request.method == "POST") as posted:
        page.get_by_role("button", name="言えた", exact=True).click()
    assert posted.value.ok
    expect(page.locator("#lines .line").nth(2)).to_have_attribute("data-grade", "said")
    with urllib.request.urlopen(f"{site.url}grades") as answer:
        kept = json.load(answer)[-1]
    episode = site.episodes[0]
    assert kept.keys() == {"episode", "line", "grade", "at"}
    assert (kept["episode"], kept["line"]) == (episode["id"], episode["cues"][2]["id"])
    assert kept["grade"] == "said"
    page.reload()
    page.wait_for_selector("#lines .line")
    expect(page.locator("#lines .line").nth(2)).to_have_attribute("data-grade", "said")


def test_a_grade_is_seen_at_every_hearing_of_its_line_in_every_form(page: Page, site: Site) -> None:
    song, explain = site.episodes[:2]
    names = [cue["id"] for cue in song["cues"]]
    hook = next(name for name in names if names.count(name) > 1)
    heard = [number for number, name in enumerate(names) if name == hook]
    page.locator("#lines .line").nth(heard[-1]).click()
    page.get_by_role("button", name="あいまい", exact=True).click()
    for number in heard:
        expect(page.locator("#lines .line").nth(number)).to_have_attribute("data-grade", "vague")
    page.locator("#forms button").nth(1).click()
    words = next(cue["text"] for cue in explain["cues"] if cue["id"] == hook)
    page.locator("#hide-button").click()
    line = page.locator("#lines .line.lyric").filter(has=page.get_by_text(words, exact=True))
    expect(line).to_have_attribute("data-grade", "vague")
    expect(page.locator("#lines .line.explain[data-grade]")).to_have_count(0)


def test_grades_of_another_device_are_seen_here(page: Page, site: Site, open_page: OpenPage) -> None:
    page.locator("#lines .line").nth(4).click()
    with page.expect_response(lambda got: got.request.method == "POST"):
        page.keyboard.press("1")
    other = open_page(f"{site.localhost}#{quote(site.episodes[0]['id'])}")
    expect(other.locator("#lines .line").nth(4)).to_have_attribute("data-grade", "again")


def test_letting_go_shows_all_words_again(page: Page) -> None:
    page.keyboard.press("h")
    settle(page)
    expect(page.locator(".veiled")).to_have_count(0)
    expect(page.locator("#hide-button")).to_have_attribute("aria-pressed", "false")
