"""The three engines of listeners' browsers, driven alike: a page of a width, and what a script says in it.

Chromium is driven by playwright, Debian's Firefox by WebDriver BiDi, which it speaks itself, and WebKitGTK by
its own WebDriver. No window of WebKitGTK's browser is as narrow as a phone, so there the page is in a frame.
"""

from __future__ import annotations

import base64
import io
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from glob import glob
from itertools import count
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urljoin

from PIL import Image
from playwright.sync_api import sync_playwright
from selenium import webdriver
from selenium.webdriver.webkitgtk.service import Service
from tests.acceptance.browser.served import PATIENCE_S
from websockets.sync.client import ClientConnection, connect

_BARE = {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", "GSETTINGS_BACKEND": "memory", "NO_AT_BRIDGE": "1"}

READY = "() => document.documentElement.dataset.ready !== undefined"

_KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Shift": "\ue008", "Control": "\ue009", "Escape": "\ue00c"}
"""Keys that write nothing, as WebDriver calls them."""

_FRAME = """async (url, width, height) => {
  const frame = document.createElement("iframe");
  document.body.style.margin = "0";
  document.body.replaceChildren(frame);
  frame.style.cssText = `border: 0; display: block; width: ${width}px; height: ${height}px`;
  await new Promise((resolve) => { frame.onload = resolve; frame.src = url; });
}"""
_CHANGED = """async (width, height) => {
  Object.assign(document.querySelector("iframe").style, { width: `${width}px`, height: `${height}px` });
}"""


class Tab(Protocol):
    """A page that is open in one of the engines."""

    def visit(self, url: str) -> None:
        """Open an address, and wait until it is loaded."""

    def resize(self, width: int, height: int) -> None:
        """Give the page a size, in CSS pixels."""

    def run(self, function: str, *given: Any) -> Any:
        """Call a function of JavaScript, as if a person had pressed something; return what it promises."""

    def press(self, key: str) -> None:
        """Press a key on the keyboard: ``Tab``, or with another one held ``Control+Enter``."""

    def write(self, text: str) -> None:
        """Write a text by the keyboard, where the focus is."""

    def picture(self) -> bytes:
        """Return what is seen, as a PNG."""


def wait_for(tab: Tab, condition: str, *given: Any, times: int = 1) -> None:
    """Wait until a function of JavaScript says true; for what takes long, some times as long."""
    looked = f"""async (...given) => {{
      const until = performance.now() + {1000 * PATIENCE_S};
      while (!(await ({condition})(...given))) {{
        if (performance.now() > until) return false;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }}
      return true;
    }}"""
    assert any(tab.run(looked, *given) for _ in range(times)), f"it never came: {condition}"


class _Chromium:
    def __init__(self, page: Any) -> None:
        self._page = page

    def visit(self, url: str) -> None:
        self._page.goto(url)

    def resize(self, width: int, height: int) -> None:
        self._page.set_viewport_size({"width": width, "height": height})

    def run(self, function: str, *given: Any) -> Any:
        return self._page.evaluate(f"(given) => ({function})(...given)", list(given))

    def press(self, key: str) -> None:
        self._page.keyboard.press(key)

    def write(self, text: str) -> None:
        self._page.keyboard.insert_text(text)

    def picture(self) -> bytes:
        return bytes(self._page.screenshot())


@contextmanager
def _chromium(microphone: Path | None = None) -> Iterator[Tab]:
    program = shutil.which("chromium")
    assert program, "there is no chromium"
    arguments = ["--autoplay-policy=no-user-gesture-required"]
    if microphone:
        arguments += ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
        arguments += [f"--use-file-for-fake-audio-capture={microphone}%noloop"]
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=program, args=arguments) as browser,
    ):
        context = browser.new_context(locale="ja-JP")
        context.set_default_timeout(1000 * PATIENCE_S)
        yield _Chromium(context.new_page())


