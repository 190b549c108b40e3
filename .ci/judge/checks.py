"""What is asked of every episode and of a whole release: a check yields a line per thing that is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import id3
from episode import Episode
from tools import SAMPLE_RATE, decoded, measured, probed, run

Findings = Iterator[str]

_TAGS = (
    *("title", "artist", "album", "album_artist", "track", "disc", "date", "genre", "language", "TBPM"),
    *("title-sort", "artist-sort", "album-sort", "comment", "encoder", "lyrics-jpn"),
)
_STREAM = {
    "Format_Version": "Version 1",
    "Format_Profile": "Layer 3",
    "BitRate_Mode": "CBR",
    "BitRate": "128000",
    "SamplingRate": "44100",
    "Channel(s)": "2",
    "Format_Settings_Mode": "Joint stereo",
}
_STAMP = re.compile(r"\[(\d\d+):(\d\d\.\d\d)\](.*)")
_LOOK_ALIKES = str.maketrans("[]<>", "［］＜＞")  # an .lrc may not hold these in its words
_FOREIGN_FRAMES = {"TXXX", "PCST", "WFED", "PRIV", "GEOB"}
_MOST_PADDING = 48  # frames, 1 ms: ffmpeg does not cut a last packet back to less, so it is filled up
_NEAR_S = 0.0101  # an .lrc counts in hundredths


def decodes(episode: Episode) -> Findings:
    """Ask ffmpeg to decode all without a complaint, to exactly the length that was planned."""
    sound = decoded(episode.mp3)
    if sound.exit_code or sound.complaints:
        yield f"ffmpeg ended with {sound.exit_code}: {sound.complaints[:200]}"
    planned = round(episode.length_s * SAMPLE_RATE)
    if not -1 <= sound.frames - planned <= _MOST_PADDING:
        yield f"{sound.frames} frames decode, {planned} were planned"


def structure(episode: Episode) -> Findings:
    """Ask mp3val, which always exits with 0 and tells by its words."""
    said = run("mp3val", episode.mp3).stdout.decode("utf-8", "replace")
    yield from (line for line in said.splitlines() if "WARNING" in line or "ERROR" in line)
    if not re.search(r"INFO: .*\d+ MPEG frames \(MPEG 1 Layer III\), \+ID3v2, CBR", said):
        yield f"mp3val sees no MPEG-1 layer III at a constant bit rate: {said!r}"


def stream(episode: Episode) -> Findings:
    """Ask mediainfo for the kind of stream."""
    asked = "|".join(f"%{name}%" for name in _STREAM)
    said = run("mediainfo", f"--Inform=Audio;{asked}", episode.mp3).stdout.decode().strip()
    if said != "|".join(_STREAM.values()):
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
    """Compare what ffprobe, mediainfo and the TLEN tag say with what decodes: within 50 ms."""
    heard_s = decoded(episode.mp3).frames / SAMPLE_RATE
    sound = next(stream for stream in probed(episode.mp3)["streams"] if stream["codec_type"] == "audio")
    told = {
        "ffprobe": float(sound["duration"]) - float(sound["start_time"]),
        "mediainfo": float(run("mediainfo", "--Inform=Audio;%Duration%", episode.mp3).stdout) / 1000
        - float(sound["start_time"]),
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


def lyrics(episode: Episode) -> Findings:
    """Find every word of every cue in the plain lyrics, and no time codes."""
    text = probed(episode.mp3)["format"].get("tags", {}).get("lyrics-jpn", "")
    missing = [words for cue in episode.cues for words in cue.words if words not in text]
    yield from (f"the lyrics lack '{words}'" for words in missing)
    if re.search(r"\[\d\d:\d\d", text):
        yield "the plain lyrics hold time codes, which players show raw"


def lrc(episode: Episode) -> Findings:
    """Read the .lrc: in time order, no blank lines, every cue within 10 ms; ffprobe counts the same."""
    if not episode.lrc.is_file():
        yield "there is no .lrc beside it"
        return
    text = episode.lrc.read_bytes().decode("utf-8")
    if any(not line.strip() for line in text.split("\n")) or "\r" in text or "\ufeff" in text:
        yield "its .lrc has blank lines, CR or a byte order mark"
    stamps = _stamps(text)
    if [at_s for at_s, _ in stamps] != sorted(at_s for at_s, _ in stamps):
        yield "its .lrc is not in time order"
    yield from _compared(episode, stamps, ".lrc")
    packets = run("ffprobe", "-v", "error", "-show_entries", "packet=pts_time", "-of", "csv=p=0", episode.lrc)
    if (heard := len(packets.stdout.split())) != len(stamps):
        yield f"ffprobe finds {heard} lines in its .lrc, not {len(stamps)}"


def synced_lyrics(episode: Episode) -> Findings:
    """Read SYLT: every cue within 10 ms, in time order."""
    bodies = [frame.body for frame in id3.frames(episode.mp3.read_bytes()) if frame.name == "SYLT"]
    for body in bodies:
        if body[:6] != b"\x01jpn\x02\x01":
            yield f"SYLT begins with {body[:6]!r}: not UTF-16, Japanese, milliseconds, lyrics"
        else:
            yield from _compared(episode, id3.synced_lyrics(body), "SYLT")


def _stamps(text: str) -> list[tuple[float, str]]:
    return [
        (int(m[1]) * 60 + float(m[2]), m[3]) for line in text.split("\n") if (m := _STAMP.fullmatch(line))
    ]


def _compared(episode: Episode, stamps: list[tuple[float, str]], where: str) -> Findings:
    """Hold times and words against the cues; empty texts only clear the screen."""
    shown = [(at_s, text) for at_s, text in stamps if text]
    if len(shown) != len(episode.cues):
        yield f"{where} has {len(shown)} texts for {len(episode.cues)} cues"
        return
    for (at_s, text), cue in zip(shown, episode.cues, strict=True):
        if abs(at_s - cue.start_s) > _NEAR_S:
            yield f"{where} shows '{text}' at {at_s} s, it is heard at {cue.start_s:.3f} s"
        for words in cue.words:
            if words not in text and words.translate(_LOOK_ALIKES) not in text:
                yield f"{where} shows '{text}' where '{words}' is heard"


EPISODE_CHECKS: dict[str, Callable[[Episode], Findings]] = {
    check.__name__: check
    for check in (
        *(decodes, structure, stream, header, durations, loudness, silence),
        *(tags, tag_bytes, cover, chapters, lyrics, synced_lyrics, lrc),
    )
}
"""Every check of one episode by its name."""


def playlist(m3u8: Path) -> Findings:
    """Let mpv play a moment of each entry of a playlist; every entry is there, by a relative path."""
    lines = m3u8.read_bytes().decode("utf-8").splitlines()
    entries = [line for line in lines if line and not line.startswith("#")]
    if lines[:1] != ["#EXTM3U"] or not entries:
        yield "it is no playlist, or an empty one"
    yield from (
        f"'{entry}' is not relative" for entry in entries if Path(entry).is_absolute() or "\\" in entry
    )
    yield from (f"'{entry}' is not there" for entry in entries if not (m3u8.parent / entry).is_file())
    command = ("mpv", "--no-config", "--ao=null", "--vo=null", "--length=0.2", m3u8)
    played = run(*command, ok=(0, 1, 2, 3))
    if played.returncode or played.stdout.count(b"Playing: ") != len(entries):
        yield f"mpv ends with {played.returncode}: {played.stdout[-300:].decode('utf-8', 'replace')}"


def album(folder: Path) -> Findings:
    """Compare the episodes of one folder: tracks 1/N to N/N, one album, album artist and cover for all."""
    tagged = [probed(mp3)["format"]["tags"] for mp3 in sorted(folder.glob("*.mp3"))]
    tracks = [tag.get("track") for tag in tagged]
    if tracks != [f"{number}/{len(tagged)}" for number in range(1, len(tagged) + 1)]:
        yield f"its tracks are {tracks} in the order of names"
    if len({(tag.get("album"), tag.get("album_artist"), tag.get("disc")) for tag in tagged}) != 1:
        yield "its episodes name different albums"
    pictures = {
        frame.body
        for mp3 in folder.glob("*.mp3")
        for frame in id3.frames(mp3.read_bytes())
        if frame.name == "APIC"
    }
    if len(pictures) != 1 or not next(iter(pictures)).endswith((folder / "folder.jpg").read_bytes()):
        yield "its covers differ, or are not folder.jpg"
