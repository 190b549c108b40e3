"""A program with two busy workers, for tests that stop it: `program.py FUNCTION FOLDER`."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from lyricaudio import files
from lyricaudio.audio.codec import write_mp3
from lyricaudio.audio.sound import Samples
from lyricaudio.work.executor import Task
from lyricaudio.work.pool import Pool


def encode(folder: Path, name: str) -> None:
    """Encode silence for ever."""
    with files.replacing(folder / name) as temporary:
        write_mp3(temporary, silence(), sample_rate=44100)


def silence() -> Iterator[Samples]:
    for number in range(sys.maxsize):
        yield np.zeros((44100, 2), dtype=np.float32)
        if number == 10:
            say_busy()
        time.sleep(0.01)


def say_busy() -> None:
    os.write(1, b"busy\n")  # in one piece, since both workers say it


def compute(folder: Path, name: str) -> None:
    """Be deaf to signals, as foreign code is while it runs."""
    say_busy()
    hashlib.pbkdf2_hmac("sha256", b"", b"", 2**31 - 1)


class Finalized:
    """Takes its time when it is let go, where Python lets no exception out."""

    def __del__(self) -> None:
        say_busy()
        while True:
            time.sleep(0.01)


def finalize(folder: Path, name: str) -> None:
    """Let something go, and work on."""
    Finalized()
    while True:
        time.sleep(0.01)


async def main(function: str, folder: Path) -> None:
    async with Pool(2) as pool:
        tasks = [
            Task(name=name, function=globals()[function], arguments=(folder, name), limit_s=3600)
            for name in ("1.mp3", "2.mp3")
        ]
        futures = [pool.submit(task) for task in tasks]
        await asyncio.sleep(0)
        print("submitted", flush=True)
        await asyncio.gather(*futures)


if __name__ == "__main__":
    try:
        asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
    except KeyboardInterrupt:
        sys.exit(130)
