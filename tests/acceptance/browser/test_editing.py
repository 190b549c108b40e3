"""What a listener keeps stands on the same lines after the songs were edited and built again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, Request, expect
from tests import programs
from tests.acceptance.browser.host import hosted
from tests.acceptance.browser.listening import listen, move_to, now_s, pause, until
from tests.acceptance.browser.served import OpenPage, Site

from lyricaudio.release.catalogue import read_catalogue

Songs = dict[str, tuple[str, tuple[str, ...]]]
Build = Callable[..., Path]

GRADIENT = ("勾配は連鎖律でもとめる", "層を重ねると 勾配は消える")
RATE = (
    "学習率は一歩の大きさ",
    "大きすぎると谷を飛び越す",
    "小さすぎると進まない",
    "はじめは大きく だんだん小さく",
)
CORRECTED = "大きすぎれば谷を飛び越える"
EDITED = ("はじめに置いた行", RATE[0], CORRECTED, "あいだにはさんだ行", *RATE[2:])
SONGS = {"01-勾配 100%": ("勾配のうた", GRADIENT), "02-学習率": ("学習率のうた", RATE)}


def yaml(title: str, lines: tuple[str, ...]) -> str:
    """Return a song that is quick to make: tones for a voice, and no band."""
    written = "\n".join(f"  - {{lyric: {line}, explain: {line}とは何かを言う。}}" for line in lines)
    points = f"points: [{{q: {title}は何の歌, a: {lines[0]}}}]"
    return (
        f"title: {title}\nstyle: none\nvoice: {{lyric: tone, explain: tone}}\nlines:\n{written}\n{points}\n"
    )


def built(program: Path, project: Path, songs: Songs) -> Path:
    """Write songs into a project, build it, and return the release."""
    (project / "songs").mkdir(exist_ok=True)
    for name, (title, lines) in songs.items():
        (project / "songs" / f"{name}.yaml").write_text(yaml(title, lines), "utf-8")
    subprocess.run([program.absolute(), "build"], cwd=project, check=True, capture_output=True, timeout=300)
    return project / "output"


@pytest.fixture(scope="module")
def built_once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("small")
    built(request.config.getoption("lyricaudio"), project, SONGS)
    return project


@pytest.fixture
def build(request: pytest.FixtureRequest, built_once: Path, tmp_path: Path) -> Build:
    """Change songs of a project of its own, and build it again."""
    shutil.copytree(built_once, tmp_path, dirs_exist_ok=True)
    return lambda **songs: built(request.config.getoption("lyricaudio"), tmp_path, songs)


@pytest.fixture
def small(build: Build, tmp_path: Path, serve: Callable[[Path], Any]) -> Iterator[Site]:
    with serve(tmp_path / "output") as site:
        yield site


def named(site: Site, name: str) -> dict[str, Any]:
    return next(episode for episode in site.episodes if episode["id"] == name)


def cue(episode: dict[str, Any], text: str, role: str = "lyric") -> dict[str, Any]:
    found: dict[str, Any] = next(c for c in episode["cues"] if (c["text"], c["role"]) == (text, role))
    return found


def line(page: Page, text: str, role: str = "lyric") -> Locator:
    words = page.locator(".said").get_by_text(text, exact=True)
    return page.locator(f"#lines .line.{role}").filter(has=words)


def grade(page: Page, episode: dict[str, Any], cue: dict[str, Any], name: str) -> None:
    """Hide the words, look at a cue, say how it went, and show the words again."""
    page.locator("#hide-button").click()
    shown = [each for each in episode["cues"] if not each["again"]]
    page.locator("#lines .line").nth(shown.index(cue)).click()
    page.get_by_role("button", name=name, exact=True).click()
    page.locator("#hide-button").click()


def keep_album(page: Page, song: str) -> None:
    button = page.locator(f'[data-album="{song}"] .keep')
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def load_again(page: Page) -> None:
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    expect(page.locator(".keep").last).to_be_enabled()


def is_kept(page: Page, site: Site, name: str) -> bool:
    """Tell whether the page keeps a file under its address, and just what it is."""
    script = """async (url) => {
      const kept = await (await caches.open("kept")).match(new URL(url, location), { ignoreSearch: true });
      const digest = await crypto.subtle.digest("SHA-256", await (kept ?? new Response()).arrayBuffer());
      return [...new Uint8Array(digest)];
    }"""
    return bytes(page.evaluate(script, quote(name))) == sha256((site.release / name).read_bytes()).digest()


def requests(page: Page) -> list[tuple[str, str, str]]:
    """Note what the page asks for from now on: the method, what it is for, and the address."""
    noted: list[tuple[str, str, str]] = []

    def note(request: Request) -> None:
        noted.append((request.method, request.resource_type, request.url))

    page.on("request", note)
    return noted


def rename(release: Path, names: dict[str, str]) -> None:
    """Give albums' folders other names, file by file as the build does; page and catalogue name them."""
    moved = {path: names[path.parent.name] for path in release.glob("*/*") if path.parent.name in names}
    for number, path in enumerate(moved):
        path.rename(release / f"{number}.moving")
    for number, (path, folder) in enumerate(moved.items()):
        (release / folder).mkdir(exist_ok=True)
        (release / f"{number}.moving").rename(release / folder / path.name)
    for name, spell in (("index.html", quote), ("release.json", str)):
        text = (release / name).read_text("utf-8")
        for number, old in enumerate(names):
            text = text.replace(f"{spell(old)}/", f"[{number}]/")
        for number, new in enumerate(names.values()):
            text = text.replace(f"[{number}]/", f"{spell(new)}/")
        (release / "new").write_text(text, "utf-8")
        os.replace(release / "new", release / name)


