"""The checksum in an MP3's header: CRC-16 of IBM, lowest bit first, from 0, the higher byte first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Buffer = bytes | bytearray


def _of_byte(byte: int) -> int:
    for _ in range(8):
        byte = byte >> 1 ^ (0xA001 if byte & 1 else 0)
    return byte


_OF_BYTES = tuple(map(_of_byte, range(256)))


def crc16(data: Buffer) -> bytes:
    """Return the checksum of some bytes."""
    register = 0
    for byte in data:
        register = _OF_BYTES[register & 0xFF ^ byte] ^ register >> 8
    return register.to_bytes(2, "big")


def crc16_changed(checksum: bytes, before: Buffer, after: Buffer) -> bytes:
    """Return the checksum of bytes that are so long as others of a known one and differ in few places.

    It differs by the checksum of the differences, for which megabytes without any take no time.
    """
    differences = np.frombuffer(before, np.uint8) ^ np.frombuffer(after, np.uint8)
    register, done = 0, 0
    for at in np.flatnonzero(differences).tolist():
        register = _beyond_zeros(register, at - done)
        register, done = _OF_BYTES[register & 0xFF ^ differences[at]] ^ register >> 8, at + 1
    register = _beyond_zeros(register, len(differences) - done)
    return (register ^ int.from_bytes(checksum, "big")).to_bytes(2, "big")


def _beyond_zeros(register: int, count: int) -> int:
    """Return the register after so many bytes of 0, each of which maps every bit of it by itself."""
    images = [_OF_BYTES[1 << bit & 0xFF] ^ 1 << bit >> 8 for bit in range(16)]
    while count:
        if count & 1:
            register = _mapped(register, images)
        images = [_mapped(image, images) for image in images]
        count >>= 1
    return register


def _mapped(register: int, images: Sequence[int]) -> int:
    result = 0
    for bit, image in enumerate(images):
        if register >> bit & 1:
            result ^= image
    return result
