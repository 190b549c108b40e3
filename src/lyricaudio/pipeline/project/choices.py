"""What a song and its project choose for the music: style, metre, tempo, melody, loop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from lyricaudio.errors import LyricAudioError, Place, SongError
from lyricaudio.memo import remembered
from lyricaudio.messages import told
from lyricaudio.music.band.midimelody import MidiMelody, midi_melody
from lyricaudio.music.score import Melodies
from lyricaudio.music.style import Style
from lyricaudio.music.stylebook import load_style
from lyricaudio.music.theory.metre import metre
from lyricaudio.music.tune.melody import Melody, home_of, melody_from_notes, parse_melody, unfolded
from lyricaudio.pipeline.project.folders import STYLES_FOLDER
from lyricaudio.provenance import UNTOLD, digest
from lyricaudio.song import Project, RecordingChoice, Song, Text
from lyricaudio.song.folding import likeness

_MIDI_LINE_BARS = 2
"""In a MIDI file so many bars are the melody of a line."""

_MIDI = re.compile(r"(.*\.midi?)(?:#(.*))?", re.IGNORECASE)
_MINOR_THIRD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """What a song says about its score.

    Attributes
    ----------
    style, style_digest
        In the song's metre, and what it is made of, worked out once for all songs that have it.
    bpm
        The tempo in beats a minute; None takes what suits the words, or a loop's own.
    melodies
        What replaces the composed tune.
    own_melodies
        The lines that their section has a melody for: each line's name, and which of `melodies.own`.
    speed
        How fast the episode's beat is, of that tempo; a loop keeps its own.
    loop
        A beat of the person's own in place of the band.
    seed
        Of the tune: the song's identity, so that a corrected title keeps it.
    melody_place, loop_place
        Where to complain.
    files
        All files beside the song that it names.
    """

    style: Style = field(metadata=UNTOLD)
    style_digest: str
    bpm: float | None
    melodies: Melodies
    own_melodies: tuple[tuple[str, int], ...] = ()
    speed: float = 1.0
    loop: Path | None
    seed: str
    melody_place: Place | None
    loop_place: Place | None
    files: tuple[Path, ...] = field(default=(), metadata=UNTOLD)


def scoring_of(song: Song, project: Project, *, seed: str, file: Path, root: Path) -> Scoring:
    """Collect what a song file and its project choose.

    Parameters
    ----------
    seed
        Of the tune.
    file, root
        The song file and the project's folder; melodies and loops lie beside the one and within the other.

    Raises
    ------
    SongError
        When a file that the song names is not there, or a melody or the project's style cannot be read.
    """
    style, bpm = _style(song, project, root)
    folder = file.parent
    verse = song.melody or next((s.melody for s in song.sections if s.melody and not s.hook), None)
    hook = next((s.melody for s in song.sections if s.melody and s.hook), None)
    own = [s for s in song.sections if s.melody and s.melody not in (verse, hook)]
    others = [section.melody for section in own if section.melody]
    loop = own_file(song.beat.file, folder, root) if song.beat else None
    named = (_midi_of(text) for text in (verse, hook, *others) if text)
    tunes = [own_file(midi.file, folder, root) for midi in named if midi]
    return Scoring(
        style=style,
        style_digest=_style_digest(style),
        bpm=song.beat.bpm if song.beat else (song.recording and song.recording.bpm) or bpm,
        melodies=Melodies(
            verse=_melody(verse, style, folder, root) if verse else None,
            hook=_melody(hook, style, folder, root) if hook else None,
            own=tuple(_melody(text, style, folder, root) for text in others),
        ),
        own_melodies=tuple((line.id, i) for i, section in enumerate(own) for line in section.lines),
        loop=loop,
        seed=seed,
        melody_place=(verse or hook or song.title).place,
        loop_place=song.beat.file.place if song.beat else None,
        files=(*tunes, *([loop] if loop else [])),
    )


def _style(song: Song, project: Project, root: Path) -> tuple[Style, float | None]:
    """Choose the style, its metre and the tempo: the song's, else the project's with its style."""
    style = load_style(song.style.name or project.style.name, root / STYLES_FOLDER)
    theirs = song.style.name in (None, project.style.name)
    written = song.style.metre or (project.style.metre if theirs else None)
    bpm = song.style.bpm or (project.style.bpm if theirs else None)
    return style.in_metre(metre(written)) if written else style, bpm


@remembered
def _style_digest(style: Style) -> str:
    """Return the digest of a style: it has a thousand values, and most songs have the same one."""
    return digest(style)


def _melody(written: Text, style: Style, folder: Path, root: Path) -> Melody:
    """Read a melody: notes as they are written, or those of a MIDI file."""
    with complaining_at(written.place):
        if not (named := _midi_of(written)):
            return parse_melody(written.text, style.tonic, style.scale_tones())
        found = midi_melody(own_file(named.file, folder, root), named.track)
        line_beats = _MIDI_LINE_BARS * style.metre.bar_beats
        melody = melody_from_notes([(note.start_beats, note.pitch) for note in found.notes], line_beats)
        tonic = _tonic(found, melody, style)
        return replace(melody, tonic=tonic, folds=named.folds, told=found.told)


def _tonic(found: MidiMelody, melody: Melody, style: Style) -> int:
    """Return the key of a file in the style's mode: of its relative where the modes differ."""
    tones = style.scale_tones()
    if found.tonic is None:
        return home_of(melody.pitches, style.tonic, tones)
    minor = (style.tonic + _MINOR_THIRD) % 12 in tones
    return (found.tonic + _MINOR_THIRD * (found.minor - minor)) % 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Midi:
    """How a song names a MIDI file: whether it is to be folded, the file, and the track if it says one."""

    folds: bool
    file: Text
    track: str


