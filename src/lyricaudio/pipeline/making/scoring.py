"""The score of a song: its lines on the grid, as far as the voices' times are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lyricaudio.audio.vocoder import f0_track
from lyricaudio.music.band.loop import read_loop
from lyricaudio.music.score import Score, Words, set_words
from lyricaudio.music.spoken import Spoken
from lyricaudio.music.tune.vocalrange import voice_range
from lyricaudio.pipeline.making.draft import Draft, speaker
from lyricaudio.pipeline.project.choices import Scoring, complaining_at
from lyricaudio.provenance import digest
from lyricaudio.voice.clip import ClipFacts
from lyricaudio.voice.engine import Predictable
from lyricaudio.voice.store import Clips

_USUAL_RANGE = (58, 72)
_RANGE_LINES = 6  # of speech tell the range of a voice


Scores = Mapping[str, Score]
"""The score of each song of an episode, by the name that its segments give it."""


def score_key(scoring: Scoring, lines: Sequence[Spoken]) -> str:
    """Return a key that is the same for the same lines, in whichever episodes of a song they are heard."""
    return digest([scoring, [item.place for item in lines]])


def score(scoring: Scoring, lines: Sequence[Spoken], facts: Mapping[str, ClipFacts], clips: Clips) -> Score:
    """Put lines on the grid (in a worker).

    Parameters
    ----------
    scoring
        What their song says about style, tempo and melody.
    facts
        The facts of the clips of those lines whose voices cannot tell times beforehand, by key.
    clips
        Holds those of `heard_for_score`.
    """
    return _score(scoring, lines, facts, _note_range(lines, clips))


def heard_for_score(lines: Sequence[Spoken]) -> tuple[str, ...]:
    """Return the keys of the clips that the score depends on: they tell the range of a voice that sings."""
    sung = [item for item in lines if item.cue.delivery == "sing"]
    return () if not sung or predictable(sung[0]) else tuple(item.natural_key for item in sung[:_RANGE_LINES])


def expected_scores(planned: Draft) -> Scores:
    """Put the lines of a draft on the grid without a sound."""
    return {
        song: expected_score(manner.scoring, planned.lines[song])
        for song, manner in planned.order.manners.items()
    }


def expected_score(scoring: Scoring, lines: Sequence[Spoken]) -> Score:
    """Put the lines of a song on the grid without a sound.

    It is the score that a build will find where voices can tell their times beforehand; where not, usual
    times stand in.
    """
    return _score(scoring, lines, {}, _note_range(lines, None))


def told_notes(scoring: Scoring, found: Score) -> tuple[str, ...]:
    """Return what the person should know of a written melody, with its place."""
    return tuple(f"{scoring.melody_place}: {remark}" for remark in found.told)


def predictable(item: Spoken) -> Predictable | None:
    """Return the engine of an item when it knows its times beforehand."""
    engine = speaker(item)
    return engine if isinstance(engine, Predictable) else None


def _score(
    scoring: Scoring, lines: Sequence[Spoken], facts: Mapping[str, ClipFacts], note_range: tuple[int, int]
) -> Score:
    bpm = scoring.bpm
    if scoring.loop:
        with complaining_at(scoring.loop_place):
            bpm = read_loop(scoring.loop, scoring.style.metre, bpm).bpm
    with complaining_at(scoring.melody_place):
        found = set_words(
            [_words(item, facts, scoring) for item in lines],
            scoring.style,
            bpm,
            melodies=scoring.melodies,
            note_range=note_range,
            seed=scoring.seed,
        )
    return found if scoring.loop else replace(found, bpm=scoring.speed * found.bpm)


def _words(item: Spoken, facts: Mapping[str, ClipFacts], scoring: Scoring) -> Words:
    if engine := predictable(item):
        times = engine.times(item.reading, item.voice.name)
    else:
        times = facts[item.natural_key].morae if item.natural_key in facts else ()
    return Words(
        reading=item.reading,
        times=times,
        sung=item.cue.delivery == "sing",
        line=item.cue.line,
        hook=item.cue.hook,
        own_melody=dict(scoring.own_melodies).get(item.cue.of),
    )


def _note_range(lines: Sequence[Spoken], clips: Clips | None) -> tuple[int, int]:
    """Return the range of the voice that sings: what it says of itself, or what some of its speech shows."""
    sung = [item for item in lines if item.cue.delivery == "sing"]
    if sung and (engine := predictable(sung[0])):
        return engine.note_range(sung[0].voice.name)
    heard = [clip for key in heard_for_score(lines) if clips and (clip := clips.load(key))]
    return voice_range([f0_track(clip.audio) for clip in heard]) if heard else _USUAL_RANGE
