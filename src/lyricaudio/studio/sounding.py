"""One text of a song, heard at once: as the song reads it, by the voice that says it there."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from lyricaudio.errors import LyricAudioError
from lyricaudio.lesson.plan import Cue
from lyricaudio.messages import told
from lyricaudio.mix.alone import write_clip
from lyricaudio.pipeline.making.draft import read_cue
from lyricaudio.pipeline.planning.manner import Manner
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.project.folders import OUTPUT_FOLDER
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import read_record
from lyricaudio.serve.mediatypes import media_type
from lyricaudio.serve.respond import Content, respond
from lyricaudio.song.shapes import MOST_CHARACTERS
from lyricaudio.studio.desk import Desk
from lyricaudio.studio.onethread import OneThread
from lyricaudio.studio.shelf import Sheet, Shelf
from lyricaudio.studio.songview import at
from lyricaudio.voice.engine import load_engine
from lyricaudio.voice.engines.own import OwnVoice
from lyricaudio.voice.store import checked_clip


class Sounding(Desk):
    """Speaks single texts of songs."""

    def __init__(self, shelf: Shelf, reading: OneThread) -> None:
        self._shelf, self._reading = shelf, reading

    def routes(self) -> Sequence[BaseRoute]:
        """Return the addresses."""
        return (Route("/api/sounds/{song:path}", self.sound, methods=["GET"]),)

    async def sound(self, request: Request) -> Response:
        """Send what is heard of the text at a place, or of another text in its stead."""
        place, instead = request.query_params.get("at", ""), request.query_params.get("text")
        if instead and len(instead) > MOST_CHARACTERS:
            raise HTTPException(413)
        sheet = await run_in_threadpool(self._shelf.sheet, request.path_params["song"])
        data = await self._reading.do(spoken, sheet, self._shelf.root, place, instead)

        def part(start: int, stop: int) -> Iterator[bytes]:
            yield data[start:stop]

        version = f"{sheet.version}-{place.replace(':', '-')}-{len(data)}"
        kind = media_type(".wav")
        return respond(
            request, Content(media_type=kind, size=len(data), version=version, modified_s=0, pieces=part)
        )


def spoken(sheet: Sheet, root: Path, place: str, instead: str | None = None) -> bytes:
    """Return a WAV file of the text at a place of a song, as its voice says it there.

    Parameters
    ----------
    instead
        What is said in its place: the same text as it would be read another way.

    Raises
    ------
    LyricAudioError
        When nothing is said there, or it cannot be.
    """
    manner, cue = _cue(sheet, root, place)
    if instead is not None:
        cue = replace(cue, text=replace(cue.text, text=instead, clip=None))
    reading = read_cue(manner, cue)
    own, voice = manner.clip_of(cue), manner.voice_of(cue)
    engine = OwnVoice(own) if own else load_engine(voice.engine)
    clip = checked_clip(engine, reading, own.content if own else voice.name)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "text.wav")
        write_clip(file, clip)
        return file.read_bytes()


def _cue(sheet: Sheet, root: Path, place: str) -> tuple[Manner, Cue]:
    """Find what is said of the text at a place, whole, in the first episode in which it is."""
    library = open_library([sheet.path], folder=root)
    if library.errors:
        raise library.errors[0]
    planned = plan(library, read_record(root / OUTPUT_FOLDER))
    for failure in planned.failures:
        if failure.error:
            raise failure.error
    for order in planned.orders:
        if order.song_path not in library.selected:
            continue
        for manner, cue in order.cues:
            if at(cue.text.place) == place and not cue.left_out:
                return manner, cue
    raise LyricAudioError(told("{file}:{place}: nothing is said here", file=sheet.file, place=place))
