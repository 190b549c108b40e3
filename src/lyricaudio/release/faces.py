"""What a timeline looks like from outside: lyric events, chapters and texts, all from the same times."""

from __future__ import annotations

from lyricaudio.music.timeline import Placement, Timeline
from lyricaudio.release.episode import Chapter, LyricEvent
from lyricaudio.song.markup import display


def lyric_events(timeline: Timeline) -> tuple[LyricEvent, ...]:
    """Return what is on the screen when: every cue's text, from its first sound to its last."""
    return tuple(
        LyricEvent(start_s=placement.start_s, end_s=placement.end_s, text=_text(placement))
        for placement in timeline.placements
    )


def chapters(timeline: Timeline) -> tuple[Chapter, ...]:
    """Return one chapter per part of the episode, contiguous from 0 to the end."""
    return tuple(Chapter(start_s=span.start_s, end_s=span.end_s, title=span.title) for span in timeline.spans)


def lyrics_text(timeline: Timeline) -> str:
    """Return all that is said as plain text: a line per cue, a blank line between parts.

    A line that is heard again within its part is written once.
    """
    blocks: list[list[str]] = []
    bounds = [span.start_s for span in timeline.spans]
    for placement in timeline.placements:
        while bounds and placement.start_s >= bounds[0]:
            bounds.pop(0)
            blocks.append([])
        if not placement.spoken.cue.again:
            blocks[-1].append(_text(placement))
    return "\n\n".join("\n".join(lines) for lines in blocks if lines)


def _text(placement: Placement) -> str:
    return display(placement.spoken.cue.text.text)
