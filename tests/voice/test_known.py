from __future__ import annotations

import subprocess
import sys

CHOOSING = """
import sys
from lyricaudio.voice.known import known_engine, resolve_voice
print(resolve_voice(None), known_engine("openjtalk").version != "")
print(*sorted({"numpy", "pyopenjtalk"} & {*sys.modules}))
"""


def test_the_embedded_voice_is_chosen_without_importing_what_speaks() -> None:
    command = [sys.executable, "-c", CHOOSING]
    printed = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    assert printed == "openjtalk:mei_normal True\n\n"
