"""`lyricaudio try`: hear a voice say something."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from lyricaudio.cli.console import say
from lyricaudio.messages import told


@click.command(name="try")
@click.argument("text")
@click.option("--voice", metavar="VOICE", help="ENGINE or ENGINE:VOICE. [default: the embedded voice]")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A WAV file instead of sound.")
def command(text: str, voice: str | None, out: Path | None) -> None:
    """Let a voice say a TEXT: play it, or write it to a WAV file.

    Example: lyricaudio try "勾配を下る" --voice openjtalk:mei_low --out voice.wav
    """
    from lyricaudio.cli.player import player
    from lyricaudio.mix.alone import write_clip
    from lyricaudio.reading.reader import Reader
    from lyricaudio.voice.engine import load_engine
    from lyricaudio.voice.known import resolve_voice
    from lyricaudio.voice.store import checked_clip

    play = None if out else player()
    if out is None and play is None:
        raise click.UsageError(told("there is no program here that plays sound; give --out FILE.wav"))
    chosen = resolve_voice(voice)
    reading = Reader().read(text)
    clip = checked_clip(load_engine(chosen.engine), reading, chosen.name)
    if out:
        write_clip(out, clip)
    elif play:
        with tempfile.TemporaryDirectory() as folder:
            write_clip(Path(folder, "voice.wav"), clip)
            play(Path(folder, "voice.wav"))
    say(f"{chosen}  {clip.facts.duration_s:.1f} s  {reading.kana}")
