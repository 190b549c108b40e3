"""A program that says Japanese text, as people have them: to a file, or to its standard output.

    python speaker.py WAV|- [TEXT]

Without a text it takes what comes on its standard input. What it can say was recorded into its folder before,
for a voice that starts anew for each text costs more than all else in the tests of such programs.
"""

from __future__ import annotations

import shutil
import sys
from hashlib import sha256
from pathlib import Path


def recorded(folder: Path, *texts: str) -> Path:
    """Put the program into a folder, with what it says of texts and of their kana; return where it is."""
    from lyricaudio.audio.wavefile import write_wavs
    from lyricaudio.reading.reader import Reader
    from lyricaudio.voice.engines.openjtalk import OpenJTalk

    program = Path(shutil.copy(__file__, folder / "a voice.py"))
    for text in texts:
        reading = Reader().read(text)
        audio = OpenJTalk().speak(reading, "mei_normal").audio
        for said in (reading.spoken, reading.kana):
            write_wavs((_recording(folder, said),), [(audio.samples,)], audio.sample_rate)
    return program


def _recording(folder: Path, text: str) -> Path:
    return folder / f"{sha256(text.encode()).hexdigest()}.wav"


def main(target: str, text: str | None = None) -> None:
    """Say a text."""
    said = sys.stdin.buffer.read().decode() if text is None else text
    data = _recording(Path(__file__).parent, said).read_bytes()
    if target == "-":
        sys.stdout.buffer.write(data)
    else:
        Path(target).write_bytes(data)


if __name__ == "__main__":
    main(*sys.argv[1:])
