"""Broken copies of a good episode: a judge that finds nothing wrong with them could not find anything."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tests.acceptance.judge import id3
from tests.acceptance.judge.episode import Episode
from tests.acceptance.judge.tools import run

Damage = Callable[[Path], None]
"""Breaks a copy of an MP3, or of what lies beside it, in place."""

_SIDECARS = (".lrc", ".elrc", ".vtt", ".chapters.json")


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
    for suffix in (".mp3", *_SIDECARS):
        shutil.copy(episode.mp3.with_suffix(suffix), copy.with_suffix(suffix))
    mutant.damage(copy)
    return replace(episode, mp3=copy)


def _bytes(change: Callable[[bytes], bytes], mp3: Path) -> None:
    mp3.write_bytes(change(mp3.read_bytes()))


def _frames(change: Callable[[id3.Frame], id3.Frame | None], mp3: Path) -> None:
    data = mp3.read_bytes()
    changed = [change(frame) for frame in id3.frames(data)]
    mp3.write_bytes(id3.with_frames(data, [frame for frame in changed if frame]))


def _text(suffix: str, change: Callable[[str], str], mp3: Path) -> None:
    path = mp3.with_suffix(suffix)
    path.write_text(change(path.read_text("utf-8")), "utf-8")


def _shifted(suffix: str, behind: str, mp3: Path) -> None:
    """Add 0.1 s to the last time in a file that this stands behind: that of a line or the end of one."""
    time = rf"(.*)(\d\d)\.(\d)(?={behind})"
    _text(suffix, lambda text: re.sub(time, _tenth_later, text, flags=re.DOTALL), mp3)


def _tenth_later(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}.{(int(found[3]) + 1) % 10}"


def _chapters_reordered(mp3: Path) -> None:
    data = mp3.read_bytes()
    found = id3.frames(data)
    late_first = iter([frame for frame in reversed(found) if frame.name == "CHAP"])
    changed = [next(late_first) if frame.name == "CHAP" else frame for frame in found]
    mp3.write_bytes(id3.with_frames(data, changed))


def _frame(name: str, change: Callable[[bytes], bytes]) -> Damage:
    return partial(
        _frames, lambda frame: frame._replace(body=change(frame.body)) if frame.name == name else frame
    )


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


def _in_utf8(body: bytes) -> bytes:
    return b"\3" + body[1:].decode("utf-16").encode()


def _in_shift_jis(body: bytes) -> bytes:
    return b"\0" + body[1:].decode("utf-16").encode("cp932", "replace")


def _halved(body: bytes) -> bytes:
    return body[: len(body) // 4 * 2]


def _chapters_late(frame: id3.Frame) -> id3.Frame:
    """Move every chapter by 10 s: the last ends beyond the sound."""
    if frame.name != "CHAP":
        return frame
    at = frame.body.index(b"\0") + 1
    start, end = (int.from_bytes(frame.body[at + i : at + i + 4]) for i in (0, 4))
    times = (start and start + 10_000).to_bytes(4) + (end + 10_000).to_bytes(4)
    return frame._replace(body=frame.body[:at] + times + frame.body[at + 8 :])


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
    Mutant(
        name="title in UTF-8",
        damage=_frame("TIT2", _in_utf8),
        found_by="tag_bytes",
    ),
    Mutant(name="no picture", damage=_without("APIC"), found_by="cover"),
    Mutant(name="chapters past the end", damage=partial(_frames, _chapters_late), found_by="chapters"),
    Mutant(name="lyrics cut", damage=_frame("USLT", _halved), found_by="lyrics"),
    Mutant(name="synced lyrics late", damage=partial(_frames, _synced_late), found_by="synced_lyrics"),
    Mutant(
        name="title in Shift_JIS",
        damage=_frame("TIT2", _in_shift_jis),
        found_by="readers",
    ),
    Mutant(name="year beyond the standard", damage=_frame("TYER", lambda _: b"\0twenty"), found_by="readers"),
    Mutant(
        name="picture is no JPEG",
        damage=_frame("APIC", lambda body: body.replace(b"\xff\xd8", b"\x89P", 1)),
        found_by="tag_bytes",
    ),
    Mutant(
        name="picture described in UTF-16",
        damage=_frame("APIC", lambda body: b"\1" + body[1:13] + b"\xff\xfe\0\0" + body[13:]),
        found_by="tag_bytes",
    ),
    Mutant(name="chapters out of order", damage=_chapters_reordered, found_by="chapters"),
    Mutant(name="chapters unlike their table", damage=_chapters_reordered, found_by="table_of_contents"),
    Mutant(
        name="blank line in .lrc",
        damage=partial(_text, ".lrc", lambda text: text + "\n"),
        found_by="lrc",
    ),
    Mutant(
        name=".lrc out of order",
        damage=partial(_text, ".lrc", lambda text: text[text.rindex("\n") + 1 :] + "\n" + text),
        found_by="lrc",
    ),
    Mutant(name="a stamp 0.1 s late", damage=partial(_shifted, ".lrc", r"\d\]\S"), found_by="lrc"),
    Mutant(
        name="a mora lost",
        damage=partial(_text, ".elrc", lambda text: re.sub(r">[^<\n]+<", "><", text, count=1)),
        found_by="enhanced_lrc",
    ),
    Mutant(
        name="a stamp without its bracket",
        damage=partial(_text, ".elrc", lambda text: text.replace("\n[0", "\n0", 1)),
        found_by="enhanced_lrc",
    ),
    Mutant(
        name="an arrow lost",
        damage=partial(_text, ".vtt", lambda text: text.replace("-->", "->", 1)),
        found_by="transcript",
    ),
    Mutant(name="a cue's end 0.1 s late", damage=partial(_shifted, ".vtt", r"\d"), found_by="transcript"),
    Mutant(
        name="a chapter's title replaced",
        damage=partial(
            _text, ".chapters.json", lambda text: re.sub(r'"title": "[^"]*"', '"title": ""', text)
        ),
        found_by="chapter_file",
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


@contextmanager
def broken_release(release: Path, damage: Callable[[Path], object]) -> Iterator[Path]:
    """Make a copy of a release, damaged, that lasts as long as the block."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch, "release")
        shutil.copytree(release, copy, ignore=shutil.ignore_patterns(".*"))
        damage(copy)
        yield copy


