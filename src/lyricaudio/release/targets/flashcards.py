"""What of a release can be asked on a card: lines with their terms left out, and points, with their sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from lyricaudio.lesson.plan import BLANK
from lyricaudio.lesson.roles import ROLES
from lyricaudio.release.catalogue import CatalogueEpisode, CatalogueLine, by_song


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of an episode, in seconds from its start."""

    mp3: PurePosixPath
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Flashcard:
    """Something to ask.

    Attributes
    ----------
    song, line
        The identities that it hangs on, whatever its words become.
    song_title, tags
        The song's.
    asked, asked_sound
        The question; a line is asked by itself, silently, with its terms hidden.
    told, told_sound
        The answer, or the line.
    hidden
        The places of a line's terms: first letter, and behind the last.
    more
        What explains it.
    """

    song: str
    line: str
    song_title: str
    tags: tuple[str, ...]
    asked: str = ""
    asked_sound: tuple[Piece, ...] = ()
    told: str
    told_sound: tuple[Piece, ...]
    hidden: tuple[tuple[int, int], ...] = ()
    more: tuple[str, ...] = ()


def flashcards(episodes: Sequence[CatalogueEpisode]) -> Iterator[Flashcard]:
    """Yield the cards of a release, song by song: of its lines those that hide a term, and its points."""
    for its in by_song(episodes):
        forms = {episode.form: episode for episode in its}
        if explained := forms.get("explain"):
            blanked = _blanked(forms["recall"]) if "recall" in forms else {}
            for line, heard in groupby(explained.lines, key=lambda one: one.line):
                yield from _cards(explained, list(heard), blanked.get(line, ""))


def _blanked(recall: CatalogueEpisode) -> dict[str, str]:
    """Return each line as 暗唱 shows it first without its terms."""
    return {line.line: line.text for line in reversed(recall.lines) if BLANK in line.text}


def _cards(episode: CatalogueEpisode, heard: Sequence[CatalogueLine], blanked: str) -> Iterator[Flashcard]:
    """Yield the card of a line or a point, if it can be asked."""
    said = [(ROLES[one.role], one) for one in heard if one.role in ROLES]
    sung = [one for role, one in said if role.is_line][:1]
    asked = [one for role, one in said if role.asks][-1:]
    answered = [one for role, one in said if role.under and ROLES[role.under].asks][:1]
    explained = [one for role, one in said if role.under and ROLES[role.under].is_line]
    if sung and _hidden(sung[0].text, blanked):
        yield _card(episode, [], sung[0], explained, blanked)
    elif asked and answered:
        yield _card(episode, asked, answered[0], [], "")


def _card(
    episode: CatalogueEpisode,
    asked: Sequence[CatalogueLine],
    told: CatalogueLine,
    more: Sequence[CatalogueLine],
    blanked: str,
) -> Flashcard:
    return Flashcard(
        song=episode.song,
        line=told.line,
        song_title=episode.song_title,
        tags=episode.tags,
        asked="".join(one.text for one in asked),
        asked_sound=tuple(_piece(episode, one) for one in asked),
        told=told.text,
        told_sound=tuple(_piece(episode, one) for one in (told, *more)),
        hidden=_hidden(told.text, blanked),
        more=tuple(one.text for one in more),
    )


def _piece(episode: CatalogueEpisode, line: CatalogueLine) -> Piece:
    return Piece(mp3=episode.mp3, start_s=line.start_s, end_s=line.end_s)


def _hidden(text: str, blanked: str) -> tuple[tuple[int, int], ...]:
    """Return where a text is blank in its other form, which is as long letter by letter."""
    if len(text) != len(blanked):
        return ()
    runs = groupby(range(len(text)), key=lambda place: blanked[place] == BLANK != text[place])
    places = [list(its) for is_hidden, its in runs if is_hidden]
    return tuple((its[0], its[-1] + 1) for its in places)
