"""A program that says Japanese text, as people have them: to a file, or to its standard output.

    python speaker.py WAV|- [TEXT]

Without a text it takes what comes on its standard input.
"""

from __future__ import annotations

import io
import sys
import wave
from pathlib import Path

from lyricaudio.reading.reader import Reader
from lyricaudio.voice.engines.openjtalk import OpenJTalk

SPEAKER = Path(__file__)


def main(target: str, text: str | None = None) -> None:
    """Say a text."""
    said = sys.stdin.buffer.read().decode() if text is None else text
    speech = OpenJTalk().speak(Reader().read(said), "mei_normal")
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(speech.audio.sample_rate)
        file.writeframes((speech.audio.samples[:, 0] * 20000).astype("<i2").tobytes())
    if target == "-":
        sys.stdout.buffer.write(data.getvalue())
    else:
        Path(target).write_bytes(data.getvalue())


if __name__ == "__main__":
    main(*sys.argv[1:])
