"""What is asked of every MP3, its sound and its tag: a check yields a line per thing that is wrong."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise

from tests.acceptance.judge import id3
from tests.acceptance.judge.episode import Episode
from tests.acceptance.judge.tools import SAMPLE_RATE, asked_npm, decoded, measured, probed, run

Findings = Iterator[str]

_TAGS = (
    *("title", "artist", "album", "album_artist", "track", "disc", "date", "genre", "language", "TBPM"),
    *("title-sort", "artist-sort", "album-sort", "comment", "encoder", "lyrics-jpn"),
)
_STEREO = {
    "Format_Version": "Version 1",
    "Format_Profile": "Layer 3",
    "BitRate_Mode": "CBR",
    "BitRate": "128000",
    "SamplingRate": "44100",
    "Channel(s)": "2",
    "Format_Settings_Mode": "Joint stereo",
}
_SPEECH = _STEREO | {"BitRate": "64000", "Channel(s)": "1", "Format_Settings_Mode": ""}
_FOREIGN_FRAMES = {"TXXX", "PCST", "WFED", "PRIV", "GEOB"}
_MOST_PADDING = 120  # frames, under 3 ms: so much may fill up the last packet


def decodes(episode: Episode) -> Findings:
    """Ask ffmpeg to decode all without a complaint, to exactly the length that was planned."""
    sound = decoded(episode.mp3)
    if sound.exit_code or sound.complaints:
        yield f"ffmpeg ended with {sound.exit_code}: {sound.complaints[:200]}"
    planned = round(episode.length_s * SAMPLE_RATE)
    if not -1 <= sound.frames - planned <= _MOST_PADDING:
        yield f"{sound.frames} frames decode, {planned} were planned"


def structure(episode: Episode) -> Findings:
    """Ask mp3val, which always exits with 0 and tells by its words, and mp3check."""
    said = run("mp3val", episode.mp3).stdout.decode("utf-8", "replace")
    yield from (line for line in said.splitlines() if "WARNING" in line or "ERROR" in line)
    if not re.search(r"INFO: .*\d+ MPEG frames \(MPEG 1 Layer III\), \+ID3v2, CBR", said):
        yield f"mp3val sees no MPEG-1 layer III at a constant bit rate: {said!r}"
    checked = run("mp3check", "-e", "-S", episode.mp3, ok=(0, 1))
    yield from checked.stdout.decode("utf-8", "replace").splitlines()


def stream(episode: Episode) -> Findings:
    """Ask mediainfo for the kind of stream: stereo, or speech in mono at half its rate."""
    asked = "|".join(f"%{name}%" for name in _STEREO)
    said = run("mediainfo", f"--Inform=Audio;{asked}", episode.mp3).stdout.decode().strip()
    if said not in ("|".join(kind.values()) for kind in (_STEREO, _SPEECH)):
        yield f"mediainfo sees {said}"


def header(episode: Episode) -> Findings:
    """Read the Info/LAME header; its frames without delay and padding are the sound that decodes."""
    data = episode.mp3.read_bytes()[id3.tag_length(episode.mp3.read_bytes()) :][:1024]
    info = data.find(b"Info")
    if info < 0:
        yield "the first MPEG frame has no Info header"
        return
    counted = int.from_bytes(data[info + 8 : info + 12])
    gaps = int.from_bytes(data[info + 141 : info + 144])
    told = counted * 1152 - (gaps >> 12) - (gaps & 0xFFF)
    if told != decoded(episode.mp3).frames:
        yield f"the Info header tells {told} frames, {decoded(episode.mp3).frames} decode"


def durations(episode: Episode) -> Findings:
    """Compare what players' libraries and the TLEN tag say with what decodes: within 50 ms."""
    tinytag = json.loads(run(sys.executable, "-m", "tinytag", "--format", "json", episode.mp3).stdout)
    heard_s = decoded(episode.mp3).frames / SAMPLE_RATE
    sound = next(stream for stream in probed(episode.mp3)["streams"] if stream["codec_type"] == "audio")
    told = {
        "ffprobe": float(sound["duration"]) - float(sound["start_time"]),
        "mediainfo": float(run("mediainfo", "--Inform=Audio;%Duration%", episode.mp3).stdout) / 1000
        - float(sound["start_time"]),
        "tinytag": float(tinytag["duration"]),
        "music-metadata": asked_npm("music-metadata", episode.mp3)["seconds"],
        "TLEN": float(probed(episode.mp3)["format"].get("tags", {}).get("TLEN", "nan")) / 1000,
    }
    for who, seconds in told.items():
        if not abs(seconds - heard_s) <= 0.05:
            yield f"{who} says {seconds:.3f} s, {heard_s:.3f} s decode"


