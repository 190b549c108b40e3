from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.audio.codec import decoded_blocks, write_mp3
from lyricaudio.audio.crc16 import crc16, crc16_changed
from lyricaudio.audio.granules import lowered
from lyricaudio.audio.sound import Samples

RATE = 44100
FRAMES = 4 * RATE
STEP = 2 ** (-1 / 4)


def noise() -> Samples:
    return np.random.default_rng(1).normal(0, 0.05, (FRAMES, 2)).astype(np.float32)


def mp3(folder: Path, *, mono: bool = False) -> bytes:
    path = folder / "うた.mp3"
    write_mp3(path, [noise()], sample_rate=RATE, mono=mono)
    return path.read_bytes()


def heard(folder: Path, data: bytes) -> Samples:
    path = folder / "gehört.mp3"
    path.write_bytes(data)
    return np.concatenate(list(decoded_blocks(path)))


def crcs(data: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """What the header says of music and of itself, and what is so; it is one frame of 417 bytes or 208."""
    lame = data.index(b"Info") + 120
    first = 208 if data[2] >> 4 == 5 else 417
    return (
        data[lame + 32 : lame + 34],
        data[lame + 34 : lame + 36],
        crc16(data[first:]),
        crc16(data[: lame + 34]),
    )


@pytest.mark.parametrize("mono", [False, True])
@pytest.mark.parametrize("moment", [0, 30_000, 30_287, 30_575, 100_001, FRAMES - 1])
def test_a_moment_is_a_step_quieter_and_what_is_not_near_it_is_as_it_was(
    tmp_path: Path, moment: int, mono: bool
) -> None:
    whole = mp3(tmp_path, mono=mono)
    quieter = lowered(whole, [moment])
    assert len(quieter) == len(whole)
    before, after = heard(tmp_path, whole), heard(tmp_path, quieter)
    assert len(before) == len(after)
    at = slice(max(0, moment - 20), moment + 21)
    assert np.abs(after[at] - STEP * before[at]).max() < 0.1 * np.abs(before[at]).max()
    far = np.abs(np.arange(len(before)) - moment) > 1500
    assert np.array_equal(before[far], after[far])


def test_its_header_is_signed_anew(tmp_path: Path) -> None:
    whole = mp3(tmp_path)
    quieter = lowered(whole, [70_000, 20_000])
    assert crcs(whole)[:2] == crcs(whole)[2:]
    assert crcs(quieter)[:2] == crcs(quieter)[2:]
    assert crcs(quieter) != crcs(whole)


def test_moments_of_one_granule_lower_it_once_and_no_moment_nothing(tmp_path: Path) -> None:
    whole = mp3(tmp_path)
    assert lowered(whole, [50_000, 50_001, 50_000]) == lowered(whole, [50_000])
    assert lowered(whole, []) == whole


def test_a_gain_of_nothing_stays(tmp_path: Path) -> None:
    whole = bytearray(mp3(tmp_path))
    at = whole.index(whole[417:420], 50 * 417)
    whole[at + 4 : at + 36] = bytes(32)
    packet = round((at - 417) / 417.96)
    moment = packet * 1152 - 1105 + 240 + 576  # in its second granule, which overlaps with its first
    changed = lowered(bytes(whole), [moment])
    assert changed[at + 4 : at + 36] == bytes(32)
    assert changed == whole


@pytest.mark.parametrize("other", [b"RIFF....WAVE", b"ID3\4", b"\xff\xfb"])
def test_another_kind_of_file_is_refused(other: bytes) -> None:
    with pytest.raises(ValueError, match="MPEG-1"):
        lowered(other, [0])


def test_an_mp3_without_a_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="LAME"):
        lowered(mp3(tmp_path)[417:], [0])


def test_the_checksum_is_the_known_one() -> None:
    assert crc16(b"123456789").hex() == "bb3d"  # CRC-16/ARC of the catalogue of parametrised CRCs


@given(st.binary(min_size=1, max_size=300), st.lists(st.tuples(st.integers(0, 299), st.integers(0, 255))))
def test_the_checksum_of_what_was_changed_is_that_of_the_whole(
    data: bytes, changes: Sequence[tuple[int, int]]
) -> None:
    changed = bytearray(data)
    for at, byte in changes:
        changed[at % len(data)] = byte
    assert crc16_changed(crc16(data), data, changed) == crc16(changed)
