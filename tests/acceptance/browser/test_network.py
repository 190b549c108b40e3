"""The page and the network: offline where the address is secure, honest where not, quick with many albums."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect
from tests.acceptance.browser.listening import listen, now_s, pause, sounding, until
from tests.acceptance.browser.served import FOREIGN_NAME, OpenPage, Site

from lyricaudio.release.catalogue import (
    CATALOGUE,
    CatalogueEpisode,
    by_song,
    catalogue_json,
    read_catalogue,
)
from lyricaudio.release.page.document import PAGE, RIDES, page_html

MANY = 200
MOST_TIMES = 2  # as much work, for the many that a release of a few takes

ASKED = """performance.getEntriesByType("resource")
  .filter(({ initiatorType }) => initiatorType !== "img")
  .map(({ name }) => new URL(name).pathname).sort()"""
"""What a page has asked for, but for pictures."""

PART = """async ([url, range]) => {
  const answer = await fetch(url, { headers: { Range: range } });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return {
    status: answer.status,
    size: bytes.length,
    range: answer.headers.get("Content-Range"),
    head: [...bytes.slice(0, 4)],
  };
}"""


def test_a_kept_album_plays_and_seeks_with_the_server_gone(
    site: Site, serve: Callable[[Path], Any], open_page: OpenPage, troubles: list[str]
) -> None:
    with serve(site.release) as gone:
        page = open_page(gone.localhost)
        page.locator(".keep").first.click()
        expect(page.locator(".keep").first).to_have_attribute("aria-pressed", "true")
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    episode = site.episodes[0]
    listen(page, episode["id"])
    page.locator("#lines .line").nth(8).click()
    until(page, "audio.currentTime > given + 0.2", given=episode["cues"][8]["start_s"])
    pause(page)
    assert now_s(page) < episode["cues"][8]["start_s"] + 2
    sound = (site.release / episode["mp3"]).read_bytes()
    for asked, status, part in (
        ("bytes=0-1", 206, sound[:2]),
        ("bytes=1000-", 206, sound[1000:]),
        ("bytes=-500", 206, sound[-500:]),
        (f"bytes={len(sound)}-", 416, b""),
    ):
        answer = page.evaluate(PART, [episode["mp3"], asked])
        assert (answer["status"], answer["size"]) == (status, len(part))
        assert answer["range"].endswith(f"/{len(sound)}")
        assert bytes(answer["head"]) == part[:4]
    # What was not kept (other covers) cannot come, and the browser says so; the last part is not there.
    assert all(trouble.startswith(("Failed to load resource", "416 ")) for trouble in troubles)
    troubles.clear()


def test_what_was_made_anew_is_kept_anew(site: Site, open_page: OpenPage) -> None:
    page = open_page(site.localhost)
    keep = page.locator(".keep").last
    keep.click()
    expect(keep).to_have_attribute("aria-pressed", "true")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    episode = site.episodes[-1]
    path = site.release / episode["mp3"]
    new = path.read_bytes()[:-1000]
    path.write_bytes(new)
    page.reload()
    kept_bytes = """async (url) => {
      const kept = await (await caches.open("kept")).match(new URL(url, location), { ignoreSearch: true });
      return (await kept.blob()).size;
    }"""
    page.wait_for_function(
        f"async ([url, size]) => await ({kept_bytes})(url) === size", arg=[episode["mp3"], len(new)]
    )


def test_a_kept_album_can_be_let_go(site: Site, open_page: OpenPage) -> None:
    page = open_page(site.localhost)
    keep = page.locator(".keep").first
    for pressed in ("true", "false"):
        keep.click()
        expect(keep).to_have_attribute("aria-pressed", pressed)
    assert page.evaluate("caches.open('kept').then(cache => cache.keys()).then(keys => keys.length)") == 0


def test_on_localhost_the_page_can_be_installed(site: Site, open_page: OpenPage) -> None:
    page = open_page(site.localhost)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    devtools = page.context.new_cdp_session(page)
    assert devtools.send("Page.getAppManifest")["errors"] == []
    found = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in found if error["errorId"] != "in-incognito"] == []


def test_on_plain_http_the_page_says_what_to_do_instead(site: Site, open_page: OpenPage) -> None:
    page = open_page(f"http://{FOREIGN_NAME}:{site.port}/")
    assert page.evaluate("isSecureContext") is False
    expect(page.locator(".keep")).to_have_count(0)
    page.locator(".head [data-open]").click()
    expect(page.locator("#install-hint")).to_contain_text("ZIP")
    expect(page.locator("#install")).to_be_hidden()
    expect(page.locator("#feed-url")).to_have_value(f"http://{FOREIGN_NAME}:{site.port}/feed.xml")
    page.locator("#feed-copy").click()
    expect(page.locator("#status")).to_have_text("コピーしました")
    page.locator("[data-close]").click()
    listen(page, site.episodes[0]["id"])


def test_an_album_can_be_downloaded(site: Site, open_page: OpenPage) -> None:
    page = open_page(site.url)
    with page.expect_download() as started:
        page.locator(".zip").first.click()
    path = started.value.path()
    assert path.read_bytes().startswith(b"PK")


def test_200_albums_take_little_more_work_than_a_few_and_ask_for_nothing_more(
    site: Site, serve: Callable[[Path], Any], open_page: OpenPage, browser: Browser, tmp_path: Path
) -> None:
    release = many_albums(site, tmp_path / "release")
    with serve(release) as large:
        few, page = (open_page(url) for url in (site.url, large.url))
        assert page.locator(".album").count() == MANY
        for each in (few, page):
            each.wait_for_load_state("networkidle")
        assert page.evaluate(ASKED) == few.evaluate(ASKED)
        page.locator(".episode").first.click()
        sounding(page)
        pause(page)
        page.go_back()
        page.locator("#search").fill("147番")
        expect(page.locator(".album:visible")).to_have_count(1)
        for each in (few, page):
            each.context.close()
        few_s, many_s = (least_work_s(browser, url) for url in (site.url, large.url))
        print(f"work: {few_s:.3f} s for a few, {many_s:.3f} s for {MANY}")
        assert many_s < MOST_TIMES * few_s


def least_work_s(browser: Browser, url: str) -> float:
    """Return the least of three times: whatever runs beside it can only make a page dearer."""
    return min(work_s(browser, url) for _ in range(3))


def work_s(browser: Browser, url: str) -> float:
    """Return how much processor time the page's own thread takes until it is ready for who comes first."""
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(url)
        page.wait_for_selector("html[data-ready]", state="attached")
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


def many_albums(site: Site, release: Path) -> Path:
    """Make a release of many albums out of one: its files are those of the first, its page lists all."""
    catalogue = read_catalogue(site.release)
    assert catalogue
    own = by_song(catalogue.episodes)[0]
    shutil.copytree(site.release / "player", release / "player")
    for name in ("sw.js", RIDES):
        shutil.copy(site.release / name, release)
    for name in {path for episode in own for path in episode.files.values()}:
        (release / name).parent.mkdir(exist_ok=True)
        shutil.copy(site.release / name, release / name)
    episodes = tuple(of_album(episode, number) for number in range(1, MANY + 1) for episode in own)
    (release / PAGE).write_text(page_html(episodes, has_rides=True), encoding="utf-8")
    files = tuple(path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file())
    written = replace(catalogue, episodes=episodes, files=files)
    (release / CATALOGUE).write_text(catalogue_json(written), encoding="utf-8")
    return release


def of_album(episode: CatalogueEpisode, number: int) -> CatalogueEpisode:
    """Give an episode's files to an album of another name."""
    song = f"{number:03}-song"
    return replace(episode, id=f"{song}/{episode.form}", song=song, song_title=f"{number}番のうた")
