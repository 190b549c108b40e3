"""How keys and items may be put into a song file and out of it: guesses, of which a right one is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from lyricaudio.song.edit import quoted
from lyricaudio.song.inplace import Cut, Page, Path, last_text
from lyricaudio.song.nodes import Listing, Mapping, Node, Scalar

LYRIC, EXPLAIN = "lyric", "explain"
"""Keys of a line, which are spelled as the roles of what stands under them."""
TEXT, CLIP = "text", "clip"
"""Keys of what may have a clip: of an explanation with one, and of that clip."""


def below(page: Page, item: Path, way: str) -> Iterator[Cut]:
    """Yield how an item may be put below another one of a list."""
    node, around = page.node(item), page.node(item[:-1])
    if not (isinstance(around, Listing) and around.flow):
        dash = page.row_before(node.place).rfind("-")
        yield page.row_below(last_text(node), " " * dash + f"- {way}")
        return
    end = page.end_of(node)
    yield end, end, f", {way}"


def explained(page: Page, item: Path, lyric: Scalar, new: str) -> Iterator[Sequence[Cut]]:
    """Yield how an explanation may be added to a line."""
    node = page.node(item)
    if not isinstance(node, Mapping):
        yield from in_record(page, item, lyric, EXPLAIN, new)
        return
    there = next(((key, value) for key, value in node.pairs if key.text == EXPLAIN), None)
    if there is None:
        yield from with_key(page, item, lyric, EXPLAIN, new)
        return
    for way in page.ways(new, lyric):
        yield from _one_more(page, node, *there, way)


def in_record(page: Page, item: Path, lyric: Scalar, key: str, new: str) -> Iterator[Sequence[Cut]]:
    """Yield how a line that is its lyric alone gets a key besides."""
    around = page.node(item[:-1])
    start, stop = page.span(lyric)
    for way in page.ways(new, lyric):
        if isinstance(around, Listing) and around.flow:
            yield [(start, stop, f"{{{LYRIC}: {page.text[start:stop]}, {key}: {way}}}")]
        else:
            indent = " " * (lyric.place.column - 1)
            yield [(start, start, f"{LYRIC}: "), page.row_below(lyric, f"{indent}{key}: {way}")]


def in_braces(page: Page, node: Scalar, clip: str) -> Iterator[Sequence[Cut]]:
    """Yield how an explanation that stands alone gets a clip: in braces, for it may be an item of a list."""
    start, stop, _ = page.replaced(node, "")
    one_line = quoted(in_a_row(node.text))
    texts = (page.text[start:stop], one_line) if node.one_line else (one_line,)
    mark = '"' if node.quote == '"' else ""
    for way in page.ways(clip, node):
        for written in texts:
            braced = f"{{{mark}{TEXT}{mark}: {written}, {mark}{CLIP}{mark}: {way}}}"
            yield [(start, stop, braced)]


def with_key(page: Page, holder: Path, behind: Scalar, key: str, new: str) -> Iterator[Sequence[Cut]]:
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
        start, stop, one_line = page.replaced(value, quoted(in_a_row(value.text)))
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


def removed(page: Page, path: Path) -> Iterator[Sequence[Cut]]:
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


def in_a_row(said: Any) -> Any:
    """Return a text that ran over lines as the one line that it means."""
    return re.sub(r"\s*\n\s*", " ", said.strip()) if isinstance(said, str) and "\n" in said else said
