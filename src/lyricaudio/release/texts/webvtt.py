"""The transcript of an episode in WebVTT, which podcast players show while it plays.

The texts and times are those of the `.lrc`, and each ends when it has been said.
"""

from __future__ import annotations

from collections.abc import Iterator

from lyricaudio.release.texts.cleantext import one_line
from lyricaudio.release.texts.metadata import EpisodeTags, LyricEvent
from lyricaudio.units import milliseconds

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_SHORTEST_MS = 1  # a cue has to end after it starts


def webvtt_text(tags: EpisodeTags) -> str:
    """Return the `.vtt` file of an episode: a cue for each text, in order of time, within the sound."""
    return "\n\n".join(["WEBVTT", *_cues(tags)]) + "\n"


def _cues(tags: EpisodeTags) -> Iterator[str]:
    for event in sorted(tags.events, key=lambda event: event.start_s):
        if text := one_line(event.text):
            start_ms, end_ms = _bounds_ms(event, milliseconds(tags.length_s))
            yield f"{_clock(start_ms)} --> {_clock(end_ms)}\n{text.translate(_ESCAPES)}"


def _bounds_ms(event: LyricEvent, last_ms: int) -> tuple[int, int]:
    start_ms = min(max(milliseconds(event.start_s), 0), last_ms - _SHORTEST_MS)
    return start_ms, max(min(milliseconds(event.end_s), last_ms), start_ms + _SHORTEST_MS)


def _clock(time_ms: int) -> str:
    """Return `hh:mm:ss.ttt`."""
    minutes, rest_ms = divmod(time_ms, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest_ms // 1000:02}.{rest_ms % 1000:03}"
