"""A recording made from a song is tapped along on a phone's screen, and comes back as song and lessons."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.acceptance.browser.served import OpenPage
from tests.acceptance.browser.test_studio import VIOLATIONS, studio

SONG = """\
title: 谷のうた
voice: {lyric: tone, explain: tone, answer: tone}
lines:
  - {lyric: 学習率は一歩の大きさ, explain: 勾配にかける小さな数です。}
  - 大きすぎると谷を飛び越す
"""
RECORDED = SONG.replace("lines:", "# 自分の録音\nrecording: my-song.mp3\nlines:")
SEEK = """([sound, at]) => new Promise((done) => {
  sound.addEventListener("timeupdate", function moved() {
    if (sound.currentTime < at) return;
    sound.removeEventListener("timeupdate", moved);
    done();
  });
})"""


def made(program: Path, folder: Path) -> list[dict[str, float]]:
    """Build; return the lines of the song with their times."""
    subprocess.run([program, "build"], cwd=folder, check=True, capture_output=True)
    (data,) = folder.glob("output/*/01 うた.json")
    return list(json.loads(data.read_text("utf-8"))["cues"])


@pytest.fixture
def recorded(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, list[dict[str, float]]]:
    """A project whose song is a recording made by another project, and when its lines begin."""
    program = request.config.getoption("lyricaudio")
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, text in ((first, SONG), (second, RECORDED)):
        (folder / "songs").mkdir(parents=True)
        (folder / "songs" / "valley.yaml").write_text(text, "utf-8")
    (first / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")
    cues = made(program, first)
    (mp3,) = first.glob("output/*/01 うた.mp3")
    (second / "songs" / "my-song.mp3").write_bytes(mp3.read_bytes())
    return second, cues


def tap_at(page: Page, at_s: float) -> None:
    """Wait until the recording is there, and touch the button."""
    page.evaluate(SEEK, [page.locator("audio").element_handle(), at_s])
    page.locator("button.tap").tap()


def test_a_recording_is_tapped_and_comes_back_as_song_explanation_and_recall(
    recorded: tuple[Path, list[dict[str, float]]],
    open_page: OpenPage,
    request: pytest.FixtureRequest,
    node_modules: Path,
    pictures: Path,
) -> None:
    program, (folder, cues) = request.config.getoption("lyricaudio"), recorded
    with studio(program, folder) as address:
        page = open_page(address)
        page.goto(f"{address.partition('?')[0]}#song/valley")
        expect(page.locator("[data-key$=-record]")).to_have_count(1)  # of the explanation: the lines are sung
        page.goto(f"{address.partition('?')[0]}#tap/valley")
        big = page.locator("button.tap")
        expect(big).to_contain_text("再生")
        big.tap()
        expect(big).to_contain_text("学習率は一歩の大きさ")
        tap_at(page, cues[0]["start_s"])
        page.locator("[data-key=untap]").tap()
        expect(page.locator(".taps .next")).to_contain_text("学習率は一歩の大きさ")
        big.tap()
        before = page.locator(".taps .time").first.inner_text()
        page.locator("[data-key=sooner]").tap()
        expect(page.locator(".taps .time").first).not_to_have_text(before)
        tap_at(page, cues[1]["start_s"])
        expect(big).to_contain_text("最後の行まで")
        page.locator("[data-key=write]").tap()
        expect(page.get_by_text("my-song.lrc に書きこみました").first).to_be_visible()
        page.locator("[data-key=sooner]").tap()
        page.locator("[data-key=write]").tap()  # again: they are our own
        expect(page.get_by_text("my-song.lrc に書きこみました").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        axe = (node_modules / "axe-core/axe.min.js").read_text()
        assert page.evaluate(VIOLATIONS % axe) == []
        page.screenshot(path=pictures / "studio-tap.png")
        page.reload()
        page.locator("[data-key=write]").tap()
        page.locator("[data-key=replace]").tap()
        expect(page.get_by_text("my-song.lrc に書きこみました").first).to_be_visible()
    lrc = (folder / "songs" / "my-song.lrc").read_text("utf-8")
    assert [row.partition("]")[2] for row in lrc.splitlines()] == [
        "学習率は一歩の大きさ",
        "大きすぎると谷を飛び越す",
    ]
    song = (folder / "songs" / "valley.yaml").read_text("utf-8")
    assert song == RECORDED.replace("my-song.mp3", "{file: my-song.mp3, lyrics: my-song.lrc}")
    found = made(program, folder)
    assert [cue["text"] for cue in found] == [cue["text"] for cue in cues]
    for cue, was in zip(found, cues, strict=True):
        assert abs(cue["start_s"] - was["start_s"]) < 0.5
    assert [path.stem for path in sorted(folder.glob("output/*/*.mp3"))] == ["01 うた", "02 解説", "03 暗唱"]
