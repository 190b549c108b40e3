"""What the page can do to a song's file, by name; each takes the file's text and gives the text to be."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from typing import Any

from starlette.exceptions import HTTPException

from lyricaudio.errors import LyricAudioError, Place
from lyricaudio.messages import told
from lyricaudio.pipeline.project.library import known_names
from lyricaudio.reading.text.kana import hiragana
from lyricaudio.song import parse_song
from lyricaudio.song.characters import visible
from lyricaudio.song.edit import with_readings
from lyricaudio.song.folding import kana_form
from lyricaudio.song.markup import KANA
from lyricaudio.song.mend import mended
from lyricaudio.song.rewrite import (
    with_clip,
    with_explanation,
    with_line,
    with_reading,
    with_text,
    without_clip,
    without_explanation,
    without_line,
)
from lyricaudio.studio.answers import text_of
from lyricaudio.studio.shelf import Outdated, Sheet, Shelf, outdated
from lyricaudio.studio.songview import song_view, texts

Sent = Mapping[str, Any]
_MOST_UNDOS = 100
_ROW = re.compile(r"\s*[\r\n]+\s*")


class Edits:
    """Does edits, and undoes them as long as nobody else has saved the file since."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._before: dict[str, deque[tuple[str, str]]] = defaultdict(lambda: deque(maxlen=_MOST_UNDOS))

    def do(self, name: str, sent: Sent) -> None:
        """Do what was sent: `do` names it, and `version` is that of the file that the page has seen.

        Raises
        ------
        Outdated
            When the file is another one by now.
        LyricAudioError
            When the change is none that can be made; the file is as it was.
        """
        sheet = self._shelf.sheet(name)
        if sheet.version != text_of(sent, "version"):
            raise Outdated(outdated(sheet))
        if (what := text_of(sent, "do")) == "undo":
            self._undo(sheet)
            return
        if what not in EDITS:
            raise HTTPException(400)
        self.write(sheet, EDITS[what](sheet, sent, self._shelf))

    def write(self, sheet: Sheet, text: str) -> None:
        """Write what a song says by an edit, which can be undone; raises as `Shelf.write`."""
        if text != sheet.text:
            written = self._shelf.write(sheet, text)
            self._before[sheet.name].append((written.version, sheet.text))

    def shown(self, name: str) -> dict[str, Any]:
        """Return a song as the page shows it."""
        sheet = self._shelf.sheet(name)
        return song_view(sheet, self._shelf.root) | {"undo": self.can_undo(sheet)}

    def can_undo(self, sheet: Sheet) -> bool:
        """Tell whether the last thing that happened to a file was an edit of ours."""
        before = self._before.get(sheet.name)
        return bool(before) and before[-1][0] == sheet.version  # type: ignore[index]

    def _undo(self, sheet: Sheet) -> None:
        if not self.can_undo(sheet):
            raise LyricAudioError(told("{file}: there is nothing to undo", file=sheet.file))
        _, text = self._before[sheet.name].pop()
        self._shelf.write(sheet, text)


def _text(sheet: Sheet, sent: Sent, shelf: Shelf) -> str:
    """Replace the text at a place."""
    return _right(sheet, with_text(sheet.text, _place(sheet, sent), _row(sent), source=sheet.file), shelf)


def _explain(sheet: Sheet, sent: Sent, shelf: Shelf) -> str:
    """Add an explanation to the line whose lyric stands at a place."""
    text = with_explanation(sheet.text, _place(sheet, sent), _row(sent), source=sheet.file)
    return _right(sheet, text, shelf)


def _unexplain(sheet: Sheet, sent: Sent, shelf: Shelf) -> str:
    """Remove the explanation at a place."""
    return _right(sheet, without_explanation(sheet.text, _place(sheet, sent), source=sheet.file), shelf)


def _add_line(sheet: Sheet, sent: Sent, shelf: Shelf) -> str:
    """Put a line below that whose lyric stands at a place."""
    return _right(sheet, with_line(sheet.text, _place(sheet, sent), _row(sent), source=sheet.file), shelf)


