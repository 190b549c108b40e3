"""Whether the pitch of speech is high and low where its reading says."""

from __future__ import annotations

import numpy as np

from lyricaudio.audio.vocoder import FRAME_S, f0_track
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import Speech

_FROM = 0.3  # of a vowel: before, the pitch is still on its way


def accents_heard(speech: Speech, reading: Reading) -> list[bool]:
    """Tell of each mora that has a pitch whether it lies on its side of the middle of its phrase's range.

    In half tones; the middle is between the highest mora of the phrase and the lowest. Phrases in which not
    both sides are said are left out.
    """
    f0_hz = f0_track(speech.audio)
    times = iter(speech.morae)
    heard: list[bool] = []
    for phrase in reading.phrases:
        pitched: list[tuple[float, bool]] = []
        for mora, time in zip(phrase.morae, times, strict=False):
            onset_s = time.vowel_onset_s + _FROM * (time.end_s - time.vowel_onset_s)
            hz = f0_hz[int(onset_s / FRAME_S) : int(time.end_s / FRAME_S)]
            if mora.vowel in "aiueoN" and np.any(hz > 0):
                pitched.append((12 * float(np.log2(np.median(hz[hz > 0]))), mora.high))
        if {high for _, high in pitched} == {True, False}:
            notes = [note for note, _ in pitched]
            middle = (max(notes) + min(notes)) / 2
            heard += [(note > middle) == high for note, high in pitched]
    return heard
