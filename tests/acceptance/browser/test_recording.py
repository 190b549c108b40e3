"""A line is recorded on the studio's page by the keyboard alone, kept, built, and heard in the episode."""

from __future__ import annotations

import subprocess
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.acceptance.browser.engines import ENGINES, READY, Tab, wait_for
from tests.acceptance.browser.test_studio import BUILD_TIMES, Desk, studio

from lyricaudio.audio.codec import decoded_file

LINE, EXPLAINED = "学習率は一歩の大きさ", "勾配にかける小さな数です"
SONG = f"""\
title: 谷のうた
style: {{name: none, bpm: 120}}
voice: {{lyric: tone, explain: tone, answer: tone}}
lines:
  # 一行目
  - lyric: {LINE}
    explain: {EXPLAINED}
  - 谷を下る
"""
COMMON = "forms: [song]\n"
RATE = 48000
LEAD_S, REST_S = 8.0, 60.0
"""Silence before the line, in which the page counts in, and after it."""
QUIET_MS = 1500
SPOKEN = f"""() => {{
  const now = performance.now();
  if (document.querySelector(".recorder meter").value > 0.05) window.loudMs = now;
  return window.loudMs !== undefined && now - window.loudMs > {QUIET_MS};
}}"""
COUNTED = "(words) => document.querySelector('.recorder .count').textContent.includes(words)"
COMPLAINT = "(words) => document.querySelector('.recorder .complaint')?.textContent.includes(words) === true"
FOCUSED = "(words) => document.activeElement.textContent.includes(words)"
NARROW = "() => document.documentElement.scrollWidth <= innerWidth"
LOUD_HZ = 2000
CLICKS = """async (beat) => {
  const { clicks } = await import("/page/microphone.js");
  const context = new OfflineAudioContext(1, 4 * 48000, 48000);
  clicks(context, beat).start();
  const samples = (await context.startRendering()).getChannelData(0);
  const isLoud = (sample) => Math.abs(sample) > 0.1;
  const loud = [...samples.keys()].filter((frame) => isLoud(samples[frame]));
  const first = loud.filter((frame, number) => number === 0 || frame - loud[number - 1] > 4800);
  return first.map((frame) => frame / 48000);
}"""
"""When clicks begin in four seconds of a beat."""
BEATS = [
    (120, 4, [0, 1, 2, 3], [number / 2 for number in range(8)]),
    (90, 3, [0, 0.5, 1, 1.5, 2, 2.5], [number / 3 for number in range(12)]),
    (105, 3.5, [0, 1, 2], [0, 4 / 7, 8 / 7, 2, 18 / 7, 22 / 7]),
]
"""Tempi, bars and pulses, and when their clicks are."""


def samples(path: Path) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    kind = path.suffix[1:]
    return np.concatenate([block[:, 0] for block in decoded_file(path, kind=kind, sample_rate=RATE)])


def share_above(path: Path, hz: float) -> float:
    """Return which share of a sound's energy lies above a frequency."""
    power = np.abs(np.fft.rfft(samples(path))) ** 2
    return float(power[np.fft.rfftfreq(len(samples(path)), 1 / RATE) > hz].sum() / power.sum())


