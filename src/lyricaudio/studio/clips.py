"""Clips of one's own voice, recorded on the page: listened to, laid beside the song, and named in it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from lyricaudio import files
from lyricaudio.errors import LyricAudioError, as_typed
from lyricaudio.lesson.plan import lyric_cues
from lyricaudio.messages import told
from lyricaudio.pipeline.making.rehearse import clip_refusal
from lyricaudio.pipeline.planning.manner import reader_of
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.provenance import content_digest
from lyricaudio.reading.japanese.voicedvowels import voiced
from lyricaudio.reading.model import Reading
from lyricaudio.serve.incoming import body_of
from lyricaudio.song import Song, Text
from lyricaudio.studio.answers import answer
from lyricaudio.studio.desk import Desk
from lyricaudio.studio.edits import Edits, with_own_voice
from lyricaudio.studio.onethread import OneThread
from lyricaudio.studio.shelf import Outdated, Sheet, Shelf, outdated
from lyricaudio.studio.songview import at
from lyricaudio.voice.own import OwnClip

MOST_CLIP_BYTES = 16 << 20
"""Five minutes, which no clip is longer than, as any browser records them, and thrice so much."""

_ENDINGS = {"audio/webm": ".webm", "audio/mp4": ".m4a", "audio/ogg": ".ogg"}
"""What browsers record, and how the names of such files end."""


class Clips(Desk):
    """Takes what was recorded of single texts."""

    def __init__(self, shelf: Shelf, reading: OneThread, edits: Edits) -> None:
        self._shelf, self._reading, self._edits = shelf, reading, edits

    def routes(self) -> Sequence[BaseRoute]:
        """Return the addresses."""
        return (Route("/api/clips/{song:path}", self.keep, methods=["POST"]),)

    async def keep(self, request: Request) -> Response:
        """Keep what was recorded of the text at a place; show the song as it is then."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in _ENDINGS:
            raise HTTPException(415)
        sound = await body_of(request, most_bytes=MOST_CLIP_BYTES)
        sheet = await run_in_threadpool(self._shelf.sheet, request.path_params["song"])
        if sheet.version != request.query_params.get("version"):
            raise Outdated(outdated(sheet))
        place = request.query_params.get("at", "")
        await self._reading.do(self._keep, sheet, place, sound, _ENDINGS[kind])
        return answer(await run_in_threadpool(self._edits.shown, sheet.name))

    def _keep(self, sheet: Sheet, place: str, sound: bytes, ending: str) -> None:
        """Listen to a clip, and let its text name it.

        Raises
        ------
        LyricAudioError
            When there is no text at the place, or the clip does not say it; nothing is written then.
        """
        name, text, reading = _read(sheet, self._shelf.root, place)
        if why := _refusal(text, reading, sound, ending):
            raise LyricAudioError(why)
        stem = sheet.path.with_name(f"{sheet.path.stem}-{name}")
        with files.refusing(told("write {file}", file=as_typed(stem))):
            path = _free(stem, ending, sound)
        edited = with_own_voice(sheet, place, path.name, self._shelf)
        files.write_bytes(path, sound)
        self._edits.write(sheet, edited)


def _read(sheet: Sheet, root: Path, place: str) -> tuple[str, Text, Reading]:
    """Return a name for the lyric or explanation at a place of a song, what it says, and how that is read."""
    library = open_library([sheet.path], folder=root)
    song = next((entry.song for entry in library.entries if root / entry.path == sheet.path), None)
    if song is None:
        raise library.errors[0]
    sung = {cue.text.place for cue in lyric_cues(song) if cue.delivery == "sing"}
    for name, text in _texts(song):
        if at(text.place) == place and (reading := reader_of(song, library).read(text.text)).morae:
            return name, text, voiced(reading) if text.place in sung else reading
    lines = [at(line.lyric.place) for section in song.sections for line in section.lines]
    if song.recording and place in lines:
        why = told("{file}:{place}: the recording sings this line", file=sheet.file, place=place)
    else:
        why = told("{file}:{place}: nothing is said here", file=sheet.file, place=place)
    raise LyricAudioError(why)


def _refusal(text: Text, reading: Reading, sound: bytes, ending: str) -> str:
    """Return why what was recorded cannot be used; empty when it can."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"clip{ending}")
        files.write_bytes(file, sound)
        name, content = told("your recording"), content_digest(file)
        clip = OwnClip(said=text.text, content=content, name=name, file=file, place=text.place)
        return clip_refusal(clip, reading)


def _texts(song: Song) -> Iterator[tuple[str, Text]]:
    """Yield all texts of a song that may have a clip, each with a name: its line's, and which it is of it.

    What a recording sings, it says itself.
    """
    for line in (line for section in song.sections for line in section.lines):
        if not song.recording:
            yield line.id, line.lyric
        for number, explained in enumerate(line.explain, start=1):
            yield f"{line.id}-explain{number if number > 1 else ''}", explained


def _free(stem: Path, ending: str, sound: bytes) -> Path:
    """Return where a clip goes: where nothing is, or this very clip, which an undo has left there."""
    takes = (stem.with_name(f"{stem.name}{f'-take{n}' if n > 1 else ''}{ending}") for n in count(1))
    return next(path for path in takes if not path.exists() or _holds(path, sound))


def _holds(path: Path, sound: bytes) -> bool:
    return path.is_file() and path.read_bytes() == sound
