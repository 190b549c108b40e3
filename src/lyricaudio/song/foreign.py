r"""Markup of other formats that comes with a paste: time tags, HTML, Markdown, notes, labels, chords.

In a song it is refused with its place, for it would be read aloud and shown in tags and names. Where there is
no file to correct it is not said. Each kind has a way round, which its message tells.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lyricaudio.messages import message, told
from lyricaudio.song.characters import JAPANESE, visible
from lyricaudio.song.markup import Formula, spans

_TIME = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[.,:][0-9]{1,3})?"
TIMES = (
    rf"[\[<]{_TIME}[\]>]|{_TIME} *--> *{_TIME}"
    r"|\[(?:ti|ar|al|au|by|re|ve|la|id|offset|length|tool|lr):[^\[\]]*\]|\{\\[A-Za-z][^{}]*\}"
)
"""Times and headers of LRC, SRT, WebVTT and ASS."""

_TAG_NAMES = (
    "a|abbr|audio|b|big|blockquote|body|br|break|c|center|code|del|div|em|emphasis|font|h[1-6]|head|hr|html|i"
    "|img|ins|kbd|li|link|lang|mark|meta|ol|p|phoneme|pre|prosody|q|rb|rp|rt|rtc|ruby|s|say-as|script|small"
    "|span|speak|strike|strong|style|sub|sup|table|tbody|td|th|thead|title|tr|tt|u|ul|v|var|voice|wbr"
)
TAGS = rf"(?i:</?(?:{_TAG_NAMES})(?:[\s.][^<>]*)?/?>)|(?s:<!--.*?-->)|<[?!][A-Za-z][^<>]*>"
"""Tags of HTML, WebVTT and SSML."""

ENTITIES = r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"

_J = JAPANESE
LINKS = r"!?\[(?P<shown>[^\[\]]*)\]\((?:https?:|mailto:|[./#])[^()\s]*\)"
EMPHASIS = (
    r"(?<![0-9A-Za-z)\]*])(?P<stars>\*{1,3})(?=[^\s*])[^*]+(?<=\S)(?P=stars)(?!\*)"
    rf"|(?<![0-9A-Za-z_])(?P<lines>__?)(?=\S)[^_]*[{_J}][^_]*(?<=\S)(?P=lines)(?!_)"
    r"|~~(?=\S)[^~]+~~|==(?=[^\s=])[^=]+(?<=\S)==(?!=)|(?P<ticks>`{1,3})[^`]+(?P=ticks)"
    r"|'{2,3}(?=[^\s'])[^']+'{2,3}"
)
"""Emphasis and code of Markdown and wikis."""

NOTES = (
    r"[\[［]\^[^\[\]\s]{1,20}\]:?"
    rf"|(?<=[{_J}、。」』）)])[\[［](?:注|註|注釈|脚注|note)? ?[1-9][0-9]{{0,2}}[\]］]"
    r"|[\[［](?:要出典|要検証|独自研究[^\[\]]*|編集|citation needed)[\]］]|※ ?[0-9]{1,2}(?![0-9])"
)
"""Marks of footnotes."""

_LABEL = (
    r"(?i:pre-?chorus|post-?chorus|verse|chorus|bridge|intro|outro|hook|refrain|interlude|instrumental|solo"
    r"|break(?:down)?|drop|ending|end|coda|spoken|rap|repeat)"
    r"|(?:大|ラス|ラスト|落ち|1番|2番)?サビ|[A-EＡ-Ｅ]メロ|[1-9１-９一二三四]番|前奏|間奏|後奏|イントロ|アウトロ|ブリッジ"
    r"|くりかえし|繰り返し|リピート|セリフ|台詞|合唱"
)
_LABELS = (
    rf"[\[［【〔](?:{_LABEL})[ 　]?[^\[\]［］【】〔〕]{{0,12}}[\]］】〕]"
    rf"|^[(（<＜〈《](?:{_LABEL})[ 　]?[0-9０-９:：]?[^()（）]{{0,8}}[)）>＞〉》]$"
    r"|^(?i:verse|chorus|bridge|intro|outro|pre-chorus)(?: [0-9])?:?$"
)
_REPEATS = (
    r"[(（\[［] ?(?:[xX×✕✖*＊] ?[2-9２-９]|[2-9２-９] ?(?:[xX×✕✖]|回|times)|repeat"
    r"|くりかえし|繰り返し|リピート)(?:くりかえし|繰り返し)? ?[)）\]］]$"
)
_CHORDS = (
    r"\[[A-G][#b♯♭]?(?:maj|min|dim|aug|sus|add|m|M)?[0-9]{0,2}(?:sus[24]|add9|\(?[#b♭♯-][0-9]+\)?)?"
    r"(?:/[A-G][#b♯♭]?)?\]"
)
_OTHERS = (
    r"\[\[[^\[\]]+\]\]|\{\{[^{}]*\}\}|(?i:\[/?(?:b|i|u|s|url|img|quote|center|color|size)(?:=[^\[\]]*)?\])(?=.*\[/)"
    r"|\[/[a-z]+\]|\\(?:textbf|textit|emph|underline|ruby|section|item|cite|footnote)\b|^WEBVTT\b"
)

_KINDS: tuple[tuple[str, bool, str], ...] = (
    # the pattern, whether it is one in lyrics alone, what it is and what to do
    (TIMES, False, message("{mark} is a time tag; take it out, or write a time in ( )")),
    (TAGS, False, message("{mark} is a tag of HTML; take it out, or write it with ＜ and ＞")),
    (ENTITIES, False, message("{mark} is HTML for {character}; write that")),
    (LINKS, False, message("{mark} is a link in Markdown; write its text alone")),
    (EMPHASIS, False, message("{mark} is Markdown; take its signs out, or write them full-width")),
    (
        "^#{1,6} +",
        False,
        message("{mark} begins a heading in Markdown; take its signs out, or write them full-width"),
    ),
    (NOTES, False, message("{mark} is the mark of a note; take it out, or write it in （ ）")),
    (
        _REPEATS,
        True,
        message("{mark} asks to sing it again; write the line again, or make its section the hook"),
    ),
    (_LABELS, True, message("{mark} is the label of a section; give it to the section as its 'name'")),
    (_CHORDS, True, message("{mark} is a chord; take it out; a tune is written as 'melody'")),
    (
        _OTHERS,
        False,
        message("{mark} is markup of another format; take its signs out, or write them full-width"),
    ),
)
_ANY = re.compile(r"[\[［【〔<>&*_~`#※{\\'=(（＜〈《]|^[A-Z]")
"""Without one of these there is no markup: most texts have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A piece of markup: where in its text it begins, in characters from 0, and what to say of it."""

    offset: int
    message: str


def foreign(text: str, *, lyric: bool) -> Foreign | None:
    """Find the first markup of another format in a text whose own markup is in order.

    Parameters
    ----------
    lyric
        Whether it is a line to be sung: there labels of sections, repeats and chords are markup, too.
    """
    if not _ANY.search(text):
        return None
    found = list(_found(_without_formulas(text), lyric))
    return min(found, key=lambda item: item.offset, default=None)


def _found(text: str, lyric: bool) -> Iterator[Foreign]:
    for pattern, of_lyrics, what in _KINDS:
        match = re.search(pattern, text) if lyric or not of_lyrics else None
        if match is None or (pattern is ENTITIES and html.unescape(match[0]) == match[0]):
            continue
        said = told(what, mark=visible(match[0]), character=visible(html.unescape(match[0])))
        yield Foreign(offset=match.start(), message=said)


def _without_formulas(text: str) -> str:
    """Return a text with formulas made unrecognisable, each character in its place."""
    return "".join(
        "\ue000" * len(span.written) if isinstance(span, Formula) else span.written for span in spans(text)
    )
