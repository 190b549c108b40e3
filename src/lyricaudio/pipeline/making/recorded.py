"""The timeline of an episode that is a finished recording: its lines where they are heard in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from lyricaudio.lesson.plan import Part
from lyricaudio.mix.cuts import HeardLine, Hearing
from lyricaudio.music.spoken import Spoken
from lyricaudio.music.timeline import Placement, Stretch, Timeline, TitledSpan
from lyricaudio.pipeline.making.draft import Draft, read_cue
from lyricaudio.pipeline.making.hearing import spread
from lyricaudio.pipeline.planning.order import OWN
from lyricaudio.song import display
from lyricaudio.voice.clip import ClipFacts
from lyricaudio.voice.known import Voice
from lyricaudio.voice.own import RECORDING_ENGINE


def timeline_of_recording(planned: Draft) -> Timeline:
    """Lay out a draft whose order has a recording that was heard."""
    order, hearing = planned.order, planned.hearings[OWN]
    style, recording = order.manner.scoring.style, order.recording
    bpm = (recording and recording.bpm) or style.bpm
    return Timeline(
        stretches=(Stretch(style=style, bpm=bpm, bars=0),),
        placements=tuple(_placements(planned, hearing)) if hearing.lines else (),
        spans=tuple(
            _spans(order.plan.parts if hearing.lines else (), hearing, display(order.song.title.text))
        ),
        tail_s=hearing.length_s,
    )


def _placements(planned: Draft, hearing: Hearing) -> Iterator[Placement]:
    manner = planned.order.manner
    for cue, line in zip(planned.order.plan.cues, hearing.lines, strict=True):
        reading = read_cue(manner, cue)
        if not reading.morae:
            continue
        sung_s = line.end_s - line.onset_s
        facts = ClipFacts(
            duration_s=sung_s,
            loudness_lufs=0.0,
            morae=spread([mora.kana for mora in reading.morae], 0.0, sung_s),
            timing="spread",
        )
        voice = Voice(engine=RECORDING_ENGINE, name="")
        spoken = Spoken(cue=cue, reading=reading, voice=voice, clip_key="", facts=facts, cut=True)
        yield Placement(spoken=spoken, start_beats=Fraction(0), start_s=line.onset_s)


def _spans(parts: Sequence[Part], hearing: Hearing, title: str) -> Iterator[TitledSpan]:
    """Yield a span for each part, from where its first line is cut; the first has what is before it."""
    starts: list[tuple[str, float]] = []
    lines: Iterator[HeardLine] = iter(hearing.lines)
    for part in parts:
        firsts = [next(lines) for _ in part.cues]
        starts.append((part.title, firsts[0].start_s if starts else 0.0))
    starts = starts or [(title, 0.0)]
    ends_s = [*(start_s for _, start_s in starts[1:]), hearing.length_s]
    for (name, start_s), end_s in zip(starts, ends_s, strict=True):
        yield TitledSpan(title=name, start_s=start_s, end_s=end_s)