def loudness(episode: Episode) -> Findings:
    """Measure -16 ±1 LUFS and a true peak of at most -1 dBTP after encoding."""
    found = measured(episode.mp3)
    if not -17 <= found.loudness_lufs <= -15:
        yield f"it is {found.loudness_lufs} LUFS loud"
    if found.true_peak_dbtp > -1.0:
        yield f"its true peak is {found.true_peak_dbtp} dBTP"


def silence(episode: Episode) -> Findings:
    """Listen for silence: 0.5 s at the head, 2 s inside and 1.5 s at the tail are the most."""
    for start_s, end_s in measured(episode.mp3).silences:
        at_head, at_tail = start_s < 0.05, end_s > episode.length_s - 0.05
        most_s = 0.5 if at_head else 1.5 if at_tail else 2.0
        if end_s - start_s > most_s:
            yield f"{end_s - start_s:.2f} s of silence from {start_s:.2f} s on"


def tags(episode: Episode) -> Findings:
    """Read the tags with ffprobe."""
    found = probed(episode.mp3)["format"].get("tags", {})
    yield from (f"it has no {name}" for name in _TAGS if not found.get(name))
    if found.get("title") != episode.title:
        yield f"its title is {found.get('title')}"
    if not re.fullmatch(r"[1-9]\d*/[1-9]\d*", found.get("track", "")):
        yield f"its track is {found.get('track')}"
    yield from (
        f"its {name} holds kanji"
        for name in ("title-sort", "artist-sort", "album-sort")
        if re.search(r"[\u3400-\u9fff]", found.get(name, ""))
    )


def tag_bytes(episode: Episode) -> Findings:
    """Look at the tag itself: ID3v2.3, no padding, encodings that cars read, nothing foreign, one cover."""
    data = episode.mp3.read_bytes()
    found = id3.frames(data)
    if data[:6] != b"ID3\x03\x00\x00" or not 0 < id3.tag_length(data) < 400_000:
        yield f"its tag begins with {data[:6]!r} and has {id3.tag_length(data)} bytes"
    if data[-128:-125] == b"TAG":
        yield "it has an ID3v1 tag, which cannot hold Japanese"
    texts = [frame for frame in found if frame.name[0] == "T" or frame.name in ("USLT", "SYLT", "COMM")]
    yield from (f"{frame.name} has the encoding {frame.body[0]}" for frame in texts if frame.body[0] > 1)
    names = [frame.name for frame in found]
    yield from (f"{name} has no place in a song" for name in _FOREIGN_FRAMES & set(names))
    yield from (
        f"it has {names.count(name)} {name}"
        for name in ("CTOC", "APIC", "USLT", "SYLT")
        if names.count(name) != 1
    )
    if not all(
        frame.body.startswith(b"\0image/jpeg\0\x03\0\xff\xd8") for frame in found if frame.name == "APIC"
    ):
        yield "its picture is no JPEG marked as front cover without a description"


def cover(episode: Episode) -> Findings:
    """Look at the picture with ffprobe: one square JPEG of 600 to 1400 pixels, baseline."""
    pictures = [stream for stream in probed(episode.mp3)["streams"] if stream["codec_type"] == "video"]
    seen = [(p["codec_name"], p["profile"], p["width"], p["height"]) for p in pictures]
    if (
        len(seen) != 1
        or seen[0] != ("mjpeg", "Baseline", seen[0][3], seen[0][2])
        or not 600 <= seen[0][2] <= 1400
    ):
        yield f"its pictures are {seen}"


def chapters(episode: Episode) -> Findings:
    """Read the chapters as they lie in the file: contiguous from 0, within the sound, all titled."""
    found = probed(episode.mp3)["chapters"]
    bounds = [(float(chapter["start_time"]), float(chapter["end_time"])) for chapter in found]
    if len(found) != min(episode.chapters, 255):
        yield f"{len(found)} chapters for {episode.chapters} parts"
    if not all(chapter.get("tags", {}).get("title") for chapter in found):
        yield "a chapter has no title"
    if bounds and bounds[0][0] != 0:
        yield f"the first chapter begins at {bounds[0][0]} s"
    yield from (
        f"a chapter ends at {a[1]} s, the next begins at {b[0]} s"
        for a, b in pairwise(bounds)
        if a[1] != b[0]
    )
    if bounds and bounds[-1][1] > decoded(episode.mp3).frames / SAMPLE_RATE + 0.05:
        yield f"the last chapter ends at {bounds[-1][1]} s, beyond the sound"


MP3_CHECKS: dict[str, Callable[[Episode], Findings]] = {
    check.__name__: check
    for check in (
        *(decodes, structure, stream, header, durations, loudness, silence),
        *(tags, tag_bytes, cover, chapters),
    )
}
"""The checks of an MP3 by their names."""
