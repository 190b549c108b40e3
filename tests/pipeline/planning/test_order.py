"""What an order's digest follows, without a sound."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from lyricaudio.pipeline.planning.order import Order
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import read_record

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