def _first_mp3(release: Path) -> Path:
    return min(release.glob("*/*.mp3"))


def _without_first(release: Path) -> None:
    _first_mp3(release).unlink()


def _first_quieter(release: Path) -> None:
    _encoded(("-af", "volume=-3dB"), _first_mp3(release))


def _first_newer(release: Path) -> None:
    os.utime(_first_mp3(release))


def _named(*names: str) -> Callable[[Path], None]:
    """Add empty files of some names."""

    def damage(release: Path) -> None:
        for name in names:
            (release / name).touch()

    return damage


def _feed(pattern: str, by: str) -> Callable[[Path], None]:
    """Change the first place of a pattern in the feed."""

    def damage(release: Path) -> None:
        xml = release / "feed.xml"
        xml.write_text(re.sub(pattern, by, xml.read_text("utf-8"), count=1, flags=re.DOTALL), "utf-8")

    return damage


RELEASE_MUTANTS: tuple[tuple[str, str, Callable[[Path], object]], ...] = (
    ("an album without its first episode", "album", _without_first),
    ("an episode 3 dB quieter", "album", _first_quieter),
    ("the first episode newer than the second", "album", _first_newer),
    ("a playlist whose first episode is gone", "playlist", _without_first),
    ("an MP3 that a player does not find", "library", _without_first),
    ("a name that Windows refuses", "names", _named("a:b")),
    ("a name in NFD", "names", _named("か\u3099")),
    (
        "two names that FAT takes for one",
        "stick",
        _named("a", "A"),
    ),
    ("a length in the feed", "feed", _feed(r'length="\d+"', 'length="1"')),
    ("a guid that is another's", "feed", _feed(r"(<guid[^>]*>)[^<]*(.*?<guid[^>]*>)([^<]*)", r"\1\3\2\3")),
    ("an episode left out of the feed", "feed", _feed(r"<item>.*?</item>", "")),
    ("a transcript that is not there", "feed", _feed(r"\.vtt", ".txt")),
    ("an address as it is written", "feed", _feed(r"%E3%81%86%E3%81%9F", "うた")),
)
"""Ways to break a release: what is broken, the check that has to find it, and how."""
