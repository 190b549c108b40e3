"""The template as it stands; acceptance/browser/test_template.py runs it."""

from __future__ import annotations

import re

from tests.documents import ROOT, dead_links

from lyricaudio.pipeline.project.library import known_names
from lyricaudio.song import parse_project

TEMPLATE = ROOT / "template"
README = (TEMPLATE / "README.md").read_text("utf-8")


def test_five_sentences_say_how_it_is_used_and_pictures_show_it() -> None:
    how = README.partition("## 使い方")[2].partition("## ")[0]
    steps = re.findall(r"^\d\. (.+)$", how, re.MULTILINE)
    assert [step.count("。") for step in steps] == [1] * 5
    assert re.findall(r"!\[[^]]+\]\(([^)]+)\)", README) == ["pictures/steps.svg", "pictures/page.png"]
    assert dead_links(TEMPLATE / "README.md") == []


def test_the_picture_of_the_page_is_the_one_that_browsers_are_made_to_take() -> None:
    taken = ROOT / "docs" / "page-chromium-upright.png"
    assert (TEMPLATE / "pictures" / "page.png").read_bytes() == taken.read_bytes()


def test_its_speech_is_half_as_large_as_the_costs_in_its_readme_count_on() -> None:
    text = (TEMPLATE / "lyricaudio.yaml").read_text("utf-8")
    assert parse_project(text, source="lyricaudio.yaml", names=known_names(TEMPLATE)).speech == "mono"
    assert "speech: mono" in README
