from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.slow
def test_each_thread_reads_without_a_warning_whichever_was_the_first() -> None:
    program = """\
from threading import Thread
from lyricaudio.reading.reader import Reader

said = []
read = lambda: said.append(Reader().kana("重み"))
for _ in range(2):
    thread = Thread(target=read)
    thread.start()
    thread.join()
read()
print(*said)
"""
    ended = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning", "-c", program], capture_output=True, text=True
    )
    assert (ended.stdout.split(), ended.stderr) == (["オモミ"] * 3, "")
