"""Lines of the embedded voice, and simple settings for them."""

from __future__ import annotations

from functools import cache

from lyricaudio.reading.model import AccentPhrase, Mora, Reading
from lyricaudio.reading.reader import Reader
from lyricaudio.voice.clip import Clip
from lyricaudio.voice.engine import load_engine
from lyricaudio.voice.hearing.trim import clip_from_speech
from lyricaudio.voice.setting.schedule import Setting


@cache
def spoken(text: str) -> tuple[Reading, Clip]:
    """Return a text's reading and its clip by the embedded voice."""
    reading = Reader().read(text)
    engine = load_engine("openjtalk")
    return reading, clip_from_speech(engine.speak(reading, engine.voices[0]))


def on_grid(
    clip: Clip, bpm: float, *, slower: float = 1.15, notes: tuple[float, ...] | None = None
) -> Setting:
    """Return natural onsets, so many times slower, each on the nearest free sixteenth; a beat for the end."""
    sixteenth_s = 15 / bpm
    first_s = clip.facts.morae[0].vowel_onset_s
    slots: list[int] = []
    for time in clip.facts.morae:
        nearest = round((time.vowel_onset_s - first_s) * slower / sixteenth_s)
        slots.append(max(nearest, slots[-1] + 1 if slots else 0))
    onsets_s = tuple(slot * sixteenth_s for slot in slots)
    return Setting(onsets_s=onsets_s, end_s=onsets_s[-1] + 4 * sixteenth_s, notes=notes)


def reading_of(*phrases: str) -> Reading:
    """Return a reading of morae that are written as phones, `ka a N cl`; after each phrase is a pause."""
    return Reading(
        written="",
        spoken="",
        labels=(),
        phrases=tuple(
            AccentPhrase(morae=tuple(map(_mora, phrase.split())), accent=0, pause="breath")
            for phrase in phrases
        ),
    )


def _mora(phones: str) -> Mora:
    if phones == "ー":
        return Mora(kana=phones, consonant=None, vowel="a")
    if phones in ("N", "cl"):
        return Mora(kana=phones, consonant=None, vowel=phones)
    return Mora(kana=phones, consonant=phones[:-1] or None, vowel=phones[-1])
