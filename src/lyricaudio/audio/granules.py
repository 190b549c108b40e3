"""An MP3 that is made quieter for a moment, without being encoded anew.

Each granule of layer III (576 frames of sound) tells for each channel by which power of the fourth root of
two its spectrum is multiplied: `global_gain` (ISO/IEC 11172-3, 2.4.1.7 and 2.4.3.4). It has a fixed place in
the side information and can be changed there; since granules overlap, the change is a fade. To encode anew
takes a hundred times as long, leaves nothing as it was, and is too loud in another place as often as not.

For MPEG-1 layer III without tags and without checksums of packets, that begins with a header of LAME's kind:
as `codec.write_mp3` makes it. A frame is one of sound; what a decoder takes at once is called a packet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lyricaudio.audio.crc16 import crc16, crc16_changed

_GRANULE_FRAMES = 576
_DECODER_DELAY = 529  # frames, which LAME's header does not count
_FILTER_DELAY = 240  # frames from the middle of what the synthesis filter bank hears to what it gives

_KBPS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_SAMPLE_RATES = (44100, 48000, 32000)
_MONO = 3
_BEFORE_GRANULES = {1: 18, 2: 20}  # bits: where the data begins, and what both granules share
_CHANNEL_BITS, _BEFORE_GAIN = 59, 21

_TO_LAME = 120  # bytes: "Info", flags, frames, bytes, a hundred places to seek to, the quality
_DELAY, _MUSIC_CRC, _HEADER_CRC = 21, 32, 34  # bytes, from there on


def lowered(mp3: bytes, moments: Iterable[int]) -> bytes:
    """Return an MP3 that is 1.5 dB quieter around some moments, for some 20 ms, and else the same.

    Parameters
    ----------
    mp3
        The whole file. The checksums in its header are brought up to date.
    moments
        Frames of sound as they are counted by a decoder that leaves out the encoder's delay.

    Raises
    ------
    ValueError
        When it is another kind of file.
    """
    places = list(_places(mp3))
    first = places[1]
    lame = mp3.find(b"Info", 0, first) + _TO_LAME
    if lame < _TO_LAME:
        raise ValueError("there is no header of LAME's kind")
    delay = (int.from_bytes(mp3[lame + _DELAY : lame + _DELAY + 3], "big") >> 12) + _DECODER_DELAY
    changed = bytearray(mp3)
    for granule in _granules((moment + delay for moment in moments), 2 * (len(places) - 2)):
        _lower(changed, places[1 + granule // 2], granule % 2)
    music = mp3[lame + _MUSIC_CRC : lame + _HEADER_CRC]
    changed[lame + _MUSIC_CRC : lame + _HEADER_CRC] = crc16_changed(music, mp3[first:], changed[first:])
    changed[lame + _HEADER_CRC : lame + _HEADER_CRC + 2] = crc16(changed[: lame + _HEADER_CRC])
    return bytes(changed)


def _places(mp3: bytes) -> Iterator[int]:
    """Yield where each packet begins, the header's first, and where the last ends."""
    at = 0
    while at < len(mp3):
        head = mp3[at : at + 4]
        if len(head) < 4 or head[:2] != b"\xff\xfb" or head[2] >> 4 in (0, 15) or head[2] >> 2 & 3 == 3:
            raise ValueError(f"at {at} begins no packet of MPEG-1 layer III")
        yield at
        at += 144_000 * _KBPS[head[2] >> 4] // _SAMPLE_RATES[head[2] >> 2 & 3] + (head[2] >> 1 & 1)
    yield at


def _granules(moments: Iterable[int], count: int) -> Iterator[int]:
    """Yield the granules that sound at some moments: of every moment those two that overlap in it, once."""
    heard = {(moment - _FILTER_DELAY) // _GRANULE_FRAMES for moment in moments}
    return (granule for granule in sorted(heard | {later - 1 for later in heard}) if 0 <= granule < count)


def _lower(mp3: bytearray, packet: int, granule: int) -> None:
    """Lower the gain of every channel of a granule by one step, where it is not the lowest already."""
    channels = 1 if mp3[packet + 3] >> 6 == _MONO else 2
    for channel in range(channels):
        bits = _BEFORE_GRANULES[channels] + (granule * channels + channel) * _CHANNEL_BITS + _BEFORE_GAIN
        at, beyond = packet + 4 + bits // 8, 8 - bits % 8
        both = int.from_bytes(mp3[at : at + 2], "big")
        if both >> beyond & 0xFF:
            mp3[at : at + 2] = (both - (1 << beyond)).to_bytes(2, "big")
