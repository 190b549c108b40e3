"""The template, a repository of songs that publishes itself: run as a host of workflows runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
import yaml
from playwright.sync_api import expect
from tests.acceptance.browser.conftest import ROOT
from tests.acceptance.browser.host import Host, hosted
from tests.acceptance.browser.listening import until
from tests.acceptance.browser.served import OpenPage

TEMPLATE = ROOT / "template"
PREFIX = "songs"
HALF_AN_HOUR_S = 1800


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    with hosted(tmp_path_factory.mktemp("host")) as host:
        yield host


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(pip, check=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def project(wheel: Path, host: Host, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template with this checkout's program, in an environment with nothing else, published once."""
    scratch = tmp_path_factory.mktemp("template")
    subprocess.run([sys.executable, "-m", "venv", str(scratch / "bare")], check=True)
    project = scratch / "project"
    shutil.copytree(TEMPLATE, project)
    (project / "requirements.txt").write_text(f"lyricaudio @ {wheel.as_uri()}\n")
    publish(project, host)
    return project


def publish(project: Path, host: Host) -> str:
    """Run the steps, put `site` where the host serves it, and return what was said."""
    path = os.pathsep.join((str(project.parent / "bare" / "bin"), os.defpath))
    done = subprocess.run(
        ["sh", "publish.sh"],
        cwd=project,
        env={"PATH": path, "HOME": str(project.parent), "BASE_URL": f"{host.url}{PREFIX}/"},
        capture_output=True,
        text=True,
        timeout=HALF_AN_HOUR_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    folder = host.folder / PREFIX
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(project / "site", folder)
    return done.stdout


def test_what_is_published_below_a_path_can_be_heard_and_subscribed(
    project: Path, host: Host, open_page: OpenPage
) -> None:
    page = open_page(f"{host.url}{PREFIX}/")
    page.locator("[data-episode]").first.click()
    until(page, "!audio.paused && audio.currentTime > 0")
    expect(page.locator("#lines .line").first).to_be_visible()
    feed = feedparser.parse(f"{host.url}{PREFIX}/feed.xml")
    assert len(feed.entries) == len(list(project.glob("output/*/*.mp3")))
    for entry in feed.entries:
        (enclosure,) = entry.enclosures
        assert enclosure.href.startswith(f"{host.url}{PREFIX}/")
        with urllib.request.urlopen(urllib.request.Request(enclosure.href, method="HEAD")) as answer:
            assert answer.headers["Content-Length"] == enclosure.length


def test_what_is_in_the_cache_is_not_made_anew(project: Path, host: Host) -> None:
    made = len(list(project.glob("output/*/*.mp3")))
    spoken = {path: path.stat().st_mtime_ns for path in project.glob("output/.lyricaudio/clips/**/*.clip")}
    assert f"0 built, {made} unchanged, 0 failed" in publish(project, host)
    now = {path: path.stat().st_mtime_ns for path in project.glob("output/.lyricaudio/clips/**/*.clip")}
    assert spoken
    assert now == spoken


def test_the_workflow_runs_these_steps_and_keeps_what_was_spoken() -> None:
    workflow = yaml.safe_load((TEMPLATE / ".github/workflows/publish.yml").read_text("utf-8"))
    steps = workflow["jobs"]["publish"]["steps"]
    uses = {step.get("uses", "").partition("@")[0]: step for step in steps}
    assert [step["run"] for step in steps if "run" in step] == ["sh publish.sh"]
    assert uses["actions/cache"]["with"]["path"] == "output"
    assert uses["actions/upload-pages-artifact"]["with"]["path"] == "site"
