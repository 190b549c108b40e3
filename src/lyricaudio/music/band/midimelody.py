"""A person's melody, read from a Standard MIDI File by mido."""

from __future__ import annotations

import contextlib
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import mido

from lyricaudio.errors import LyricAudioError, refusal
from lyricaudio.messages import told
from lyricaudio.music.band.midi import DRUM_CHANNEL, SungNote
from lyricaudio.music.band.whichtrack import MidiPart, Sounded, melody_part
from lyricaudio.music.theory.harmony import pitch_class

_FEW_TEXTS = 8  # no more are remarks, not words
_MOST_BYTES = 4 << 20  # a long piece of music has 100 kB


@dataclass(frozen=True, slots=True, kw_only=True)
class MidiMelody:
    """The melody of a MIDI file.

    Attributes
    ----------
    notes
        In time order, one at a time.
    tonic, minor
        The key that the file is signed with, a pitch class and its mode; None when it has no signature.
    told
        Which of its parts this is, when there are several.
    """

    notes: tuple[SungNote, ...]
    tonic: int | None
    minor: bool
    told: str


def midi_melody(path: Path, wanted: str = "") -> MidiMelody:
    """Read the melody of a MIDI file: of its parts, but for the drums, the one that is most likely sung.

    Of notes that start together the highest is the melody, and each ends at the latest where the next begins.
    The file's tempo is not looked at: beats are beats.

    Parameters
    ----------
    wanted
        The number of a track, or its name, when the person names it.

    Raises
    ------
    LyricAudioError
        When the file cannot be read, is no MIDI file or a damaged one, counts time in film frames, has no
        notes, or none in the track that is wanted.
    """
    file = _read(path)
    parts = [part for number, track in enumerate(file.tracks, 1) for part in _parts(track, number)]
    if not parts:
        raise LyricAudioError(
            told("{file} has no notes; write the melody into one of its tracks", file=path.name)
        )
    chosen = [part for part in parts if wanted in ("", str(part.track), part.name)]
    if not chosen:
        there = "; ".join(map(str, parts))
        raise LyricAudioError(
            told(
                "{file} has no notes in a track '{wanted}'; it has some in {tracks}",
                file=path.name,
                wanted=wanted,
                tracks=there,
            )
        )
    part = melody_part(chosen, _word_ticks(file))
    key = _key(file)
    return MidiMelody(
        notes=tuple(_sung(note, file.ticks_per_beat) for note in _monophonic(part.notes)),
        tonic=pitch_class(key.removesuffix("m")) if key else None,
        minor=key.endswith("m"),
        told=_choice(path, part) if len(parts) > 1 and not wanted else "",
    )


def _choice(path: Path, part: MidiPart) -> str:
    return told(
        "the melody of {file} is taken from {part}; to take another write its number or name behind the"
        " file's, as {file}#{track}",
        file=path.name,
        part=part,
        track=part.track,
    )


class MetaSpec_key_signature(mido.midifiles.meta.MetaSpec_key_signature):  # type: ignore[misc]
    """A key of eighteen sharps is none, and no reason to refuse the notes; mido goes by the class's name."""

    def decode(self, message: mido.MetaMessage, data: Sequence[int]) -> None:
        """Read a key, if it is one."""
        try:
            super().decode(message, data)
        except (mido.midifiles.meta.KeySignatureError, IndexError):
            message.key = ""

    def check(self, name: str, value: str) -> None:
        """Let no key pass besides."""
        if value:
            super().check(name, value)


mido.midifiles.meta.add_meta_spec(MetaSpec_key_signature)


def _read(path: Path) -> mido.MidiFile:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LyricAudioError(
            told("{file} cannot be read: {error}", file=path.name, error=refusal(error))
        ) from error
    if len(data) > _MOST_BYTES:
        raise LyricAudioError(
            told("{file} is larger than {most} MB; no melody is", file=path.name, most=_MOST_BYTES >> 20)
        )
    try:
        # Names may be in any encoding; latin-1 takes every byte.
        file = mido.MidiFile(file=io.BytesIO(data), charset="latin-1", clip=True)
    except Exception as error:  # mido meets damage with errors of every kind
        raise LyricAudioError(
            told("{file} is no MIDI file, or a damaged one; export it again", file=path.name)
        ) from error
    if file.ticks_per_beat <= 0:  # the format's sign for it
        raise LyricAudioError(
            told("{file} counts time in film frames (SMPTE); export it with ticks per beat", file=path.name)
        )
    return file


def _parts(track: mido.MidiTrack, number: int) -> list[MidiPart]:
    """Return what each channel of a track plays, but for the drums."""
    sounded = _sounded(track)
    programs = {message.channel: message.program for message in track if message.type == "program_change"}
    return [
        MidiPart(
            track=number,
            channel=channel + 1,
            name=_decoded(track.name) if len(sounded) == 1 else "",
            program=programs.get(channel),
            notes=tuple(notes),
        )
        for channel, notes in sounded.items()
    ]


def _sounded(track: mido.MidiTrack) -> dict[int, list[Sounded]]:
    """Return the notes of each channel but the drums'; what is never let go ends with the track."""
    at = 0
    held: dict[tuple[int, int], int] = {}
    found: dict[int, list[Sounded]] = defaultdict(list)
    for message in track:
        at += message.time
        if message.type not in ("note_on", "note_off") or message.channel == DRUM_CHANNEL:
            continue
        key = message.channel, message.note
        if key in held:
            found[message.channel].append(Sounded(start=held.pop(key), pitch=message.note, end=at))
        if message.type == "note_on" and message.velocity:
            held[key] = at
    for (channel, pitch), start in held.items():
        found[channel].append(Sounded(start=start, pitch=pitch, end=at))
    return {channel: lasting for channel, notes in found.items() if (lasting := _lasting(notes))}


def _lasting(notes: Sequence[Sounded]) -> list[Sounded]:
    return sorted(note for note in notes if note.end > note.start)


def _decoded(name: str) -> str:
    """Read a name that mido took for Latin-1: it is UTF-8, or what Windows writes in Japan."""
    data = name.encode("latin-1", "replace")
    for encoding in ("utf-8", "cp932"):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(encoding).strip("\0 ")
    return name.strip("\0 ")


def _word_ticks(file: mido.MidiFile) -> set[int]:
    """Return where words stand: lyric events, or the texts that karaoke files have in their place."""
    found: dict[str, set[int]] = {"lyrics": set(), "text": set()}
    for track in file.tracks:
        at = 0
        for message in track:
            at += message.time
            if message.type in found and not message.text.startswith("@"):
                found[message.type].add(at)
    return found["lyrics"] or (found["text"] if len(found["text"]) > _FEW_TEXTS else set())


def _key(file: mido.MidiFile) -> str:
    """Return the first key that the file is signed with, as `Bbm`, or nothing."""
    keys = (message.key for track in file.tracks for message in track if message.type == "key_signature")
    return next((key for key in keys if key), "")


def _monophonic(notes: Sequence[Sounded]) -> list[Sounded]:
    """Keep the highest of notes that start together, and cut each where the next begins."""
    highest = list({note.start: note for note in notes}.values())
    ends = [note.start for note in highest[1:]] + [note.end for note in highest[-1:]]
    return [note._replace(end=min(note.end, end)) for note, end in zip(highest, ends, strict=True)]


def _sung(note: Sounded, ticks_per_beat: int) -> SungNote:
    return SungNote(
        start_beats=Fraction(note.start, ticks_per_beat),
        length_beats=Fraction(note.end - note.start, ticks_per_beat),
        pitch=note.pitch,
    )