def folder_of(site: Site, song: str) -> str:
    return Path(named(site, f"{song}/song")["mp3"]).parent.name


def test_grades_place_and_link_stay_on_their_lines(small: Site, build: Build, open_page: OpenPage) -> None:
    page = open_page(small.localhost)
    episode = named(small, "02-学習率/explain")
    listen(page, episode["id"])
    for text, name in ((RATE[0], "もう一度"), (RATE[1], "あいまい"), (RATE[3], "言えた")):
        grade(page, episode, cue(episode, text), name)
    grade(page, episode, cue(episode, RATE[0], "answer"), "言えた")
    here = cue(episode, f"{RATE[2]}とは何かを言う。", "explain")
    pause(page)
    move_to(page, here["start_s"] + 0.4)
    link = page.url

    build(**{"00-前に": ("前のうた", ("前の行",)), "02-学習率": ("学習率のうた", EDITED)})
    load_again(page)
    assert page.url == link
    expect(page.locator("#now")).to_have_text("学習率のうた")
    expect(page.locator("#lines .line")).to_have_count(2 * len(EDITED) + 2)
    for text, mark in ((RATE[0], "again"), (CORRECTED, "vague"), (RATE[3], "said")):
        expect(line(page, text)).to_have_attribute("data-grade", mark)
    # Its words are hidden until they are heard.
    expect(page.locator("#lines .line.answer")).to_have_attribute("data-grade", "said")
    expect(page.locator("#lines .line[data-grade]")).to_have_count(4)
    there = cue(named(small, "02-学習率/explain"), here["text"], "explain")
    assert abs(there["start_s"] - here["start_s"]) > 1
    until(page, "Math.abs(audio.currentTime - given) < 0.2", given=there["start_s"] + 0.4)


def test_one_goes_on_at_a_line_whose_words_were_corrected(
    small: Site, build: Build, open_page: OpenPage
) -> None:
    page = open_page(small.localhost)
    listen(page, "02-学習率/song")
    pause(page)
    move_to(page, cue(named(small, "02-学習率/song"), RATE[1])["start_s"] + 0.4)
    build(**{"02-学習率": ("学習率のうた", EDITED)})
    load_again(page)
    there = cue(named(small, "02-学習率/song"), CORRECTED)
    until(page, "Math.abs(audio.currentTime - given) < 0.2", given=there["start_s"])


def test_a_grade_that_was_given_without_a_network_finds_the_corrected_line(
    small: Site, build: Build, open_page: OpenPage, troubles: list[str]
) -> None:
    page = open_page(small.localhost)
    episode = named(small, "02-学習率/song")
    page.route("**/grades", lambda route: route.abort())
    listen(page, episode["id"])
    grade(page, episode, cue(episode, RATE[1]), "あいまい")
    build(**{"02-学習率": ("学習率のうた", EDITED)})
    with page.expect_response(lambda got: got.request.method == "POST") as posted:
        page.unroute("**/grades")  # the page may try again by itself, now or when it is loaded
        load_again(page)
    assert posted.value.status == 204
    other = open_page(f"{small.localhost}#{quote(episode['id'])}")
    expect(line(other, CORRECTED)).to_have_attribute("data-grade", "vague")
    assert all(trouble.startswith("Failed to load resource: net::ERR_FAILED") for trouble in troubles)
    troubles.clear()


