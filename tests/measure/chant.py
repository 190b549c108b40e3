"""What of a chant or a song can be measured: where onsets are heard, how near timbre and pitch are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from tests.measure.onsets import onset_lags
from tests.measure.pitch import note_errors_cents
from tests.measure.timbre import mel_cepstra, mel_cepstral_distances_db

from lyricaudio.audio.sound import Audio
from lyricaudio.audio.vocoder import FRAME_S, analysed
from lyricaudio.music.flow.line import Flow
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import Clip
from lyricaudio.voice.setting.schedule import Setting
from lyricaudio.voice.setting.warp import Warp, is_tone, warped

AUDIBLE_REST_S = 0.02
"""A shorter one is a dip of the voice."""

Array = npt.NDArray[np.float64]


def lags_ms(reading: Reading, clip: Clip, heard: Audio, slots_s: Sequence[float]) -> Array:
    """Return how far each mora is heard from its slot, in milliseconds; NaN where it is not found.

    `slots_s` are where the morae of the unwarped clip should be heard. ッ is silent and ー has no onset.
    """
    places = [place for place, mora in enumerate(reading.morae) if mora.kana not in "ッー"]
    natural_s = [clip.facts.morae[place].vowel_onset_s for place in places]
    return 1000 * np.abs(onset_lags(clip.audio, natural_s, heard, [slots_s[place] for place in places]))


def set_lags_ms(reading: Reading, clip: Clip, setting: Setting, chant: Clip) -> Array:
    """Return how far each mora of a clip that was set is heard from its slot, in milliseconds."""
    zero_s = setting.onsets_s[0] - chant.facts.morae[0].vowel_onset_s
    return lags_ms(reading, clip, chant.audio, [onset_s - zero_s for onset_s in setting.onsets_s])


def distances_db(reading: Reading, clip: Clip, setting: Setting, chant: Clip) -> Array:
    """Return the mel-cepstral distance of each voiced frame of a chant from the frame it was made of."""
    old, new = analysed(clip.audio), analysed(chant.audio)
    zero_s = setting.onsets_s[0] - chant.facts.morae[0].vowel_onset_s
    moments_s = warped(clip.facts.morae, reading, setting).source_at(
        zero_s + FRAME_S * np.arange(new.frames, dtype=np.float64)
    )
    frames = np.clip(np.round(moments_s / FRAME_S).astype(int), 0, old.frames - 1)
    both = (old.f0_hz[frames] > 0) & (new.f0_hz > 0)
    return mel_cepstral_distances_db(mel_cepstra(old)[frames[both]], mel_cepstra(new)[both])


def errors_cents(reading: Reading, song: Clip, notes: Sequence[float]) -> Array:
    """Return how far the middle of each mora that has a tone is from its note."""
    pairs = zip(reading.morae, song.facts.morae, notes, strict=True)
    sung = [((it.vowel_onset_s, it.end_s), note) for mora, it, note in pairs if is_tone(mora)]
    return note_errors_cents(song.audio, [span for span, _ in sung], [note for _, note in sung])


def heads_on_beat(reading: Reading, flow: Flow) -> tuple[bool, ...]:
    """Tell for each accent phrase whether it begins on a beat."""
    onsets = iter(flow.onsets_beats)
    phrases = [[next(onsets) for _ in phrase.morae] for phrase in reading.phrases]
    return tuple(first.denominator == 1 for first, *_ in phrases)


def audible_rests(reading: Reading, warp: Warp) -> tuple[bool, ...]:
    """Tell for each mora that has a tone and is inside a breath group whether a rest is heard after it."""
    return tuple(
        after.time.start_s - before.time.end_s > AUDIBLE_REST_S
        for mora, (before, after) in zip(reading.morae, pairwise(warp.morae), strict=False)
        if is_tone(mora) and not before.held
    )
