"""Writing down when the lines of a recording are sung: as an `.lrc` beside the song, which then names it.

The times were tapped by somebody, or worked out. What the person wrote into an `.lrc` that is there stays,
but for the times of lines of this song; and these are only replaced when they say so.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lyricaudio import files
from lyricaudio.errors import LyricAudioError, SongError, as_typed
from lyricaudio.lesson.forms.song import in_singing_order
from lyricaudio.lesson.sung import sung_lines
from lyricaudio.messages import told
from lyricaudio.pipeline.project.choices import recording_of
from lyricaudio.song import Line, Song, decode_source, display
from lyricaudio.song.edit import with_lyrics
from lyricaudio.song.lrc import Stamped, read_lrc, restamped

_SUFFIX = ".lrc"


class AlreadyThere(LyricAudioError):
    """There is an `.lrc` with times already, and nobody has said that it is to be replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTime:
    """When a line of a song begins in its recording, in seconds; without a name it is over then.

    `of` is the line's name, empty where what was sung before ends.
    """

    of: str
    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LrcFile:
    """The `.lrc` of a song's recording: its name as the song has it, where it lies, and what it says.

    `text` is None when there is none yet.
    """

    name: str
    path: Path
    text: str | None

    @property
    def stamped(self) -> int:
        """How many lines have times in it."""
        return sum(bool(line.text) for line in read_lrc(self.text or "").stamped)


def lines_as_sung(song: Song) -> list[Line]:
    """Return the lines of a song in the order in which it is most likely sung: the hook after each verse."""
    return [line for section in in_singing_order(song.sections) for line in section.lines]


def lrc_beside(song: Song, file: Path, root: Path) -> LrcFile:
    """Find the `.lrc` of a song's recording: the one that it names, or one called as the recording.

    Parameters
    ----------
    file, root
        The song's file and the project's folder.

    Raises
    ------
    SongError
        When the song has no recording, or the file would lie outside of the project, or is no text.
    """
    choice = recording_of(song)
    named = choice.lyrics or choice.file
    name = named.text if choice.lyrics else str(PurePosixPath(named.text).with_suffix(_SUFFIX))
    path = (file.parent / name).resolve()
    if not path.is_relative_to(root.resolve()):
        raise SongError(
            named.place, told("'{name}' lies outside of the project; copy it beside the song", name=name)
        )
    if not path.exists():
        return LrcFile(name=name, path=path, text=None)
    with files.refusing(told("read {file}", file=as_typed(path))):
        data = path.read_bytes()
    return LrcFile(name=name, path=path, text=decode_source(data, source=as_typed(path)))


def lrc_with(song: Song, times: Sequence[LineTime], before: str) -> str:
    """Return the text of an `.lrc` with these times; what it had besides lines of this song stays.

    Raises
    ------
    LyricAudioError
        When a time is of no line of the song, or there is none.
    """
    shown = {line.id: display(line.lyric.text) for line in lines_as_sung(song)} | {"": ""}
    if not any(time.of for time in times):
        raise LyricAudioError(told("no line has a time yet; tap where the first one begins"))
    if strangers := [time.of for time in times if time.of not in shown]:
        raise LyricAudioError(
            told("the song has no line '{line}' any more; load it again", line=strangers[0])
        )
    stamps = (Stamped(at_s=max(0.0, time.at_s), text=shown[time.of], row=0) for time in times)
    return restamped(before, [*_others(song, before), *stamps])


def _others(song: Song, before: str) -> Iterator[Stamped]:
    """Yield the lines with a time that are none of this song: they are the person's own."""
    yield from sung_lines(song, read_lrc(before)).strange


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamping:
    """What is to be written for a recording to have its times.

    Attributes
    ----------
    lrc, lrc_text
        Where its `.lrc` lies, and what that will say.
    song_text
        What the song's file will say; None when it names that `.lrc` already.
    """

    lrc: Path
    lrc_text: str
    song_text: str | None


def stamping(
    song: Song, text: str, times: Sequence[LineTime], *, file: Path, root: Path, replace: bool = False
) -> Stamping:
    """Return what is to be written beside a song and into it, so that its recording has these times.

    Parameters
    ----------
    text
        What the song's file says.
    file, root
        That file and the project's folder.
    replace
        Whether times that are there may go.

    Raises
    ------
    AlreadyThere
        When there are some, and they may not.
    SongErrors
        When the song is written in a way that cannot take the name.
    LyricAudioError
        As `lrc_beside` and `lrc_with`.
    """
    lrc = lrc_beside(song, file, root)
    if lrc.stamped and not replace:
        raise AlreadyThere(_already_there(lrc))
    lrc_text = lrc_with(song, times, lrc.text or "")
    names_it = recording_of(song).lyrics is not None
    song_text = None if names_it else with_lyrics(text, lrc.name, source=as_typed(file))
    return Stamping(lrc=lrc.path, lrc_text=lrc_text, song_text=song_text)


def write_times(
    song: Song, times: Sequence[LineTime], *, file: Path, root: Path, replace: bool = False
) -> Path:
    """Write the times of a recording beside its song, and let the song name them; return where they are.

    Parameters and errors are those of `stamping`; a file that cannot be written is a `LyricAudioError`.
    """
    data = file.read_bytes()
    text = decode_source(data, source=as_typed(file))
    made = stamping(song, text, times, file=file, root=root, replace=replace)
    files.write_text(made.lrc, made.lrc_text)
    if made.song_text is not None:
        mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
        files.write_bytes(file.resolve(), mark + made.song_text.encode())
    return made.lrc


def _already_there(lrc: LrcFile) -> str:
    """Say that an `.lrc` has times, and would lose them."""
    return told(
        "{file} has the times of {count} lines already; say that they are to be replaced, or rename it",
        file=as_typed(lrc.path),
        count=lrc.stamped,
    )
