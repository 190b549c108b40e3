"""Lines cut from a recording: heard where their stamps say about, and cut where nothing is sung.

A stamp was tapped by somebody, up to half a second beside. Where nobody has heard the line's own words, it
begins near its stamp where, after something quieter, the voice's part of the spectrum grows and stays
(:func:`onsets`). Before that the recording is cut where it is quietest, so that no consonant is lost, and so
is the line before, there too or where its words are over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lyricaudio.audio.codec import KINDS, decoded_file
from lyricaudio.audio.sound import Audio, Samples
from lyricaudio.errors import CodecError
from lyricaudio.messages import told
from lyricaudio.mix.mixer import SAMPLE_RATE
from lyricaudio.mix.onsets import FRAME_S, HEARING_RATE, Levels, level_rows, onsets, voice_level

LONGEST_S = 1800.0
_SILENT = 1e-3  # -60 dB of full scale
TELEPHONE_HZ = 4400.0
"""What is above comes over no telephone, with a little for what resamplers leave over 4 kHz."""

_TELEPHONE_DB = 50.0
_BEFORE_S = (0.45, 0.05)  # before its onset a line is cut, where it is quietest
_STARTS_DB, _ENDS_DB = 0.0, 4.0  # how much quieter it must be far from the onset, for either side of the cut
_SLOW, _SPARE_S = 1.6, 0.6  # how long a line may take, of what such a line takes, before words are over
_OTHER_S = 1.0  # by which a stamp comes sooner than the next line's onset, if it is not that line's
_ENDS_S = 0.35  # around which its end is where it is quietest
_SHORTEST_S = 0.3
_FADES_S = (0.012, 0.03)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A line that is sung: from about when, when the next one is, and how much there is to sing (letters).

    `heard` is whether it was heard that it begins just then.
    """

    of: str
    at_s: float
    until_s: float | None
    letters: int
    heard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardLine:
    """A line as it is heard, in seconds: cut from `start_s` to `end_s`, sung from `onset_s`."""

    of: str
    start_s: float
    onset_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """A recording that was heard: its length, its lines by the order of their stamps.

    `dull` is whether it has nothing above `TELEPHONE_HZ`, as what went over a telephone.
    """

    length_s: float
    lines: tuple[HeardLine, ...]
    dull: bool = False


class _TooLong(CodecError):
    """What decodes, and goes on for too long."""


def heard(file: Path, stamps: Sequence[Stamp]) -> Hearing:
    """Listen to a recording.

    Parameters
    ----------
    stamps
        Its lines, in order of time.

    Raises
    ------
    CodecError
        When it is of no kind that can be read, damaged, silent, longer than `LONGEST_S`, or over before some
        line of it.
    """
    rows, length_s = listened(file)
    late = [stamp for stamp in stamps if stamp.at_s > length_s - _SHORTEST_S]
    if late:
        raise CodecError(
            told(
                "{count} of {all} lines come after the end of {file}, {length_s:.1f} s; give the .lrc of this"
                " recording, or all of the recording",
                count=len(late),
                all=len(stamps),
                file=file.name,
                length_s=length_s,
            )
        )
    dull = rows.above_db(TELEPHONE_HZ) < -_TELEPHONE_DB
    return Hearing(length_s=length_s, lines=_cut_lines(rows, stamps, length_s), dull=dull)


def listened(file: Path) -> tuple[Levels, float]:
    """Return how loud a recording is in each band and moment, and its length in seconds.

    Raises
    ------
    CodecError
        When it is of no kind that can be read, damaged, silent, or longer than `LONGEST_S`.
    """
    kind = KINDS.get(file.suffix.lower())
    if kind is None:
        raise CodecError(
            told("{file} is none of {kinds}; save it as one of these", file=file.name, kinds=" ".join(KINDS))
        )
    frames, peak = 0, 0.0

    def blocks() -> Iterator[Samples]:
        nonlocal frames, peak
        for block in decoded_file(file, kind=kind, sample_rate=HEARING_RATE):
            frames, peak = frames + len(block), max(peak, float(np.abs(block).max(initial=0.0)))
            if frames > LONGEST_S * HEARING_RATE:
                raise _TooLong(
                    told(
                        "{file} is longer than {minutes:.0f} minutes; cut the song out of it",
                        file=file.name,
                        minutes=LONGEST_S / 60,
                    )
                )
            yield block.mean(axis=1, dtype=np.float32)

    try:
        rows = level_rows(blocks())
    except _TooLong:
        raise
    except CodecError as error:
        raise CodecError(
            told("{file} is damaged or no sound of its kind; export it again", file=file.name)
        ) from error
    if peak < _SILENT:
        raise CodecError(told("{file} is silent; give a recording that sounds", file=file.name))
    return rows, frames / HEARING_RATE


