"""What a release says is heard: every cue with the times of its morae, and its kana where it tells them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lyricaudio.errors import LyricAudioError
from lyricaudio.lesson.plan import BLANK
from lyricaudio.lesson.roles import ROLES
from lyricaudio.messages import told
from lyricaudio.reading.text.kana import katakana, morae
from lyricaudio.release.catalogue import Catalogue, CatalogueEpisode, read_catalogue

MoraSpan = tuple[float, float, float]
"""Where a mora begins, where its vowel does, and where it ends, in seconds from the start of the episode."""

_STAMPED = re.compile(r"<(\d+):(\d+\.\d+)>([^<]*)")
_NEAR_S = 0.011  # hundredths beside thousandths


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A text that is heard.

    Attributes
    ----------
    song, line
        The line that it is of, by identity.
    voice
        Whose voice says it, of those that a song chooses.
    role
        What it is to the listener.
    spans
        Of each mora; none where the release tells none, as of a finished recording.
    kana
        Each mora in katakana; empty where something else is seen than what is said.
    heard
        Whether each mora is said, or left out.
    shown
        Whether what is said is what is seen.
    delivery
        How it is said: `speak`, `chant`, `sing`; or `recording`, what is heard of a finished one.
    words
        What is seen in pieces, each with its morae, from one to before another.
    """

    song: str
    line: str
    role: str
    text: str
    start_s: float
    end_s: float
    spans: tuple[MoraSpan, ...] = ()
    kana: tuple[str, ...] = ()
    heard: tuple[bool, ...] = ()
    shown: bool = True
    delivery: str = "speak"
    words: tuple[tuple[str, int, int], ...] = ()

    @property
    def voice(self) -> str:
        """Whose voice says it; that of explanations where the role is not known here."""
        return ROLES[self.role].voice if self.role in ROLES else "explain"

    @property
    def whole(self) -> bool:
        """Whether all of it is said."""
        return all(self.heard)

    @property
    def said_spans(self) -> list[tuple[float, float]]:
        """From when to when each mora is said that is not left out."""
        return [(start, end) for (start, _, end), heard in zip(self.spans, self.heard, strict=True) if heard]

    @property
    def rate(self) -> float:
        """How many morae are said a second."""
        times = [end - start for start, end in self.said_spans]
        return len(times) / max(sum(times), 1e-3)

    @property
    def said(self) -> tuple[object, ...]:
        """What two takes of the same words have in common."""
        return self.song, self.line, self.role, self.kana


def stated_cues(root: Path, episode: CatalogueEpisode) -> tuple[Cue, ...]:
    """Read what is heard in an episode, in order, from its data and its lyrics in kana.

    Raises
    ------
    ValueError, KeyError, TypeError, OSError
        When there are none, or damaged ones.
    """
    data = json.loads((root / episode.path("data")).read_text("utf-8"))
    rows = tuple(_kana_rows((root / episode.path("elrc")).read_text("utf-8")))
    said = (one for one in data["cues"] if one["morae"])
    return tuple(_cue(one, episode.song, rows) for one in said)


def catalogue_of(root: Path) -> Catalogue:
    """Return what a release says that it holds.

    Raises
    ------
    LyricAudioError
        When there is no release.
    """
    catalogue = read_catalogue(root)
    if catalogue is None:
        raise LyricAudioError(
            told("there is no release in {root}; make one with: lyricaudio build", root=root)
        )
    return catalogue


def all_cues(root: Path, catalogue: Catalogue) -> dict[str, tuple[Cue, ...]]:
    """Return what every episode says that it tells; nothing for one whose data is not there or damaged."""
    found: dict[str, tuple[Cue, ...]] = {}
    for episode in catalogue.episodes:
        try:
            found[episode.id] = stated_cues(root, episode)
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            found[episode.id] = ()
    everything = iter(with_kana([cue for cues in found.values() for cue in cues]))
    return {name: tuple(next(everything) for _ in cues) for name, cues in found.items()}


def with_kana(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """Let lines that are said in part have the kana that the same line has where all of it is said."""
    known = {(cue.song, cue.line, cue.role, len(cue.spans)): cue.kana for cue in cues if cue.kana}
    return tuple(
        cue if cue.kana or cue.whole or not cue.shown else replace(cue, kana=known.get(_key(cue), ()))
        for cue in cues
    )


def _key(cue: Cue) -> tuple[str, str, str, int]:
    return cue.song, cue.line, cue.role, len(cue.spans)


def _cue(data: Mapping[str, Any], song: str, rows: Sequence[tuple[float, tuple[str, ...]]]) -> Cue:
    spans = tuple((float(start), float(vowel), float(end)) for start, vowel, end in data["morae"])
    start_s = float(data["start_s"])
    near = (kana for at_s, kana in rows if abs(at_s - start_s) < _NEAR_S and all(kana))
    return Cue(
        song=data.get("song") or song,
        line=data["id"],
        role=data["role"],
        text=data["text"],
        start_s=start_s,
        end_s=float(data["end_s"]),
        spans=spans,
        kana=next((kana for kana in near if len(kana) == len(spans)), ()),
        heard=_heard(data["tokens"], len(spans)),
        shown=bool(data["tokens"]) and data["tokens"][-1]["morae"][1] == len(spans),
        delivery=data.get("delivery", "speak"),
        words=tuple((token["text"], *token["morae"]) for token in data["tokens"]),
    )


def _heard(tokens: Sequence[Mapping[str, Any]], count: int) -> tuple[bool, ...]:
    """Return which morae are said: of a piece with blanks those that stand before them."""
    heard = [True] * count
    for token in tokens:
        first, last = token["morae"]
        begins, blank, _ = token["text"].partition(BLANK)
        if blank:
            kept = len(morae(katakana(begins)))
            heard[first + kept : last] = [False] * max(0, last - first - kept)
    return tuple(heard)


def _kana_rows(elrc: str) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Yield the start of each line of an `.elrc` in seconds, and its morae."""
    for row in elrc.splitlines():
        stamps = [
            (60 * int(minutes) + float(seconds), kana) for minutes, seconds, kana in _STAMPED.findall(row)
        ]
        if stamps:
            yield stamps[0][0], tuple(kana for _, kana in stamps[:-1])
