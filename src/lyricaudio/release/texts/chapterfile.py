"""The chapters of an episode as a file of their own, for podcast players that read no tags while streaming.

The format is JSON Chapters 1.2.0 of the podcast namespace.
"""

from __future__ import annotations

import json

from lyricaudio.release.texts.cleantext import one_line
from lyricaudio.release.texts.metadata import Chapter, EpisodeTags

VERSION = "1.2.0"

_DIGITS = 3  # of a second, as in the tag


def chapters_json(tags: EpisodeTags) -> str:
    """Return the `.chapters.json` file of an episode, its chapters in order of time, within the sound."""
    data = {
        "version": VERSION,
        "title": one_line(tags.title),
        "author": one_line(tags.artist),
        "chapters": [_chapter(chapter, tags.length_s) for chapter in tags.chapters],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _chapter(chapter: Chapter, length_s: float) -> dict[str, object]:
    return {
        "startTime": round(chapter.start_s, _DIGITS),
        "endTime": round(min(chapter.end_s, length_s), _DIGITS),
        "title": one_line(chapter.title),
    }
