"""The addresses by which the page taps along a recording: its sound, its lines, and their times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from lyricaudio import files
from lyricaudio.lesson.sung import FoundLine, sung_lines
from lyricaudio.messages import told
from lyricaudio.pipeline.project.choices import own_file, recording_of
from lyricaudio.pipeline.project.folders import OUTPUT_FOLDER
from lyricaudio.pipeline.project.library import known_names, open_library
from lyricaudio.pipeline.stamping import LineTime, lines_as_sung, lrc_beside, stamping
from lyricaudio.pipeline.timing import listened_times
from lyricaudio.provenance import content_digest
from lyricaudio.serve.mediatypes import media_type
from lyricaudio.serve.respond import Content, respond
from lyricaudio.song import Song, display, parse_song
from lyricaudio.song.lrc import read_lrc
from lyricaudio.studio.answers import answer, posted, text_of
from lyricaudio.studio.desk import Desk
from lyricaudio.studio.onethread import OneThread
from lyricaudio.studio.shelf import Outdated, Sheet, Shelf, outdated

Json = dict[str, Any]

_MOST_TIMES = 5000


class Tapping(Desk):
    """Gives recordings to be tapped along, and writes down when their lines are sung."""

    def __init__(self, shelf: Shelf, reading: OneThread) -> None:
        self._shelf, self._reading = shelf, reading

    def routes(self) -> Sequence[BaseRoute]:
        """Return the addresses."""
        return (
            Route("/api/taps/{song:path}", self.lines, methods=["GET"]),
            Route("/api/taps/{song:path}", self.write, methods=["POST"]),
            Route("/api/found/{song:path}", self.found, methods=["GET"]),
            Route("/api/recording/{song:path}", self.recording, methods=["GET"]),
        )

    async def lines(self, request: Request) -> Response:
        """Show the lines of a song as they are sung, with the times that its `.lrc` has."""
        sheet = await run_in_threadpool(self._shelf.sheet, request.path_params["song"])
        return answer(await run_in_threadpool(_tapped, sheet, self._shelf.root))

    async def found(self, request: Request) -> Response:
        """Listen where the lines are, and show it."""
        sheet = await run_in_threadpool(self._shelf.sheet, request.path_params["song"])
        return answer(await self._reading.do(_found, sheet, self._shelf.root))

    async def write(self, request: Request) -> Response:
        """Write the times beside the song; show the lines as they are then."""
        value = await posted(request)
        sheet = await run_in_threadpool(self._shelf.sheet, request.path_params["song"])
        if sheet.version != text_of(value, "version"):
            raise Outdated(outdated(sheet))
        await run_in_threadpool(self._write, sheet, _times(value), value.get("replace") is True)
        written = await run_in_threadpool(self._shelf.sheet, sheet.name)
        return answer(await run_in_threadpool(_tapped, written, self._shelf.root))

    def _write(self, sheet: Sheet, times: Sequence[LineTime], replace: bool) -> None:
        song, root = _song(sheet, self._shelf.root), self._shelf.root
        made = stamping(song, sheet.text, times, file=sheet.path, root=root, replace=replace)
        files.write_text(made.lrc, made.lrc_text)
        if made.song_text is not None:
            self._shelf.write(sheet, made.song_text)

    async def recording(self, request: Request) -> Response:
        """Send a song's recording."""
        sheet = await run_in_threadpool(self._shelf.sheet, request.path_params["song"])
        path = await run_in_threadpool(_recording, sheet, self._shelf.root)

        def part(start: int, stop: int) -> Iterator[bytes]:
            with path.open("rb") as file:
                file.seek(start)
                while start < stop and (block := file.read(min(1 << 16, stop - start))):
                    start += len(block)
                    yield block

        with files.refusing(told("read {file}", file=path.name)):
            size, version = path.stat().st_size, await run_in_threadpool(content_digest, path)
        kind = media_type(path.name)
        return respond(
            request, Content(media_type=kind, size=size, version=version[:32], modified_s=0, pieces=part)
        )


