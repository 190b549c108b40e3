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
_LAST_LINES = 3


def main() -> int:
    """Judge the release, and beside it use the page in a browser."""
    if lines := list(missing()):
        print("These are missing:", *lines, sep="\n")
        return 1
    environment = os.environ | {"NODE_PATH": str(node_modules())}
    with tempfile.TemporaryDirectory() as scratch, Path(scratch, "browser.log").open("w+") as log:
        browser = subprocess.Popen(
            _browser(Path(scratch)), cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            judged = subprocess.run(_judge(), cwd=ROOT, env=environment, check=False).returncode
            browsed = browser.wait()
        finally:
            browser.kill()
        log.seek(0)
        said = log.read().splitlines()
        print(*(said if browsed else said[-_LAST_LINES:]), sep="\n")
    return 1 if judged or browsed else 0


def _judge() -> list[str]:
    program = Path(sys.executable).with_name("lyricaudio")
    return [
        *(sys.executable, "-m", "tests.acceptance.judge", str(ROOT)),
        *("--lyricaudio", str(program), "--speech", str(_SONG)),
    ]


def _browser(scratch: Path) -> list[str]:
    return [
        *(sys.executable, "-m", "pytest", "tests/acceptance/browser"),
        *("--lyricaudio", str(Path(sys.executable).with_name("lyricaudio"))),
        *("--node-modules", str(node_modules()), "--pictures", str(scratch / "pictures")),
    ]


sys.exit(main())
