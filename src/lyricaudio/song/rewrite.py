r"""Changing single texts of a song file in place: everything else stays to the letter, comments and all.

As in `edit`, what is written is a guess by where things stand, and is kept only if the file, read again, says
what it said but for that one change.

>>> with_text("title: う\nlines:\n  - あ  # 一\n", Place("", 3, 5), "い", source="")
'title: う\nlines:\n  - い  # 一\n'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from lyricaudio.errors import Place
from lyricaudio.song.edit import quoted
from lyricaudio.song.folding import unified
from lyricaudio.song.inplace import Cut, Page, Path, last_text
from lyricaudio.song.nodes import Listing, Mapping, Node, Scalar

_LYRIC, _EXPLAIN = "lyric", "explain"
"""Keys of a line, which are spelled as the roles of what stands under them."""
_TEXT, _CLIP = "text", "clip"


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
    before = () if bare else _several(written.get(_EXPLAIN))
    explain = [*before, unified(new)] if before else unified(new)
    wanted = _set(page.said, item, ({_LYRIC: written} if bare else written) | {_EXPLAIN: explain})
    return page.first_right(wanted, _explained(page, item, node, new))


def without_explanation(text: str, place: Place, *, source: str) -> str:
    """Return a song file's text without an explanation that stands at a place; see `with_text`."""
    page = Page(text, source)
    path, _ = page.text_at(place)
    while path and path[-1] != _EXPLAIN and not (isinstance(path[-1], int) and path[-2] == _EXPLAIN):
        path = path[:-1]
    if not path:
        raise page.cannot(place)
    if path[-1] != _EXPLAIN and len(_get(page.said, path[:-1])) == 1:
        path = path[:-1]
    return page.first_right(_without(page.said, path), _removed(page, path))


def with_line(text: str, lyric: Place, new: str, *, source: str) -> str:
    """Return a song file's text with one more line below that of a lyric at a place; see `with_text`."""
    page = Page(text, source)
    path, node = page.text_at(lyric)
    item = _line_of(page, path, lyric)
    number = int(item[-1]) + 1
    lines = _get(page.said, item[:-1])
    wanted = _set(page.said, item[:-1], [*lines[:number], unified(new), *lines[number:]])
    return page.first_right(
        wanted, ([cut] for way in page.ways(new, node) for cut in _below(page, item, way))
    )


def without_line(text: str, lyric: Place, *, source: str) -> str:
    """Return a song file's text without the line whose lyric stands at a place; see `with_text`."""
    page = Page(text, source)
    path, _ = page.text_at(lyric)
    item = _line_of(page, path, lyric)
    return page.first_right(_without(page.said, item), _removed(page, item))


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
    if not (holder or path[-2:-1] == ("lines",) or _EXPLAIN in path[-2:]):
        raise page.cannot(place)
    key = _LYRIC if path[-2:-1] == ("lines",) else _TEXT
    before = _get(page.said, holder) if holder else {key: _in_a_row(node.text)}
    wanted = _set(page.said, holder or path, before | {_CLIP: clip})
    if holder:
        return page.first_right(wanted, _with_key(page, holder, node, _CLIP, clip))
    if key == _LYRIC:
        return page.first_right(wanted, _in_record(page, path, node, _CLIP, clip))
    return page.first_right(wanted, _in_braces(page, node, clip))


def without_clip(text: str, place: Place, *, source: str) -> str:
    """Return a song file's text in which the text at a place names no clip any more; see `with_text`."""
    page = Page(text, source)
    path, _ = page.text_at(place)
    holder = _holder(path)
    if holder is None or _CLIP not in _get(page.said, holder):
        raise page.cannot(place)
    clip = (*holder, _CLIP)
    return page.first_right(_without(page.said, clip), _removed(page, clip))


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
    item = path[:-1] if path[-1] == _LYRIC else path
    if item[-2:-1] != ("lines",):
        raise page.cannot(place)
    return item


def _holder(path: Path) -> Path | None:
    """Return the way to what holds a lyric or an explanation and its clip; None when it stands alone."""
    is_lyric = path[-1] == _LYRIC and path[-3:-2] == ("lines",)
    is_held = is_lyric or (path[-1] == _TEXT and _EXPLAIN in path[-3:-1])
    return path[:-1] if is_held else None


def _below(page: Page, item: Path, way: str) -> Iterator[Cut]:
    """Yield how an item may be put below another one of a list."""
    node, around = page.node(item), page.node(item[:-1])
    if not (isinstance(around, Listing) and around.flow):
        dash = page.row_before(node.place).rfind("-")
        yield page.row_below(last_text(node), " " * dash + f"- {way}")
        return
    end = page.end_of(node)
    yield end, end, f", {way}"


def _explained(page: Page, item: Path, lyric: Scalar, new: str) -> Iterator[Sequence[Cut]]:
    """Yield how an explanation may be added to a line."""
    node = page.node(item)
    if not isinstance(node, Mapping):
        yield from _in_record(page, item, lyric, _EXPLAIN, new)
        return
    there = next(((key, value) for key, value in node.pairs if key.text == _EXPLAIN), None)
    if there is None:
        yield from _with_key(page, item, lyric, _EXPLAIN, new)
        return
    for way in page.ways(new, lyric):
        yield from _one_more(page, node, *there, way)


