"""What must hold in every engine: all words can be read, the sound plays, and comes back."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from tests.acceptance.browser.engines import ENGINES, READY, TRIED, Tab, wait_for
from tests.acceptance.browser.host import Host, hosted
from tests.acceptance.browser.kept import keep
from tests.acceptance.browser.listening import STILL

from lyricaudio.release.catalogue import CatalogueEpisode, read_catalogue

WIDTHS = (320, 360, 390, 768, 1280)
HEIGHT = 740
SIZES = ("100%", "200%")

HARD = """\
title: とても長い題名のうたエレクトロエンセファログラフィーによる脳波計測と汎化性能
style: none
voice: {lyric: tone, explain: tone}
readings:
  Electroencephalographicallynonstandardized: エレクトロエンセファログラフィカリーノンスタンダーダイズド
  超多変量時系列異常検知基盤技術委員会: チョータヘンリョージケーレツイジョーケンチキバンギジュツイインカイ
lines:
  - lyric: Electroencephalographicallynonstandardizedは長い
    explain: "「Electroencephalographicallynonstandardized」は 1 語で 42 文字あります。"
  - lyric: 超多変量時系列異常検知基盤技術委員会が 3人いる
    explain: ハイパーパラメータオプティマイゼーションアルゴリズムインプリメンテーションを使います。
  - lyric: 最小でも0.001 最大でも0.25 間は1
    explain: '式では \\(f(x)=\\max(0,x)+\\frac{1}{1+e^{-x}}\\) で、(1) 0.25 倍、(2) 100 % です。'
  - lyric: 「」『』（）と2.71828182845904523536028747135266249
    explain: 学習率は 0.001 から 0.1 までで 10 倍ずつ 3 回、-1 や +2 や 1/2 も試す。
points:
  - {q: 超多変量時系列異常検知基盤技術委員会は何人, a: 3人}
"""

ASKING = """\
title: 傾きのうた
style: {name: lofi, bpm: 140}
voice: {lyric: tone, explain: tone}
lines: [勾配は傾きを示す, 損失は誤差を測る]
points:
  - {q: 傾きを示すのは, a: 勾配}
  - {q: 誤差を測るのは, a: 損失}
