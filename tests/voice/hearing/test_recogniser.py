from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tests.measure.spoken import spoken

from lyricaudio.audio.resample import resample
from lyricaudio.reading.reader import Reader
from lyricaudio.voice.hearing.recogniser import RATE, recognised

LINE = "重みを一度にどれだけ動かすかを、前もって決めておきます。"


@pytest.mark.slow
def test_what_is_said_plainly_is_written_down() -> None:
    _, clip = spoken(LINE)
    heard = recognised(resample(clip.audio, RATE).samples[:, 0])
    assert Reader().kana(heard) == Reader().kana(LINE)


@pytest.mark.slow
def test_it_writes_down_no_more_than_can_be_said_where_it_goes_in_circles() -> None:
    """As it does in what is sung, and in a beat."""
    beat = np.sin(np.arange(4 * RATE) * 0.2) * (np.arange(4 * RATE) % 4000 < 1500)
    assert len(recognised(beat.astype(np.float32))) <= 60


ALONE = """
import sys

def heard(event, arguments):
    if event.startswith("socket."):
        sys.exit("it makes a socket")

sys.addaudithook(heard)
import numpy as np
from lyricaudio.voice.hearing.recogniser import RATE, recognised
print(isinstance(recognised(np.full(RATE, 0.1, np.float32)), str))
"""


@pytest.mark.slow
def test_it_calls_nobody_and_leaves_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ALONE],
        env=os.environ | {"HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == "True\n"
    assert list(tmp_path.rglob("*")) == []


def test_silence_is_nothing_to_write_down() -> None:
    assert recognised(np.zeros(0, np.float32)) == recognised(np.zeros(RATE, np.float32)) == ""
