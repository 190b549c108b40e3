"""What a draft has of the person's own sound, listened to before all else.

A recording is heard once, its lines found in it and cut out; a clip is believed when it says its text. What
cannot be used of clips falls to the engine, and is said at its place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from lyricaudio.audio.loudness import loudness_lufs
from lyricaudio.audio.sound import Audio
from lyricaudio.errors import CodecError, SongError
from lyricaudio.mix.cuts import HeardLine, Hearing, Stamp, cuts, heard
from lyricaudio.pipeline.project.sounds import OwnRecording
from lyricaudio.provenance import code_digest, digest
from lyricaudio.song.identity import folded
from lyricaudio.voice.clip import Clip, ClipFacts, MoraTime
from lyricaudio.voice.store import Clips

HEARER = "lyricaudio.mix.cuts"
"""The module that listens and cuts: whatever it imports decides where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A line to be cut: the key of its clip, the line, and the kana that it sings."""

    key: str
    of: str
    kana: tuple[str, ...]


def hearing_key(recording: OwnRecording) -> str:
    """Return the digest of all that decides what is heard of a recording."""
    stamps = [asdict(stamp) for stamp in _stamps(recording)]
    return digest(["heard", code_digest(HEARER), recording.content, stamps])


def cut_key(recording: OwnRecording, line: str, kana: Sequence[str]) -> str:
    """Return the digest of all that decides a line that is cut from a recording."""
    return digest(["cut", hearing_key(recording), line, list(kana)])


def heard_recording(recording: OwnRecording, clips: Clips | None = None) -> Hearing:
    """Listen to a recording (in a worker), or remember what was heard of it.

    Raises
    ------
    SongError
        With the place, when it cannot be used.
    """
    key = hearing_key(recording)
    if clips and (blob := clips.store.get(key)):
        return _hearing(json.loads(blob))
    try:
        found = heard(recording.file, _stamps(recording))
    except CodecError as error:
        raise SongError(recording.place, str(error)) from error
    if clips:
        clips.store.put(key, json.dumps(asdict(found), ensure_ascii=False).encode())
    return found


def _hearing(known: Mapping[str, Any]) -> Hearing:
    lines = tuple(HeardLine(**line) for line in known["lines"])
    return Hearing(length_s=known["length_s"], lines=lines, dull=known["dull"])


def _stamps(recording: OwnRecording) -> list[Stamp]:
    return [
        Stamp(
            of=line.of,
            at_s=line.at_s,
            until_s=line.until_s,
            letters=len(folded(line.text)),
            heard=line.heard,
        )
        for line in recording.lines
    ]


def cut_recording(
    recording: OwnRecording, hearing: Hearing, wanted: Sequence[Wanted], clips: Clips
) -> dict[str, ClipFacts]:
    """Cut lines out of a recording into the store (in a worker); return their facts by their keys."""
    first = {line.of: line for line in reversed(hearing.lines)}
    by_line = {one.of: one for one in wanted}
    facts: dict[str, ClipFacts] = {}
    for line, audio in cuts(recording.file, [first[of] for of in by_line]):
        one = by_line[line.of]
        morae = spread(one.kana, line.onset_s - line.start_s, audio.duration_s)
        facts[one.key] = _kept(one.key, audio, morae, clips)
    return facts


def _kept(key: str, audio: Audio, morae: tuple[MoraTime, ...], clips: Clips) -> ClipFacts:
    """Keep a line under its key; return its facts."""
    facts = ClipFacts(
        duration_s=audio.duration_s, loudness_lufs=loudness_lufs(audio), morae=morae, timing="spread"
    )
    clips.save(key, Clip(audio=audio, facts=facts))
    return facts


def spread(kana: Sequence[str], start_s: float, end_s: float) -> tuple[MoraTime, ...]:
    """Spread morae evenly over the time in which they are sung."""
    step_s = (end_s - start_s) / max(1, len(kana))
    return tuple(
        MoraTime(
            kana=mora,
            start_s=start_s + number * step_s,
            vowel_onset_s=start_s + number * step_s,
            end_s=start_s + (number + 1) * step_s,
        )
        for number, mora in enumerate(kana)
    )
