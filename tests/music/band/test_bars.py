from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

from lyricaudio.errors import Place
from lyricaudio.lesson.plan import Cue
from lyricaudio.music.band.bars import bars_of
from lyricaudio.music.flow.line import Flow, plan_flow
from lyricaudio.music.flow.natural import flow_morae
from lyricaudio.music.layout import lay_out
from lyricaudio.music.spoken import Spoken, SpokenPart
from lyricaudio.music.stylebook import load_style
from lyricaudio.music.theory.metre import METRES
from lyricaudio.music.timeline import Timeline
from lyricaudio.reading.model import AccentPhrase, Mora, Reading
from lyricaudio.song import Text
from lyricaudio.voice.clip import ClipFacts
from lyricaudio.voice.known import Voice


def reading(morae: int) -> Reading:
    mora = Mora(kana="ア", consonant=None, vowel="a")
    return Reading(written="", spoken="", phrases=(AccentPhrase(morae=(mora,) * morae, accent=0),), labels=())


def flow(morae: int, bars: int) -> Flow:
    return plan_flow(flow_morae(reading(morae)), METRES["4/4"], 120.0, bars=bars)


def spoken(role: str, seconds: float, *, hook: bool = False) -> Spoken:
    return Spoken(
        cue=Cue(role=role, text=Text(text="あ", place=Place("song.yaml", 1, 1)), hook=hook),
        reading=reading(1),
        voice=Voice(engine="tone", name="sine"),
        clip_key="key",
        facts=ClipFacts(duration_s=seconds, loudness_lufs=-20.0, morae=(), timing="engine"),
    )


def laid_out(*parts: tuple[Spoken, ...]) -> Timeline:
    return lay_out([SpokenPart(title="", items=items) for items in parts], load_style("electropop"), 120.0)


def as_text(timeline: Timeline) -> str:
    return "\n".join(
        f"{bar.energy:6} {'hook ' if bar.hook else 'verse'} {bar.chord_step}"
        + (f" fill {float(bar.fill_from):g}" if bar.fill_from is not None else "")
        + " builds" * bar.builds
        + " full" * bar.full
        + " answers" * bar.answers
        for bar in bars_of(timeline)
    )


def test_every_bar_knows_what_goes_on_in_it() -> None:
    line = replace(spoken("lyric", 3.0), flow=flow(15, 2), chord_step=2)
    timeline = laid_out((line, spoken("explain", 5.5), line), (spoken("lyric", 1.5, hook=True),))
    assert (
        as_text(timeline)
        == """\
intro  verse 0
verse  verse 2
verse  verse 3 fill 1
break  verse 4
break  verse 5
break  verse 6
break  verse 7
verse  verse 2
verse  verse 3
verse  verse 4 fill 2 answers
hook   hook  0
outro  hook  1"""
    )


def test_a_line_that_leaves_a_beat_free_is_answered_by_a_fill() -> None:
    short = flow(9, 2)
    assert short.rest_beats >= 1
    line = replace(spoken("lyric", 2.0), flow=short)
    free_from = [bar.fill_from for bar in bars_of(laid_out((line,)))]
    assert free_from == [None, None, max(Fraction(0), Fraction(math.ceil(4 - short.rest_beats))), None]


def test_a_song_builds_up_to_its_hooks_fills_its_periods_breaks_down_and_its_last_hook_is_full() -> None:
    verse, hook = (replace(spoken("lyric", 2.0, hook=is_hook), flow=flow(20, 2)) for is_hook in (False, True))
    timeline = laid_out((verse, verse, verse), (hook, hook), (verse, verse, verse, verse), (hook, hook))
    assert (
        as_text(timeline)
        == """\
intro  verse 0
verse  verse 0
verse  verse 1
verse  verse 0
verse  verse 1 fill 3
verse  verse 0
verse  verse 1
verse  verse 2 answers
verse  verse 3 builds answers
hook   hook  0
hook   hook  1
hook   hook  0
hook   hook  1 fill 2
break  verse 0
break  verse 1
break  verse 0
break  verse 1 fill 3
verse  verse 0
verse  verse 1
verse  verse 0
verse  verse 1 builds
hook   hook  0 full
hook   hook  1 full
hook   hook  0 full
hook   hook  1 fill 2 full
outro  hook  2"""
    )