@pytest.fixture(scope="module")
def microphone(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the microphone hears: the embedded voice says the line."""
    folder = tmp_path_factory.mktemp("microphone")
    program, voice, heard = request.config.getoption("lyricaudio"), folder / "voice.wav", folder / "heard.wav"
    subprocess.run([program, "try", LINE, "--out", str(voice)], cwd=folder, check=True, capture_output=True)
    around = [np.zeros(round(RATE * rest_s), np.float32) for rest_s in (LEAD_S, REST_S)]
    sound = np.concatenate([around[0], samples(voice), around[1]])
    with wave.open(str(heard), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound * 32767).astype("<i2").tobytes())
    return heard


def opened(request: pytest.FixtureRequest, tab: Tab, node_modules: Path, folder: Path) -> Iterator[Desk]:
    """Open the song in a browser, on a phone's screen."""
    (folder / "songs").mkdir()
    (folder / "songs" / "valley.yaml").write_text(SONG, "utf-8")
    (folder / "lyricaudio.yaml").write_text(COMMON, "utf-8")
    axe = (node_modules / "axe-core/axe.min.js").read_text()
    with studio(request.config.getoption("lyricaudio"), folder) as address:
        tab.resize(360, 740)
        tab.visit(address)
        wait_for(tab, READY)
        tab.run("() => { location.hash = '#song/valley'; }")
        desk = Desk(tab, folder, axe)
        desk.wait(".counts strong")
        yield desk


@pytest.fixture
def chromium_desk(
    request: pytest.FixtureRequest, microphone: Path, node_modules: Path, tmp_path: Path
) -> Iterator[Desk]:
    with ENGINES["chromium"](microphone) as tab:
        yield from opened(request, tab, node_modules, tmp_path)


@pytest.fixture
def firefox_desk(
    request: pytest.FixtureRequest, microphone: Path, node_modules: Path, tmp_path: Path
) -> Iterator[Desk]:
    with ENGINES["firefox"](microphone) as tab:
        yield from opened(request, tab, node_modules, tmp_path)


def press(desk: Desk, words: str) -> None:
    """Press what the keyboard is at, which has these words."""
    wait_for(desk.tab, FOCUSED, words)
    desk.tab.press("Enter")


def test_a_line_is_recorded_kept_built_and_heard_and_given_back(chromium_desk: Desk) -> None:
    desk, tab = chromium_desk, chromium_desk.tab
    desk.go_to(f"自分の声で録る: {LINE}")
    tab.press("Enter")
    desk.require_for_everyone()
    assert tab.run(NARROW)
    press(desk, "録音を始める")
    wait_for(tab, COUNTED, "・2/2小節")
    wait_for(tab, SPOKEN)
    press(desk, "録音を止める")
    press(desk, "聴いてみる")
    desk.require_for_everyone()
    assert tab.run(NARROW)
    song = desk.folder / "songs" / "valley.yaml"
    song.write_text(saved := SONG.replace("一行目", "はじめの行"), "utf-8")
    desk.go_to("これを使う")
    tab.press("Enter")
    wait_for(tab, COMPLAINT, "ほかで保存されました")
    assert desk.song == saved
    desk.go_to("これを使う")  # what was recorded is still there
    tab.press("Enter")
    desk.wait(".chip")
    (clip,) = song.parent.glob("valley-*.webm")
    assert desk.song == saved.replace(f"lyric: {LINE}\n", f"lyric: {LINE}\n    clip: {clip.name}\n")
    wait_for(tab, "(words) => document.activeElement.ariaLabel === words", f"自分の声で録る: {EXPLAINED}")
    desk.wait(".counts strong")
    desk.require_for_everyone()

    desk.go_to("つくる")
    tab.press("Enter")
    desk.wait("#to-phone", times=BUILD_TIMES)
    (sung,) = desk.folder.glob("output/*/01 うた.mp3")
    with_clip = share_above(sung, LOUD_HZ)

    desk.go_to(f"元の声に戻す: {LINE}")
    tab.press("Enter")
    desk.wait(".line .below")
    wait_for(tab, "() => document.querySelector('.below .chip') === null")
    assert desk.song == saved
    desk.go_to("もう一度つくる")
    tab.press("Enter")
    wait_for(tab, "() => document.getElementById('bar').dataset.state === 'building'")
    desk.wait("#to-phone", times=BUILD_TIMES)
    assert with_clip > 10 * share_above(sung, LOUD_HZ)


def test_what_does_not_say_the_line_is_told_and_recorded_again(firefox_desk: Desk) -> None:
    desk, tab = firefox_desk, firefox_desk.tab
    desk.go_to(f"自分の声で録る: {EXPLAINED}")
    tab.press("Enter")
    press(desk, "録音を始める")
    wait_for(tab, COUNTED, "録音中 0:02")
    press(desk, "録音を止める")
    press(desk, "聴いてみる")
    desk.go_to("これを使う")
    tab.press("Enter")
    wait_for(tab, COMPLAINT, "録音")
    desk.require_for_everyone()
    desk.go_to("もう一度録る")
    tab.press("Enter")
    wait_for(tab, COUNTED, "録音中")
    tab.press("Escape")
    wait_for(tab, "() => document.querySelector('.recorder') === null")
    assert "自分の声で録る" in tab.run("() => document.activeElement.textContent")
    assert desk.song == SONG
    assert [path.name for path in (desk.folder / "songs").iterdir()] == ["valley.yaml"]


def test_the_beat_in_the_ear_is_that_of_the_song(chromium_desk: Desk) -> None:
    for bpm, bar_beats, pulses, clicks_s in BEATS:
        beat = {"bpm": bpm, "bar_beats": bar_beats, "pulses_beats": pulses}
        assert chromium_desk.tab.run(CLICKS, beat) == pytest.approx(clicks_s, abs=0.001)


def test_where_no_microphone_is_given_it_is_said_what_to_do(
    request: pytest.FixtureRequest, node_modules: Path, tmp_path: Path
) -> None:
    with ENGINES["chromium"]() as tab:
        for desk in opened(request, tab, node_modules, tmp_path):
            desk.go_to(f"自分の声で録る: {LINE}")
            tab.press("Enter")
            press(desk, "録音を始める")
            wait_for(tab, COMPLAINT, "マイク")
            desk.require_for_everyone()
            tab.run("() => Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")
            press(desk, "録音を始める")  # as on a page that is opened by http from elsewhere
            wait_for(tab, COMPLAINT, "127.0.0.1")
