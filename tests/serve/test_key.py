from __future__ import annotations

from pathlib import Path

import pytest

from lyricaudio.serve.key import key_of


def kept(output: Path) -> Path:
    return output / ".lyricaudio" / "key"


def test_a_release_keeps_its_key_and_another_has_another(tmp_path: Path) -> None:
    first = key_of(tmp_path / "a")
    assert key_of(tmp_path / "a") == first
    other = key_of(tmp_path / "b")
    assert (other.text, other.cookie_name) != (first.text, first.cookie_name)


@pytest.mark.parametrize("damage", [b"", b"x", b"\xff" * 12, b"a b c d e f ", b"A" * 13])
def test_a_damaged_key_is_made_anew(damage: bytes, tmp_path: Path) -> None:
    kept(tmp_path).parent.mkdir()
    kept(tmp_path).write_bytes(damage)
    made = key_of(tmp_path)
    assert kept(tmp_path).read_text("ascii") == f"{made.text}\n"
    assert key_of(tmp_path) == made


def test_where_nothing_can_be_written_there_is_a_key_for_this_time(tmp_path: Path) -> None:
    (tmp_path / ".lyricaudio").write_bytes(b"in the way")
    assert len(key_of(tmp_path).text) == 12
