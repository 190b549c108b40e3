"""A served release and a real browser, for the tests of the player page."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect, sync_playwright
from tests.acceptance.browser.served import FOREIGN_NAME, PATIENCE_S, OpenPage, Site

expect.set_options(timeout=1000 * PATIENCE_S)

ROOT = Path(__file__).parents[3]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--release", type=Path, default=ROOT / "output")
    parser.addoption("--lyricaudio", type=Path, default=ROOT / ".venv/bin/lyricaudio")
    parser.addoption("--node-modules", type=Path, required=True, help="where axe-core and lighthouse are")
    parser.addoption("--pictures", type=Path, default=ROOT / "docs", help="where screenshots go")


@pytest.fixture(scope="session")
def serve(request: pytest.FixtureRequest) -> Callable[[Path], Any]:
    @contextmanager
    def served(release: Path) -> Iterator[Site]:
        site = Site(request.config.getoption("lyricaudio"), release)
        try:
            yield site
        finally:
            site.stop()

    return served


@pytest.fixture(scope="session")
def site(
    request: pytest.FixtureRequest, serve: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    # A copy, for the tests leave grades in it.
    release = tmp_path_factory.mktemp("site") / "release"
    shutil.copytree(request.config.getoption("release"), release, ignore=shutil.ignore_patterns(".*"))
    with serve(release) as served:
        yield served


@pytest.fixture(scope="session")
def node_modules(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.config.getoption("node_modules")
    return folder


@pytest.fixture(scope="session")
def pictures(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.config.getoption("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    program = shutil.which("chromium")
    assert program, "there is no chromium"
    return program


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = [f"--host-resolver-rules=MAP {FOREIGN_NAME} 127.0.0.1"]
        with playwright.chromium.launch(executable_path=chromium, args=arguments) as launched:
            yield launched


@pytest.fixture
def troubles() -> list[str]:
    """What went wrong in any page of a test: errors, answers of 400 and above, requests to elsewhere."""
    return []


@pytest.fixture
def open_page(browser: Browser, troubles: list[str]) -> Iterator[OpenPage]:
    """Open the page of a site, on a phone unless told otherwise; at the end nothing may have gone wrong."""

    def opened(url: str, *, width: int = 360, height: int = 740, script: str = "", **options: Any) -> Page:
        defaults: dict[str, Any] = {"locale": "ja-JP", "has_touch": True, "is_mobile": width < 900}
        viewport: Any = {"width": width, "height": height}
        context = contexts.enter_context(browser.new_context(viewport=viewport, **(defaults | options)))
        context.set_default_timeout(1000 * PATIENCE_S)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        _watch(page, url, troubles)
        page.goto(url)
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready]", state="attached")
        return page

    with ExitStack() as contexts:
        yield opened
    assert troubles == []


def _watch(page: Page, url: str, troubles: list[str]) -> None:
    """Note every error, every answer of 400 and above and every request to elsewhere."""
    host = urlsplit(url).netloc

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            troubles.append(message.text)

    def answered(response: Response) -> None:
        if response.status >= 400:
            troubles.append(f"{response.status} {response.url}")

    def asked(request: Request) -> None:
        if urlsplit(request.url).netloc != host:
            troubles.append(f"outside: {request.url}")

    page.on("console", said)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("response", answered)
    page.on("request", asked)
