from __future__ import annotations

import json
from dataclasses import replace

from lyricaudio.release.texts.chapterfile import chapters_json
from lyricaudio.release.texts.metadata import Chapter, EpisodeTags


def test_chapters_are_in_version_1_2_0_from_the_start_to_the_end(tags: EpisodeTags) -> None:
    assert json.loads(chapters_json(tags)) == {
        "version": "1.2.0",
        "title": "学習ループのうた",
        "author": "lyricaudio",
        "chapters": [
            {"startTime": 0.0, "endTime": 1.0, "title": "Aメロ"},
            {"startTime": 1.0, "endTime": 1.95, "title": "サビ"},
        ],
    }


def test_no_chapter_outlasts_the_sound_and_titles_are_lines(tags: EpisodeTags) -> None:
    chapter = Chapter(start_s=0.0, end_s=2.00049, title="二\n行")
    (found,) = json.loads(chapters_json(replace(tags, chapters=(chapter,))))["chapters"]
    assert found == {"startTime": 0.0, "endTime": 2.0, "title": "二 行"}