def _cut_lines(rows: Levels, stamps: Sequence[Stamp], length_s: float) -> tuple[HeardLine, ...]:
    if not stamps:
        return ()
    starts_s = _starts_s(rows, stamps)
    level = voice_level(rows)
    firsts_s = [_quietest_s(level, onset_s, _STARTS_DB) for onset_s in starts_s]
    ends_s = _ends_s(level, stamps, starts_s, length_s)
    return tuple(
        HeardLine(of=stamp.of, start_s=first_s, onset_s=onset_s, end_s=max(end_s, onset_s + _SHORTEST_S))
        for stamp, first_s, onset_s, end_s in zip(stamps, firsts_s, starts_s, ends_s, strict=True)
    )


def _starts_s(rows: Levels, stamps: Sequence[Stamp]) -> list[float]:
    stamps_s = [stamp.at_s for stamp in stamps]
    if all(stamp.heard for stamp in stamps):
        return stamps_s
    near_s = onsets(rows, stamps_s)
    return [stamp.at_s if stamp.heard else onset_s for stamp, onset_s in zip(stamps, near_s, strict=True)]


def _quietest_s(level: npt.NDArray[np.float64], onset_s: float, far_db: float) -> float:
    """Return where to cut before a line: the quietest point, what is far from its onset by so much at least.

    Where the onset is not quite right, a line that begins sooner and one that ends later lose less.
    """
    reach, least = _BEFORE_S
    first, last = max(0, round((onset_s - reach) / FRAME_S)), max(0, round((onset_s - least) / FRAME_S))
    if last <= first:
        return max(0.0, onset_s - least)
    near = np.linspace(far_db, 0.0, last - first)
    return (first + int(np.argmin(level[first:last] + near))) * FRAME_S


def _ends_s(
    level: npt.NDArray[np.float64],
    stamps: Sequence[Stamp],
    starts_s: Sequence[float],
    length_s: float,
) -> list[float]:
    """Return where lines end: where the next one is cut, or sooner where the words of a line must be over."""
    following_s = [*(_quietest_s(level, onset_s, _ENDS_DB) for onset_s in starts_s[1:]), length_s]
    nexts_s = [
        next_s
        if stamp.until_s is None or stamp.until_s > next_s - _OTHER_S
        else _quietest_s(level, stamp.until_s, _ENDS_DB)
        for stamp, next_s in zip(stamps, following_s, strict=True)
    ]
    paces = [
        (end_s - start_s) / max(1, stamp.letters)
        for stamp, start_s, end_s in zip(stamps, starts_s, nexts_s, strict=True)
    ]
    pace_s = float(np.median(paces))
    return [
        _end_s(level, start_s + _SLOW * pace_s * stamp.letters + _SPARE_S, next_s)
        for stamp, start_s, next_s in zip(stamps, starts_s, nexts_s, strict=True)
    ]


def _end_s(level: npt.NDArray[np.float64], over_s: float, next_s: float) -> float:
    if next_s <= over_s:
        return next_s
    first = round((over_s - _ENDS_S) / FRAME_S)
    last = min(len(level), round(min(over_s + _ENDS_S, next_s) / FRAME_S))
    return next_s if last <= first else (first + int(np.argmin(level[first:last]))) * FRAME_S


def cuts(file: Path, lines: Sequence[HeardLine]) -> Iterator[tuple[HeardLine, Audio]]:
    """Yield lines with their sound, in two channels, faded in within 12 ms and out within 30.

    The recording is decoded once, and no more of it held than the lines that are being cut.

    Raises
    ------
    CodecError
        When it does not decode.
    """
    waiting = sorted(lines, key=lambda line: line.end_s)
    kept: list[Samples] = []
    at, kept_from = 0, 0
    for block in decoded_file(file, kind=KINDS[file.suffix.lower()], sample_rate=SAMPLE_RATE):
        kept.append(block)
        at += len(block)
        while waiting and _frame(waiting[0].end_s) <= at:
            yield _cut(waiting.pop(0), kept, kept_from)
        needed = min((_frame(line.start_s) for line in waiting), default=at)
        while kept and kept_from + len(kept[0]) <= needed:
            kept_from += len(kept.pop(0))
    for line in waiting:
        yield _cut(line, kept, kept_from)


def _frame(time_s: float) -> int:
    return round(time_s * SAMPLE_RATE)


def _cut(line: HeardLine, kept: Iterable[Samples], kept_from: int) -> tuple[HeardLine, Audio]:
    whole = np.concatenate(list(kept))
    samples = whole[_frame(line.start_s) - kept_from : _frame(line.end_s) - kept_from].copy()
    into, out = (min(round(fade_s * SAMPLE_RATE), len(samples)) for fade_s in _FADES_S)
    samples[:into] *= np.linspace(0, 1, into, dtype=np.float32)[:, None]
    samples[len(samples) - out :] *= np.linspace(1, 0, out, dtype=np.float32)[:, None]
    return line, Audio(samples=samples, sample_rate=SAMPLE_RATE)
