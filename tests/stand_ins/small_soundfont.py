"""A SoundFont 2.01 of one sine, written by hand: what the tests play, without an asset to ship."""

from __future__ import annotations

import struct

import numpy as np

SAMPLE_RATE = 44100
ROOT_PITCH = 69  # the sample's own pitch

_PERIOD = 100  # frames: 441 Hz
_PERIODS = 20
_GUARD = 46  # frames of silence that the format asks for after a sample

_INSTRUMENT, _SAMPLE_MODES, _SAMPLE_ID = 41, 54, 53  # generators
_LOOPED = 1
_DRUM_BANK = 128


def small_soundfont(*, program: int = 0, drums: bool = True) -> bytes:
    """Return a SoundFont whose every key of one program (and of the drum kit) is a looped sine."""
    pcm = np.sin(2 * np.pi * np.arange(_PERIOD * _PERIODS) / _PERIOD) * 16000
    places = [(0, program), (_DRUM_BANK, 0)] if drums else [(0, program)]
    return _riff(_info(), _samples(pcm), _presets(places, len(pcm)))


def _info() -> bytes:
    name = _chunk(b"isng", b"EMU8000\0") + _chunk(b"INAM", b"one sine\0\0")
    return _list(b"INFO", _chunk(b"ifil", struct.pack("<HH", 2, 1)) + name)


def _samples(pcm: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bytes:
    return _list(b"sdta", _chunk(b"smpl", pcm.astype("<i2").tobytes() + bytes(2 * _GUARD)))


def _presets(places: list[tuple[int, int]], frames: int) -> bytes:
    """Write the nine tables; each ends in a record that only closes the one before."""
    end = len(places)
    presets = [_preset(b"sine", *place, number) for number, place in enumerate(places)]
    bags = [struct.pack("<HH", number, 0) for number in range(end + 1)]
    generators = [struct.pack("<HH", _INSTRUMENT, 0)] * end + [bytes(4)]
    instruments = [struct.pack("<20sH", b"sine", 0), struct.pack("<20sH", b"EOI", 1)]
    zones = [struct.pack("<HH", 0, 0), struct.pack("<HH", 2, 0)]
    zone = [struct.pack("<HH", _SAMPLE_MODES, _LOOPED), struct.pack("<HH", _SAMPLE_ID, 0), bytes(4)]
    loop = (_PERIOD, frames - _PERIOD)
    header = struct.pack("<20sIIIIIBbHH", b"sine", 0, frames, *loop, SAMPLE_RATE, ROOT_PITCH, 0, 0, 1)
    tables = {
        b"phdr": [*presets, _preset(b"EOP", 0, 0, end)],
        b"pbag": bags,
        b"pmod": [bytes(10)],
        b"pgen": generators,
        b"inst": instruments,
        b"ibag": zones,
        b"imod": [bytes(10)],
        b"igen": zone,
        b"shdr": [header, struct.pack("<20s26x", b"EOS")],
    }
    return _list(b"pdta", b"".join(_chunk(name, b"".join(rows)) for name, rows in tables.items()))


def _preset(name: bytes, bank: int, program: int, first_bag: int) -> bytes:
    return struct.pack("<20sHHHIII", name, program, bank, first_bag, 0, 0, 0)


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def _list(kind: bytes, data: bytes) -> bytes:
    return _chunk(b"LIST", kind + data)


def _riff(*chunks: bytes) -> bytes:
    return _chunk(b"RIFF", b"sfbk" + b"".join(chunks))
