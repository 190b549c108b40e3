"""What lies in a tag or beside an MP3 and moves with the sound: lyrics, transcript, chapters."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from tests.acceptance.judge import id3
from tests.acceptance.judge.episode import Cue, Episode
from tests.acceptance.judge.tools import asked_npm, probed, run

Findings = Iterator[str]

_STAMP = re.compile(r"\[(\d\d+):(\d\d\.\d\d)\](.*)")
_LOOK_ALIKES = str.maketrans("[]<>", "［］＜＞")  # an .lrc may not hold these in its words
_NEAR_S = 0.0101  # an .lrc counts in hundredths


def lyrics(episode: Episode) -> Findings:
    """Find every word of every cue in the plain lyrics, and no time codes."""
    text = probed(episode.mp3)["format"].get("tags", {}).get("lyrics-jpn", "")
    said = (cue for cue in episode.cues if cue.morae)  # what is left to the listener is in no plain lyrics
    missing = [words for cue in said for words in cue.words if words not in text]
    yield from (f"the lyrics lack '{words}'" for words in missing)
    if re.search(r"\[\d\d:\d\d", text):
        yield "the plain lyrics hold time codes, which players show raw"


def synced_lyrics(episode: Episode) -> Findings:
    """Read SYLT: every cue within 10 ms, in time order; node-id3 reads the same."""
    bodies = [frame.body for frame in id3.frames(episode.mp3.read_bytes()) if frame.name == "SYLT"]
    for body in bodies:
        if body[:6] != b"\x01jpn\x02\x01":
            yield f"SYLT begins with {body[:6]!r}: not UTF-16, Japanese, milliseconds, lyrics"
        else:
            yield from _compared(episode, id3.synced_lyrics(body), "SYLT")
    for synced in asked_npm("node-id3", episode.mp3).get("synchronisedLyrics", []):
        stamps = [(stamp["timeStamp"] / 1000, stamp["text"]) for stamp in synced["synchronisedText"]]
        yield from _compared(episode, stamps, "SYLT by node-id3")


def lrc(episode: Episode) -> Findings:
    """Read the .lrc: in order, no blank lines, every cue within 10 ms; ffprobe and clrc read the same."""
    if not episode.lrc.is_file():
        yield "there is no .lrc beside it"
        return
    text = episode.lrc.read_bytes().decode("utf-8")
    if any(not line.strip() for line in text.split("\n")) or "\r" in text or "\ufeff" in text:
        yield "its .lrc has blank lines, CR or a byte order mark"
    stamps = [
        (round(int(m[1]) * 60 + float(m[2]), 2), m[3])
        for line in text.split("\n")
        if (m := _STAMP.fullmatch(line))
    ]
    if [at_s for at_s, _ in stamps] != sorted(at_s for at_s, _ in stamps):
        yield "its .lrc is not in time order"
    yield from _compared(episode, stamps, ".lrc")
    packets = run("ffprobe", "-v", "error", "-show_entries", "packet=pts_time", "-of", "csv=p=0", episode.lrc)
    if (heard := len(packets.stdout.split())) != len(stamps):
        yield f"ffprobe finds {heard} lines in its .lrc, not {len(stamps)}"
    read = asked_npm("clrc", episode.lrc)
    yield from (f"clrc cannot read '{line['raw']}'" for line in read if line["type"] == "invalid")
    if [(line["startMillisecond"] / 1000, line["content"]) for line in read if "content" in line] != stamps:
        yield "clrc reads other times or words in its .lrc"


def enhanced_lrc(episode: Episode) -> Findings:
    """Read the .elrc with clrc: every mora of every cue within 10 ms."""
    read = asked_npm("clrc-enhanced", episode.mp3.with_suffix(".elrc"))
    yield from (f"clrc cannot read '{line['raw']}'" for line in read if line["type"] == "invalid")
    words = [
        [(word["startMillisecond"] / 1000, word["content"]) for word in line["words"] if word["content"]]
        for line in read
        if line["type"] == "enhanced_lyric"
    ]
    spoken = [[(mora["start_s"], mora["kana"]) for mora in cue.morae] for cue in episode.cues if cue.morae]
    if [[kana for _, kana in line] for line in words] != [[kana for _, kana in line] for line in spoken]:
        yield "its .elrc has other morae than the cues"
        return
    for (told_s, kana), (heard_s, _) in zip(chain(*words), chain(*spoken), strict=True):
        if abs(told_s - heard_s) > _NEAR_S:
            yield f".elrc shows '{kana}' at {told_s} s, it is heard at {heard_s:.3f} s"


def transcript(episode: Episode) -> Findings:
    """Read the .vtt with webvtt-parser: no errors, every cue within 10 ms at both ends."""
    read = asked_npm("webvtt-parser", episode.mp3.with_suffix(".vtt"))
    yield from (f"line {error['line']} of its .vtt: {error['message']}" for error in read["errors"])
    yield from _compared(episode, [(start_s, text) for start_s, _, text in read["cues"]], ".vtt")
    for (_, end_s, text), cue in zip(read["cues"], episode.cues, strict=False):
        if abs(end_s - cue.end_s) > _NEAR_S:
            yield f".vtt ends '{text}' at {end_s} s, it is heard until {cue.end_s:.3f} s"


def chapter_file(episode: Episode) -> Findings:
    """Read the JSON chapters: version 1.2.0, ascending from 0, the same as those in the MP3."""
    found = json.loads(episode.mp3.with_suffix(".chapters.json").read_text("utf-8"))
    if found["version"] != "1.2.0":
        yield f"its JSON chapters are of version {found['version']}"
    told = [(chapter["startTime"], chapter["title"]) for chapter in found["chapters"]]
    in_mp3 = [(float(c["start_time"]), c["tags"]["title"]) for c in probed(episode.mp3)["chapters"]]
    if not told or told[0][0] != 0 or told != sorted(told):
        yield f"its JSON chapters begin at {[start_s for start_s, _ in told]}"
    if told != in_mp3:
        yield f"its JSON chapters are {told}, those of the MP3 {in_mp3}"


def _compared(episode: Episode, stamps: Sequence[tuple[float, str]], where: str) -> Findings:
    """Hold times and words against the cues; empty texts only clear the screen."""
    shown = [(at_s, text) for at_s, text in stamps if text]
    if len(shown) != len(episode.cues):
        yield f"{where} has {len(shown)} texts for {len(episode.cues)} cues"
        return
    for (at_s, text), cue in zip(shown, episode.cues, strict=True):
        if abs(at_s - cue.start_s) > _NEAR_S:
            yield f"{where} shows '{text}' at {at_s} s, it is heard at {cue.start_s:.3f} s"
        yield from (f"{where} shows '{text}' where '{words}' is heard" for words in _lacking(cue, text))


def _lacking(cue: Cue, text: str) -> Iterator[str]:
    return (words for words in cue.words if words not in text and words.translate(_LOOK_ALIKES) not in text)


SIDECAR_CHECKS: dict[str, Callable[[Episode], Findings]] = {
    check.__name__: check for check in (lyrics, synced_lyrics, lrc, enhanced_lrc, transcript, chapter_file)
}
"""The checks of what moves with the sound, by their names."""
