"""From a pasted article to the phone, by the keyboard alone, in Chromium and in Firefox."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.acceptance.browser.engines import ENGINES, READY, Tab, wait_for

ARTICLE = """\
「歩幅のうた」で覚える学習率

歌詞

学習率は一歩の幅
人気のない谷を下る
大きすぎると谷を飛び越し 小さすぎるといつまでも進まない

歌詞の解説

学習率は一歩の幅

勾配にかける小さな数です。
"""
COMMON = "forms: [song]\nvoice: {lyric: tone, explain: tone, answer: tone}\n"
TRIED = os.environ.get("LYRICAUDIO_TEST_ENGINES", "chromium firefox").split()
VIOLATIONS = """async () => {
  %s;
  const { violations } = await window.axe.run();
  return violations.map((one) => [one.impact, one.id, one.nodes[0].html]);
}"""
FOCUSED = """() => {
  const at = document.activeElement;
  return [at.getAttribute("aria-label") ?? "", at.labels?.[0]?.textContent ?? "", at.textContent].join(" ");
}"""
SEEN = "(selector) => document.querySelector(selector)?.checkVisibility() === true"
EXPLAINED = """(words) => {
  return [...document.querySelectorAll(".said.explanation")].some((said) => said.textContent === words);
}"""
MOST_TABS = 80
BUILD_TIMES = 5


class Desk:
    """A studio for an empty project, in a browser."""

    def __init__(self, tab: Tab, folder: Path, axe: str) -> None:
        self.tab, self.folder, self._axe = tab, folder, axe

    def require_for_everyone(self) -> None:
        """Fail when axe finds something."""
        assert self.tab.run(VIOLATIONS % self._axe) == []

    def go_to(self, name: str) -> None:
        """Press Tab until what has a name is reached."""
        passed = []
        for _ in range(MOST_TABS):
            self.tab.press("Tab")
            passed.append(self.tab.run(FOCUSED))
            if name in passed[-1]:
                return
        raise AssertionError(f"no Tab leads to {name}: {passed}")

    def wait(self, selector: str, *, times: int = 1) -> None:
        """Wait until something is seen."""
        wait_for(self.tab, SEEN, selector, times=times)

    @property
    def song(self) -> str:
        """What the file of the song says."""
        (file,) = (self.folder / "songs").glob("*.yaml")
        return file.read_text("utf-8")


@contextmanager
def studio(program: Path, folder: Path) -> Iterator[str]:
    """Run `lyricaudio studio` in a folder; give the address that it says."""
    command = [str(program), "studio", "--port", "0", "--no-browser"]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert process.stdout
        line = next(line for line in iter(process.stdout.readline, "") if "http://127.0.0.1:" in line)
        yield line.split()[-1]
    finally:
        process.terminate()
        process.communicate()


@pytest.fixture(scope="module", params=TRIED)
def tab(request: pytest.FixtureRequest) -> Iterator[Tab]:
    with ENGINES[request.param]() as opened:
        yield opened


@pytest.fixture
def desk(request: pytest.FixtureRequest, tab: Tab, node_modules: Path, tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "songs").mkdir()
    (tmp_path / "lyricaudio.yaml").write_text(COMMON, "utf-8")
    axe = (node_modules / "axe-core/axe.min.js").read_text()
    with studio(request.config.getoption("lyricaudio"), tmp_path) as address:
        tab.resize(1280, 900)
        tab.visit(address)
        wait_for(tab, READY)
        yield Desk(tab, tmp_path, axe)


def test_an_article_is_pasted_decided_explained_built_and_scanned_by_the_keyboard_alone(desk: Desk) -> None:
    tab = desk.tab
    desk.require_for_everyone()
    assert "貼りつける" in tab.run(FOCUSED)
    tab.write(ARTICLE)
    desk.go_to("曲にする")
    tab.press("Enter")
    desk.wait(".line")
    desk.wait(".counts strong")
    desk.require_for_everyone()

    desk.go_to("ヒトケノナイ にする")
    tab.press("Enter")
    desk.wait(".tools button")  # it can be undone
    assert "readings:\n  人気のない: ヒトケノナイ\n" in desk.song

    desk.go_to("解説を書く")
    tab.press("Enter")
    tab.write("損失の谷を下ります。")
    desk.require_for_everyone()
    tab.press("Control+Enter")
    wait_for(tab, EXPLAINED, "損失の谷を下ります。")
    assert "損失の谷を下ります。" in desk.song
    desk.wait(".counts strong")

    desk.go_to("つくる")
    tab.press("Enter")
    desk.wait("#to-phone", times=BUILD_TIMES)
    desk.require_for_everyone()
    assert [path.suffix for path in desk.folder.glob("output/*/*.mp3")] == [".mp3"]
    assert "スマホで聴く" in tab.run(FOCUSED)
    tab.press("Enter")
    wait_for(
        tab, "() => document.getElementById('code').naturalWidth > 0 && document.getElementById('phone').open"
    )
    desk.require_for_everyone()
    tab.press("Escape")
    wait_for(tab, "() => !document.getElementById('phone').open")


def test_from_the_article_to_the_code_it_takes_four_actions_and_the_fifth_is_to_scan(desk: Desk) -> None:
    tab = desk.tab
    actions: list[Any] = [
        lambda: tab.write(ARTICLE),
        lambda: tab.run("() => document.querySelector('form .first').click()"),
        lambda: tab.run("() => document.getElementById('build').click()"),
        lambda: tab.run("() => document.getElementById('to-phone').click()"),
    ]
    for act, seen in zip(actions, (".paste", ".line", "#to-phone", "#code"), strict=True):
        act()
        desk.wait(seen, times=BUILD_TIMES)
    wait_for(tab, "() => document.getElementById('code').naturalWidth > 0")
