"""A lyric video: slides that follow the timeline, and the words lit up as they are heard.

A frame shows the moment at its own time; a slide appears in the frame nearest to its stamp.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from lyricaudio.audio.codec import write_mp4
from lyricaudio.lesson.roles import Role
from lyricaudio.music.timeline import Placement, Timeline
from lyricaudio.release.pictures.slide import SIZE, Shown, Slide, Stage
from lyricaudio.release.texts.metadata import INSTRUMENTAL_S, EpisodeTags
from lyricaudio.release.texts.seen import seen_text

FPS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is on the screen from when on, in seconds from the start of the episode."""

    start_s: float
    shown: Shown


def write_video(path: Path, tags: EpisodeTags, timeline: Timeline, mp3: Path) -> None:
    """Make the lyric video of an episode: 1280 x 720, 24 frames a second, as long as its sound.

    Parameters
    ----------
    path
        A temporary file: it is written in place.
    tags, timeline
        What the episode is called, its cover, and when what is heard.
    mp3
        The finished episode, tagged: the video takes over its sound, names and chapters.

    Raises
    ------
    CodecError
        When the encoder fails.
    """
    write_mp4(path, video_frames(tags, timeline), fps=FPS, size=SIZE, audio=mp3)


def video_frames(tags: EpisodeTags, timeline: Timeline) -> Iterator[memoryview]:
    """Yield the frames: RGB of `slide.SIZE`, row by row. Each is valid until the next is asked for."""
    stage = Stage(tags)
    end = max(1, round(tags.length_s * FPS))
    shown = list(scenes(tags, timeline))
    starts = [min(end, round(scene.start_s * FPS)) for scene in shown]
    for scene, (first, last) in zip(shown, pairwise([*starts, end]), strict=True):
        if first < last:
            yield from _lit(stage.slide(scene.shown), first, last)


def _lit(slide: Slide, first: int, last: int) -> Iterator[memoryview]:
    """Yield the frames of a slide from `first` to before `last`."""
    shape = (SIZE[1], SIZE[0], 3)
    frame = np.frombuffer(slide.before, dtype=np.uint8).reshape(shape).copy()
    after = np.frombuffer(slide.after, dtype=np.uint8).reshape(shape)
    reached = [wipe.box[0] for wipe in slide.wipes]
    for number in range(first, last):
        for place, wipe in enumerate(slide.wipes):
            start, reach = reached[place], wipe.reach(number / FPS)
            if reach > start:
                rows = slice(wipe.box[1], wipe.box[3])
                frame[rows, start:reach] = after[rows, start:reach]
                reached[place] = reach
        yield frame.data


def scenes(tags: EpisodeTags, timeline: Timeline) -> Iterator[Scene]:
    """Yield what is on the screen, from 0 on; a long rest shows the title, as in the lead-in."""
    placements = timeline.placements
    if not placements or placements[0].start_s > 0:
        yield Scene(start_s=0.0, shown=_music(tags, placements, at_s=0.0))
    for number, placement in enumerate(placements):
        earlier, later = placements[:number], placements[number + 1 :]
        yield Scene(start_s=max(0.0, placement.start_s), shown=_heard(tags, earlier, placement, later))
        following_s = later[0].start_s if later else tags.length_s
        if following_s - placement.end_s > INSTRUMENTAL_S:
            yield Scene(start_s=placement.end_s, shown=_music(tags, later, at_s=placement.end_s))


def _music(tags: EpisodeTags, later: tuple[Placement, ...], *, at_s: float) -> Shown:
    """Say what is on the screen while nothing is said."""
    return Shown(placement=None, chapter=_chapter(tags, at_s, set()), above="", below=_next_line(later))


def _heard(
    tags: EpisodeTags, earlier: tuple[Placement, ...], placement: Placement, later: tuple[Placement, ...]
) -> Shown:
    """Say what is on the screen while something is said; what follows a question would answer it."""
    above = _above(earlier, placement)
    middle_s = (placement.start_s + placement.end_s) / 2  # its first consonant may lie before the chapter
    return Shown(
        placement=placement,
        chapter=_chapter(tags, middle_s, {above, _text(placement)}),
        above=above,
        below="" if _role(placement).asks else _next_line(later),
    )


def _above(earlier: tuple[Placement, ...], placement: Placement) -> str:
    """Return what it belongs to: the line of an explanation, the question of an answer."""
    for other in reversed(earlier):
        role = _role(other)
        if role.name == _role(placement).under:
            return _text(other)
        if role.block != "joins":
            break
    return ""


def _next_line(later: tuple[Placement, ...]) -> str:
    """Return the next line or question that was not heard before."""
    for placement in later:
        if _role(placement).announced and not placement.spoken.cue.again:
            return _text(placement)
    return ""


def _chapter(tags: EpisodeTags, at_s: float, said: set[str]) -> str:
    """Return the number of the chapter, and its title unless it is on the screen anyway."""
    begun = sum(chapter.start_s <= at_s for chapter in tags.chapters)
    if not begun:
        return ""
    title = tags.chapters[begun - 1].title
    count = f"{begun}/{len(tags.chapters)}"
    return count if title in said else f"{count}  {title}"


def _role(placement: Placement) -> Role:
    return placement.spoken.role


def _text(placement: Placement) -> str:
    return seen_text(placement.spoken)
