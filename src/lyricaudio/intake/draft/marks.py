"""Comments in a draft: what nobody has checked yet, and what could be better."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lyricaudio.errors import Place
from lyricaudio.intake.draft.answer import lines_of
from lyricaudio.song.folding import likeness
from lyricaudio.song.markup import display
from lyricaudio.song.written import Song

_HEAD = """\
# 下書きです。定義も解説も、言語モデルが書いたままで、だれも確かめていません。
# 「要確認」の行には、メモにない数や名前があります。確かめたら、コメントを消してください。
"""
_CHECK = "要確認"
_FACT = re.compile(r"\d[\d.,]*(?:%|年|月|日|条|人|層|倍)?|[A-Za-z][A-Za-z0-9+-]+|[ァ-ヺー]{4,}")
"""What is most often wrong: numbers, and names and terms in letters or katakana."""


def marked(text: str, song: Song, *, notes: str, wishes: Sequence[tuple[Place, str]]) -> str:
    """Return a song file's text with comments above the lines that are to be checked.

    Parameters
    ----------
    song
        What the text says.
    notes
        What the person gave: what is in them needs no check.
    wishes
        What could be better, with places.
    """
    lines = text.split("\n")
    said: dict[int, list[str]] = {}
    for number, facts in _facts(song, notes).items():
        said.setdefault(number, []).append(f"{_CHECK}: {', '.join(facts)}")
    for place, wish in wishes:
        said.setdefault(place.line, []).append(wish)
    return _HEAD + _with_comments(lines, said)


def _with_comments(lines: Sequence[str], said: Mapping[int, Sequence[str]]) -> str:
    """Put comments above lines counted from 1, as far in as what they are about."""
    result = []
    for number, line in enumerate(lines, start=1):
        indent = line[: len(line) - len(line.lstrip(" "))]
        result += [f"{indent}# {' '.join(text.split())}" for text in dict.fromkeys(said.get(number, ()))]
        result.append(line)
    return "\n".join(result)


def _facts(song: Song, notes: str) -> dict[int, list[str]]:
    """Return by the number of a line what stands in it and not in the notes."""
    known = likeness(notes).casefold()
    texts = [text for line in lines_of(song) for text in (line.lyric, *line.explain)]
    texts += [text for point in song.points for text in (point.question, point.answer) if text]
    texts += [pair.because for pair in song.confuse if pair.because]
    found: dict[int, list[str]] = {}
    for text in texts:
        facts = [fact for fact in _FACT.findall(display(text.text)) if likeness(fact).casefold() not in known]
        if facts:
            found[text.place.line] = list(dict.fromkeys([*found.get(text.place.line, []), *facts]))
    return found
