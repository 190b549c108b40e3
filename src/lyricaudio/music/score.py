"""The words of a song on its grid: one tempo, a flow for each line, and a tune for those that are sung."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from lyricaudio import units
from lyricaudio.messages import message, told
from lyricaudio.music.flow.cost import PaceName
from lyricaudio.music.flow.line import Flow
from lyricaudio.music.flow.natural import FlowMora, flow_morae
from lyricaudio.music.flow.tempo import best_tempo
from lyricaudio.music.flow.verse import plan_lines
from lyricaudio.music.style import Style
from lyricaudio.music.theory.harmony import NOTES, semitones_between
from lyricaudio.music.theory.motif import Motif, usual_motif
from lyricaudio.music.tune.compose import compose
from lyricaudio.music.tune.contour import Singable, TuneLine, Violation, tune_line, violations
from lyricaudio.music.tune.fit import fitted
from lyricaudio.music.tune.melody import Melody
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import MoraTime
from lyricaudio.voice.setting.schedule import Setting

_FOURTH = 5  # semitones
_MOVED = {
    (True, True): message(
        "the melody is moved {semitones} semitone up into the voice's range, and the band with it, to {key}"
    ),
    (True, False): message(
        "the melody is moved {semitones} semitone down into the voice's range, and the band with it, to {key}"
    ),
    (False, True): message(
        "the melody is moved {semitones} semitones up into the voice's range, and the band with it, to {key}"
    ),
    (False, False): message(
        "the melody is moved {semitones} semitones down into the voice's range, and the band with it, to"
        " {key}"
    ),
}
"""What to say of a melody in another key: by one semitone or more, and up or down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A lyric line that is to stand on the grid.

    Attributes
    ----------
    times
        The natural times of its morae; empty when nobody knows them yet.
    sung
        Whether it has notes.
    line, hook
        Its place in its section, counted from 0, and whether that is the hook.
    own_melody
        Which of `Melodies.own` it is sung to; None is that of the verses or of the hook.
    """

    reading: Reading
    times: tuple[MoraTime, ...]
    sung: bool
    line: int
    hook: bool
    own_melody: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Melodies:
    """What the person wrote for verses and hook (None is composed), and for single sections (`own`)."""

    verse: Melody | None = None
    hook: Melody | None = None
    own: tuple[Melody, ...] = ()

    @property
    def parts(self) -> tuple[Melody, ...]:
        """Those that are written."""
        return tuple(melody for melody in (self.verse, self.hook, *self.own) if melody)

    def fitted(self, low: int, high: int) -> Melodies:
        """Return them, at least one of them written, in one key in a voice's range; raises as `fitted`."""
        moved = iter(fitted(self.parts, low, high))
        verse, hook = self.verse and next(moved), self.hook and next(moved)
        return Melodies(verse=verse, hook=hook, own=tuple(moved))


