from __future__ import annotations

import contextlib
import struct
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stand_ins.small_soundfont import small_soundfont

from lyricaudio.errors import LyricAudioError
from lyricaudio.music.band.soundfont import require_playable
from lyricaudio.music.band.soundfontfile import DamagedSoundFontError, check_soundfont

WHOLE = small_soundfont()


def changed(table: bytes, offset: int, data: bytes) -> bytes:
    """Overwrite bytes of a table's content."""
    at = WHOLE.index(table) + 8 + offset
    return WHOLE[:at] + data + WHOLE[at + len(data) :]


def test_a_whole_soundfont_passes() -> None:
    check_soundfont(WHOLE)
    check_soundfont(small_soundfont(drums=False))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no SoundFont 2"),
        (WHOLE.replace(b"sfbk", b"WAVE"), "no SoundFont 2"),
        (WHOLE[:-20], "ends in the middle of a chunk"),
        (WHOLE.replace(b"pdta", b"xxxx"), "its samples or its presets are missing"),
        (WHOLE.replace(b"inst", b"xxxx"), "its table 'inst' is missing or cut"),
        (changed(b"phdr", 24, struct.pack("<H", 9)), "'phdr' leads out of 'pbag'"),
        (changed(b"pgen", 2, struct.pack("<H", 7)), "'pgen' leads out of 'inst'"),
        (changed(b"igen", 6, struct.pack("<H", 65535)), "'igen' leads out of 'shdr'"),
        (changed(b"shdr", 24, struct.pack("<I", 1 << 30)), "sample 'sine' lies outside"),
        (changed(b"shdr", 20, struct.pack("<I", 2001)), "sample 'sine' lies outside"),
        (changed(b"igen", 0, struct.pack("<Hh", 12, 1)), "sample 'sine' lies outside"),
    ],
)
def test_what_leads_out_of_the_file_is_named(data: bytes, said: str) -> None:
    with pytest.raises(DamagedSoundFontError, match=said):
        check_soundfont(data)


def with_name(*, pad: bool) -> bytes:
    """Give the file a name of three letters, and the byte after it that odd sizes want, or not."""
    name = b"INAM" + struct.pack("<I", 10) + b"one sine\0\0"
    assert name in WHOLE
    odd = b"INAM" + struct.pack("<I", 3) + b"abc" + b"\0" * pad
    shorter = len(name) - len(odd)
    at = WHOLE.index(b"LIST") + 4
    (size,) = struct.unpack_from("<I", WHOLE, at)
    made = WHOLE[:at] + struct.pack("<I", size - shorter) + WHOLE[at + 4 :].replace(name, odd, 1)
    return made[:4] + struct.pack("<I", len(made) - 8) + made[8:]


@pytest.mark.parametrize("pad", [True, False])
def test_a_chunk_of_odd_size_may_lack_its_last_byte_as_some_programs_write_it(pad: bool) -> None:
    check_soundfont(with_name(pad=pad))


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, len(WHOLE)), st.integers(0, 255))
def test_a_damaged_file_is_refused_or_passes_and_never_anything_else(at: int, length: int, byte: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[at] = byte
    for data in (bytes(damaged), bytes(damaged[:length])):
        with contextlib.suppress(DamagedSoundFontError):
            check_soundfont(data)


def test_where_the_package_is_missing_one_is_told_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tinysoundfont", None)  # to Python: it cannot be imported
    font = tmp_path / "small.sf2"
    font.write_bytes(WHOLE)
    with pytest.raises(LyricAudioError, match="pip install --no-deps tinysoundfont"):
        require_playable(font)
