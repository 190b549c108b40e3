"""The words of a song on its grid: one tempo, a flow for each line, and a tune for those that are sung."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lyricaudio import units
from lyricaudio.music.flow.cost import PaceName
from lyricaudio.music.flow.line import Flow
from lyricaudio.music.flow.natural import FlowMora, flow_morae
from lyricaudio.music.flow.tempo import best_tempo
from lyricaudio.music.flow.verse import plan_lines
from lyricaudio.music.style import Style
from lyricaudio.music.tune.compose import compose
from lyricaudio.music.tune.contour import Singable, TuneLine, Violation, tune_line, violations
from lyricaudio.music.tune.melody import Melody, fit_range
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import MoraTime
from lyricaudio.voice.setting.schedule import Setting

_FOURTH = 5  # semitones


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
    """

    reading: Reading
    times: tuple[MoraTime, ...]
    sung: bool
    line: int
    hook: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Melodies:
    """What the person wrote for the verses and for the hook; None is composed."""

    verse: Melody | None = None
    hook: Melody | None = None

    @property
    def written(self) -> bool:
        """Whether any part is."""
        return bool(self.verse or self.hook)


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
        The style in the song's key, which is the voice's when it sings a composed tune.
    bpm
        The tempo in beats a minute.
    violations
        The moves of the tune against the pitch accent; their `line` counts in the order of the lines.
    """

    style: Style
    bpm: float
    lines: tuple[LineScore, ...]
    violations: tuple[Violation, ...] = ()


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
        Gives metre, swing, key and chords, and the range of tempi. For a composed tune the key is moved to
        where its tonic lies low in the voice.
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
    natural = [flow_morae(line.reading, line.times) for line in words]
    paces: list[PaceName] = ["sing" if line.sung else "chant" for line in words]
    tempo = bpm or _tempo(natural, style, paces)
    flows = _flows(natural, style, tempo, paces)
    line_bars = Counter(flow.bars for flow in flows).most_common(1)[0][0] if flows else 1
    sung = [index for index, line in enumerate(words) if line.sung]
    tune_lines = [
        tune_line(words[i].reading, flows[i].onsets_beats, hook=words[i].hook, index=words[i].line)
        for i in sung
    ]
    if sung and not melodies.written:
        style = _in_key_for(style, note_range[0])
    key = _Key(style=style, line_bars=line_bars, note_range=note_range)
    singable = _singable(tune_lines, key, melodies, seed) if sung else {}
    notes = {i: singable[line.hook].notes(line) for i, line in zip(sung, tune_lines, strict=True)}
    lines = (
        LineScore(flow=flow, notes=notes.get(i), chord_step=line_bars * words[i].line)
        for i, flow in enumerate(flows)
    )
    wrong = (
        replace(violation, line=i)
        for i, line in zip(sung, tune_lines, strict=True)
        for violation in violations(singable[line.hook], [line])
    )
    return Score(style=style, bpm=tempo, lines=tuple(lines), violations=tuple(wrong))


def _in_key_for(style: Style, low: int) -> Style:
    """Move the key, as little as can be, until its tonic lies within a fourth above the voice's lowest note.

    There a tune comes to rest with room for its cadence above it.
    """
    tonics = [pitch % 12 for pitch in range(low, low + _FOURTH + 1)]
    return replace(style, tonic=min(tonics, key=lambda tonic: _semitones_between(tonic, style.tonic)))


def _semitones_between(first: int, second: int) -> int:
    up = (second - first) % 12
    return min(up, 12 - up)


def _tempo(natural: Sequence[Sequence[FlowMora]], style: Style, paces: Sequence[PaceName]) -> float:
    """Choose a tempo for the lines that are sung, or else for all."""
    pace: PaceName = "sing" if "sing" in paces else "chant"
    lines = [line for line, its_pace in zip(natural, paces, strict=True) if its_pace == pace]
    if not lines:
        return style.bpm
    return best_tempo(lines, style.metre, style.bpm_range, pace, style.swing, usual=style.bpm)


def _flows(
    natural: Sequence[Sequence[FlowMora]], style: Style, bpm: float, paces: Sequence[PaceName]
) -> list[Flow]:
    """Plan all lines, those of one pace together."""
    flows: dict[int, Flow] = {}
    for pace in set(paces):
        places = [i for i, its_pace in enumerate(paces) if its_pace == pace]
        planned = plan_lines([natural[i] for i in places], style.metre, bpm, pace, style.swing)
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
    return {hook: fit_range(melody, low, high) if melody else tune for hook, melody in written.items()}
