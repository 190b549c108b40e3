"""What a song says of the one and not the other of two terms that one takes for each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lyricaudio.song.characters import KANJI, KATAKANA
from lyricaudio.song.written import Line, Text

_SENTENCE = re.compile("[^。]+。")
_TWO = f"[{KANJI}]{{2}}|[{KATAKANA}]{{2}}|[A-Za-z] ?[A-Za-z]"
"""Two letters that belong to one word, or to one name: Wide ResNet is no ResNet."""

_WORD, _WORD_ENDS = re.compile(_TWO), re.compile(f"(?:{_TWO})$")


def statements(term: Text, other: Text, lines: Sequence[Line]) -> list[tuple[Line, Text]]:
    """Return what the song says of a term and not of the other.

    First its half of a line that speaks of both, then lines that name it, then sentences that begin with it.
    """
    halves = ((line, _half(line.lyric, term.text, other.text)) for line in lines)
    named = ((line, line.lyric) for line in lines if _is_of(line.lyric.text, term.text, other.text))
    sentences = ((line, sentence) for line in lines for sentence in _sentences(line, term.text, other.text))
    found = (*((line, half) for line, half in halves if half), *named, *sentences)
    return list({text.text: (line, text) for line, text in found}.values())


def _half(lyric: Text, term: str, other: str) -> Text | None:
    """Return a term's half of a line in which both have one: it is cut before the later of them."""
    places = _places(lyric.text, term, other), _places(lyric.text, other, term)
    if not all(places):
        return None
    mine, theirs = (found[0] for found in places)
    cut = lyric.text.rfind(" ", 0, max(mine, theirs))
    if not min(mine, theirs) < cut:
        return None
    half = lyric.text[:cut] if mine < theirs else lyric.text[cut:]
    return replace(lyric, text=half.strip(), clip=None)


def _sentences(line: Line, term: str, other: str) -> Iterator[Text]:
    """Yield the sentences of its explanations that begin with a term."""
    for text in line.explain:
        for sentence in _SENTENCE.findall(text.text):
            if sentence.startswith(term) and _is_of(sentence, term, other):
                yield replace(text, text=sentence, clip=None)


def _is_of(text: str, term: str, other: str) -> bool:
    return bool(_places(text, term, other)) and not _places(text, other, term)


def _places(text: str, term: str, other: str) -> list[int]:
    """Return where a term stands as a word of its own: no ReLU is in PReLU, nor in Leaky ReLU beside it."""
    hidden = text.replace(other, "\n" * len(other)) if term in other else text
    return [match.start() for match in re.finditer(re.escape(term), hidden) if _is_apart(hidden, match)]


def _is_apart(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()][-2:], text[match.end() :][:2]
    return not (_WORD_ENDS.search(before + match[0][0]) or _WORD.match(match[0][-1] + after))
