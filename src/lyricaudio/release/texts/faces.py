"""What a timeline looks like from outside: lyric events, chapters and texts, all from the same times."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from lyricaudio.lesson.plan import Plan
from lyricaudio.music.band.midi import SungNote
from lyricaudio.music.notation.vocalscore import Passage, VocalScore
from lyricaudio.music.timeline import Placement, Timeline
from lyricaudio.release.catalogue import CatalogueLine
from lyricaudio.release.texts.metadata import Chapter, LyricEvent, Syllable
from lyricaudio.release.texts.seen import seen_text


def lyric_events(timeline: Timeline) -> tuple[LyricEvent, ...]:
    """Return what is on the screen when: every cue's text, from its first sound to its last."""
    return tuple(
        LyricEvent(start_s=placement.heard_s, end_s=placement.end_s, text=text, morae=_syllables(placement))
        for placement in timeline.placements
        if (text := seen_text(placement.spoken))
    )


def _syllables(placement: Placement) -> tuple[Syllable, ...]:
    """Return the morae as they sound; none where something else is seen than what is said."""
    spoken = placement.spoken
    if spoken.gap or spoken.silent or spoken.cue.shown is not None:
        return ()
    return tuple(Syllable(kana=mora.kana, start_s=mora.start_s) for mora in placement.morae)


def heard_lines(timeline: Timeline) -> tuple[CatalogueLine, ...]:
    """Return what is heard when, for the catalogue: to the millisecond."""
    return tuple(
        CatalogueLine(
            line=placement.spoken.cue.of,
            role=placement.spoken.cue.role,
            text=seen_text(placement.spoken),
            start_s=round(placement.heard_s, 3),
            end_s=round(placement.end_s, 3),
            song=timeline.stretch_at(placement.start_beats).song,
        )
        for placement in timeline.heard
    )


def chapters(timeline: Timeline) -> tuple[Chapter, ...]:
    """Return one chapter per part of the episode, contiguous from 0 to the end."""
    return tuple(Chapter(start_s=span.start_s, end_s=span.end_s, title=span.title) for span in timeline.spans)


def lyrics_text(plan: Plan) -> str:
    """Return all that is said as it is seen, as plain text: a line per cue, a blank line between parts.

    A line that is heard again within its part is written once, one that is heard only in part not at all.
    """
    blocks = (
        [cue.seen for cue in part.cues if not cue.again and cue.seen and not cue.left_out]
        for part in plan.parts
    )
    return "\n\n".join("\n".join(lines) for lines in blocks if lines)


_CHANTED = 60  # middle C: a rhythm without a tune


def sung_notes(timeline: Timeline) -> tuple[SungNote, ...]:
    """Return what the voice sings or chants, a note for each mora on the grid; chant stays on one note."""
    return tuple(note for placement in timeline.heard for note in _line_notes(placement))


def vocal_score(timeline: Timeline, title: str) -> VocalScore:
    """Return what the voice sings or chants, to be written down for other singers."""
    passages = (
        Passage(
            start_beats=one.start_beats,
            bpm=one.bpm,
            metre=one.style.metre,
            swing=one.style.swing,
            tonic=one.style.tonic,
            scale=one.style.scale,
        )
        for one in timeline.stretches
    )
    return VocalScore(
        title=title,
        notes=sung_notes(timeline),
        passages=tuple(passages),
        end_beats=timeline.stretches[-1].end_beats,
    )


def _line_notes(placement: Placement) -> Iterator[SungNote]:
    spoken = placement.spoken
    if spoken.flow is None:
        return
    pitches = spoken.notes or [_CHANTED] * len(placement.slots_beats)
    bounds = (*placement.slots_beats, placement.start_beats + spoken.flow.end_beats)
    for (start, end), pitch, mora in zip(pairwise(bounds), pitches, spoken.reading.morae, strict=True):
        yield SungNote(start_beats=start, length_beats=end - start, pitch=round(pitch), lyric=mora.kana)
