"""Pictures of the page for the documentation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from tests.acceptance.browser import kept
from tests.acceptance.browser.listening import listen, move_to, pause, still
from tests.acceptance.browser.served import OpenPage, Site


def keep(page: Page, path: Path) -> None:
    """Store a picture of the page when nothing moves on it."""
    still(page)
    kept.keep(page.screenshot(), path)


def at_line(page: Page, episode: dict[str, Any], cue: int) -> None:
    """Show an episode in the middle of a line."""
    listen(page, episode["id"])
    pause(page)
    found = episode["cues"][cue]
    move_to(page, 0.4 * found["start_s"] + 0.6 * found["end_s"])


def test_the_list(site: Site, open_page: OpenPage, pictures: Path) -> None:
    page = open_page(site.localhost, width=390, height=780, device_scale_factor=2)
    page.wait_for_load_state("networkidle")
    keep(page, pictures / "page-list.png")


def test_a_song_on_a_narrow_phone(site: Site, open_page: OpenPage, pictures: Path) -> None:
    page = open_page(site.localhost, width=360, height=740, device_scale_factor=2)
    at_line(page, site.first("song"), 2)
    keep(page, pictures / "page-song.png")


def test_explanations_in_the_dark(site: Site, open_page: OpenPage, pictures: Path) -> None:
    page = open_page(site.localhost, width=390, height=780, device_scale_factor=2, color_scheme="dark")
    at_line(page, site.first("explain"), 4)
    keep(page, pictures / "page-explain-dark.png")


def test_recall(site: Site, open_page: OpenPage, pictures: Path) -> None:
    page = open_page(site.localhost, width=390, height=780, device_scale_factor=2)
    at_line(page, site.first("song"), 3)
    page.locator("#hide-button").click()
    still(page)  # the notice is gone
    page.locator("#lines .line").nth(3).click()
    keep(page, pictures / "page-recall.png")


def test_a_desk(site: Site, open_page: OpenPage, pictures: Path) -> None:
    page = open_page(site.localhost, width=1280, height=800, color_scheme="dark", has_touch=False)
    at_line(page, site.first("explain", song=2), 1)
    keep(page, pictures / "page-desk-dark.png")


def test_a_desk_by_day(site: Site, open_page: OpenPage, pictures: Path) -> None:
    page = open_page(site.localhost, width=1280, height=800, has_touch=False)
    at_line(page, site.first("explain", song=2), 1)
    keep(page, pictures / "page-desk.png")
