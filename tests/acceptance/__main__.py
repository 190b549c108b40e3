"""`make acceptance`: other people's programs and a browser judge the release in `output/`.

    python -m tests.acceptance

First it says what is missing and how to get it, and exits with 1 then: what cannot be checked has not passed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.acceptance.programs import ROOT, missing, node_modules

_SONG = ROOT / "songs" / "03-resnet.yaml"
_BROWSER = "tests/acceptance/browser"
_ENGINES = tuple(f"{_BROWSER}/test_{name}.py" for name in ("engines", "kept_rides", "studio", "recording"))
_PAGE = (*(f"--ignore={one}" for one in _ENGINES), _BROWSER)
_SETTINGS = f"{_BROWSER}/pytest.ini"  # named, for pytest looks for it above all that looks like a path
_SIDE_BY_SIDE = ("-n", "2", "--dist", "loadfile")  # they wait for sound most of the time
_AGAIN = ("--last-failed", "--last-failed-no-failures", "none")
_LAST_LINES = 3


def main() -> int:
    """Judge the release, then try it in all engines, and beside both use the page in a browser."""
    if lines := list(missing()):
        print("These are missing:", *lines, sep="\n")
        return 1
    environment = os.environ | {"NODE_PATH": str(node_modules())}
    with tempfile.TemporaryDirectory() as scratch, Path(scratch, "page.log").open("w+") as said:
        # Playwright's loop does not let another begin in its process: the engines have one of their own.
        page = subprocess.Popen(
            _browser(Path(scratch, "page"), *_PAGE, *_SIDE_BY_SIDE),
            cwd=ROOT,
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            here = [_judge(), _browser(Path(scratch, "engines"), *_ENGINES, *_SIDE_BY_SIDE)]
            failed = [subprocess.run(one, cwd=ROOT, env=environment, check=False).returncode for one in here]
            page.wait()
        finally:
            page.kill()
        said.seek(0)
        lines = said.read().splitlines()
        print(*(lines if page.returncode else lines[-_LAST_LINES:]), sep="\n")
        if page.returncode:
            # They share two cores with the judge, and some ask when a sound comes.
            print("what failed in the page, once more with nothing beside it:", flush=True)
            again = _browser(Path(scratch, "page"), *_PAGE, *_AGAIN)
            failed.append(subprocess.run(again, cwd=ROOT, env=environment, check=False).returncode)
    return 1 if any(failed) else 0


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
