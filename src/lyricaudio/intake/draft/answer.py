"""A song out of what a language model says: between its words, mended, and judged by our own loader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from textwrap import dedent

from lyricaudio.errors import Place, SongErrors
from lyricaudio.lesson.measure import FEWEST_MORAE, MOST_MORAE
from lyricaudio.messages import told
from lyricaudio.song.folding import unified
from lyricaudio.song.mend import mended
from lyricaudio.song.parse import parse_song
from lyricaudio.song.written import Line, Names, Song, VoiceChoice

SOURCE = "answer"
"""What the answer is called in the places of its errors."""

_THOUGHTS = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL)
_FENCED = re.compile(r"^[ \t]*(```|~~~)[^\n]*\n(.*?)(?:^[ \t]*\1|\Z)", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"^[ \t]*[\"']?title[\"']?[ \t]*[:：]", re.MULTILINE)
_FOR_EDITORS = re.compile(r"^[ \t]*#.*yaml-language-server.*\n?", re.MULTILINE)
"""A line that sends editors to an address; which that is we say, not an answer."""
_OF_YAML = re.compile(r"\s|$|#|-|[\w\"']+[ \t]*[:：]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An answer as it was judged.

    Attributes
    ----------
    text
        The text of the song file, mended; empty where the answer has none.
    song
        What it says, unless it is wrong.
    errors
        What is wrong with it.
    wishes
        What could be better in a song that is right, each with the place of its line.
    """

    text: str
    song: Song | None
    errors: tuple[str, ...] = ()
    wishes: tuple[tuple[Place, str], ...] = ()

    @property
    def troubles(self) -> tuple[str, ...]:
        """All of it, for who is to mend it."""
        return (*self.errors, *(f"{place}: {wish}" for place, wish in self.wishes))


def judged(answer: str, *, names: Names, morae: Callable[[Song], list[int]]) -> Judged:
    """Take the song out of an answer, and judge it.

    Parameters
    ----------
    names
        The names that songs may use.
    morae
        Counts the morae of each line of a song.
    """
    found = song_in(answer)
    if not found:
        return Judged(
            text="", song=None, errors=(told("there is no song in it; it begins with 'title: …' in YAML"),)
        )
    text = mended(found, source=SOURCE, names=names).text
    try:
        song = parse_song(text, source=SOURCE, names=names)
    except SongErrors as wrong:
        return Judged(text=text, song=None, errors=tuple(str(error) for error in wrong.errors))
    if beyond := _beyond(song):
        return Judged(text=text, song=None, errors=tuple(beyond))
    return Judged(text=text, song=song, wishes=tuple(_wishes(song, morae(song))))


def _beyond(song: Song) -> list[str]:
    """Refuse what only the person decides: who speaks, and which files are read."""
    said = [text for line in lines_of(song) for text in (line.lyric, *line.explain)]
    asked = {
        "voice": song.voice != VoiceChoice(),
        "beat": song.beat is not None,
        "recording": song.recording is not None,
        "clip": any(text.clip for text in said),
    }
    return [
        told("'{key}' is not for a draft to say; remove it", key=key) for key, said in asked.items() if said
    ]


def song_in(answer: str) -> str:
    """Return the YAML of an answer, without what is said around it; empty where there is none."""
    said = _THOUGHTS.sub("", answer.replace("\r\n", "\n"))
    fenced = [match[2] for match in _FENCED.finditer(said) if _TITLE.search(match[2])]
    found = max(fenced, key=len, default="") or _unfenced(said)
    text = unified(dedent(_FOR_EDITORS.sub("", found)).strip("\n"))
    return text + "\n" if text else ""


def _unfenced(said: str) -> str:
    """Return the lines from the title on, as long as they can be YAML."""
    if (title := _TITLE.search(said)) is None:
        return ""
    lines: list[str] = []
    for line in said[title.start() :].split("\n"):
        if not _OF_YAML.match(line):
            break
        lines.append(line)
    return "\n".join(lines).rstrip()


def lines_of(song: Song) -> list[Line]:
    """Return all lines of a song in order."""
    return [line for section in song.sections for line in section.lines]


def _wishes(song: Song, morae: list[int]) -> Iterator[tuple[Place, str]]:
    for line, count in zip(lines_of(song), morae, strict=True):
        if not FEWEST_MORAE <= count <= MOST_MORAE:
            yield (
                line.lyric.place,
                told(
                    "{count} morae; a line has {least} to {most}",
                    count=count,
                    least=FEWEST_MORAE,
                    most=MOST_MORAE,
                ),
            )
        if not line.explain:
            yield line.lyric.place, told("no explanation: say when it holds, and why")
    if not song.points:
        yield (
            song.title.place,
            told("no points: write under 'points:' what is to be taken home, best as questions"),
        )
