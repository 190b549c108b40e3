"""What forms and styles of a project's own or of other packages mean to what is planned."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from lyricaudio.errors import PlugError
from lyricaudio.pipeline.forecast import check
from lyricaudio.pipeline.planning.order import Order
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import read_record

SONG = """\
title: 音頭
style: 音頭
voice: {lyric: tone, explain: tone}
lines:
  - {lyric: 学習率は一歩の大きさ, explain: 勾配にかける小さな数です。}
"""
ONDO = (files("lyricaudio.music") / "styles" / "jpop.toml").read_text("utf-8")

ENCORE = """
from dataclasses import replace

from lyricaudio.lesson.forms.song import FORM as SONG

FORM = replace(SONG, name="encore", label="アンコール", plain_title=False, off_vocal=False)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, text in {"songs/a.yaml": SONG, "songs/b.yaml": SONG, "styles/音頭.toml": ONDO}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return tmp_path


def orders(project: Path, forms: str = "") -> dict[str, Order]:
    """Plan the project; the first song's episodes by their forms."""
    (project / "lyricaudio.yaml").write_text(forms or "{}", "utf-8")
    planned = plan(open_library([], folder=project), read_record(project / "output"))
    return {order.form.name: order for order in planned.orders if order.song_id == "a"}


def test_an_edit_of_the_projects_style_makes_the_episode_stale(project: Path) -> None:
    before = orders(project, "forms: [song]")["song"]
    (project / "styles" / "音頭.toml").write_text(
        ONDO.replace("sidechain = 0.", "sidechain = 0.0", 1), "utf-8"
    )
    after = orders(project, "forms: [song]")["song"]
    assert before.manner.scoring.style.name == "音頭"
    assert before.digest != after.digest


def test_a_mistake_in_the_projects_style_is_told_once_for_all_its_songs(project: Path) -> None:
    (project / "styles" / "音頭.toml").write_text(ONDO.replace("swing", "swnig", 1), "utf-8")
    (error,) = check(open_library([], folder=project), project / "output").errors
    assert str(error).startswith(str(project / "styles" / "音頭.toml:"))
    assert str(error).endswith("unknown 'swnig'; did you mean 'swing'?")
    assert error.exit_code == 2


def test_a_setting_makes_only_the_episodes_stale_that_it_changes(project: Path) -> None:
    before = orders(project, "forms: [song, explain]")
    same = orders(project, "forms: [song, explain: {again: true}]")
    after = orders(project, "forms: [song, explain: {again: false}]")
    assert {name: order.digest for name, order in same.items()} == {
        name: order.digest for name, order in before.items()
    }
    assert after["song"].digest == before["song"].digest
    assert after["explain"].digest != before["explain"].digest


def test_a_form_of_another_package_is_planned_where_it_is_asked_for(
    project: Path, installed: Callable[..., None]
) -> None:
    entries = {"lyricaudio.forms": {"encore": "encore:FORM"}}
    installed("encore", files={"encore.py": ENCORE}, entries=entries)
    assert "encore" not in orders(project)
    order = orders(project, "forms: [encore]")["encore"]
    assert (order.title, order.stem) == ("音頭 (アンコール)", "01 アンコール")


def test_a_broken_form_is_told_once_and_nothing_is_read(
    project: Path, installed: Callable[..., None]
) -> None:
    installed("encore", files={}, entries={"lyricaudio.forms": {"encore": "no_such_package:FORM"}})
    with pytest.raises(PlugError, match=r"^the form 'encore' of the package encore does not load: No module"):
        orders(project, "forms: [song, encore]")


def test_a_project_chooses_whose_terms_are_known(project: Path) -> None:
    everyone = orders(project, "forms: [song]")["song"]
    lawyers = orders(project, "forms: [song]\nlexicons: [law]")["song"]

    assert lawyers.manner.reader.read("相続人と口腔").kana == "ソーゾクニントコーコー"
    assert everyone.manner.reader.read("相続人と口腔").kana == "ソーゾクニントコークー"
    assert everyone.digest != lawyers.digest
