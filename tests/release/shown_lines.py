"""Lines as they are shown: placements whose morae are written out, at 120 beats a minute in 3/4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from lyricaudio.errors import Place
from lyricaudio.lesson.plan import Cue
from lyricaudio.music.flow.line import Flow, FlowCost
from lyricaudio.music.spoken import Spoken
from lyricaudio.music.stylebook import load_style
from lyricaudio.music.theory.metre import metre
from lyricaudio.music.timeline import Placement, Stretch, Timeline, TitledSpan
from lyricaudio.reading.model import AccentPhrase, Mora, Reading, Token
from lyricaudio.release.texts.metadata import Chapter, EpisodeTags
from lyricaudio.song.written import Text
from lyricaudio.voice.clip import ClipFacts, MoraTime
from lyricaudio.voice.known import Voice

BPM = 120.0
MORA_BEATS = Fraction(1, 4)
MORA_S = 0.125
LEAD_S = 0.04  # of each mora's consonant

Words = Sequence[tuple[str, str]]
"""Each piece of a text, and its kana, a mora each: empty for what is not said. Each is a phrase."""


def reading(words: Words) -> Reading:
    """Return how words are said."""
    texts = [text for text, _ in words]
    return Reading(
        written="".join(texts),
        spoken="".join(texts),
        phrases=tuple(AccentPhrase(morae=tuple(map(mora, kana)), accent=0) for _, kana in words if kana),
        labels=(),
        tokens=tuple(
            Token(surface=text, start=len("".join(texts[:number])), kana=kana, source="dictionary")
            for number, (text, kana) in enumerate(words)
        ),
    )


def mora(kana: str) -> Mora:
    """Return a mora; only the vowel's row matters here, and that not much."""
    return Mora(kana=kana, consonant=None, vowel="a", high=kana in "ラナオ")


def placed(
    words: Words, start_beats: int = 1, *, role: str = "lyric", notes: tuple[float, ...] | None = None
) -> Placement:
    """Place a line: every mora a sixteenth, its consonant before the slot; lyrics have a flow."""
    said = reading(words)
    count = len(said.morae)
    onsets = tuple(MORA_BEATS * number for number in range(count))
    times = tuple(
        MoraTime(
            kana=mora.kana,
            start_s=MORA_S * number,
            vowel_onset_s=MORA_S * number + LEAD_S,
            end_s=MORA_S * (number + 1),
        )
        for number, mora in enumerate(said.morae)
    )
    flow = Flow(
        onsets_beats=onsets,
        end_beats=MORA_BEATS * count,
        rest_beats=Fraction(0),
        bars=-(-count // 12),
        cost=FlowCost(place=0.0, hold=0.0, rate=0.0, rest=0.0),
        morae_per_s=8.0,
        vowels=(),
    )
    spoken = Spoken(
        cue=Cue(role=role, text=Text(text=said.written, place=Place("song.yaml", 1, 1)), delivery="chant"),
        reading=said,
        voice=Voice(engine="tone", name="sine"),
        clip_key="key",
        facts=ClipFacts(duration_s=MORA_S * count, loudness_lufs=-20.0, morae=times, timing="engine"),
        flow=flow if role == "lyric" else None,
        notes=notes,
    )
    return Placement(spoken=spoken, start_beats=Fraction(start_beats), start_s=start_beats * 0.5 - LEAD_S)


def timeline(*placements: Placement, bars: int = 2) -> Timeline:
    """Return an episode of bars of 1.5 seconds, a part each."""
    return Timeline(
        stretches=(Stretch(bpm=BPM, style=load_style("electropop").in_metre(metre("3/4")), bars=bars),),
        placements=placements,
        spans=tuple(
            TitledSpan(title=f"{bar + 1}番", start_s=1.5 * bar, end_s=1.5 * bar + 1.5) for bar in range(bars)
        ),
    )


def tags_of(tags: EpisodeTags, shown: Timeline) -> EpisodeTags:
    """Return the tags of an episode with the length and the chapters of a timeline."""
    chapters = tuple(
        Chapter(start_s=span.start_s, end_s=span.end_s, title=span.title) for span in shown.spans
    )
    return replace(tags, chapters=chapters, length_s=shown.length_s)
