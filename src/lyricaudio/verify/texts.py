"""Whether the texts beside an MP3 tell its lines at the times of the catalogue."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from pathlib import Path

from lyricaudio.messages import told
from lyricaudio.release.catalogue import CatalogueEpisode, CatalogueLine
from lyricaudio.release.texts.cleantext import one_line
from lyricaudio.release.texts.lrc import row_text
from lyricaudio.release.texts.tagsread import FoundTags
from lyricaudio.units import clock_tenths, milliseconds
from lyricaudio.verify.fault import Fault, Kind
from lyricaudio.verify.released import Cue

Row = tuple[int, str]
"""From when on a text is shown, in milliseconds."""

RATES = (1.0, 20.0)
"""Fewer or more morae a second nobody says."""

_LRC_ROW = re.compile(r"\[(\d+):(\d+)\.(\d+)\](.*)")
_VTT_CUE = re.compile(r"(\d+):(\d+):(\d+)\.(\d+) --> [^\n]*\n(.*)")
_NEAR_MS = 11  # hundredths beside thousandths


def text_faults(
    root: Path, episode: CatalogueEpisode, tags: FoundTags | None, cues: Sequence[Cue]
) -> Iterator[Fault]:
    """Yield what is wrong with the files beside an MP3; what is not there is told of elsewhere."""
    for kind, rows_of, as_shown in (
        ("lrc", _lrc_rows, row_text),
        ("vtt", _vtt_rows, one_line),
    ):
        path = root / episode.files.get(kind, "")
        if path.is_file():
            rows = tuple(rows_of(path.read_text("utf-8", "replace")))
            yield from _missing(episode, kind, rows, as_shown)
            if kind == "lrc" and tags:
                yield from _synced(episode, tags, rows)
    if tags:
        yield from _chapters(root, episode, tags)
    yield from _data(episode, cues)


def _missing(
    episode: CatalogueEpisode, kind: str, rows: Sequence[Row], as_shown: Callable[[str], str]
) -> Iterator[Fault]:
    """Yield the lines of the catalogue that a file does not tell at their time."""
    for line in episode.lines:
        text = as_shown(line.text)
        if text and not any(_near(at_ms, line.start_s) and shown == text for at_ms, shown in rows):
            yield _of_line(episode, kind, line.text, line.start_s)


def _synced(episode: CatalogueEpisode, tags: FoundTags, rows: Sequence[Row]) -> Iterator[Fault]:
    """Compare the lyrics in time of the tag with the `.lrc`."""
    stamps = tags.stamps
    for stamp, (at_ms, text) in zip(stamps, rows, strict=False):
        if abs(stamp.at_ms - at_ms) > _NEAR_MS or row_text(stamp.text) != text:
            what = told(
                "the synced lyrics in its tag differ from the .lrc at {time}", time=clock_tenths(at_ms / 1000)
            )
            yield Fault(kind=Kind.TAG, path=str(episode.mp3), what=what)
            return
    if len(stamps) != len(rows):
        what = told(
            "its tag has {found} synced lines, the .lrc {wanted}", found=len(stamps), wanted=len(rows)
        )
        yield Fault(kind=Kind.TAG, path=str(episode.mp3), what=what)


def _chapters(root: Path, episode: CatalogueEpisode, tags: FoundTags) -> Iterator[Fault]:
    """Compare the chapters of the tag with their file; one with too many for a tag has more of them."""
    path = episode.files.get("chapters", "")
    if not (root / path).is_file():
        return
    try:
        beside = json.loads((root / path).read_bytes())["chapters"]
        told_ones = {(milliseconds(one["startTime"]), one["title"]) for one in beside}
        tagged = {(one.start_ms, one.title) for one in tags.chapters}
    except (ValueError, KeyError, TypeError):
        yield Fault(kind=Kind.TEXT, path=path, what=told("it is damaged"))
        return
    if not tagged <= told_ones:
        yield Fault(kind=Kind.TEXT, path=path, what=told("its chapters are not those in the tag"))


def _data(episode: CatalogueEpisode, cues: Sequence[Cue]) -> Iterator[Fault]:
    """Compare what the page shows with the catalogue, and look at how fast it is said."""
    for line in episode.lines:
        if not any(_is_same(cue, line) for cue in cues):
            yield _of_line(episode, "data", line.text, line.start_s)
    for cue in cues:
        if any(cue.heard) and not RATES[0] <= cue.rate <= RATES[1]:
            what = told("{rate:.1f} morae a second are not said by anybody", rate=cue.rate)
            yield _of_line(episode, "data", cue.text, cue.start_s, what)
        if cue.spans and cue.shown and cue.whole and not cue.kana:
            what = told("its kana are not there, or not as many as the times of its morae")
            yield _of_line(episode, "elrc", cue.text, cue.start_s, what)


def _is_same(cue: Cue, line: CatalogueLine) -> bool:
    times = (_near(milliseconds(cue.start_s), line.start_s), _near(milliseconds(cue.end_s), line.end_s))
    return all(times) and (cue.text, cue.line, cue.role) == (line.text, line.line, line.role)


def _near(at_ms: int, time_s: float) -> bool:
    return abs(at_ms - milliseconds(time_s)) <= _NEAR_MS


def _of_line(episode: CatalogueEpisode, kind: str, text: str, at_s: float, what: str = "") -> Fault:
    said = what or told("the catalogue has this line here, the file does not")
    return Fault(kind=Kind.TEXT, path=episode.files.get(kind, ""), what=said, text=text, at_s=at_s)


def _lrc_rows(text: str) -> Iterator[Row]:
    """Yield the rows of an `.lrc` that have a time."""
    for minutes, seconds, hundredths, row in _LRC_ROW.findall(text):
        yield (60 * int(minutes) + int(seconds)) * 1000 + 10 * int(hundredths), row


def _vtt_rows(text: str) -> Iterator[Row]:
    """Yield the cues of a transcript."""
    for hours, minutes, seconds, thousandths, row in _VTT_CUE.findall(text):
        whole = 3600 * int(hours) + 60 * int(minutes) + int(seconds)
        yield 1000 * whole + int(thousandths), unescape(row)
