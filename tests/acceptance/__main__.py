"""`make acceptance`: other people's programs and a browser judge the release in `output/`.

    python -m tests.acceptance

First it says what is missing and how to get it, and exits with 1 then: what cannot be checked has not passed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.acceptance.programs import ROOT, missing, node_modules

_SONG = ROOT / "songs" / "03-resnet.yaml"
_BROWSER = "tests/acceptance/browser"
_RIDES = f"{_BROWSER}/test_kept_rides.py"
_ENGINES = tuple(f"{_BROWSER}/test_{name}.py" for name in ("engines", "studio", "recording"))
_PAGE = (*(f"--ignore={one}" for one in (_RIDES, *_ENGINES)), _BROWSER)
_SETTINGS = f"{_BROWSER}/pytest.ini"  # named, for pytest looks for it above all that looks like a path
_SIDE_BY_SIDE = ("-n", "2", "--dist")  # they wait for sound most of the time
_AGAIN = ("--last-failed", "--last-failed-no-failures", "none")
_LAST_LINES = 3


class _Tests:
    """Tests in browsers, whose words are kept until they are asked for."""

    def __init__(self, scratch: Path, *tests: str, apart: str = "loadfile") -> None:
        scratch.mkdir()
        self._name = scratch.name
        self._command = _browser(scratch, *tests)
        self._apart = apart
        self._log = scratch / "said.log"
        self._failed = 0

    def run(self) -> None:
        with self._log.open("w") as said:
            command = [*self._command, *_SIDE_BY_SIDE, self._apart]
            self._failed = _run(command, stdout=said, stderr=subprocess.STDOUT)

    def have_passed(self) -> bool:
        """Print what they said, and run what failed once more alone: some tests ask when a sound comes."""
        lines = self._log.read_text().splitlines()
        print(self._name, *(lines if self._failed else lines[-_LAST_LINES:]), sep="\n", flush=True)
        if not self._failed:
            return True
        print("what failed, once more with nothing beside it:", flush=True)
        return _run([*self._command, *_AGAIN]) == 0


def main() -> int:
    """Judge the release, then try it in all engines, and beside that use the page in a browser.

    Playwright's loop does not let another begin in its process, so the page's tests have one of their own.
    Kept rides come last, with nothing beside them: what they play must begin within 50 ms.
    """
    if lines := list(missing()):
        print("These are missing:", *lines, sep="\n")
        return 1
    os.environ["NODE_PATH"] = str(node_modules())
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as beside:
        scratch = Path(folder)
        page, engines = _Tests(scratch / "page", *_PAGE), _Tests(scratch / "engines", *_ENGINES)
        rides = _Tests(scratch / "rides", _RIDES, apart="load")
        used = beside.submit(page.run)
        is_judged = _run(_judge()) == 0
        engines.run()
        used.result()
        rides.run()
        return 0 if all([is_judged, *(tests.have_passed() for tests in (page, engines, rides))]) else 1


def _run(command: list[str], **streams: Any) -> int:
    return subprocess.run(command, cwd=ROOT, check=False, **streams).returncode


def _judge() -> list[str]:
    program = Path(sys.executable).with_name("lyricaudio")
    return [
        *(sys.executable, "-m", "tests.acceptance.judge", str(ROOT)),
        *("--lyricaudio", str(program), "--speech", str(_SONG)),
    ]


def _browser(scratch: Path, *tests: str) -> list[str]:
    return [
        *(sys.executable, "-m", "pytest", "-c", _SETTINGS, *tests),
        *("--lyricaudio", str(Path(sys.executable).with_name("lyricaudio"))),
        *("--node-modules", str(node_modules()), "--pictures", str(scratch / "pictures")),
        *("-o", f"cache_dir={scratch / 'cache'}"),
    ]


sys.exit(main())
