"""Kokoro speaks our readings: it is given symbols, never the text, and tells the times of its morae."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from lyricaudio.audio.sound import Audio, Samples, mono
from lyricaudio.errors import EngineError
from lyricaudio.messages import told
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import MoraTime, Speech
from lyricaudio.voice.engines.kokoro.contour import accented
from lyricaudio.voice.engines.kokoro.model import SAMPLE_RATE, prosody, sound
from lyricaudio.voice.engines.kokoro.package import KokoroKnown
from lyricaudio.voice.engines.kokoro.symbols import Piece, pieces_of
from lyricaudio.voice.engines.kokoro.times import heard_times, own_times
from lyricaudio.voice.engines.pause import pauses_s, resized

_CUT_FADE = 120  # samples: 5 ms


class Kokoro(KokoroKnown):
    """The neural voice; one model per process."""

    def heard(self, reading: Reading) -> str:
        """Return the symbols of each piece, which morae are high, and the lengths of the pauses."""
        symbols = [piece.symbols for piece in pieces_of(reading)]
        accents = " ".join("".join("LH"[mora.high] for mora in phrase.morae) for phrase in reading.phrases)
        return "\n".join([*symbols, accents, *map(str, pauses_s(reading))])

    def speak(self, reading: Reading, voice: str) -> Speech:
        """Say a reading piece by piece, find its morae, and give its pauses their lengths.

        Raises
        ------
        EngineError
            When there is nothing to say, or the packages are missing or damaged.
        """
        if not reading.morae:
            raise EngineError(told("'{text}' has nothing to say; write words", text=reading.written))
        pieces = pieces_of(reading)
        audio, own = _said(pieces, voice)
        times = heard_times(audio, own, reading)
        samples, morae = _repaused(audio.samples[:, 0], times, dict(_rests(pieces, reading)))
        return Speech(audio=mono(samples, SAMPLE_RATE), morae=morae, timing="aligned")


def _said(pieces: Sequence[Piece], voice: str) -> tuple[Audio, list[MoraTime]]:
    """Say one piece after the other."""
    sounds: list[Samples] = []
    times: list[MoraTime] = []
    for piece in pieces:
        said = accented(prosody(piece.symbols, voice), piece)
        times += own_times(piece, said.lengths, sum(map(len, sounds)) / SAMPLE_RATE)
        sounds.append(sound(said))
    return mono(np.concatenate(sounds), SAMPLE_RATE), times


def _rests(pieces: Sequence[Piece], reading: Reading) -> Iterator[tuple[int, float]]:
    """Yield behind which mora, from 1, a rest of how many seconds is to be: also where pieces meet."""
    lengths_s = iter(pauses_s(reading))
    morae = 0
    for piece in pieces:
        for phrase in piece.phrases:
            morae += len(phrase.morae)
            if phrase.pause_after:
                yield morae, next(lengths_s)
        if not piece.phrases[-1].pause_after:
            yield morae, 0.0


def _repaused(
    samples: Samples, morae: Sequence[MoraTime], rests: dict[int, float]
) -> tuple[Samples, tuple[MoraTime, ...]]:
    """Give the rests of speech their lengths; what is before the first mora and after the last stays."""
    kept: list[Samples] = []
    moved: list[MoraTime] = []
    at = shift = 0  # in samples: what is done of the speech, and by how much later the rest now is
    for place, mora in enumerate(morae):
        if place in rests:
            stop, start = (round(s * SAMPLE_RATE) for s in (morae[place - 1].end_s, mora.start_s))
            rest = resized(samples[stop:start], round(rests[place] * SAMPLE_RATE), fade=_CUT_FADE)
            kept += [samples[at:stop], rest]
            at, shift = start, shift + len(rest) - (start - stop)
        moved.append(_later(mora, shift / SAMPLE_RATE))
    return np.concatenate([*kept, samples[at:]]), tuple(moved)


def _later(mora: MoraTime, by_s: float) -> MoraTime:
    return replace(
        mora,
        start_s=mora.start_s + by_s,
        vowel_onset_s=mora.vowel_onset_s + by_s,
        end_s=mora.end_s + by_s,
    )
