from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.release.texts.metadata import EpisodeTags, LyricEvent
from lyricaudio.release.texts.webvtt import webvtt_text


def test_a_transcript_is_what_players_parse(tags: EpisodeTags) -> None:
    assert webvtt_text(tags) == (
        "WEBVTT\n"
        "\n"
        "00:00:00.250 --> 00:00:01.000\n"
        "予測して 誤差を測る\n"
        "\n"
        "00:00:01.000 --> 00:00:01.900\n"
        "坂を下りて 重みを直す\n"
    )


def test_signs_that_mean_something_in_webvtt_are_escaped(tags: EpisodeTags) -> None:
    event = LyricEvent(start_s=3725.5, end_s=3726.0, text="a --> b & <c>\n\n改行")
    text = webvtt_text(replace(tags, events=(event,), length_s=4000.0))
    assert text.splitlines()[2:] == [
        "01:02:05.500 --> 01:02:06.000",
        "a --&gt; b &amp; &lt;c&gt; 改行",
    ]


def test_a_text_that_shows_nothing_is_left_out(tags: EpisodeTags) -> None:
    event = LyricEvent(start_s=0.0, end_s=1.0, text=" \n")
    assert webvtt_text(replace(tags, events=(event,))) == "WEBVTT\n"


times_s = st.floats(min_value=-1.0, max_value=10.0)


@given(st.lists(st.tuples(times_s, times_s), max_size=8))
def test_whatever_the_times_cues_are_in_order_within_the_sound_and_last_a_moment(
    bounds: list[tuple[float, float]],
) -> None:
    events = tuple(LyricEvent(start_s=start_s, end_s=end_s, text="行") for start_s, end_s in bounds)
    text = webvtt_text(_silent(events))
    cues = [tuple(map(_milliseconds, line.split(" --> "))) for line in text.splitlines() if "-->" in line]
    assert len(cues) == len(bounds)
    assert all(0 <= start_ms < end_ms <= 8000 for start_ms, end_ms in cues)
    assert all(before[0] <= after[0] for before, after in pairwise(cues))


def _silent(events: tuple[LyricEvent, ...]) -> EpisodeTags:
    return EpisodeTags(
        title="",
        artist="",
        album="",
        album_artist="",
        genre="",
        title_sort="",
        artist_sort="",
        album_sort="",
        comment="",
        lyrics="",
        encoder="",
        track=1,
        tracks=1,
        year=None,
        bpm=None,
        events=events,
        chapters=(),
        cover=b"",
        length_s=8.0,
    )


def _milliseconds(clock: str) -> int:
    matched = re.fullmatch(r"(\d\d):(\d\d):(\d\d)\.(\d{3})", clock)
    assert matched
    hours, minutes, seconds, rest_ms = map(int, matched.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest_ms
