"""Where in a release an edit is heard: the first line that sounds otherwise than before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile, zip_longest
from pathlib import PurePosixPath

from lyricaudio.release.catalogue import Catalogue, CatalogueEpisode, CatalogueLine

_LONGEST_S = 60.0
_AROUND_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of an episode's sound, in seconds from its start."""

    mp3: PurePosixPath
    start_s: float
    end_s: float


def edited_passage(before: Catalogue, after: Catalogue) -> Passage | None:
    """Return the first line that an edit has changed, with its explanations; None when nothing sounds new.

    Where no line is another but the sound is (a style, a voice), it is where the first such episode begins.
    """
    known = {episode.id: episode for episode in before.episodes}
    new = [
        (known.get(one.id), one)
        for one in after.episodes
        if not one.off_vocal and (one.id not in known or known[one.id].digest != one.digest)
    ]
    found = ((episode, _first_changed(old, episode)) for old, episode in new)
    changed = next(((episode, place) for episode, place in found if place is not None), None)
    if changed is None:
        return _passage(new[0][1], 0) if new else None
    return _passage(*changed)


def _first_changed(old: CatalogueEpisode | None, new: CatalogueEpisode) -> int | None:
    pairs = zip_longest(old.lines if old else (), new.lines)
    place = next((i for i, (before, line) in enumerate(pairs) if _seen(before) != _seen(line)), None)
    return None if place is None or not new.lines else min(place, len(new.lines) - 1)


def _seen(line: CatalogueLine | None) -> tuple[str, str, str, float] | None:
    """Return what tells whether a line is the same, wherever it stands by now."""
    return (line.line, line.role, line.text, round(line.end_s - line.start_s, 2)) if line else None


def _passage(episode: CatalogueEpisode, place: int) -> Passage:
    lines: Sequence[CatalogueLine] = episode.lines[place:]
    together = list(takewhile(lambda line: line.line == lines[0].line, lines))
    start_s = max(0.0, together[0].start_s - _AROUND_S) if together else 0.0
    end_s = together[-1].end_s + _AROUND_S if together else episode.seconds
    return Passage(mp3=episode.mp3, start_s=start_s, end_s=min(end_s, start_s + _LONGEST_S, episode.seconds))
