"""An episode as the player page reads it: texts, furigana and the time of every mora, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from lyricaudio.music.timeline import Placement, Timeline
from lyricaudio.release.texts.metadata import Chapter, EpisodeTags
from lyricaudio.release.texts.seen import seen_text, seen_tokens

PEAK_S = 0.2
"""How much sound one peak stands for."""

_DIGITS = 3  # of a second: a millisecond is less than a screen shows


def player_json(
    tags: EpisodeTags,
    timeline: Timeline,
    *,
    form: str,
    label: str,
    asks: bool = False,
    peaks: Sequence[int],
) -> str:
    """Return the text of the `.json` beside an MP3; where it lies and its number are not in it.

    Parameters
    ----------
    tags, timeline
        The same that the MP3's own lyrics are written from.
    form, label
        How the song is taught: its name, and what the listener reads.
    asks
        Whether the buttons of headphones tell how it went.
    peaks
        The highest sample of every `PEAK_S`, 0 to 255; may be empty.
    """
    data = {
        "title": tags.title,
        "album": tags.album,
        "artist": tags.artist,
        "form": form,
        "label": label,
        **({"asks": True} if asks else {}),
        "duration_s": _seconds(tags.length_s),
        "bpm": timeline.stretches[0].bpm,
        "bar_s": timeline.stretches[0].bar_s,
        "chapters": [
            {"title": chapter.title, "start_s": _seconds(chapter.start_s), "end_s": _seconds(chapter.end_s)}
            | _beat(timeline, chapter)
            for chapter in tags.chapters
        ],
        "cues": list(_cues(timeline)),
        "peaks": list(peaks),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def peaks_of(player: str) -> tuple[int, ...]:
    """Return the peaks that the text of such a `.json` holds."""
    return tuple(json.loads(player)["peaks"])


def _beat(timeline: Timeline, chapter: Chapter) -> dict[str, float]:
    """Return a chapter's own tempo, where the episode has several stretches."""
    if len(timeline.stretches) == 1:
        return {}
    begun = [stretch for stretch in timeline.stretches if stretch.start_s <= chapter.start_s]
    return {"bpm": begun[-1].bpm, "bar_s": begun[-1].bar_s}


def _cues(timeline: Timeline) -> Iterator[dict[str, Any]]:
    """Yield what is heard, each with the cue before it under which it is shown: its line in this episode."""
    line: int | None = None
    shown = (one for one in timeline.placements if not (one.spoken.gap and one.spoken.gap.count_in))
    for number, placement in enumerate(shown):
        cue = placement.spoken.cue
        block = placement.spoken.role.block
        opens = block == "opens" and not cue.again
        if opens or block == "alone":
            line = None
        song = timeline.stretch_at(placement.start_beats).song
        yield _cue(placement, line) | ({"song": song} if song else {})
        if opens:
            line = number


def _cue(placement: Placement, line: int | None) -> dict[str, Any]:
    cue = placement.spoken.cue
    role = placement.spoken.role
    return {
        "role": role.name,
        "id": cue.of,
        "delivery": "recording" if placement.spoken.cut else cue.delivery,
        "look": role.look,
        "stops": role.stops,
        "asked": role.asked,
        "line": line,
        "again": cue.again,
        "start_s": _seconds(placement.heard_s),
        "end_s": _seconds(placement.end_s),
        "text": seen_text(placement.spoken),
        "tokens": [
            {"text": token.text, "kana": token.kana, "morae": [token.first, token.last]}
            for token in seen_tokens(placement.spoken)
        ],
        "morae": [
            [_seconds(mora.start_s), _seconds(mora.vowel_onset_s), _seconds(mora.end_s)]
            for mora in (() if placement.spoken.gap else placement.morae)
        ],
    }


def _seconds(time_s: float) -> float:
    return round(time_s, _DIGITS)
