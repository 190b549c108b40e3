import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.release.texts.lrc import lrc_text
from lyricaudio.release.texts.metadata import EpisodeTags, LyricEvent, lyric_stamps

STAMPED = re.compile(r"\[(\d{2,}):([0-5]\d)\.(\d\d)\](.*)")


def test_an_episode_as_a_lyric_file(tags: EpisodeTags) -> None:
    events = (
        LyricEvent(start_s=0.504, end_s=3.0, text="予測して 誤差を測る"),
        LyricEvent(start_s=9.996, end_s=12.0, text="坂を\r\n下りて\n重みを直す"),
        LyricEvent(start_s=71.0, end_s=74.0, text="[注] ReLU は x<0 で 0"),
    )
    assert lrc_text(replace(tags, events=events, length_s=75.6)) == (
        "[ti:学習ループのうた]\n"
        "[ar:lyricaudio]\n"
        "[al:G検定のうた]\n"
        "[length:01:15]\n"
        "[by:lyricaudio 0.1.0]\n"
        "[00:00.50]予測して 誤差を測る\n"
        "[00:03.00]\n"
        "[00:10.00]坂を 下りて 重みを直す\n"
        "[00:12.00]\n"
        "[01:11.00]［注］ ReLU は x＜0 で 0"
    )


def test_a_header_cannot_be_closed_by_its_text(tags: EpisodeTags) -> None:
    assert lrc_text(replace(tags, title="]\n[00:00.00]x")).startswith("[ti:］ ［00:00.00］x]\n[ar:")


def test_what_is_not_known_has_no_header(tags: EpisodeTags) -> None:
    assert "[al:" not in lrc_text(replace(tags, album=""))


def test_minutes_go_past_99(tags: EpisodeTags) -> None:
    long = replace(tags, events=(LyricEvent(start_s=6000.0, end_s=6001.0, text="百分"),), length_s=6002.0)
    assert lrc_text(long).endswith("[100:00.00]百分")


@pytest.mark.slow
@given(starts_s=st.lists(st.floats(0, 600), max_size=20), text=st.text(st.characters(), max_size=20))
def test_every_lyric_line_is_one_stamp_within_5_ms_of_the_synced_lyrics(
    tags: EpisodeTags, starts_s: list[float], text: str
) -> None:
    events = tuple(LyricEvent(start_s=at_s, end_s=at_s, text=text) for at_s in sorted(starts_s))
    episode = replace(tags, events=events, length_s=601.0)
    lines = lrc_text(episode).split("\n")[5:]
    matches = [STAMPED.fullmatch(line) for line in lines]
    assert all(matches)
    times_ms = [
        60_000 * int(match[1]) + 1000 * int(match[2]) + 10 * int(match[3]) for match in matches if match
    ]
    assert times_ms == sorted(times_ms)
    synced_ms = [stamp.at_ms for stamp in lyric_stamps(episode)]
    assert all(abs(lrc - sylt) <= 5 for lrc, sylt in zip(times_ms, synced_ms, strict=True))
    assert not any(set("[]<>") & set(match[4]) for match in matches if match)
