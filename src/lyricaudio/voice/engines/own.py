"""The person's own voice: a recording of one text, believed when it says it.

It comes from a phone or a browser: with silence around it, noise in the room, as loud as it happened to be.
It is trimmed to its words, which the embedded voice helps to find (:mod:`..hearing.align`), and from then on
it is a voice like any other: levelled, set on the grid, paced.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lyricaudio.audio.codec import KINDS, decoded_file
from lyricaudio.audio.sound import Audio, mono
from lyricaudio.errors import CodecError, EngineError
from lyricaudio.messages import told
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import MoraTime, Speech, fault_of
from lyricaudio.voice.hearing.believed import believed
from lyricaudio.voice.hearing.trim import evenly_spread
from lyricaudio.voice.own import OWN_ENGINE, OwnClip

_SAMPLE_RATE = 48000
_LONGEST_S = 300.0
_LEAST_MORA_S, _MOST_MORA_S, _EXTRA_S = 0.04, 0.6, 3.0
_SILENT = 1e-3
_WINDOW_S = 0.02
_NOISY_DB = 12.0  # by which words must be over what is heard besides
_QUIET, _LOUD = 5.0, 90.0  # percentiles
_AROUND_S = (0.05, 0.12)  # what is kept before the first word and after the last


class OwnVoice:
    """A clip, as the engine that it stands for."""

    name = OWN_ENGINE
    summary = "your own voice"
    version = "1"
    credit = ""
    online = False
    parallel = 64
    certain = True  # it has been listened to when it has spoken

    def __init__(self, clip: OwnClip) -> None:
        self._clip = clip
        self.voices = (clip.content,)

    def unavailable(self) -> str | None:
        """Return None: the file is there."""
        return None

    def heard(self, reading: Reading) -> str:
        """Return what it has to say."""
        return reading.kana

    def speak(self, reading: Reading, voice: str) -> Speech:
        """Return the words of the clip, with their times.

        Raises
        ------
        EngineError
            When it cannot be decoded, is silent, too long or too short, too noisy, or says something else.
        """
        audio = self._decoded()
        self._refuse(audio, reading)
        kana = tuple(mora.kana for mora in reading.morae)
        heard = believed(Speech(audio=audio, morae=evenly_spread(kana, audio), timing="spread"), reading)
        if heard is None:
            raise EngineError(self._said(self._noise(audio)))
        return _around_words(heard)

    def _decoded(self) -> Audio:
        path = self._clip.file
        kind = KINDS.get(path.suffix.lower())
        if kind is None:
            raise EngineError(told("{file} is none of {kinds}", file=self._clip.name, kinds=" ".join(KINDS)))
        blocks, frames = [], 0
        try:
            for block in decoded_file(path, kind=kind, sample_rate=_SAMPLE_RATE):
                blocks.append(block.mean(axis=1, dtype=np.float32))
                frames += len(block)
                if frames > _LONGEST_S * _SAMPLE_RATE:
                    message = told(
                        "{file} is longer than {minutes:.0f} minutes; record each text by itself",
                        file=self._clip.name,
                        minutes=_LONGEST_S / 60,
                    )
                    raise EngineError(message)
        except CodecError as error:
            message = told("{file} is damaged or no sound of its kind; record it again", file=self._clip.name)
            raise EngineError(message) from error
        return mono(np.concatenate([np.zeros(0, np.float32), *blocks]), _SAMPLE_RATE)

    def _refuse(self, audio: Audio, reading: Reading) -> None:
        """Refuse what is silent, or cannot be these words by its length."""
        speech = Speech(audio=audio, morae=(), timing="spread")
        if fault_of(speech) or np.abs(audio.samples).max() < _SILENT:
            raise EngineError(told("{file} is silent; record it again", file=self._clip.name))
        said_s, morae = _loud_s(audio), len(reading.morae)
        values = {"file": self._clip.name, "length_s": said_s, "morae": morae}
        if said_s > _MOST_MORA_S * morae + _EXTRA_S:
            message = told(
                "{file} is too long, {length_s:.1f} s for {morae} morae; record this text alone", **values
            )
            raise EngineError(message)
        if said_s < _LEAST_MORA_S * morae:
            message = told(
                "{file} is too short, {length_s:.1f} s for {morae} morae; record all of the text", **values
            )
            raise EngineError(message)

    def _noise(self, audio: Audio) -> bool:
        level_db = _levels_db(audio)
        return bool(np.percentile(level_db, _LOUD) - np.percentile(level_db, _QUIET) < _NOISY_DB)

    def _said(self, noisy: bool) -> str:
        """Say why a clip is not believed."""
        if noisy:
            return told(
                "{file} is too noisy; record it in a quiet room, near the microphone", file=self._clip.name
            )
        return told(
            "what {file} says is not '{text}', or not all of it; record it again as it is written",
            file=self._clip.name,
            text=self._clip.said,
        )


def _levels_db(audio: Audio) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    window = round(_WINDOW_S * audio.sample_rate)
    samples = audio.samples[: audio.frames // window * window, 0].astype(np.float64)
    power = np.square(samples.reshape(-1, window)).mean(axis=1)
    return np.asarray(10 * np.log10(power + 1e-12))


def _loud_s(audio: Audio) -> float:
    """Return how long it lasts from its first loud moment to its last."""
    level_db = _levels_db(audio)
    loud = np.flatnonzero(level_db > level_db.max(initial=-120.0) - 25.0)
    return float(loud[-1] - loud[0] + 1) * _WINDOW_S if loud.size else 0.0


def _around_words(speech: Speech) -> Speech:
    """Cut away what is before the first word and after the last."""
    audio, (before_s, after_s) = speech.audio, _AROUND_S
    first = max(0, round((speech.morae[0].start_s - before_s) * audio.sample_rate))
    last = min(audio.frames, round((speech.morae[-1].end_s + after_s) * audio.sample_rate))
    by_s = first / audio.sample_rate
    return replace(
        speech,
        audio=mono(audio.samples[first:last, 0], audio.sample_rate),
        morae=tuple(_sooner(mora, by_s) for mora in speech.morae),
    )


def _sooner(mora: MoraTime, by_s: float) -> MoraTime:
    return replace(
        mora,
        start_s=mora.start_s - by_s,
        vowel_onset_s=mora.vowel_onset_s - by_s,
        end_s=mora.end_s - by_s,
    )
