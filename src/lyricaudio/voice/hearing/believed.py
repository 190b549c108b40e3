"""Whether speech from outside says its reading, and when: all that can listen here has its say.

The embedded voice shows where the morae are, as finely as anybody here, and refuses what does not resemble it
as a whole. But it is deaf for a short word in place of another, and refuses a good line now and then. Where
the extra `listen` is installed, a model that knows the sounds of Japanese finds the one, and speaks for the
other, if it knows the voice.
"""

from __future__ import annotations

from dataclasses import replace

from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import Speech
from lyricaudio.voice.hearing.align import aligned
from lyricaudio.voice.hearing.ears import ears_unavailable
from lyricaudio.voice.hearing.phones import phones_heard


def believed(speech: Speech, reading: Reading) -> Speech | None:
    """Return speech of one channel with the times of its morae, or None when it does not say its reading.

    Raises
    ------
    EngineUnavailable
        When the ears are installed, but damaged.
    """
    found = aligned(speech, reading)
    is_aligned = found.timing == "aligned"
    heard = phones_heard(speech.audio, reading) if ears_unavailable() is None else None
    if heard is None:
        return found if is_aligned else None
    if heard.doubted or not (is_aligned or heard.is_known):
        return None
    return found if is_aligned else replace(found, morae=heard.morae, timing="aligned")