"""

CUT = """() => {
  const frame = document.getElementById("lyrics").getBoundingClientRect();
  const isOut = ({ left, right }) => right > frame.right + 0.5 || left < frame.left - 0.5;
  const words = [...document.querySelectorAll("#lines .words, #lines .words *")];
  const isCut = (box) => box.width > 0 && isOut(box);
  return words.filter((each) => isCut(each.getBoundingClientRect())).map((each) => each.textContent);
}"""
WIDER = """() => {
  const forms = document.getElementById("forms");
  return forms.scrollWidth - forms.clientWidth;
}"""
SIZED = "(size) => { document.documentElement.style.fontSize = size; }"
_visits = count()

WORDS = "() => document.querySelectorAll('#lines .line').length > 0"
SOUNDS = "() => { const a = document.querySelector('audio'); return !a.paused && a.currentTime > 0.3; }"
FAILED = "() => document.querySelector('audio').error !== null"  # until then, the button means pause
LOOKS = """(number) => {
  const lines = [...document.querySelectorAll("#lines .line.lyric")].slice(number, number + 2);
  return lines.map((line) => getComputedStyle(line).color + getComputedStyle(line).backgroundColor);
}"""
# What the engine has taken as the handler of a button, for no test can press one: it is on headphones.
TAKEN = """() => {
  window.taken = {};
  const session = navigator.mediaSession;
  const take = session.setActionHandler.bind(session);
  session.setActionHandler = (action, handler) => { take(action, handler); window.taken[action] = handler; };
}"""
ASKS = "() => !document.getElementById('judge').hidden && 'nexttrack' in window.taken"
PRESSED = """async (action, from_s) => {
  const audio = document.querySelector("audio");
  const seeked = () => new Promise((resolve) => audio.addEventListener("seeked", resolve, { once: true }));
  audio.pause();
  let done = seeked();
  audio.currentTime = from_s;
  await done;
  done = seeked();
  window.taken[action]();
  await done;
  const marked = [...document.querySelectorAll("#lines [data-grade]")].map((line) => line.dataset.grade);
  return [audio.currentTime, marked];
}"""


@pytest.fixture(scope="module", params=TRIED)
def tab(request: pytest.FixtureRequest) -> Iterator[Tab]:
    with ENGINES[request.param]() as opened:
        yield opened


@pytest.fixture(scope="module")
def five(request: pytest.FixtureRequest) -> Iterator[tuple[Host, list[str]]]:
    with _served(request.config.getoption("release")) as served:
        yield served


@pytest.fixture(scope="module")
def hard(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    with _served(_built(request, tmp_path_factory.mktemp("hard"), HARD)) as served:
        yield served


@pytest.fixture(scope="module")
def asking(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    project = tmp_path_factory.mktemp("asking")
    (project / "lyricaudio.yaml").write_text("forms: [song, quiz]\n", "utf-8")
    release = _built(request, project, ASKING)
    catalogue = read_catalogue(release)
    assert catalogue
    with hosted(release) as host:
        yield host, catalogue.episodes


def _built(request: pytest.FixtureRequest, project: Path, song: str) -> Path:
    (project / "songs").mkdir()
    (project / "songs" / "a.yaml").write_text(song, "utf-8")
    program = request.config.getoption("lyricaudio").absolute()
    subprocess.run([program, "build"], cwd=project, check=True, capture_output=True, timeout=300)
    return project / "output"


@contextmanager
def _served(release: Path) -> Iterator[tuple[Host, list[str]]]:
    catalogue = read_catalogue(release)
    assert catalogue
    with hosted(release) as host:
        yield host, [episode.id for episode in catalogue.episodes]


def show(tab: Tab, host: Host, episode: str) -> None:
    """Open an episode, anew."""
    tab.resize(WIDTHS[1], HEIGHT)
    tab.visit(f"{host.url}?{next(_visits)}#{quote(episode)}")  # else the browser would only scroll
    wait_for(tab, READY)
    wait_for(tab, WORDS)


@pytest.mark.parametrize("release", ["five", "hard"])
def test_no_word_is_cut_at_any_width_and_size(tab: Tab, release: str, request: pytest.FixtureRequest) -> None:
    # Asking where words are lays them out. No frame is waited for: 150 would be painted, for which WebKitGTK
    # takes long.
    host, episodes = request.getfixturevalue(release)
    for episode in episodes:
        show(tab, host, episode)
        for size in SIZES:
            for width in WIDTHS:
                tab.resize(width, HEIGHT)
                tab.run(SIZED, size)
                assert tab.run(CUT) == [], (episode, size, width)
                assert tab.run("() => document.documentElement.scrollWidth") <= width, (episode, size, width)


@pytest.mark.parametrize(("width", "height"), [(360, 380), (740, 360), (568, 320), (932, 430), (360, 740)])
def test_on_a_small_screen_words_have_room_and_all_buttons_are_there(
    tab: Tab, five: tuple[Host, list[str]], width: int, height: int
) -> None:
    show(tab, *_first(five))
    tab.resize(width, height)
    tab.run(SIZED, "100%")
    room = tab.run(
        "() => { const { width, height } = document.getElementById('lyrics').getBoundingClientRect();"
        " return [width, height]; }"
    )
    assert room[0] >= 220
    assert room[1] >= 90
    hidden = """() => [...document.querySelectorAll("#forms button, .transport button, .settings select")]
      .map((button) => button.getBoundingClientRect())
      .filter(({ width, bottom, right }) => !width || bottom > innerHeight || right > innerWidth).length"""
    assert tab.run(hidden) == 0
    assert tab.run(WIDER) == 0


def test_the_line_that_is_sung_looks_like_it_from_its_first_instant(
    tab: Tab, five: tuple[Host, list[str]]
) -> None:
    show(tab, *_first(five))
    tab.run("() => document.querySelectorAll('#lines .line.lyric')[2].click()")
    wait_for(tab, "() => document.querySelectorAll('#lines .line.lyric')[2].ariaCurrent === 'true'")
    current, following = tab.run(LOOKS, 2)
    assert current != following


@pytest.mark.parametrize(("held", "width", "height"), [("upright", 360, 740), ("side", 740, 360)])
def test_its_picture_is_in_the_documentation(
    tab: Tab,
    five: tuple[Host, list[str]],
    pictures: Path,
    request: pytest.FixtureRequest,
    held: str,
    width: int,
    height: int,
) -> None:
    host, (*_, explained, _) = five
    show(tab, host, explained)
    tab.resize(width, height)
    tab.run("() => document.querySelectorAll('#lines .line.lyric')[2].click()")
    wait_for(tab, "() => document.querySelectorAll('#lines .line.lyric')[2].ariaCurrent === 'true'")
    tab.run("() => document.querySelector('audio').pause()")
    tab.run(STILL)
    keep(tab.picture(), pictures / f"page-{request.node.callspec.params['tab']}-{held}.png")


def test_play_comes_back_after_the_network_was_gone(tab: Tab, request: pytest.FixtureRequest) -> None:
    # Of a host of its own, for of one that was there before the browser may have kept what is played next.
    with _served(request.config.getoption("release")) as (host, episodes):
        show(tab, host, episodes[0])
        tab.run("() => { document.querySelector('audio').muted = true; }")  # a machine may have no sound
        tab.run("() => document.getElementById('play-button').click()")
        wait_for(tab, SOUNDS)
        host.fail("refused")
        tab.run("() => document.querySelectorAll('#forms button')[1].click()")
        wait_for(tab, FAILED)
        host.recover()
        tab.run("() => document.getElementById('play-button').click()")
        wait_for(tab, SOUNDS)
        wait_for(tab, WORDS)


def test_buttons_of_headphones_grade_and_jump(
    tab: Tab, asking: tuple[Host, Sequence[CatalogueEpisode]]
) -> None:
    host, (song, quiz) = asking
    show(tab, host, song.id)
    tab.run(TAKEN)
    tab.run("() => document.querySelectorAll('#forms button')[1].click()")
    wait_for(tab, ASKS)
    wait_for(tab, "() => document.querySelector('audio').readyState > 0")
    first, second = [line for line in quiz.lines if line.role == "question"][:2]
    answer = [line for line in quiz.lines if line.role == "answer"][1]
    now_s, marks = tab.run(PRESSED, "nexttrack", first.start_s + 0.1)
    assert (now_s, marks) == (pytest.approx(second.start_s, abs=0.1), ["said"])
    now_s, marks = tab.run(PRESSED, "previoustrack", answer.end_s)
    assert (now_s, marks) == (pytest.approx(answer.start_s, abs=0.1), ["said", "again"])


def _first(five: tuple[Host, list[str]]) -> tuple[Host, str]:
    return five[0], five[1][0]