def test_kept_albums_follow_their_files_and_are_not_fetched_again(
    small: Site, open_page: OpenPage, serve: Callable[[Path], Any], troubles: list[str]
) -> None:
    with serve(small.release) as site:
        page = open_page(site.localhost)
        for song in SONGS:
            keep_album(page, song)
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        first, second = (folder_of(site, song) for song in SONGS)
        rename(site.release, {first: second, second: first})
        asked = requests(page)
        load_again(page)
        page.wait_for_load_state("networkidle")
        for episode in site.episodes:
            assert is_kept(page, site, episode["mp3"])
        rename(site.release, {first: "07 べつの名", second: "08 {(100%)}"})
        load_again(page)
        page.wait_for_load_state("networkidle")
        expect(page.locator('.keep[aria-pressed="true"]')).to_have_count(2)
        whole = [url.partition("?")[0] for method, kind, url in asked if (method, kind) == ("GET", "fetch")]
        assert any(url.endswith(".json") for url in whole)
        assert not any(url.endswith(".mp3") for url in whole)
    load_again(page)
    listen(page, "01-勾配 100%/song")
    for episode in site.episodes:
        assert is_kept(page, site, episode["mp3"])
    kept = page.evaluate("caches.open('kept').then(cache => cache.keys()).then(keys => keys.length)")
    assert kept == 2 * len(site.episodes) + len(SONGS)  # sound and words of each, and covers
    assert all(trouble.startswith("Failed to load resource") for trouble in troubles)
    troubles.clear()


def test_a_kept_album_that_was_edited_is_fetched_anew(small: Site, build: Build, open_page: OpenPage) -> None:
    page = open_page(small.localhost)
    keep_album(page, "02-学習率")
    build(**{"00-前に": ("前のうた", ("前の行",)), "02-学習率": ("学習率の新しいうた", EDITED)})
    load_again(page)
    button = page.locator('[data-album="02-学習率"] .keep')
    expect(button).to_have_attribute("aria-pressed", "true")
    mp3 = named(small, "02-学習率/song")["mp3"]
    programs.until(lambda: is_kept(page, small, mp3), "what was made anew is kept")


def test_sound_and_words_change_together_where_nobody_says_how_long_they_hold(
    build: Build, tmp_path: Path, open_page: OpenPage
) -> None:
    release = tmp_path / "output"
    for path in release.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))  # so old that a browser would guess days
    with hosted(release) as host:
        page = open_page(f"{host.url}#{quote('02-学習率/song')}")
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        load_again(page)
        build(**{"02-学習率": ("学習率のうた", EDITED)})
        page.goto("about:blank")
        page.goto(f"{host.url}#{quote('02-学習率/song')}")
        expect(page.locator("#lines .line")).to_have_count(len(EDITED))
        listed = read_catalogue(release)
        assert listed
        found = next(episode for episode in listed.episodes if episode.id == "02-学習率/song")
        until(page, "Math.abs(audio.duration - given) < 0.2", given=found.seconds)


def test_what_an_earlier_page_kept_offline_is_known_by_its_files(small: Site, open_page: OpenPage) -> None:
    page = open_page(small.localhost)
    keep_album(page, "02-学習率")
    page.evaluate("localStorage.clear()")
    load_again(page)
    rename(small.release, {folder_of(small, "02-学習率"): "09 よそ"})
    load_again(page)
    expect(page.locator('.keep[aria-pressed="true"]')).to_have_count(1)


def test_what_an_earlier_page_kept_under_numbers_is_forgotten_but_not_its_settings(
    small: Site, open_page: OpenPage
) -> None:
    grade = {"grade": "said", "at": "2026-01-01T00:00:00.000Z"}
    earlier = {
        "positions": {"01-1": 3.0, "01-2": 2.0},
        "last": "02-2",
        "grades": {"01-1": {"0": grade}},
        "unsent": [{"episode": "01-1", "cue": 0, **grade}],
        "rate": 1.25,
        "furigana": False,
    }
    stored = json.dumps(json.dumps(earlier))
    page = open_page(small.localhost, script=f"localStorage.lyricaudio ??= {stored};")
    asked = requests(page)
    listen(page, "01-勾配 100%/song")
    expect(page.locator("#speed")).to_have_value("1.25")
    expect(page.locator("#furigana-button")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#lines .line[data-grade]")).to_have_count(0)
    assert now_s(page) < 2
    page.wait_for_load_state("networkidle")
    assert {method for method, _, _ in asked} == {"GET"}


@pytest.mark.parametrize(
    "anchor", ["01-1", "nothing", "01-勾配%20100%25", "%E3%81", "01-%E5%8B%BE%E9%85%8D/song"]
)
def test_an_address_that_names_no_episode_shows_the_list(
    small: Site, open_page: OpenPage, anchor: str
) -> None:
    page = open_page(f"{small.localhost}#{anchor}")
    expect(page.locator(".library")).to_be_visible()
    expect(page.locator("#player")).to_be_hidden()


def test_an_address_names_its_episode_encoded_or_not(small: Site, open_page: OpenPage) -> None:
    for anchor in (quote("01-勾配 100%/explain"), "01-勾配 100%25/explain"):
        page = open_page(f"{small.localhost}#{anchor}")
        expect(page.locator("#player")).to_be_visible()
        expect(page.locator("#forms [aria-current]")).to_have_text("解説")
        page.locator("#forms button").first.click()
        assert page.url.endswith(f"#{quote('01-勾配 100%/song')}")
