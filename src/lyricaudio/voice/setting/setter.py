"""A clip set to music by WORLD: any voice, said or sung when and how the setting wants it.

What WORLD cannot do: a devoiced vowel has no pitch to change, so it stays a whisper in a sung line too. A
voice that can be asked not to devoice should be, before the clip is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from lyricaudio.audio.loudness import loudness_lufs
from lyricaudio.audio.sound import Curve
from lyricaudio.audio.vocoder import FRAME_S, analysed, resynthesised
from lyricaudio.reading.model import Mora, Reading
from lyricaudio.voice.clip import Clip, ClipFacts, MoraTime, Timing
from lyricaudio.voice.setting.schedule import Setting
from lyricaudio.voice.setting.singing import sung_f0_hz
from lyricaudio.voice.setting.warp import ABUT_S, TimeSpan, Warp, is_tone, warped

_UNVOICED = frozenset(("k", "s", "sh", "t", "ts", "ch", "h", "f", "p", "ky", "hy", "py", "ty", "kw", "fy"))
_RISE_S = 0.010  # before the first sound after a rest
_FALL_S = 0.040  # after the last before one, as a trimmed clip keeps it
_MARGIN = 0.25  # what is not the heart of a sound, at each end


def set_clip(clip: Clip, reading: Reading, setting: Setting) -> Clip:
    """Move a clip's morae to the times of the setting, and sing them when it has notes.

    Parameters
    ----------
    clip
        The reading as a voice said it, at any sample rate, which stays.
    reading
        With at least one mora; the clip's times are those of its morae.
    setting
        One onset per mora.

    Returns
    -------
    Clip
        Begins 10 ms before its first consonant and ends with its last sound. Its times are the achieved
        ones; it belongs where its first vowel onset meets ``setting.onsets_s[0]``.

    Raises
    ------
    ValueError
        As `warped` does, and as `analysed` and `resynthesised` do for sound and pitch.
    """
    warp = warped(clip.facts.morae, reading, setting)
    voiced, unvoiced = _voicing(clip.facts, reading.morae)
    analysis = analysed(clip.audio, voiced=voiced, unvoiced=unvoiced)
    start_s, frames = _extent(warp)
    times_s = start_s + FRAME_S * np.arange(frames, dtype=np.float64)
    audio = resynthesised(
        analysis,
        warp.source_at(times_s),
        gain_at(times_s, warp.sounding),
        None
        if setting.notes is None
        else sung_pitch_hz(times_s, reading.morae, setting.notes, setting, warp),
    )
    facts = _facts(warp, clip.facts.timing)
    return Clip(audio=audio, facts=replace(facts, loudness_lufs=loudness_lufs(audio)))


def set_facts(natural: ClipFacts, reading: Reading, setting: Setting) -> ClipFacts:
    """Return what is known of a clip before it is set: all but its loudness, which is 0.

    It takes the facts of the clip that `set_clip` would take, and raises as `warped` does.
    """
    return _facts(warped(natural.morae, reading, setting), natural.timing)


def gain_at(times_s: Curve, sounding: Sequence[TimeSpan]) -> Curve:
    """Return 1 where the voice sounds and 0 in rests, with soft edges that lie in the rests.

    Each rest begins with a fall of 40 ms and ends with a rise of 10 ms, or three and one quarters of it. The
    shape is that of `times_s`, which ascend; spans ascend.
    """
    gain = np.zeros(len(times_s))
    rest_s = [float("inf")]
    rest_s += [start_s - stop_s for (_, stop_s), (start_s, _) in pairwise(sounding)]
    rest_s += [float("inf")]
    for (start_s, stop_s), (before_s, after_s) in zip(sounding, pairwise(rest_s), strict=True):
        rise_s, fall_s = min(_RISE_S, 0.25 * before_s), min(_FALL_S, 0.75 * after_s)
        rise = (times_s - start_s) / rise_s + 1.0
        fall = 1.0 - (times_s - stop_s) / fall_s
        gain += np.square(np.sin(np.pi / 2 * np.clip(np.minimum(rise, fall), 0.0, 1.0)))
    return np.minimum(gain, 1.0)


def sung_pitch_hz(
    times_s: Curve, morae: Sequence[Mora], notes: Sequence[float], setting: Setting, warp: Warp
) -> Curve:
    """Return the sung pitch in Hz at ascending times, in the setting's frame of reference.

    ー, ン and ッ that continue the note before them are one note with it.
    """
    times = [mora.time for mora in warp.morae]
    tied = [
        _has_no_onset(mora) and note == note_before and time.start_s - time_before.end_s < ABUT_S
        for mora, (note_before, note), (time_before, time) in zip(
            morae[1:], pairwise(notes), pairwise(times), strict=True
        )
    ]
    own = [place for place, continues in enumerate((False, *tied)) if not continues]
    return sung_f0_hz(
        times_s,
        onsets_s=[setting.onsets_s[place] for place in own],
        end_s=setting.end_s,
        notes=[notes[place] for place in own],
        sounding=warp.sounding,
    )


def _voicing(facts: ClipFacts, morae: Sequence[Mora]) -> tuple[list[TimeSpan], list[TimeSpan]]:
    """Return where the speech must have a pitch, and where it must have none.

    Only the hearts of voiceless sounds are sure to have none: the voice may set in before they are over. When
    times are not exact, only the hearts of vowels are sure at all.
    """
    timed = list(zip(facts.morae, morae, strict=True))
    vowels = [(time.vowel_onset_s, time.end_s) for time, mora in timed if is_tone(mora)]
    if facts.timing != "engine":
        return list(map(_heart, vowels)), []
    whispers = [(time.vowel_onset_s, time.end_s) for time, mora in timed if not is_tone(mora)]
    consonants = [(mora.consonant, (time.start_s, time.vowel_onset_s)) for time, mora in timed]
    voiced = [span for consonant, span in consonants if consonant not in _UNVOICED]
    voiceless = [span for consonant, span in consonants if consonant in _UNVOICED]
    return vowels + voiced, [*map(_heart, voiceless + whispers), *_pauses(facts)]


def _heart(span: TimeSpan) -> TimeSpan:
    start_s, stop_s = span
    margin_s = _MARGIN * (stop_s - start_s)
    return start_s + margin_s, stop_s - margin_s


def _pauses(facts: ClipFacts) -> list[TimeSpan]:
    """Return what lies between morae, before the first and after the last."""
    ends_s = (0.0, *(time.end_s for time in facts.morae))
    starts_s = (*(time.start_s for time in facts.morae), facts.duration_s)
    return [(end_s, start_s) for end_s, start_s in zip(ends_s, starts_s, strict=True) if start_s > end_s]


def _has_no_onset(mora: Mora) -> bool:
    return mora.kana == "ー" or mora.vowel in ("N", "cl")


def _extent(warp: Warp) -> tuple[float, int]:
    """Return when a set clip begins, in the setting's frame of reference, and of how many frames it is."""
    start_s = warp.sounding[0][0] - _RISE_S
    return start_s, int(np.ceil((warp.sounding[-1][1] + _FALL_S - start_s) / FRAME_S)) + 1


def _facts(warp: Warp, timing: Timing) -> ClipFacts:
    start_s, frames = _extent(warp)
    morae = tuple(_later(mora.time, -start_s) for mora in warp.morae)
    return ClipFacts(duration_s=frames * FRAME_S, loudness_lufs=0.0, morae=morae, timing=timing)


def _later(time: MoraTime, by_s: float) -> MoraTime:
    return MoraTime(
        kana=time.kana,
        start_s=time.start_s + by_s,
        vowel_onset_s=time.vowel_onset_s + by_s,
        end_s=time.end_s + by_s,
    )
