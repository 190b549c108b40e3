"""What a song and its project choose for the music: style, metre, tempo, melody, loop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from lyricaudio.errors import LyricAudioError, Place, SongError
from lyricaudio.memo import remembered
from lyricaudio.music.band.midi import melody_notes
from lyricaudio.music.score import Melodies
from lyricaudio.music.style import Style
from lyricaudio.music.stylebook import load_style
from lyricaudio.music.theory.metre import metre
from lyricaudio.music.tune.melody import Melody, melody_from_notes, parse_melody
from lyricaudio.pipeline.project.folders import STYLES_FOLDER
from lyricaudio.provenance import UNTOLD, digest
from lyricaudio.song import Project, Song, Text

_MIDI_LINE_BARS = 2
"""In a MIDI file so many bars are the melody of a line."""

_MIDI_SUFFIXES = (".mid", ".midi")


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
    verse = next((s.melody for s in song.sections if s.melody and not s.hook), song.melody)
    hook = next((s.melody for s in song.sections if s.melody and s.hook), None)
    loop = own_file(song.beat.file, folder, root) if song.beat else None
    tunes = [own_file(text, folder, root) for text in (verse, hook) if text and _is_midi(text)]
    return Scoring(
        style=style,
        style_digest=_style_digest(style),
        bpm=song.beat.bpm if song.beat else bpm,
        melodies=Melodies(
            verse=_melody(verse, style, folder, root) if verse else None,
            hook=_melody(hook, style, folder, root) if hook else None,
        ),
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
        if _is_midi(written):
            notes = melody_notes(own_file(written, folder, root))
            line_beats = _MIDI_LINE_BARS * style.metre.bar_beats
            return melody_from_notes([(note.start_beats, note.pitch) for note in notes], line_beats)
        return parse_melody(written.text, style.tonic, style.scale_tones())


def _is_midi(melody: Text) -> bool:
    return Path(melody.text).suffix.lower() in _MIDI_SUFFIXES


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


def own_file(name: Text, folder: Path, root: Path) -> Path:
    """Find a file that a song names, from the song's folder.

    Raises
    ------
    SongError
        At the name, when there is no such file, or it lies outside of the project.
    """
    path = (folder / name.text).resolve()
    if not path.is_relative_to(root.resolve()):
        raise SongError(name.place, f"'{name.text}' lies outside of the project; copy it beside the song")
    if not path.is_file():
        raise SongError(name.place, f"there is no file '{name.text}' beside the song; copy it there")
    return path