class _Firefox:
    """A tab of a Firefox that is asked by WebDriver BiDi."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection, self._numbers = connection, count(1)
        self._ask("session.new", capabilities={})
        self._context = self._ask("browsingContext.create", type="tab")["context"]

    def _ask(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._connection.send(json.dumps({"id": number, "method": method, "params": params}))
        while (answer := json.loads(self._connection.recv(timeout=2 * PATIENCE_S))).get("id") != number:
            pass
        assert answer["type"] == "success", answer
        return answer["result"]

    def visit(self, url: str) -> None:
        self._ask("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height}
        self._ask("browsingContext.setViewport", context=self._context, viewport=size)

    def run(self, function: str, *given: Any) -> Any:
        answer = self._ask(
            "script.callFunction",
            functionDeclaration=f"async (given) => JSON.stringify(await ({function})(...JSON.parse(given)))",
            arguments=[{"type": "string", "value": json.dumps(given)}],
            target={"context": self._context},
            awaitPromise=True,
            userActivation=True,
        )
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"].get("value", "null"))

    def press(self, key: str) -> None:
        held = [_KEYS.get(name, name) for name in key.split("+")]
        downs = [{"type": "keyDown", "value": name} for name in held]
        self._act([*downs, *({"type": "keyUp", "value": name} for name in reversed(held))])

    def write(self, text: str) -> None:
        keys = [_KEYS["Enter"] if letter == "\n" else letter for letter in text]
        self._act([{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")])

    def _act(self, actions: list[dict[str, str]]) -> None:
        source = {"type": "key", "id": "keyboard", "actions": actions}
        self._ask("input.performActions", context=self._context, actions=[source])

    def picture(self) -> bytes:
        return base64.b64decode(self._ask("browsingContext.captureScreenshot", context=self._context)["data"])


@contextmanager
def _firefox(microphone: Path | None = None) -> Iterator[Tab]:
    program = shutil.which("firefox-esr")
    assert program, "there is no firefox"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile, ExitStack() as ended:
        settings = {"intl.accept_languages": "ja", "media.autoplay.default": 0}
        if microphone:  # it hears a tone instead
            settings |= {"media.navigator.streams.fake": True, "media.navigator.permission.disabled": True}
        lines = [f'user_pref("{name}", {json.dumps(value)});' for name, value in settings.items()]
        Path(profile, "user.js").write_text("\n".join(lines))
        command = [program, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
        heard = os.environ | {"PULSE_SERVER": ended.enter_context(_loudspeaker(Path(profile)))}
        process = subprocess.Popen(
            command, env=heard, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        ended.callback(_end, process)
        assert process.stderr
        said = (line for line in process.stderr if "WebDriver BiDi listening on" in line)
        address = next(said, "").split()[-1:]
        assert address, "Firefox did not say where it listens"
        yield _Firefox(ended.enter_context(connect(f"{address[0]}/session", max_size=None)))


class _WebKit:
    """A tab of WebKitGTK's browser, in which the page is in a frame."""

    def __init__(self, driver: Any) -> None:
        self._driver, self._size = driver, (390, 844)

    def visit(self, url: str) -> None:
        self._driver.switch_to.default_content()
        self._driver.get(urljoin(url, "nowhere"))  # an empty page of the same origin
        self._called(_FRAME, url, *self._size)
        self._driver.switch_to.frame(0)

    def resize(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._driver.switch_to.default_content()
        if self._called("() => document.querySelector('iframe') !== null"):
            self._called(_CHANGED, width, height)
            self._driver.switch_to.frame(0)

    def run(self, function: str, *given: Any) -> Any:
        return self._called(function, *given)

    def _called(self, function: str, *given: Any) -> Any:
        script = f"""
          const [given, done] = arguments;
          Promise.resolve().then(() => ({function})(...given))
            .then((value) => done([value ?? null, ""]), (error) => done([null, String(error)]));"""
        value, error = self._driver.execute_async_script(script, list(given))
        assert not error, error
        return value

    def press(self, key: str) -> None:
        *held, last = (_KEYS.get(name, name) for name in key.split("+"))
        keys = webdriver.ActionChains(self._driver)
        for name in held:
            keys.key_down(name)
        keys.send_keys(last)
        for name in held:
            keys.key_up(name)
        keys.perform()

    def write(self, text: str) -> None:
        webdriver.ActionChains(self._driver).send_keys(text).perform()

    def picture(self) -> bytes:
        self._driver.switch_to.default_content()
        seen = Image.open(io.BytesIO(self._driver.get_screenshot_as_png())).crop((0, 0, *self._size))
        self._driver.switch_to.frame(0)
        taken = io.BytesIO()
        seen.save(taken, "png")
        return taken.getvalue()


@contextmanager
def _webkit() -> Iterator[Tab]:
    driver, browsers = shutil.which("WebKitWebDriver"), glob("/usr/lib/*/webkit2gtk-4.*/MiniBrowser")
    assert driver, "there is no WebKitWebDriver"
    assert browsers, "there is no WebKitGTK with its driver"
    options = webdriver.WebKitGTKOptions()
    options.binary_location = browsers[-1]
    for argument in ("--automation", "--autoplay-policy=allow"):
        options.add_argument(argument)
    with _display() as display:
        # In a container there is no sandbox to be had, nor a bus to ask for settings.
        service = Service(driver, env={**os.environ, "DISPLAY": display, "LANGUAGE": "ja", **_BARE})
        opened = webdriver.WebKitGTK(options=options, service=service)
        try:
            opened.set_script_timeout(2 * PATIENCE_S)
            opened.set_window_size(1300, 900)
            yield _WebKit(opened)
        finally:
            opened.quit()


@contextmanager
def _loudspeaker(folder: Path) -> Iterator[str]:
    """Yield the address of a sound server that nobody hears: without one Firefox plays nothing at all.

    Its sink holds two seconds of sound, and what begins meanwhile waits for their end: Firefox's time would
    stand still for so long at every jump. One that takes nothing back holds 50 ms.
    """
    program = shutil.which("pulseaudio")
    assert program, "there is no pulseaudio"
    address = folder / "loudspeaker"  # not "pulse": a folder of the server's own has that name
    modules = (
        "module-null-sink norewinds=1",
        f"module-native-protocol-unix socket={address} auth-anonymous=1",
    )
    loaded = [word for module in modules for word in ("--load", module)]
    options = ("-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--disable-shm=yes")
    process = subprocess.Popen(
        [program, *options, *loaded],
        env=os.environ | {"XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert _listens(address), "pulseaudio does not listen"
        yield f"unix:{address}"
    finally:
        _end(process)


def _listens(address: Path) -> bool:
    """Wait until a server is there at an address."""
    until_s = time.monotonic() + PATIENCE_S
    with socket.socket(socket.AF_UNIX) as asked:
        while asked.connect_ex(str(address)):
            if time.monotonic() > until_s:
                return False
            time.sleep(0.02)
    return True


@contextmanager
def _display() -> Iterator[str]:
    """Yield the name of a screen that nobody sees."""
    program = shutil.which("Xvfb")
    assert program, "there is no Xvfb"
    command = [program, "-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout
        yield f":{process.stdout.readline().strip()}"
    finally:
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.communicate(timeout=PATIENCE_S)
    finally:
        process.kill()


ENGINES: dict[str, Callable[..., Any]] = {"chromium": _chromium, "firefox": _firefox, "webkit": _webkit}
"""How each is started; the tab that one gets is its only one.

Chromium and Firefox may be given what their microphone hears, from when it is opened: a WAV file, which
Firefox replaces by a tone.
"""

TRIED = os.environ.get("LYRICAUDIO_TEST_ENGINES", "chromium firefox webkit").split()
"""Those that are tested now."""
