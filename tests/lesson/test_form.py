"""The contract that every form keeps, ours and those of other packages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.lesson.example import LINES, NAMES, POINTS, SONG
from tests.stand_ins.package import plug

from lyricaudio.errors import PlugError, SongErrors
from lyricaudio.lesson.form import (
    Form,
    chosen_forms,
    form_names,
    form_sources,
    load_form,
    plan_episode,
    settings_of,
)
from lyricaudio.lesson.roles import ROLES
from lyricaudio.release.names.safe import safe_name
from lyricaudio.song import FormChoice, Project, Song, parse_project

WRONG = """
from dataclasses import replace

from lyricaudio.lesson.plan import Cue, Part
from drill import FORM, Settings

ENDLESS = Settings
NAMELESS = replace(FORM, name="nameless", label="問い/答え")
SILENT = replace(FORM, name="silent", about="")
DEMANDING = replace(FORM, name="demanding", settings=replace(FORM.settings, build=lambda times: times))
CLUMSY = replace(FORM, name="clumsy", parts=lambda song, settings: song.points[0].question.text)
ODD = replace(
    FORM,
    name="odd",
    parts=lambda song, settings: (Part(title="", events=(Cue(role="hum", text=song.title),)),),
)
TWIN = replace(FORM, name="twin")
LAZY = replace(FORM, name="lazy", parts=lambda song, settings: [])
"""

ENTRIES = {
    "drill": "drill:FORM",
    "song": "drill:FORM",
    "renamed": "drill:FORM",
    "endless": "wrong_forms:ENDLESS",
    "nameless": "wrong_forms:NAMELESS",
    "silent": "wrong_forms:SILENT",
    "demanding": "wrong_forms:DEMANDING",
    "clumsy": "wrong_forms:CLUMSY",
    "lazy": "wrong_forms:LAZY",
    "twin": "wrong_forms:TWIN",
    "odd": "wrong_forms:ODD",
    "gone": "drill:GONE",
    "broken": "no_such_package:FORM",
}


@pytest.fixture
def drills(installed: Callable[..., None]) -> None:
    """Install a package that brings a form, some wrong ones, and one that claims a name of ours."""
    installed(
        "drills", files=plug("drill") | {"wrong_forms.py": WRONG}, entries={"lyricaudio.forms": ENTRIES}
    )


@pytest.fixture(params=[*form_names(), "drill"])
def form(request: pytest.FixtureRequest) -> Form[Any]:
    """Each registered form, and one of another package."""
    if request.param == "drill":
        request.getfixturevalue("drills")
    return load_form(request.param)


def project(text: str) -> Project:
    names = replace(NAMES, forms=form_names(), settings_of=settings_of)
    return parse_project(text, source="lyricaudio.yaml", names=names)


def test_it_says_what_it_is(form: Form[Any]) -> None:
    for text in (form.label, form.playlist, form.about, form.summary):
        assert text
        assert text.isprintable()
    assert safe_name(form.label) == form.label
    assert safe_name(form.playlist) == form.playlist
    assert form.label in form.title("うた") or form.plain_title


@pytest.mark.parametrize("song", [SONG, POINTS, LINES], ids=["all", "points", "lines"])
def test_it_plans_any_song_the_same_way_each_time_and_no_part_is_empty(form: Form[Any], song: Song) -> None:
    plan = plan_episode(song, form)
    assert plan.form == form.name
    assert plan == plan_episode(song, form)
    assert all(part.title and part.events for part in plan.parts)
    assert {cue.role for cue in plan.cues} <= ROLES.keys()


@pytest.mark.parametrize("song", [SONG, POINTS, LINES], ids=["all", "points", "lines"])
def test_every_cue_says_to_which_line_or_point_it_belongs(form: Form[Any], song: Song) -> None:
    lines = [line for section in song.sections for line in section.lines]
    owners = {text.text: line.id for line in lines for text in (line.lyric, *line.explain)}
    owners |= {text.text: p.id for p in song.points for text in (p.question, p.answer) if text}
    for cue in plan_episode(song, form).cues:
        assert cue.of in owners.values()
        assert cue.of == owners.get(cue.text.text, cue.of)


def test_each_of_its_settings_has_a_default_and_is_explained(form: Form[Any]) -> None:
    defaults = form.settings.build()
    for key in form.settings.keys:
        assert hasattr(defaults, key.field or key.name)
        assert not key.required
        assert key.says


def test_a_setting_that_it_does_not_have_is_refused_with_its_place(form: Form[Any]) -> None:
    with pytest.raises(SongErrors, match=r"^lyricaudio.yaml:1:\d+: "):
        project(f"forms: [{form.name}: {{no such setting: true}}]\n")


def test_a_project_that_names_no_form_has_the_usual_ones_in_the_order_of_an_album() -> None:
    assert [form.name for form, _ in chosen_forms(Project().forms)] == ["song", "explain", "recall"]


@pytest.mark.usefixtures("drills")
def test_a_form_of_another_package_is_there_by_name_and_after_ours() -> None:
    assert "drill" not in [form.name for form, _ in chosen_forms(())]
    found = chosen_forms(project("forms: [drill: {times: 2}, song]\n").forms)
    assert [form.name for form, _ in found] == ["song", "drill"]
    (song, _), (drill, settings) = found
    assert song.label == "うた"
    assert len(plan_episode(SONG, drill, settings).cues) == 2
    assert (form_sources()["song"], form_sources()["drill"]) == ("lyricaudio", "drills")


@pytest.mark.usefixtures("drills")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("broken", "does not load: No module named 'no_such_package'"),
        ("gone", "does not load: AttributeError: module 'drill' has no attribute 'GONE'"),
        ("endless", "is no lyricaudio.lesson.form.Form"),
        ("renamed", "calls itself 'drill'"),
        ("nameless", "has a label that cannot be the name of a file, '問い/答え'"),
        ("silent", "needs a label, a playlist, an about and a summary, each of one line"),
        ("demanding", "has settings without defaults: TypeError: .* 'times'"),
    ],
)
def test_a_wrong_form_is_named_with_its_package_when_it_is_asked_for(name: str, said: str) -> None:
    with pytest.raises(PlugError, match=f"^the form '{name}' of the package drills {said}; update or remove"):
        chosen_forms((FormChoice(name=name),))


@pytest.mark.usefixtures("drills")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("clumsy", "fails on song.yaml: AttributeError: .*"),
        ("lazy", "plans something else than a tuple of parts for song.yaml"),
        ("odd", f"plans the role 'hum', but there are {', '.join(ROLES)}"),
    ],
)
def test_a_form_that_fails_on_a_song_is_named_with_its_package_and_the_song(name: str, said: str) -> None:
    with pytest.raises(PlugError, match=f"^the form '{name}' of the package drills {said}; update or remove"):
        plan_episode(POINTS, load_form(name))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("forms: [song, explian]", "1:15: unknown form 'explian'; did you mean 'explain'?"),
        (
            "forms: [explain: {agian: true}]",
            "1:19: unknown key 'agian' in the form explain; did you mean 'again'?",
        ),
        (
            "forms:\n  - song\n  - explain:\n      points: no",
            "4:15: 'no' is not true or false; write one of them",
        ),
        ("forms: [explain: {again: true}, explain]", "1:33: 'explain' is listed twice; keep one"),
        ("forms: [{song: {}, explain: {}}]", "1:9: each form is an item of its own; write '- explain: {…}'"),
        ("forms: [explain: ]", "1:18: 'explain' has no value; write one, or remove the key"),
        ("forms: [song: {again: true}]", "1:15: the form 'song' has no settings; write its name alone"),
        (
            "forms: {explain: {again: true}}",
            "1:8: a list is expected here; write [song, explain: {",
        ),
    ],
)
def test_a_mistake_in_the_forms_of_a_project_has_its_place(text: str, said: str) -> None:
    with pytest.raises(SongErrors) as error:
        project(text)
    assert str(error.value).startswith(f"lyricaudio.yaml:{said}")


def test_what_a_project_leaves_out_of_the_settings_has_its_default() -> None:
    (choice,) = project("forms: [explain: {again: false}]\n").forms
    assert (choice.settings.again, choice.settings.points) == (False, True)


def test_two_forms_with_one_playlist_are_refused(drills: None) -> None:
    with pytest.raises(PlugError, match=r"'twin' .* has the playlist of 'drill', '問いだけ'"):
        chosen_forms((FormChoice(name="drill"), FormChoice(name="twin")))
