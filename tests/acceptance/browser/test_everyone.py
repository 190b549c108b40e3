"""The page is for everyone: small screens, screen readers, other languages, no JavaScript."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.acceptance.browser.listening import listen, pause, still, until
from tests.acceptance.browser.served import OpenPage, Site

LEAST_PX = 44
WIDTHS = (320, 360, 412, 1280)


def views(page: Page, site: Site) -> Any:
    """Go through what can be seen: the list, the player, hidden words with grades, the dialog."""
    yield "list"
    listen(page, site.episodes[1]["id"])
    pause(page)
    still(page)
    yield "player"
    page.locator("#hide-button").click()
    page.locator("#lines .line").first.click()
    yield "recall"
    page.locator("#hide-button").click()
    page.locator(".top [data-open]").click()
    yield "dialog"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(
    site: Site, open_page: OpenPage, node_modules: Path, scheme: str, width: int
) -> None:
    # axe is code of another origin to the page's policy, so it is given to the browser, not to the page.
    axe = (node_modules / "axe-core/axe.min.js").read_text()
    page = open_page(site.url, width=width, color_scheme=scheme, script=axe)
    for view in views(page, site):
        still(page)
        found = page.evaluate(
            "async () => (await axe.run()).violations.map(v => [v.impact, v.id, v.nodes[0].html])"
        )
        assert found == [], view


def test_lighthouse_counts_at_least_95(site: Site, node_modules: Path, chromium: str, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    command = [
        str(node_modules / ".bin/lighthouse"),
        site.localhost,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        "--only-categories=accessibility,best-practices",
        f"--chrome-path={chromium}",
        "--chrome-flags=--headless=new --no-sandbox",
    ]
    subprocess.run(command, check=True, timeout=180)
    scores = {name: found["score"] for name, found in json.loads(report.read_text())["categories"].items()}
    assert scores["accessibility"] >= 0.95
    assert scores["best-practices"] >= 0.95


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways_and_targets_are_large(site: Site, open_page: OpenPage, width: int) -> None:
    page = open_page(site.url, width=width)
    for view in views(page, site):
        assert page.evaluate("document.documentElement.scrollWidth") <= width, view
        assert page.locator("#lyrics").evaluate("area => area.scrollWidth - area.clientWidth") <= 0, view
        small = page.evaluate(
            """(least) => [...document.querySelectorAll("button, a, select, input, [role=slider], summary")]
              .filter((target) => target.checkVisibility())
              .map((target) => [target.outerHTML.slice(0, 80), target.getBoundingClientRect()])
              .filter(([, box]) => box.width < least || box.height < least)
              .map(([html]) => html)""",
            LEAST_PX,
        )
        assert small == [], view


def test_a_screen_reader_hears_each_line_once(site: Site, open_page: OpenPage) -> None:
    page = open_page(site.url)
    episode = site.episodes[0]
    listen(page, episode["id"])
    for cue in episode["cues"][:5]:
        expect(page.get_by_role("button", name=cue["text"], exact=True).first).to_be_attached()
    assert page.locator("#lines .words").first.get_attribute("lang") == "ja"


@pytest.mark.parametrize(
    ("locale", "language", "play"),
    [("ja-JP", "ja", "再生"), ("en-GB", "en", "Play"), ("fr-FR", "en", "Play")],
)
def test_the_page_speaks_the_visitors_language(
    site: Site, open_page: OpenPage, locale: str, language: str, play: str
) -> None:
    page = open_page(site.url, locale=locale)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("#play-button").get_attribute("aria-label") == play
    assert page.evaluate("[...document.querySelectorAll('[data-text]')].every(e => e.textContent)") is True


def test_furigana_can_be_turned_off(site: Site, open_page: OpenPage) -> None:
    page = open_page(site.url)
    listen(page, site.episodes[0]["id"])
    expect(page.locator("rt").first).to_be_visible()
    page.keyboard.press("f")
    expect(page.locator("rt").first).to_be_hidden()
    page.reload()
    page.wait_for_selector("#lines .line")
    expect(page.locator("rt").first).to_be_hidden()


def test_who_wants_less_motion_sees_steps(site: Site, open_page: OpenPage) -> None:
    page = open_page(site.url, reduced_motion="reduce")
    listen(page, site.episodes[0]["id"])
    page.evaluate("() => { Element.prototype.scrollTo = (how) => { window.how = how.behavior; }; }")
    page.keyboard.press("ArrowRight")
    until(page, "window.how")
    assert page.evaluate("window.how") == "auto"


def test_keys_are_listed_where_there_are_keys(site: Site, open_page: OpenPage) -> None:
    page = open_page(site.url, width=1280, has_touch=False)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.locator("#keys dt").count() == page.locator("#keys dd").count() > 8
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_without_javascript_all_can_be_heard_and_read(site: Site, open_page: OpenPage) -> None:
    page = open_page(site.url, java_script_enabled=False)
    expect(page.locator("audio")).to_have_count(len(site.episodes))
    expect(page.locator("a.episode")).to_have_count(len(site.episodes))
    page.locator("summary").first.click()
    expect(page.locator("details p").first).to_contain_text(site.episodes[0]["cues"][0]["text"])
    for link in page.locator("a.episode, a.zip").all():
        assert page.request.head(site.url + (link.get_attribute("href") or "")).ok
