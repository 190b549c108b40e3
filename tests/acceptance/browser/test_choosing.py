"""What comes next, and what is kept: of the project's playlists, and of what there is without a network."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, Route, expect
from tests.acceptance.browser.listening import listen, move_to, sounding, until
from tests.acceptance.browser.served import OpenPage, Site

from lyricaudio.release.catalogue import read_catalogue
from lyricaudio.release.page.document import PAGE, page_html

KEPT = "caches.open('kept').then((cache) => cache.keys()).then((keys) => keys.length)"


@pytest.fixture(scope="module")
def listed(
    site: Site, serve: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The release with two playlists: the songs, the last first; and two of the explanations."""
    release = tmp_path_factory.mktemp("listed") / "release"
    shutil.copytree(site.release, release)
    catalogue = read_catalogue(release)
    assert catalogue
    songs, explained = (
        [episode for episode in catalogue.episodes if episode.form == form] for form in ("song", "explain")
    )
    lists = {"うしろから": songs[::-1], "なかほど": explained[1:3]}
    (release / PAGE).write_text(page_html(catalogue.episodes, lists=lists), encoding="utf-8")
    with serve(release) as served:
        yield served


def shown(page: Page) -> list[str | None]:
    """Return which episodes are seen in the list."""
    return [each.get_attribute("data-episode") for each in page.locator(".episode:visible").all()]


def hears(page: Page, episode: dict[str, Any]) -> None:
    """Wait until an episode sounds, and its words are there."""
    until(page, "document.querySelector('.episode[aria-current]').dataset.episode === given", episode["id"])
    sounding(page)
    expect(page.locator("#lines .line").first).to_be_attached()


def hear_to_the_end(page: Page, episode: dict[str, Any]) -> None:
    move_to(page, episode["duration_s"] - 0.5)


def keep(page: Page, *numbers: int) -> None:
    """Keep albums for offline, and wait until the page could do without a network."""
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    for number in numbers:
        page.locator(".keep").nth(number).click()
        expect(page.locator(".keep").nth(number)).to_have_attribute("aria-pressed", "true")


def lose(path: str) -> Callable[[Route], None]:
    """Return what lets a file not come, and all others."""
    return lambda route: route.abort() if path in unquote(route.request.url) else route.continue_()


def test_a_playlist_shows_what_is_in_it_until_it_is_pressed_again(listed: Site, open_page: OpenPage) -> None:
    page = open_page(listed.url)
    everything = shown(page)
    button = page.locator("#lists").get_by_role("button", name="なかほど")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert shown(page) == [listed.first("explain", song=song)["id"] for song in (2, 3)]
    page.locator("#lists").get_by_role("button", name="うしろから").click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert len(shown(page)) == len({episode["song"] for episode in listed.episodes})
    page.locator("#lists").get_by_role("button", name="うしろから").click()
    assert shown(page) == everything


def test_a_playlist_is_heard_in_its_order(listed: Site, open_page: OpenPage) -> None:
    page = open_page(listed.url, width=1280)
    page.locator("#lists").get_by_role("button", name="うしろから").click()
    count = len(shown(page))
    last, before, third = (listed.first("song", song=count - back) for back in range(3))
    listen(page, last["id"])
    page.locator("#next-episode").click()
    hears(page, before)
    hear_to_the_end(page, before)
    hears(page, third)
    page.locator("#previous-episode").click()
    hears(page, before)


def test_all_that_is_seen_is_kept_at_once(listed: Site, open_page: OpenPage) -> None:
    page = open_page(listed.localhost)
    page.locator("#lists").get_by_role("button", name="なかほど").click()
    page.locator("#keep-all").click()
    expect(page.locator(".keep[aria-pressed=true]")).to_have_count(2)
    expect(page.locator("#keep-all")).to_be_enabled()
    page.locator("#lists").get_by_role("button", name="なかほど").click()
    page.locator("#keep-all").click()
    albums = {episode["song"] for episode in listed.episodes}
    expect(page.locator(".keep[aria-pressed=true]")).to_have_count(len(albums))
    expect(page.locator("#keep-all")).to_be_enabled()
    expect(page.locator("#keep-all")).to_have_text("すべてオフライン保存")
    assert page.evaluate(KEPT) == 2 * len(listed.episodes) + len(albums)


def test_what_could_not_be_kept_is_kept_when_it_is_asked_for_again(
    listed: Site, open_page: OpenPage, troubles: list[str]
) -> None:
    page = open_page(listed.localhost, service_workers="block")  # a worker would ask for the files itself
    gone = listed.first("recall", song=2)["mp3"]
    page.route("**/*.mp3*", lose(gone))
    page.locator("#keep-all").click()
    expect(page.locator("#status")).to_contain_text("保存できませんでした")
    expect(page.locator(".keep[aria-pressed=true]")).to_have_count(1)
    page.unroute_all()
    page.locator("#keep-all").click()
    expect(page.locator(".keep[aria-pressed=false]")).to_have_count(0)
    troubles.clear()


@pytest.mark.parametrize("way", ["offline", "gone"])
def test_without_a_network_what_is_kept_comes_next(
    site: Site, serve: Callable[[Path], Any], open_page: OpenPage, troubles: list[str], way: str
) -> None:
    last, kept = site.first("recall"), site.first("song", song=3)
    with serve(site.release) as served:
        page = open_page(served.localhost)
        keep(page, 0, 2)
        if way == "offline":  # the browser knows that there is none, or finds out
            page.context.set_offline(True)
    listen(page, last["id"])
    hear_to_the_end(page, last)
    hears(page, kept)
    troubles.clear()  # of what could not be had
