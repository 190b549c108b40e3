"""Broken copies of a good episode: a judge that finds nothing wrong with them could not find anything."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import id3
from episode import Episode
from tools import run

Damage = Callable[[Path], None]
"""Breaks a copy of an MP3, or the .lrc beside it, in place."""


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A way to break an episode, and the check that has to find it."""

    name: str
    damage: Damage
    found_by: str


def damaged(episode: Episode, mutant: Mutant, folder: Path) -> Episode:
    """Make a broken copy in a folder of its own."""
    copy = folder / mutant.name / episode.mp3.name
    copy.parent.mkdir()
    shutil.copy(episode.mp3, copy)
    shutil.copy(episode.lrc, copy.with_suffix(".lrc"))
    mutant.damage(copy)
    return replace(episode, mp3=copy)


def _bytes(change: Callable[[bytes], bytes], mp3: Path) -> None:
    mp3.write_bytes(change(mp3.read_bytes()))


def _frames(change: Callable[[id3.Frame], id3.Frame | None], mp3: Path) -> None:
    data = mp3.read_bytes()
    changed = [change(frame) for frame in id3.frames(data)]
    mp3.write_bytes(id3.with_frames(data, [frame for frame in changed if frame]))


def _lrc(change: Callable[[str], str], mp3: Path) -> None:
    path = mp3.with_suffix(".lrc")
    path.write_text(change(path.read_text("utf-8")), "utf-8")


def _encoded(options: tuple[str, ...], mp3: Path) -> None:
    """Encode the sound anew with other options, under the same tag."""
    data, sound = mp3.read_bytes(), mp3.with_suffix(".new.mp3")
    plain = ("-map", "0:a", "-c:a", "libmp3lame", "-b:a", "128k", "-id3v2_version", "0")
    run("ffmpeg", "-nostdin", "-v", "error", "-i", mp3, *plain, *options, sound)
    mp3.write_bytes(data[: id3.tag_length(data)] + sound.read_bytes())
    sound.unlink()


def _middle_replaced(data: bytes, cut: int, by: bytes) -> bytes:
    middle = len(data) * 2 // 3
    return data[:middle] + by + data[middle + cut :]


def _without(name: str) -> Damage:
    return partial(_frames, lambda frame: None if frame.name == name else frame)


def _title_in_utf8(frame: id3.Frame) -> id3.Frame:
    if frame.name != "TIT2":
        return frame
    return frame._replace(body=b"\x03" + frame.body[1:].decode("utf-16").encode())


def _chapters_late(frame: id3.Frame) -> id3.Frame:
    """Move every chapter by 10 s: the last ends beyond the sound."""
    if frame.name != "CHAP":
        return frame
    at = frame.body.index(b"\0") + 1
    start, end = (int.from_bytes(frame.body[at + i : at + i + 4]) for i in (0, 4))
    times = (start and start + 10_000).to_bytes(4) + (end + 10_000).to_bytes(4)
    return frame._replace(body=frame.body[:at] + times + frame.body[at + 8 :])


def _lyrics_cut(frame: id3.Frame) -> id3.Frame:
    return frame._replace(body=frame.body[: len(frame.body) // 4 * 2]) if frame.name == "USLT" else frame


def _synced_late(frame: id3.Frame) -> id3.Frame:
    """Change the first time by 256 ms: the lowest but one of the four bytes after its text."""
    if frame.name != "SYLT":
        return frame
    text = id3.synced_lyrics(frame.body)[0][1].encode("utf-16-le") + b"\0\0"
    at = frame.body.index(text) + len(text) + 2
    return frame._replace(body=frame.body[:at] + bytes([frame.body[at] ^ 1]) + frame.body[at + 1 :])


MUTANTS = (
    Mutant(
        name="truncated", damage=partial(_bytes, lambda data: data[: len(data) * 9 // 10]), found_by="decodes"
    ),
    Mutant(
        name="garbage inserted",
        damage=partial(_bytes, lambda data: _middle_replaced(data, 0, bytes(range(256)) * 8)),
        found_by="structure",
    ),
    Mutant(
        name="2 kB overwritten",
        damage=partial(_bytes, lambda data: _middle_replaced(data, 2048, b"\x55" * 2048)),
        found_by="decodes",
    ),
    Mutant(name="variable bit rate", damage=partial(_encoded, ("-b:a", "0", "-q:a", "4")), found_by="stream"),
    Mutant(name="mono", damage=partial(_encoded, ("-ac", "1")), found_by="stream"),
    Mutant(name="no Info header", damage=partial(_encoded, ("-write_xing", "0")), found_by="header"),
    Mutant(name="a second short", damage=partial(_encoded, ("-af", "atrim=start=1")), found_by="durations"),
    Mutant(name="18 dB louder", damage=partial(_encoded, ("-af", "volume=18dB")), found_by="loudness"),
    Mutant(
        name="3 s silent",
        damage=partial(_encoded, ("-af", "volume=0:enable='between(t,30,33)'")),
        found_by="silence",
    ),
    Mutant(name="no sort title", damage=_without("TSOT"), found_by="tags"),
    Mutant(name="no table of contents", damage=_without("CTOC"), found_by="tag_bytes"),
    Mutant(name="title in UTF-8", damage=partial(_frames, _title_in_utf8), found_by="tag_bytes"),
    Mutant(name="no picture", damage=_without("APIC"), found_by="cover"),
    Mutant(name="chapters past the end", damage=partial(_frames, _chapters_late), found_by="chapters"),
    Mutant(name="lyrics cut", damage=partial(_frames, _lyrics_cut), found_by="lyrics"),
    Mutant(name="synced lyrics late", damage=partial(_frames, _synced_late), found_by="synced_lyrics"),
    Mutant(name="blank line in .lrc", damage=partial(_lrc, lambda text: text + "\n"), found_by="lrc"),
    Mutant(
        name=".lrc out of order",
        damage=partial(_lrc, lambda text: text[text.rindex("\n") + 1 :] + "\n" + text),
        found_by="lrc",
    ),
)
"""At least one mutant for every check of an episode."""

SPEECH_MUTANTS = (
    Mutant(name="voice 40 ms late", damage=partial(_encoded, ("-af", "adelay=40:all=1")), found_by="onsets"),
    Mutant(name="vowels 40 ms late", damage=partial(_encoded, ("-af", "adelay=40:all=1")), found_by="vowels"),
    Mutant(name="voice 1 % faster", damage=partial(_encoded, ("-af", "atempo=1.01")), found_by="onsets"),
    Mutant(name="vowels 1 % faster", damage=partial(_encoded, ("-af", "atempo=1.01")), found_by="vowels"),
)
"""Mutants for the checks of an episode without a beat."""


def moved_playlist(m3u8: Path, folder: Path) -> Path:
    """Copy a playlist to where its entries are not."""
    copy = folder / "moved" / m3u8.name
    copy.parent.mkdir()
    return Path(shutil.copy(m3u8, copy))


def torn_album(album: Path, folder: Path) -> Path:
    """Copy an album without its first episode."""
    copy = Path(shutil.copytree(album, folder / "torn"))
    min(copy.glob("*.mp3")).unlink()
    return copy
