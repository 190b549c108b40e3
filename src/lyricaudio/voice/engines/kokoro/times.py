"""When the morae sound: the model's own times, made finer by what can be heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from lyricaudio.audio.sound import Audio
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import MoraTime, Speech
from lyricaudio.voice.engines.kokoro.model import FRAME, SAMPLE_RATE
from lyricaudio.voice.engines.kokoro.symbols import Piece
from lyricaudio.voice.hearing.align import aligned

_EARLY_S = (
    0.0625  # how long before its time by the lengths a sound is heard: two frames and a half, all voices
)
_REACH_S = 0.040  # by how much what is heard may differ from it: of its own times 95 % are so near


def own_times(piece: Piece, lengths: npt.NDArray[np.int64], start_s: float) -> list[MoraTime]:
    """Return when the morae of a piece sound, to a frame, by the lengths of its symbols.

    Parameters
    ----------
    lengths
        As `Prosody` has them.
    start_s
        When the piece begins.
    """
    edges_s = start_s - _EARLY_S + np.cumsum(lengths) * (FRAME / SAMPLE_RATE)
    morae = (mora for phrase in piece.phrases for mora in phrase.morae)
    return [
        MoraTime(
            kana=mora.kana,
            start_s=max(0.0, float(edges_s[span.start])),
            vowel_onset_s=max(0.0, float(edges_s[span.vowel])),
            end_s=float(edges_s[span.stop]),
        )
        for mora, span in zip(morae, piece.spans, strict=True)
    ]


def heard_times(audio: Audio, own: Sequence[MoraTime], reading: Reading) -> tuple[MoraTime, ...]:
    """Let the embedded voice show where in its frame each sound begins; without its help, leave the times.

    By an aligner that knows neither, vowels are 5 ms off at the median and 15 ms at 90 %, not 10 and 30.
    """
    heard = aligned(Speech(audio=audio, morae=tuple(own), timing="spread"), reading)
    if heard.timing != "aligned":
        return tuple(own)
    near = [_near(one, other) for one, other in zip(own, heard.morae, strict=True)]
    return tuple(_ordered(near, audio.duration_s))


def _near(own: MoraTime, heard: MoraTime) -> MoraTime:
    def held(own_s: float, heard_s: float) -> float:
        return min(max(heard_s, own_s - _REACH_S), own_s + _REACH_S)

    return replace(
        own,
        start_s=held(own.start_s, heard.start_s),
        vowel_onset_s=held(own.vowel_onset_s, heard.vowel_onset_s),
        end_s=held(own.end_s, heard.end_s),
    )


def _ordered(morae: Sequence[MoraTime], end_s: float) -> list[MoraTime]:
    """Put in order what was moved, each vowel at least 5 ms long: no mora ends after the next has begun."""
    ordered: list[MoraTime] = []
    for mora, following in zip(morae, [*(mora.start_s for mora in morae[1:]), end_s], strict=True):
        start_s = max(mora.start_s, ordered[-1].end_s if ordered else 0.0)
        onset_s = max(mora.vowel_onset_s, start_s)
        stop_s = max(min(mora.end_s, following), onset_s + 0.005)
        ordered.append(replace(mora, start_s=start_s, vowel_onset_s=onset_s, end_s=stop_s))
    return ordered
