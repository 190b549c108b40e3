"""What a song has of the person's own sound: a finished recording of it, and clips of their voice.

Nothing here opens a sound: that it is silent, damaged or another's is found where it is heard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lyricaudio.errors import LyricAudioError, Place, SongError, SongErrors
from lyricaudio.lesson.sung import SURE, FoundLine, Sung, SungLine, as_heard, sung_as_found, sung_lines
from lyricaudio.messages import told
from lyricaudio.pipeline.project.choices import own_file
from lyricaudio.provenance import UNTOLD, content_digest
from lyricaudio.song import Line, RecordingChoice, Song, Text, decode_source, display
from lyricaudio.song.lrc import Lrc, read_lrc
from lyricaudio.units import clock_tenths
from lyricaudio.voice.own import OwnClip

_LEAST_SHARE = 0.5
"""So much of what an `.lrc` says must be in the song, or it is another's."""

_SHOWN = 24  # characters of a line in a message


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRecording:
    """A finished song from elsewhere as the song's own sound.

    Attributes
    ----------
    content, file
        The digest of what the file holds, and where it lies.
    lines
        What it sings, in order of time, by the stamps of its `.lrc` and as it was found; empty otherwise.
    bpm
        Its tempo if the person gave it.
    place, lyrics_place
        Where to complain of its sound and of its times.
    notes
        What the person should know of its lines.
    """

    content: str
    file: Path = field(metadata=UNTOLD)
    lines: tuple[SungLine, ...] = ()
    bpm: float | None = None
    place: Place
    lyrics_place: Place
    notes: tuple[str, ...] = field(default=(), metadata=UNTOLD)

    def first_of(self, line: str) -> SungLine | None:
        """Return how a line of the song is sung first; None when it is not."""
        return next((sung for sung in self.lines if sung.of == line), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSounds:
    """The recording of a song, its clips, and all files that these are made from."""

    recording: OwnRecording | None = None
    clips: tuple[OwnClip, ...] = ()
    files: tuple[Path, ...] = ()


NO_SOUNDS = OwnSounds()


Find = Callable[[str], Sequence[FoundLine] | None]
"""What tells the lines that were found in a recording, by the digest of what it holds, or None."""


def own_sounds(song: Song, *, file: Path, root: Path, find: Find = lambda content: None) -> OwnSounds:
    """Find the sounds that a song names, beside its file and within the project's folder.

    Parameters
    ----------
    file, root
        The song's file and the project's folder.
    find
        Tells where the lines of a recording were found.

    Raises
    ------
    SongError
        When one is not there, or an `.lrc` is none, or another song's.
    """
    clips = tuple(_clips(song, file.parent, root))
    recording = _recording(song, file.parent, root, find)
    lyrics = song.recording.lyrics if song.recording else None
    files = [clip.file for clip in clips]
    files += [recording.file] if recording else []
    files += [own_file(lyrics, file.parent, root)] if lyrics else []
    return OwnSounds(recording=recording, clips=clips, files=tuple(files))


def _clips(song: Song, folder: Path, root: Path) -> Iterator[OwnClip]:
    for text in _texts(song):
        if text.clip:
            path = own_file(text.clip, folder, root)
            content = _content(path, text.clip)
            yield OwnClip(
                said=text.text, content=content, name=text.clip.text, file=path, place=text.clip.place
            )


def _texts(song: Song) -> Iterator[Text]:
    for line in _lines(song):
        yield line.lyric
        yield from line.explain


def _lines(song: Song) -> list[Line]:
    return [line for section in song.sections for line in section.lines]


def _content(path: Path, name: Text) -> str:
    try:
        return content_digest(path)
    except OSError as error:
        raise SongError(name.place, _unreadable(name, error)) from error


def _unreadable(name: Text, error: OSError) -> str:
    return told(
        "'{file}' cannot be read: {reason}; check its permissions", file=name.text, reason=error.strerror
    )


def _recording(song: Song, folder: Path, root: Path, find: Find) -> OwnRecording | None:
    if not (choice := song.recording):
        return None
    path = own_file(choice.file, folder, root)
    content = _content(path, choice.file)
    lines, notes = _lines_of(song, choice, folder, root, lambda: find(content))
    return OwnRecording(
        content=content,
        file=path,
        lines=lines,
        bpm=choice.bpm or song.style.bpm,
        place=choice.file.place,
        lyrics_place=(choice.lyrics or choice.file).place,
        notes=notes,
    )


def _lines_of(
    song: Song,
    choice: RecordingChoice,
    folder: Path,
    root: Path,
    find: Callable[[], Sequence[FoundLine] | None],
) -> tuple[tuple[SungLine, ...], tuple[str, ...]]:
    """Return the lines of a recording by its `.lrc` and as they were found, and what to know of them."""
    if choice.lyrics:
        sung, notes = _sung(song, choice.lyrics, folder, root)
        return as_heard(sung.lines, find() or ()), notes
    if (found := find()) is None:
        return (), (_no_times(choice.file),)
    return sung_as_found(song, found), tuple(_found_notes(song, found, choice.file))


def _no_times(file: Text) -> str:
    message = told(
        "'{file}' has no times of its lines, so that only the whole song is heard of it; give its .lrc"
        " (recording: {{file: …, lyrics: my-song.lrc}}), which most music generators and lyrics editors save",
        file=file.text,
    )
    return f"{file.place}: {message}"


def _found_notes(song: Song, found: Sequence[FoundLine], file: Text) -> Iterator[str]:
    """Say which lines were not found in a recording, or may be elsewhere."""
    sure = {line.of for line in found if line.sure >= SURE}
    maybe = {line.of: line for line in reversed(found) if line.of not in sure}
    swapped = _swapped(song, found)
    for line in _lines(song):
        shown = _short(display(line.lyric.text))
        if line.id in swapped:
            message = told(
                "'{line}' is sung at {at} of '{file}', sooner than what is written before it; correct the"
                " order",
                line=shown,
                at=clock_tenths(swapped[line.id]),
                file=file.text,
            )
            yield f"{line.lyric.place}: {message}"
        if line.id in maybe:
            message = told(
                "'{line}' may be sung at {at} of '{file}' ({sure:.0%} sure), so the voice says it; give its"
                " .lrc, or tap along in: lyricaudio studio",
                line=shown,
                at=clock_tenths(maybe[line.id].at_s),
                file=file.text,
                sure=maybe[line.id].sure,
            )
            yield f"{line.lyric.place}: {message}"
        elif line.id not in sure:
            message = told(
                "'{line}' is not found in '{file}': the voice says it; give its .lrc, or tap along in:"
                " lyricaudio studio",
                line=shown,
                file=file.text,
            )
            yield f"{line.lyric.place}: {message}"


def _swapped(song: Song, found: Sequence[FoundLine]) -> dict[str, float]:
    """Return the lines that are sung sooner than another that is written before them, and when."""
    first = {line.of: line.at_s for line in reversed(found) if line.sure >= SURE}
    swapped: dict[str, float] = {}
    for section in song.sections:
        latest_s = 0.0
        for line in section.lines:
            at_s = first.get(line.id, latest_s)
            if at_s < latest_s:
                swapped[line.id] = at_s
            latest_s = max(latest_s, at_s)
    return swapped


def _sung(song: Song, lyrics: Text, folder: Path, root: Path) -> tuple[Sung, tuple[str, ...]]:
    """Return what the recording sings by its `.lrc`, and what to know of it."""
    lrc = _read(own_file(lyrics, folder, root), lyrics)
    sung = sung_lines(song, lrc)
    found, strange = len(sung.lines), len(sung.strange)
    if not found or found < _LEAST_SHARE * (found + strange):
        message = told(
            "of the {count} lines of '{file}' {found} are in this song; give the .lrc of this recording, or"
            " write the lines as they are sung",
            count=found + strange,
            file=lyrics.text,
            found=found,
        )
        raise SongError(lyrics.place, message)
    return sung, tuple(_notes(song, sung, lyrics))


def _read(path: Path, lyrics: Text) -> Lrc:
    try:
        lrc = read_lrc(decode_source(path.read_bytes(), source=lyrics.text))
    except OSError as error:
        raise SongError(lyrics.place, _unreadable(lyrics, error)) from error
    except (SongError, SongErrors, LyricAudioError) as error:
        raise SongError(lyrics.place, str(error)) from error
    if not any(line.text for line in lrc.stamped):
        message = told(
            "'{file}' has no line with a time, as [00:12.50]; give one with times", file=lyrics.text
        )
        raise SongError(lyrics.place, message)
    return lrc


def _notes(song: Song, sung: Sung, lyrics: Text) -> Iterator[str]:
    """Say which lines the recording leaves out, sings otherwise, or has besides."""
    first = {line.of: line for line in reversed(sung.lines)}
    for line in _lines(song):
        shown = _short(display(line.lyric.text))
        if line.id not in first:
            message = told("'{line}' is not in '{file}': the voice says it", line=shown, file=lyrics.text)
            yield f"{line.lyric.place}: {message}"
        elif first[line.id].likeness < 1.0:
            message = told(
                "'{line}' is sung otherwise, row {row} of '{file}': '{sung}'; correct one of them",
                line=shown,
                row=first[line.id].row,
                file=lyrics.text,
                sung=_short(first[line.id].text),
            )
            yield f"{line.lyric.place}: {message}"
    for strange in sung.strange:
        message = told(
            "row {row} of '{file}' is in no line of this song, so it is not shown: '{sung}'",
            row=strange.row,
            file=lyrics.text,
            sung=_short(strange.text),
        )
        yield f"{lyrics.place}: {message}"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