@dataclass(frozen=True, slots=True, kw_only=True)
class LineScore:
    """One line on the grid.

    Attributes
    ----------
    notes
        The pitch of each mora as a MIDI note number, if it is sung.
    chord_step
        The chord of its progression on which its first bar stands, counted from 0: the same in every verse,
        as the tune is.
    """

    flow: Flow
    notes: tuple[float, ...] | None
    chord_step: int

    def setting(self, bpm: float) -> Setting:
        """Return the line's times in seconds at a tempo in beats a minute."""
        return Setting(
            onsets_s=tuple(units.seconds_from_beats(onset, bpm) for onset in self.flow.onsets_beats),
            end_s=units.seconds_from_beats(self.flow.end_beats, bpm),
            notes=self.notes,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """All lines of a song on the grid, in the order in which they were given.

    Attributes
    ----------
    style
        The style in the song's key, which is the voice's when it sings.
    bpm
        The tempo in beats a minute.
    violations
        The moves of the tune against the pitch accent; their `line` counts in the order of the lines.
    told
        What the person should know of a written melody: where it comes from, and how it was moved.
    """

    style: Style
    bpm: float
    lines: tuple[LineScore, ...]
    violations: tuple[Violation, ...] = ()
    told: tuple[str, ...] = ()


def set_words(
    words: Sequence[Words],
    style: Style,
    bpm: float | None,
    *,
    melodies: Melodies,
    note_range: tuple[int, int],
    seed: str,
) -> Score:
    """Put the lines of a song on its grid.

    Lines take the same number of bars where they can, and at the same place of their sections the same notes.

    Parameters
    ----------
    words
        Every line once.
    style
        Gives metre, swing, chords and the range of tempi; its key is moved to one that the voice can sing.
    bpm
        The tempo in beats a minute; None takes the most usual one of the style's range that suits the words.
    melodies
        What replaces the composed tune.
    note_range
        The lowest and highest note of the voice (MIDI note numbers).
    seed
        Anything that tells the song from others: another seed, another tune.

    Raises
    ------
    LyricAudioError
        When a written melody does not fit the voice.
    """
    flows, tempo = _flows_and_tempo(words, style, bpm, seed)
    line_bars = Counter(flow.bars for flow in flows).most_common(1)[0][0] if flows else 1
    sung = [index for index, line in enumerate(words) if line.sung]
    tune_lines = [
        tune_line(words[i].reading, flows[i].onsets_beats, hook=words[i].hook, index=words[i].line)
        for i in sung
    ]
    remarks: tuple[str, ...] = ()
    if sung:
        style, melodies, remarks = _in_range(style, melodies, note_range)
    key = _Key(style=style, line_bars=line_bars, note_range=note_range)
    singable = _singable(tune_lines, key, melodies, seed) if sung else {}
    tunes = {i: _tune_of(words[i], singable, melodies) for i in sung}
    notes = {i: tunes[i].notes(line) for i, line in zip(sung, tune_lines, strict=True)}
    lines = (
        LineScore(flow=flow, notes=notes.get(i), chord_step=line_bars * words[i].line)
        for i, flow in enumerate(flows)
    )
    wrong = (
        replace(violation, line=i)
        for i, line in zip(sung, tune_lines, strict=True)
        for violation in violations(tunes[i], [line])
    )
    return Score(style=style, bpm=tempo, lines=tuple(lines), violations=tuple(wrong), told=remarks)


def _in_range(
    style: Style, melodies: Melodies, note_range: tuple[int, int]
) -> tuple[Style, Melodies, tuple[str, ...]]:
    """Return the style in the key that the voice can sing, the melodies in it, and what is told of that."""
    if not melodies.parts:
        return _in_key_for(style, note_range[0]), melodies, ()
    fitting = melodies.fitted(*note_range)
    return replace(style, tonic=fitting.parts[0].tonic), fitting, _told(melodies, fitting)


def _tune_of(line: Words, singable: Mapping[bool, Singable], melodies: Melodies) -> Singable:
    """Return what gives a line its notes: its section's own melody, or that of all verses or of the hook."""
    return singable[line.hook] if line.own_melody is None else melodies.own[line.own_melody]


def _in_key_for(style: Style, low: int) -> Style:
    """Move the key, as little as can be, until its tonic lies within a fourth above the voice's lowest note.

    There a tune comes to rest with room for its cadence above it.
    """
    tonics = [pitch % 12 for pitch in range(low, low + _FOURTH + 1)]
    return replace(style, tonic=min(tonics, key=lambda tonic: semitones_between(tonic, style.tonic)))


def _told(before: Melodies, after: Melodies) -> tuple[str, ...]:
    """Say where written melodies come from, and how far the key was moved for the voice."""
    notes = [melody.told for melody in before.parts]
    tonic = after.parts[0].tonic
    if up := (tonic - before.parts[0].tonic + 5) % 12 - 5:
        moved = _MOVED[abs(up) == 1, up > 0]
        notes.append(told(moved, semitones=abs(up), key=NOTES[tonic]))
    return tuple(dict.fromkeys(filter(None, notes)))


def _flows_and_tempo(
    words: Sequence[Words], style: Style, bpm: float | None, seed: str
) -> tuple[list[Flow], float]:
    """Put lines on the grid, at a tempo that suits them where none is given."""
    natural = [flow_morae(line.reading, line.times) for line in words]
    paces: list[PaceName] = ["sing" if line.sung else "chant" for line in words]
    motif = _motif(style, seed)
    tempo = bpm or _tempo(natural, style, motif, paces)
    return _flows(natural, style, motif, tempo, paces, _sections(words)), tempo


def _motif(style: Style, seed: str) -> Motif:
    """Choose the rhythm that returns in all lines of a song."""
    return (
        style.motifs[zlib.crc32(seed.encode()) % len(style.motifs)]
        if style.motifs
        else usual_motif(style.metre)
    )


def _sections(words: Sequence[Words]) -> list[int]:
    """Return the number of each line's section: one begins with its first line, or with the hook."""
    opens = (line.line == 0 or line.hook != before.hook for before, line in pairwise((*words[:1], *words)))
    return list(accumulate(opens))


def _tempo(
    natural: Sequence[Sequence[FlowMora]], style: Style, motif: Motif, paces: Sequence[PaceName]
) -> float:
    """Choose a tempo for the lines that are sung, or else for all."""
    pace: PaceName = "sing" if "sing" in paces else "chant"
    lines = [line for line, its_pace in zip(natural, paces, strict=True) if its_pace == pace]
    if not lines:
        return style.bpm
    return best_tempo(lines, style.metre, style.bpm_range, pace, style.swing, motif=motif, usual=style.bpm)


def _flows(
    natural: Sequence[Sequence[FlowMora]],
    style: Style,
    motif: Motif,
    bpm: float,
    paces: Sequence[PaceName],
    sections: Sequence[int],
) -> list[Flow]:
    """Plan all lines, those of one pace together."""
    flows: dict[int, Flow] = {}
    for pace in set(paces):
        places = [i for i, its_pace in enumerate(paces) if its_pace == pace]
        planned = plan_lines(
            [natural[i] for i in places],
            style.metre,
            bpm,
            pace,
            style.swing,
            motif=motif,
            sections=[sections[i] for i in places],
        )
        flows.update(zip(places, planned, strict=True))
    return [flows[i] for i in range(len(natural))]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    """In what a tune moves: the style's chords, a line taking so many of them, and the voice's range."""

    style: Style
    line_bars: int
    note_range: tuple[int, int]

    def chord(self, hook: bool, line: int, bar: int) -> tuple[int, ...]:
        chords = self.style.chords(hook=hook)
        return chords[(self.line_bars * line + bar) % len(chords)].tones


def _singable(lines: Sequence[TuneLine], key: _Key, melodies: Melodies, seed: str) -> dict[bool, Singable]:
    """Return what gives the lines of the verses (False) and of the hook (True) their notes."""
    style, (low, high) = key.style, key.note_range
    tune = compose(
        lines,
        metre=style.metre,
        chords=key.chord,
        scale=style.scale_tones(),
        tonic=style.tonic,
        low=low,
        high=high,
        seed=zlib.crc32(seed.encode()),
    )
    written = {False: melodies.verse, True: melodies.hook}
    return {hook: melody or tune for hook, melody in written.items()}
