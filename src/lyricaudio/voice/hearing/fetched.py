"""Speech that came from elsewhere: decoded, and refused unless it can be the whole line.

No decoder notices that an MP3 was cut, so its length is held against the number of morae.
"""

from __future__ import annotations

from lyricaudio.audio.codec import decode
from lyricaudio.audio.sound import Audio, mono
from lyricaudio.errors import CodecError, EngineError
from lyricaudio.messages import told
from lyricaudio.reading.model import Reading
from lyricaudio.voice.clip import Speech
from lyricaudio.voice.hearing.trim import evenly_spread

_SHORTEST_S, _FASTEST_MORA_S, _SLOWEST_MORA_S, _EXTRA_S = 0.15, 0.06, 0.6, 3.0


def decoded(data: bytes, reading: Reading, *, engine: str, kind: str) -> Audio:
    """Decode what an engine's server sent, and mix it down to one channel.

    Raises
    ------
    EngineError
        When the bytes are no sound of that kind (`mp3`, `wav`).
    """
    try:
        audio = decode(data, name=told("the answer of {engine}", engine=engine), kind=kind)
    except CodecError as error:
        raise EngineError(
            told(
                "{engine}: {error} for '{text}'; run again later",
                engine=engine,
                error=error,
                text=reading.written,
            )
        ) from error
    return mono(audio.samples.mean(axis=1), audio.sample_rate)


def untimed_speech(data: bytes, reading: Reading, *, engine: str, kind: str = "mp3") -> Speech:
    """Decode the sound of who tells no times; the morae are spread evenly over it.

    Raises
    ------
    EngineError
        When it is no sound of that kind (`mp3`, `wav`), or too short or too long for the reading's morae.
    """
    audio = decoded(data, reading, engine=engine, kind=kind)
    morae = len(reading.morae)
    least_s, most_s = max(_SHORTEST_S, _FASTEST_MORA_S * morae), _SLOWEST_MORA_S * morae + _EXTRA_S
    if not least_s <= audio.duration_s <= most_s:
        raise EngineError(
            told(
                "{engine}: {length_s:.1f} s of sound for the {morae} morae of '{text}'; it broke off: run"
                " again later",
                engine=engine,
                length_s=audio.duration_s,
                morae=morae,
                text=reading.written,
            )
        )
    kana = tuple(mora.kana for mora in reading.morae)
    return Speech(audio=audio, morae=evenly_spread(kana, audio), timing="spread")
