"""What a person wrote that has no effect: words that occur nowhere, tunes nobody sings, a second tempo."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lyricaudio.errors import as_typed
from lyricaudio.lesson.form import chosen_forms
from lyricaudio.lesson.plan import DEFAULT_DELIVERY
from lyricaudio.messages import told
from lyricaudio.pipeline.project.folders import project_file
from lyricaudio.pipeline.project.library import Entry, Library
from lyricaudio.song import Line, PlaylistChoice, Section, Song, Text, display
from lyricaudio.song.folding import likeness

_JOINTS = str.maketrans("", "", " ー-")  # a term is found without them, too
_MIDI = re.compile(r"\.midi?(?:#\w+)?\s*$", re.IGNORECASE)


def idle_notes(library: Library) -> Iterator[str]:
    """Yield a sentence for each key of the selected songs and of the project that changes nothing."""
    for entry in library.entries:
        if entry.path in library.selected:
            yield from _readings(entry.song)
            yield from _pairs(entry.song)
            yield from _tempi(entry.song)
            yield from _melodies(entry.song)
    yield from _playlists(library)


def _readings(song: Song) -> Iterator[str]:
    said = _key(" ".join(_texts(song)))
    for own in song.readings:
        if _key(own.term) not in said:
            yield told(
                "{place}: '{term}' occurs nowhere in this song; correct the term, or remove its reading",
                place=own.place,
                term=own.term,
            )


def _pairs(song: Song) -> Iterator[str]:
    said = _key(" ".join((*_texts(song), *map(display, _texts(song)))))
    words = {word.text: word for confusable in song.confuse for word in confusable.pair}
    for word in words.values():
        if _key(word.text) not in said:
            yield told(
                "{place}: '{word}' occurs nowhere in this song; correct the word, or remove its pair",
                place=word.place,
                word=word.text,
            )


def _texts(song: Song) -> Iterator[str]:
    """Yield all that is said of a song, as it is written."""
    yield song.title.text
    for line in _lines(song.sections):
        yield from (line.lyric.text, *(text.text for text in line.explain))
    for point in song.points:
        yield from (text.text for text in (point.question, point.answer) if text)


def _lines(sections: Sequence[Section]) -> Iterator[Line]:
    return (line for section in sections for line in section.lines)


def _key(text: str) -> str:
    return likeness(text).casefold().translate(_JOINTS)


def _tempi(song: Song) -> Iterator[str]:
    if song.beat and song.style.bpm and song.style.bpm != song.beat.bpm:
        yield told(
            "{place}: the loop gives the tempo, so the style's bpm has no effect; remove it, or give it to"
            " 'beat'",
            place=song.beat.file.place,
        )


def _melodies(song: Song) -> Iterator[str]:
    """Say which melodies nobody sings, and of which some phrases are left over."""
    verses = [section for section in song.sections if not section.hook]
    users = [(section.melody, [section]) for section in song.sections if section.melody]
    if song.melody:
        users.append((song.melody, [section for section in verses if not section.melody]))
    for melody, sections in users:
        if melody and (trouble := _idle_melody(melody, sections, song)):
            yield f"{melody.place}: {trouble}"


def _idle_melody(melody: Text, sections: Sequence[Section], song: Song) -> str | None:
    ways = {
        line.delivery or section.delivery or song.delivery or DEFAULT_DELIVERY
        for section in sections
        for line in section.lines
    }
    if not sections:
        return told("nobody sings this melody: every verse has its own; remove it")
    if "sing" not in ways:
        return told("nobody sings this melody; write 'delivery: sing', or remove it")
    phrases = sum(bool(row.strip(" |")) for row in melody.text.splitlines())
    most = max(len(section.lines) for section in sections)
    if phrases > most and not _MIDI.search(melody.text):
        return told(
            "this melody has {phrases} lines and its longest section {most}; the others are not sung",
            phrases=phrases,
            most=most,
        )
    return None


def _playlists(library: Library) -> Iterator[str]:
    file = as_typed(project_file(library.root) or Path())
    built = {form.name for form, _ in chosen_forms(library.project.forms)}
    for playlist in library.project.playlists:
        for trouble in _idle_playlist(playlist, library.entries, built):
            yield f"{file}: {trouble}"


def _idle_playlist(playlist: PlaylistChoice, entries: Sequence[Entry], built: set[str]) -> Iterator[str]:
    known = {name for entry in entries for name in (display(entry.song.title.text), *entry.song.tags)}
    for name in playlist.select:
        if name not in known:
            yield told(
                "the playlist '{playlist}' selects '{name}', which is no song's title or tag; correct it, or"
                " remove it",
                playlist=playlist.name,
                name=name,
            )
    for form in playlist.forms:
        if form not in built:
            yield told(
                "the playlist '{playlist}' asks for the form '{form}', which the project does not build; add"
                " it to its forms",
                playlist=playlist.name,
                form=form,
            )
