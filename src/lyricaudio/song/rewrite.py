r"""Changing single texts of a song file in place: everything else stays to the letter, comments and all.

As in `edit`, what is written is a guess by where things stand, and is kept only if the file, read again, says
what it said but for that one change.

>>> with_text("title: う\nlines:\n  - あ  # 一\n", Place("", 3, 5), "い", source="")
'title: う\nlines:\n  - い  # 一\n'
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lyricaudio.errors import Place
from lyricaudio.song.folding import unified
from lyricaudio.song.inplace import Page, Path
from lyricaudio.song.ways import (
    CLIP,
    EXPLAIN,
    LYRIC,
    TEXT,
    below,
    explained,
    in_a_row,
    in_braces,
    in_record,
    removed,
    with_key,
)


def with_text(text: str, place: Place, new: str, *, source: str) -> str:
    """Return a song file's text with one of its texts replaced.

    Parameters
    ----------
    text
        The text of a song file.
    place
        Where the text that is replaced stands, as `Text.place` says it.
    new
        What is written there: one line.
    source
        The file's name, for errors.

    Raises
    ------
    SongErrors
        When no text stands there, or the file is written in a way in which this cannot be done safely.
    """
    page = Page(text, source)
    path, node = page.text_at(place)
    wanted = _set(page.said, path, unified(new))
    return page.first_right(wanted, ([page.replaced(node, way)] for way in page.ways(new, node)))


def with_explanation(text: str, lyric: Place, new: str, *, source: str) -> str:
    """Return a song file's text with one more explanation of a line, whose lyric stands at a place.

    Parameters and errors are those of `with_text`.
    """
    page = Page(text, source)
    path, node = page.text_at(lyric)
    item = _line_of(page, path, lyric)
    bare = item == path
    written = _get(page.said, item)
    before = () if bare else _several(written.get(EXPLAIN))
    explain = [*before, unified(new)] if before else unified(new)
    wanted = _set(page.said, item, ({LYRIC: written} if bare else written) | {EXPLAIN: explain})
    return page.first_right(wanted, explained(page, item, node, new))


def without_explanation(text: str, place: Place, *, source: str) -> str:
    """Return a song file's text without an explanation that stands at a place; see `with_text`."""
    page = Page(text, source)
    path, _ = page.text_at(place)
    while path and path[-1] != EXPLAIN and not (isinstance(path[-1], int) and path[-2] == EXPLAIN):
        path = path[:-1]
    if not path:
        raise page.cannot(place)
    if path[-1] != EXPLAIN and len(_get(page.said, path[:-1])) == 1:
        path = path[:-1]
    return page.first_right(_without(page.said, path), removed(page, path))


def with_line(text: str, lyric: Place, new: str, *, source: str) -> str:
    """Return a song file's text with one more line below that of a lyric at a place; see `with_text`."""
    page = Page(text, source)
    path, node = page.text_at(lyric)
    item = _line_of(page, path, lyric)
    number = int(item[-1]) + 1
    lines = _get(page.said, item[:-1])
    wanted = _set(page.said, item[:-1], [*lines[:number], unified(new), *lines[number:]])
    return page.first_right(wanted, ([cut] for way in page.ways(new, node) for cut in below(page, item, way)))


def without_line(text: str, lyric: Place, *, source: str) -> str:
    """Return a song file's text without the line whose lyric stands at a place; see `with_text`."""
    page = Page(text, source)
    path, _ = page.text_at(lyric)
    item = _line_of(page, path, lyric)
    return page.first_right(_without(page.said, item), removed(page, item))


def with_clip(text: str, place: Place, clip: str, *, source: str) -> str:
    """Return a song file's text in which a lyric or an explanation at a place names a clip of it.

    Parameters
    ----------
    clip
        The file's name, in place of another one if the text has a clip already.

    The other parameters and errors are those of `with_text`.
    """
    page = Page(text, source)
    path, node = page.text_at(place)
    holder = _holder(path)
    if not (holder or path[-2:-1] == ("lines",) or EXPLAIN in path[-2:]):
        raise page.cannot(place)
    key = LYRIC if path[-2:-1] == ("lines",) else TEXT
    before = _get(page.said, holder) if holder else {key: in_a_row(node.text)}
    wanted = _set(page.said, holder or path, before | {CLIP: clip})
    if holder:
        return page.first_right(wanted, with_key(page, holder, node, CLIP, clip))
    if key == LYRIC:
        return page.first_right(wanted, in_record(page, path, node, CLIP, clip))
    return page.first_right(wanted, in_braces(page, node, clip))


def without_clip(text: str, place: Place, *, source: str) -> str:
    """Return a song file's text in which the text at a place names no clip any more; see `with_text`."""
    page = Page(text, source)
    path, _ = page.text_at(place)
    holder = _holder(path)
    if holder is None or CLIP not in _get(page.said, holder):
        raise page.cannot(place)
    clip = (*holder, CLIP)
    return page.first_right(_without(page.said, clip), removed(page, clip))


def with_reading(text: str, term: str, kana: str, *, source: str) -> str:
    """Return a song file's text with another reading of a term that has one in it; see `with_text`."""
    page = Page(text, source)
    path = ("readings", term)
    node = page.text_by(path)
    return page.first_right(
        _set(page.said, path, kana), ([page.replaced(node, way)] for way in page.ways(kana, node))
    )


def _line_of(page: Page, path: Path, place: Place) -> Path:
    """Return the way to the line of a lyric, which is that line or one of its keys; refuse another text."""
    item = path[:-1] if path[-1] == LYRIC else path
    if item[-2:-1] != ("lines",):
        raise page.cannot(place)
    return item


def _holder(path: Path) -> Path | None:
    """Return the way to what holds a lyric or an explanation and its clip; None when it stands alone."""
    is_lyric = path[-1] == LYRIC and path[-3:-2] == ("lines",)
    is_held = is_lyric or (path[-1] == TEXT and EXPLAIN in path[-3:-1])
    return path[:-1] if is_held else None


def _several(explained: Any) -> tuple[Any, ...]:
    if explained is None:
        return ()
    return tuple(explained) if isinstance(explained, list) else (in_a_row(explained),)


def _get(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _set(value: Any, path: Path, new: Any) -> Any:
    """Return what a file says with something else at the end of a way."""
    changed = deepcopy(value)
    _get(changed, path[:-1])[path[-1]] = new
    return changed


def _without(value: Any, path: Path) -> Any:
    changed = deepcopy(value)
    del _get(changed, path[:-1])[path[-1]]
    return changed