def _in_record(page: Page, item: Path, lyric: Scalar, key: str, new: str) -> Iterator[Sequence[Cut]]:
    """Yield how a line that is its lyric alone gets a key besides."""
    around = page.node(item[:-1])
    start, stop = page.span(lyric)
    for way in page.ways(new, lyric):
        if isinstance(around, Listing) and around.flow:
            yield [(start, stop, f"{{{_LYRIC}: {page.text[start:stop]}, {key}: {way}}}")]
        else:
            indent = " " * (lyric.place.column - 1)
            yield [(start, start, f"{_LYRIC}: "), page.row_below(lyric, f"{indent}{key}: {way}")]


def _in_braces(page: Page, node: Scalar, clip: str) -> Iterator[Sequence[Cut]]:
    """Yield how an explanation that stands alone gets a clip: in braces, for it may be an item of a list."""
    start, stop, _ = page.replaced(node, "")
    in_a_row = _in_a_row(node.text)
    texts = (page.text[start:stop], quoted(in_a_row)) if node.one_line else (quoted(in_a_row),)
    mark = '"' if node.quote == '"' else ""
    for way in page.ways(clip, node):
        for written in texts:
            braced = f"{{{mark}{_TEXT}{mark}: {written}, {mark}{_CLIP}{mark}: {way}}}"
            yield [(start, stop, braced)]


def _with_key(page: Page, holder: Path, behind: Scalar, key: str, new: str) -> Iterator[Sequence[Cut]]:
    """Yield how a mapping gets a key behind one of its texts, or another text under the key that it has."""
    node = page.node(holder)
    assert isinstance(node, Mapping)
    there = next((value for name, value in node.pairs if name.text == key), None)
    mark = '"' if node.pairs[0][0].quote == '"' else ""
    indent, end = " " * (node.pairs[0][0].place.column - 1), page.span(behind)[1]
    for way in page.ways(new, there if isinstance(there, Scalar) else behind):
        if isinstance(there, Scalar):
            yield [page.replaced(there, way)]
        elif node.flow:
            yield [(end, end, f", {mark}{key}{mark}: {way}")]
        else:
            yield [page.row_below(behind, f"{indent}{mark}{key}{mark}: {way}")]


def _one_more(page: Page, node: Mapping, key: Scalar, value: Node, way: str) -> Iterator[Sequence[Cut]]:
    """Yield how an explanation may be added to those that a line has under a key."""
    if not isinstance(value, Listing):
        yield from _second(page, node, key, value, way)
    elif value.flow:
        end = page.end_of(value.items[-1])
        yield [(end, end, f", {way}")]
    else:
        dash = page.row_before(value.items[0].place).rfind("-")
        yield [page.row_below(last_text(value), " " * dash + f"- {way}")]


def _second(
    page: Page, node: Mapping, key: Scalar, value: Scalar | Mapping, way: str
) -> Iterator[Sequence[Cut]]:
    """Yield how a list is made of an explanation and a second one."""
    if isinstance(value, Mapping):
        start, stop = page.index(value.place), page.end_of(value)
        one_line, is_one_line = page.text[start:stop], value.flow
    else:
        start, stop, one_line = page.replaced(value, quoted(_in_a_row(value.text)))
        is_one_line = value.one_line
    if node.flow:
        yield [(start, stop, f"[{one_line}, {way}]")]
        return
    colon = page.text.index(":", page.span(key)[1]) + 1
    dash = " " * (key.place.column + 1) + "- "
    if page.text[colon:start].strip():
        return  # a comment stands between
    first = [(colon, start, page.end + dash)]
    if not is_one_line:
        first = [(colon, stop, page.end + dash + one_line)]
    yield [*first, page.row_below(last_text(value), dash + way)]


def _removed(page: Page, path: Path) -> Iterator[Sequence[Cut]]:
    """Yield how a key or an item may be removed."""
    around, last = page.node(path[:-1]), path[-1]
    if isinstance(around, Mapping):
        key, value = next(pair for pair in around.pairs if pair[0].text == last)
        place = key.place
    else:
        assert isinstance(around, Listing)
        value = around.items[int(last)]
        place = value.place
    if around.flow:
        start = page.index(place)
        before = re.search(r",\s*$", page.text[:start])
        stop = page.end_of(value)
        behind = re.match(r"\s*,\s*", page.text[stop:])
        if before:
            yield [(before.start(), stop, "")]
        else:
            yield [(start, stop + (behind.end() if behind else 0), "")]
        return
    before_it = page.row_before(place)
    if not before_it.strip(" -"):
        yield [(page.index(place) - len(before_it), page.below(last_text(value)), "")]


def _in_a_row(said: Any) -> Any:
    """Return a text that ran over lines as the one line that it means."""
    return re.sub(r"\s*\n\s*", " ", said.strip()) if isinstance(said, str) and "\n" in said else said


def _several(explained: Any) -> tuple[Any, ...]:
    if explained is None:
        return ()
    return tuple(explained) if isinstance(explained, list) else (_in_a_row(explained),)


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
