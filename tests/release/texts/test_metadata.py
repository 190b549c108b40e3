from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.release.texts.metadata import EpisodeTags, LyricEvent, lyric_stamps


def event(start_s: float, end_s: float, text: str = "うた") -> LyricEvent:
    return LyricEvent(start_s=start_s, end_s=end_s, text=text)


def stamps(tags: EpisodeTags, *events: LyricEvent, length_s: float) -> list[tuple[int, str]]:
    shown = lyric_stamps(replace(tags, events=events, length_s=length_s))
    return [(stamp.at_ms, stamp.text) for stamp in shown]


def test_a_long_instrumental_clears_the_words_and_a_short_rest_does_not(tags: EpisodeTags) -> None:
    heard = (event(1.0, 3.0, "一"), event(7.9, 9.0, "二"), event(15.0, 16.0, "三"))
    assert stamps(tags, *heard, length_s=17.0) == [(1000, "一"), (7900, "二"), (9000, ""), (15000, "三")]


def test_a_long_ending_clears_the_last_line(tags: EpisodeTags) -> None:
    assert stamps(tags, event(0.5, 2.0), length_s=9.0) == [(500, "うた"), (2000, "")]


def test_a_time_just_outside_the_episode_is_moved_to_its_edge(tags: EpisodeTags) -> None:
    assert stamps(tags, event(-0.002, 1.0), event(2.0006, 2.1), length_s=2.0) == [(0, "うた"), (2000, "うた")]


def test_a_text_of_two_lines_is_shown_on_one(tags: EpisodeTags) -> None:
    assert stamps(tags, event(0.0, 1.0, "坂を\n下りて"), length_s=1.0) == [(0, "坂を 下りて")]


@given(
    lengths_s=st.lists(st.tuples(st.floats(0, 20), st.floats(0, 20)), max_size=30),
    short_by_s=st.floats(0, 5),
)
def test_stamps_are_in_order_and_within_the_episode(
    tags: EpisodeTags, lengths_s: list[tuple[float, float]], short_by_s: float
) -> None:
    events, now_s = [], 0.0
    for rest_s, sung_s in lengths_s:
        events.append(event(now_s + rest_s, now_s + rest_s + sung_s))
        now_s += rest_s + sung_s
    length_s = max(0.0, now_s - short_by_s)
    shown = lyric_stamps(replace(tags, events=tuple(events), length_s=length_s))
    times_ms = [stamp.at_ms for stamp in shown]
    assert times_ms == sorted(times_ms)
    assert all(0 <= at_ms <= length_s * 1000 + 0.5 for at_ms in times_ms)
    assert [stamp.text for stamp in shown if stamp.text] == ["うた"] * len(events)
