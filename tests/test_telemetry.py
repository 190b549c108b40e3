from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

READ_AND_SPEAK = """
from lyricaudio.reading.reader import Reader
from lyricaudio.voice.engine import load_engine
load_engine("openjtalk").speak(Reader().read("谷へ向かって歩いていく"), "mei_normal")
"""


@pytest.mark.slow
def test_the_embedded_voice_reports_to_nobody(tmp_path: Path) -> None:
    """Onnxruntime leaves an identifier of the machine in the home folder when it is about to call home."""
    quiet = {"CI", "GITHUB_ACTIONS", "ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME"}
    environment = {name: value for name, value in os.environ.items() if name not in quiet}
    subprocess.run(
        [sys.executable, "-c", READ_AND_SPEAK], env=environment | {"HOME": str(tmp_path)}, check=True
    )
    assert list(tmp_path.rglob("*")) == []
