"""How long the parts of songs are, kept from ride to ride."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyricaudio.pipeline.project.lengths import Lengths

PARTS = {("line", "a b"): 28.5, ("hook", ""): 20.25}


def test_what_was_learned_is_known_to_the_next_and_only_for_the_same_digest(tmp_path: Path) -> None:
    lengths = Lengths(tmp_path)
    assert lengths.of("04-relu", "one") is None
    lengths.learn("04-relu", "one", PARTS)
    lengths.store({"04-relu"})
    assert Lengths(tmp_path).of("04-relu", "one") == PARTS
    assert Lengths(tmp_path).of("04-relu", "other") is None


def test_songs_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    for song in ("a", "b"):
        lengths = Lengths(tmp_path)
        lengths.learn(song, "one", PARTS)
        lengths.store({"b"})
    assert Lengths(tmp_path).of("a", "one") is None
    assert Lengths(tmp_path).of("b", "one") == PARTS


@pytest.mark.parametrize("damaged", ["", "[]", "{", '{"a": 1}', '{"a": ["one", [["line", 1]]]}', "\0"])
def test_a_damaged_file_counts_as_none_and_heals(damaged: str, tmp_path: Path) -> None:
    (tmp_path / ".lyricaudio").mkdir()
    (tmp_path / ".lyricaudio" / "lengths").write_text(damaged, "utf-8")
    lengths = Lengths(tmp_path)
    assert lengths.of("a", "one") is None
    lengths.learn("a", "one", PARTS)
    lengths.store({"a"})
    assert Lengths(tmp_path).of("a", "one") == PARTS


def test_where_nothing_can_be_written_nothing_is_lost_but_time(tmp_path: Path) -> None:
    (tmp_path / ".lyricaudio").write_text("a file where the folder should be", "utf-8")
    lengths = Lengths(tmp_path)
    lengths.learn("a", "one", PARTS)
    lengths.store({"a"})
    assert lengths.of("a", "one") == PARTS
