from __future__ import annotations

import subprocess
import sys

import pytest
from tests.stand_ins.absent import without_kokoro

from lyricaudio.errors import EngineUnavailable
from lyricaudio.voice.known import present_voice, resolve_voice, stood_in_for

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


def test_who_can_do_without_an_engine_gets_the_embedded_voice_and_who_names_it_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert str(present_voice("kokoro:jm_kumo")) == "kokoro:jm_kumo"
    assert stood_in_for("kokoro") is stood_in_for("tone") is stood_in_for(None) is None
    without_kokoro(monkeypatch)
    chosen = ("kokoro", "kokoro:jf_alpha", "kokoro:jm_kumo", "tone", None)
    assert [str(present_voice(choice)) for choice in chosen] == [
        "openjtalk:mei_normal",
        "openjtalk:mei_normal",
        "openjtalk:mei_low",
        "tone:sine",
        "openjtalk:mei_normal",
    ]
    with pytest.raises(EngineUnavailable, match=r"'kokoro' has no voice 'jf_beta'; it has jf_alpha\+jf"):
        present_voice("kokoro:jf_beta")
    with pytest.raises(EngineUnavailable, match="the voice 'kokoro' cannot run here: its package is not"):
        resolve_voice("kokoro")
