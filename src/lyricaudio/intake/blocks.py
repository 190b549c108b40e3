"""A text from outside as blocks: headings, lines, items and code, from plain text, Markdown or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Literal

from lyricaudio.song.characters import INVISIBLE
from lyricaudio.song.folding import unified

Kind = Literal["heading", "text", "item", "code", "gap"]


@dataclass(frozen=True, slots=True)
class Block:
    """A line of a text, and what it is; a `gap` is an empty one, between paragraphs."""

    kind: Kind
    text: str


_ITEM = re.compile(r"[ \t　]*(?:[-*+•●▪‣·]|\d{1,2}[.)])[ \t　]+(?=\S)")
_TORN_ITEM = re.compile(r"(?<=[。)）]) - (?=\S)")  # a browser copies the next item behind the last one's text
_NAME = re.compile(r"[^。:：]{1,30}")
_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)[ \t#]*")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1")


def text_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text as somebody typed or copied it: nothing in it is marked."""
    return tuple(_joined(_tidied(_lines(_TORN_ITEM.sub("\n- ", text)))))


def markdown_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text in Markdown."""
    return tuple(_joined(_tidied(_marked(text))))


def html_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a page as a browser saves it; what is not its text is left out."""
    page = _Page()
    page.feed(text)
    page.close()
    page.end_line()
    return tuple(_joined(_tidied(page.found)))


def _lines(text: str) -> Iterator[Block]:
    for line in text.splitlines():
        if (item := _ITEM.match(line)) and not (line[:1].isdigit() and _is_title(line[item.end() :])):
            yield Block("item", line[item.end() :])
        else:
            yield Block("text" if line.strip() else "gap", line)


def _is_title(text: str) -> bool:
    """Tell whether what stands behind a number at the margin is a heading and no sentence of a list."""
    return "。" not in text and ":" not in text and "：" not in text


def _marked(text: str) -> Iterator[Block]:
    in_code = False
    for line in text.splitlines():
        if _FENCE.match(line):
            in_code = not in_code
        elif in_code:
            yield Block("code", line)
        elif heading := _HEADING.fullmatch(line):
            yield Block("heading", _plain(heading[1]))
        elif item := _ITEM.match(line):
            yield Block("item", _plain(line[item.end() :]))
        else:
            yield Block("text" if line.strip() else "gap", _plain(line))


def _plain(line: str) -> str:
    """Take the marks of Markdown out of a line."""
    return _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", line.removeprefix("> ")))


_UNSEEN = re.compile("script|style|noscript|template|svg|nav|aside|form|button|iframe|rt|rp|title")
_TITLES = re.compile("h[1-6]")
_LINES = re.compile(
    "p|div|section|article|main|header|footer|ul|ol|table|tr|td|th|blockquote|br|hr|dl|dt|dd|figure|figcaption"
)
_ENDS = re.compile("h[1-6]|li|pre|p|ul|ol|blockquote")


class _Page(HTMLParser):
    """Collects the lines of a page as they are seen."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Block] = []
        self._said: list[str] = []
        self._kind: Kind = "text"
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if _UNSEEN.fullmatch(tag):
            self._unseen += 1
        elif _TITLES.fullmatch(tag):
            self.end_line("heading")
        elif tag == "li":
            self.end_line("item")
        elif tag == "pre":
            self.end_line("code")
        elif _LINES.fullmatch(tag):
            self.end_line(self._kind if tag == "br" else None)

    def handle_endtag(self, tag: str) -> None:
        if _UNSEEN.fullmatch(tag):
            self._unseen = max(0, self._unseen - 1)
        elif _ENDS.fullmatch(tag):
            self.end_line()
            self.found.append(Block("gap", ""))

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        first, *later = data.split("\n") if self._kind == "code" else [re.sub(r"\s+", " ", data)]
        self._said.append(first)
        for line in later:
            self.end_line("code")
            self._said.append(line)

    def end_line(self, next_kind: Kind | None = None) -> None:
        """End the line that is being collected; the next one is of a kind, or text."""
        if line := "".join(self._said).strip():
            self.found.append(Block(self._kind, line))
        self._said, self._kind = [], next_kind or "text"


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Join what line ends have torn: a formula, and an item's name with the sentence that explains it."""
    held: Block | None = None
    for block in blocks:
        if held is None:
            held = block
        elif _is_open(held.text) and block.kind != "gap":
            held = Block(held.kind, f"{held.text} {block.text}")
        elif held.kind == "item" and block.kind == "text" and _explains(held.text, block.text):
            held = Block("item", f"{held.text}: {block.text}")
        else:
            yield held
            held = block
    if held is not None:
        yield held


def _is_open(text: str) -> bool:
    return text.count("\\(") > text.count("\\)")


def _explains(name: str, text: str) -> bool:
    return bool(_NAME.fullmatch(name)) and text.endswith("。")


def _tidied(blocks: Iterable[Block]) -> Iterator[Block]:
    """Bring all texts to one form, and leave out gaps at the margins and beside gaps."""
    gap = True
    for block in blocks:
        text = INVISIBLE.sub("", unified(block.text))
        text = text.rstrip() if block.kind == "code" else " ".join(text.split())
        kind: Kind = block.kind if text else "gap"
        if kind != "gap" or not gap:
            yield Block(kind, text)
        gap = kind == "gap"
