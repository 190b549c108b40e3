"""Listening where the lines of recordings are sung, once, before anything is planned."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from lyricaudio.errors import CodecError, LyricAudioError, SongError
from lyricaudio.lesson.forms.song import in_singing_order
from lyricaudio.lesson.sung import FoundLine
from lyricaudio.messages import told
from lyricaudio.pipeline.planning.manner import reader_of
from lyricaudio.pipeline.planning.times import Times
from lyricaudio.pipeline.project.choices import own_file, recording_of
from lyricaudio.pipeline.project.library import Entry, Library
from lyricaudio.pipeline.project.report import Progress, Watch
from lyricaudio.provenance import content_digest
from lyricaudio.song import Song


def find_times(library: Library, output: Path, watch: Watch = lambda progress: None) -> Times:
    """Find the lines of the selected songs in their recordings; an `.lrc` tells but about when they are.

    What was found once is remembered. A recording that cannot be used is passed over: who plays it says why.

    Parameters
    ----------
    output
        The release's folder.
    watch
        Is told which recording it is.
    """
    times = Times(output)
    for entry in library.entries:
        if entry.path in library.selected and entry.song.recording and entry.song.sections:
            with suppress(LyricAudioError, OSError):
                _find(entry, library, times, watch)
    return times


def listened_times(library: Library, entry: Entry, output: Path, watch: Watch) -> tuple[FoundLine, ...]:
    """Return the lines that are found in a song's recording, whether or not it has an `.lrc`.

    Raises
    ------
    SongError
        When the song has no recording, or that cannot be used.
    """
    times = Times(output)
    try:
        return _find(entry, library, times, watch)
    except CodecError as error:
        assert entry.song.recording is not None
        raise SongError(entry.song.recording.file.place, str(error)) from error


def _find(entry: Entry, library: Library, times: Times, watch: Watch) -> tuple[FoundLine, ...]:
    named = recording_of(entry.song).file
    file = own_file(named, (library.root / entry.path).parent, library.root)
    content = content_digest(file)
    found = times.of(entry.song, library, content)
    if found is None:
        watch(Progress(now=told("listening where the lines are in {file}", file=file.name)))
        found = _found(entry.song, file, library)
        times.keep(entry.song, library, content, found)
    return found


def _found(song: Song, file: Path, library: Library) -> tuple[FoundLine, ...]:
    # The rooms that handle sound are slow to import: a build with nothing to do must not pay for it.
    from lyricaudio.mix.cuts import listened
    from lyricaudio.mix.finding.find import found_lines
    from lyricaudio.mix.finding.spoken import spoken_line

    levels, _ = listened(file)
    reader = reader_of(song, library)
    readings = [
        (line.id, reader.read(line.lyric.text)) for section in song.sections for line in section.lines
    ]
    spoken = [spoken_line(name, reading) for name, reading in readings if reading.morae]
    sections = [[line.id for line in section.lines] for section in song.sections]
    as_sung = [[line.id for line in section.lines] for section in in_singing_order(song.sections)]
    return found_lines(levels, spoken, sections, as_sung)