def _times(value: Mapping[str, Any]) -> list[LineTime]:
    """Return the times that were sent; `HTTPException` when they are none."""
    sent = value.get("times")
    if not isinstance(sent, list) or len(sent) > _MOST_TIMES:
        raise HTTPException(400)
    try:
        times = [LineTime(of=str(one["of"]), at_s=float(one["at_s"])) for one in sent]
    except (KeyError, TypeError, ValueError) as error:
        raise HTTPException(400) from error
    if not all(0 <= time.at_s < float("inf") for time in times):
        raise HTTPException(400)
    return times


def _song(sheet: Sheet, root: Path) -> Song:
    return parse_song(sheet.text, source=sheet.file, names=known_names(root))


def _recording(sheet: Sheet, root: Path) -> Path:
    return own_file(recording_of(_song(sheet, root)).file, sheet.path.parent, root)


def _tapped(sheet: Sheet, root: Path) -> Json:
    """Return the lines of a song as they are sung, and the times that its `.lrc` has."""
    song = _song(sheet, root)
    lrc = lrc_beside(song, sheet.path, root)
    recording = _recording(sheet, root)
    sung = [(line.of, line.at_s) for line in sung_lines(song, read_lrc(lrc.text or "")).lines]
    return _shown(sheet, song, sung) | {
        "recording": recording.name,
        "lrc": lrc.name,
        "stamped": lrc.stamped,
    }


def _found(sheet: Sheet, root: Path) -> Json:
    """Return the lines of a song where they are heard in its recording, and how sure that is."""
    library = open_library([sheet.path], folder=root)
    entry = next((one for one in library.entries if library.root / one.path == sheet.path), None)
    if entry is None:
        raise library.errors[0]
    found: tuple[FoundLine, ...] = listened_times(library, entry, root / OUTPUT_FOLDER, lambda progress: None)
    sure = {(line.of, line.at_s): line.sure for line in found}
    shown = _shown(sheet, entry.song, list(sure))
    for line in shown["lines"]:
        line["sure"] = sure.get((line["of"], line["at_s"]))
    return shown


def _shown(sheet: Sheet, song: Song, sung: Sequence[tuple[str, float]]) -> Json:
    """Return the rows to be tapped: as they are sung by what is known, the others where they are written."""
    texts = {line.id: display(line.lyric.text) for line in lines_as_sung(song)}
    expected = [line.id for line in lines_as_sung(song)]
    rows = [{"of": of, "shown": texts[of], "at_s": at_s} for of, at_s in _rows(expected, sung)]
    return {
        "name": sheet.name,
        "file": sheet.file,
        "version": sheet.version,
        "title": display(song.title.text),
        "lines": rows,
    }


def _rows(expected: Sequence[str], sung: Iterable[tuple[str, float]]) -> list[tuple[str, float | None]]:
    """Return the lines in order of their known times, those without one behind what is sung before them.

    >>> _rows(["a", "b", "c", "b"], [("a", 1.0), ("c", 4.0), ("b", 6.0)])
    [('a', 1.0), ('c', 4.0), ('b', 6.0)]
    >>> _rows(["a", "b", "c"], [("b", 2.0), ("b", 5.0)])
    [('a', None), ('b', 2.0), ('b', 5.0), ('c', None)]
    >>> _rows(["a", "b", "a"], [])
    [('a', None), ('b', None), ('a', None)]
    """
    rows: list[tuple[str, float | None]] = [*sorted(sung, key=lambda one: one[1])]
    if not rows:
        return [(of, None) for of in expected]
    known = {of for of, _ in rows}
    at = 0
    for of in expected:
        places = [place for place, (other, _) in enumerate(rows) if other == of]
        if of in known:
            at = max(at, places[-1] + 1)
        else:
            rows.insert(at, (of, None))
            known.add(of)
            at += 1
    return rows