def _midi_of(melody: Text) -> _Midi | None:
    """Return the MIDI file that a melody names, as `fold tune.mid#2`; None when it is notes."""
    folds, name = unfolded(melody.text)
    found = _MIDI.fullmatch(name.strip())
    return _Midi(folds=folds, file=replace(melody, text=found[1]), track=found[2] or "") if found else None


@contextmanager
def complaining_at(place: Place | None) -> Iterator[None]:
    """Give what goes wrong inside a place, if it has none yet."""
    try:
        yield
    except SongError:
        raise
    except LyricAudioError as error:
        if place is None:
            raise
        raise SongError(place, str(error)) from error


def recording_of(song: Song) -> RecordingChoice:
    """Return the recording that a song has; `SongError` at its title when it has none."""
    if song.recording is None:
        raise SongError(
            song.title.place,
            told("this song has no recording; name one beside the song: recording: my-song.mp3"),
        )
    return song.recording


def own_file(name: Text, folder: Path, root: Path) -> Path:
    """Find a file that a song names, from the song's folder.

    Raises
    ------
    SongError
        At the name, when there is no such file, or it lies outside of the project.
    """
    try:
        path = _spelled_as_there(folder / name.text).resolve()
        there = path.is_file()
    except (OSError, ValueError) as error:  # a name that is too long, or holds what none may
        raise SongError(
            name.place, told("'{name}…' can be no file's name; write another", name=name.text[:40])
        ) from error
    if not path.is_relative_to(root.resolve()):
        raise SongError(
            name.place, told("'{name}' lies outside of the project; copy it beside the song", name=name.text)
        )
    if not there:
        raise SongError(
            name.place, told("there is no file '{name}' beside the song; copy it there", name=name.text)
        )
    return path


def _spelled_as_there(path: Path) -> Path:
    """Return a path with its name as the folder spells it: a Mac's files have か and a mark for が."""
    if path.exists() or not path.parent.is_dir():
        return path
    alike = (other for other in path.parent.iterdir() if likeness(other.name) == likeness(path.name))
    return next(alike, path)
