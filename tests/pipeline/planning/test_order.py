"""What an order's digest follows, without a sound."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from lyricaudio.errors import Place
from lyricaudio.pipeline.planning.order import Order
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import read_record
from lyricaudio.provenance import digest

SONG = """\
title: 学習率のうた
style: ours
lines: [学習率は一歩の大きさ]
"""
LOFI = (files("lyricaudio.music.styles") / "lofi.toml").read_text("utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "songs").mkdir()
    (tmp_path / "songs" / "a.yaml").write_text(SONG, "utf-8")
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "ours.toml").write_text(LOFI, "utf-8")
    return tmp_path


def orders(project: Path) -> tuple[Order, ...]:
    planned = plan(open_library([], folder=project), read_record(project / "output"))
    assert planned.failures == ()
    return planned.orders


def test_a_style_is_told_by_what_is_in_it(project: Path) -> None:
    before = [order.digest for order in orders(project)]
    assert [order.digest for order in orders(project)] == before
    style = project / "styles" / "ours.toml"
    style.write_text(LOFI.replace("swing = ", "swing = 0.1  # ", 1), "utf-8")
    assert "swing = 0.1  #" in style.read_text("utf-8")
    assert all(new.digest != old for new, old in zip(orders(project), before, strict=True))


def test_a_style_by_another_name_is_the_same(project: Path) -> None:
    before = [order.digest for order in orders(project)]
    (project / "styles" / "ours.toml").rename(project / "styles" / "theirs.toml")
    (project / "songs" / "a.yaml").write_text(SONG.replace("ours", "theirs"), "utf-8")
    assert [order.digest for order in orders(project)] == before


def test_a_song_in_another_metre_is_another(project: Path) -> None:
    before = [order.digest for order in orders(project)]
    song = SONG.replace("style: ours", "style: {name: ours, metre: 3/4}")
    (project / "songs" / "a.yaml").write_text(song, "utf-8")
    assert all(new.digest != old for new, old in zip(orders(project), before, strict=True))


def test_speech_in_mono_is_all_but_the_song_itself_and_what_tells_left_from_right(project: Path) -> None:
    song = "title: 率のうた\nlines:\n  - {lyric: 適合率は当てた中, explain: 正解の割合です。}\n"
    told = "  - 再現率は拾えた中\nconfuse:\n  - {pair: [適合率, 再現率], because: 分母がちがう}\n"
    (project / "songs" / "a.yaml").write_text(song + told, "utf-8")
    forms = "forms: [song, explain, contrast]\n"
    for speech, mono in (("", []), ("speech: mono\n", ["explain"])):
        (project / "lyricaudio.yaml").write_text(speech + forms, "utf-8")
        assert {order.form.name for order in orders(project)} == {"song", "explain", "contrast"}
        assert [order.form.name for order in orders(project) if order.mono] == mono


TOLD = {
    **dict.fromkeys(("song_path", "song", "form", "folder", "stem", "own_files", "digest"), False),
    **dict.fromkeys(
        (
            "song_id",
            "plan",
            "manners",
            "loudness_lufs",
            "length_s",
            "off_vocal",
            "soundfont",
            "mono",
            "embed_lrc",
        ),
        True,
    ),
    **dict.fromkeys(("title", "title_reading", "artist", "album", "year"), True),
    **dict.fromkeys(("track", "tracks", "disc", "discs", "tags", "recording"), True),
}
"""Whether an episode is made anew when so much of its order is another."""

MANNER_TOLD = {
    **dict.fromkeys(("lines", "scoring", "voices", "recording", "clips"), True),
    **dict.fromkeys(
        ("readings", "lexicon", "lexicons", "place"), False
    ),  # readings: by the reader's fingerprint
}
SCORING_TOLD = {
    **dict.fromkeys(("style_digest", "bpm", "melodies", "own_melodies", "speed", "loop", "seed"), True),
    "loop_place": True,  # None: no loop
    **dict.fromkeys(("style", "melody_place", "files"), False),
}


@dataclass(frozen=True)
class Another:
    """Stands for any other value of a field."""


def stale_fields(value: Any) -> dict[str, bool]:
    """Tell of each field of a value whether its digest is another when something else stands there."""
    before = digest(value)
    return {
        one.name: digest(replace(value, **{one.name: other(getattr(value, one.name))})) != before
        for one in fields(value)
    }


def other(value: object) -> object:
    return Place("elsewhere.yaml", 7, 7) if isinstance(value, Place) else Another()


def test_each_field_of_an_order_says_whether_it_decides_a_byte(project: Path) -> None:
    order, *_ = orders(project)
    assert stale_fields(order) == TOLD
    assert stale_fields(order.manner) == MANNER_TOLD
    assert stale_fields(order.manner.scoring) == SCORING_TOLD


def test_own_readings_are_told_by_the_reader(project: Path) -> None:
    before, *_ = orders(project)
    (project / "lexicon.yaml").write_text("学習率: マナビリツ\n", "utf-8")
    after, *_ = orders(project)
    assert after.digest != before.digest