def _remove_line(sheet: Sheet, sent: Sent, shelf: Shelf) -> str:
    """Remove the line whose lyric stands at a place."""
    return _right(sheet, without_line(sheet.text, _place(sheet, sent), source=sheet.file), shelf)


def with_own_voice(sheet: Sheet, place: str, clip: str, shelf: Shelf) -> str:
    """Return what a song's file says when the text at a place names a clip; raises as `Edits.do`."""
    text = with_clip(sheet.text, _place(sheet, {"at": place}), clip, source=sheet.file)
    return _right(sheet, text, shelf)


def _without_own_voice(sheet: Sheet, sent: Sent, shelf: Shelf) -> str:
    """Let the engine say the text at a place again."""
    return _right(sheet, without_clip(sheet.text, _place(sheet, sent), source=sheet.file), shelf)


def _reading(sheet: Sheet, sent: Sent, shelf: Shelf) -> str:
    """Decide how a term is read in the whole song."""
    term, kana = text_of(sent, "surface"), _kana(sent)
    song = parse_song(sheet.text, source=sheet.file, names=known_names(shelf.root))
    if any(own.term == term for own in song.readings):
        return _right(sheet, with_reading(sheet.text, term, kana, source=sheet.file), shelf)
    return _right(sheet, with_readings(sheet.text, {term: kana}, source=sheet.file), shelf)


def _ruby(sheet: Sheet, sent: Sent, shelf: Shelf) -> str:
    """Decide how a piece of a text is read in this one place."""
    surface, kana, start = text_of(sent, "surface"), _kana(sent), sent.get("start")
    song = parse_song(sheet.text, source=sheet.file, names=known_names(shelf.root))
    place = _place(sheet, sent)
    text = next((text.text for text in texts(song) if text.place == place), "")
    if not isinstance(start, int) or start < 0 or text[start : start + len(surface)] != surface:
        raise Outdated(outdated(sheet))
    new = f"{text[:start]}{{{surface}|{hiragana(kana)}}}{text[start + len(surface) :]}"
    return _right(sheet, with_text(sheet.text, place, new, source=sheet.file), shelf)


def _whole(sheet: Sheet, sent: Sent, shelf: Shelf) -> str:
    """Take the whole text as a person wrote it, with its mistakes: they are shown."""
    return text_of(sent, "text")


def _mend(sheet: Sheet, sent: Sent, shelf: Shelf) -> str:
    """Mend what can only have been meant in one way."""
    return mended(sheet.text, source=sheet.file, names=known_names(shelf.root)).text


EDITS: dict[str, Callable[[Sheet, Sent, Shelf], str]] = {
    "text": _text,
    "explain": _explain,
    "unexplain": _unexplain,
    "line": _add_line,
    "unline": _remove_line,
    "unclip": _without_own_voice,
    "reading": _reading,
    "ruby": _ruby,
    "whole": _whole,
    "mend": _mend,
}
"""Each edit by the name that the page calls it."""


def _place(sheet: Sheet, sent: Sent) -> Place:
    """Return the place that was sent; `HTTPException` when it is none."""
    line, _, column = text_of(sent, "at").partition(":")
    if not (line.isdecimal() and column.isdecimal()):
        raise HTTPException(400)
    return Place(sheet.file, int(line), int(column))


def _kana(sent: Sent) -> str:
    """Return the reading that was sent."""
    kana = kana_form(text_of(sent, "kana").strip())
    if not KANA.fullmatch(kana):
        wrong = told(
            "{text} is not kana; write hiragana or katakana, with ' after the mora where the pitch falls if"
            " you like",
            text=visible(kana),
        )
        raise LyricAudioError(wrong)
    return kana


def _row(sent: Sent) -> str:
    """Return the text that was sent as one line."""
    return _ROW.sub(" ", text_of(sent, "text").strip())


def _right(sheet: Sheet, text: str, shelf: Shelf) -> str:
    """Return a text that can be read; `SongErrors` says what is wrong in another."""
    parse_song(text, source=sheet.file, names=known_names(shelf.root))
    return text
