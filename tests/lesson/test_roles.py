from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path

import pytest

import lyricaudio
from lyricaudio.errors import Place
from lyricaudio.lesson.plan import Cue, voice_choice
from lyricaudio.lesson.roles import ROLES, Role
from lyricaudio.mix.ducking import CURVE_RATE, ducking_curve
from lyricaudio.music.band.bars import bars_of
from lyricaudio.music.layout import lay_out
from lyricaudio.music.spoken import Spoken, SpokenPart
from lyricaudio.music.stylebook import load_style
from lyricaudio.music.timeline import Timeline
from lyricaudio.reading.model import Reading
from lyricaudio.song import Text, VoiceChoice
from lyricaudio.voice.clip import ClipFacts
from lyricaudio.voice.known import Voice

SOURCE = Path(lyricaudio.__file__).parent


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
def test_a_row_names_a_voice_and_what_it_belongs_to(role: Role) -> None:
    assert ROLES[role.name] is role
    assert role.voice in {choice.name for choice in fields(VoiceChoice)}
    assert not role.under or role.under in ROLES
    assert role.rest_beats > 0


def said(role: str, seconds: float) -> Spoken:
    """Something that is said in a role, without any morae."""
    return Spoken(
        cue=Cue(role=role, text=Text(text="あ", place=Place("song.yaml", 1, 1))),
        reading=Reading(written="あ", spoken="あ", phrases=(), labels=()),
        voice=Voice(engine="tone", name="sine"),
        clip_key="key",
        facts=ClipFacts(duration_s=seconds, loudness_lufs=-20.0, morae=(), timing="engine"),
    )


@pytest.fixture
def hint(monkeypatch: pytest.MonkeyPatch) -> Role:
    """A role that is nothing but a row."""
    row = replace(
        ROLES["answer"], name="hint", voice="lyric", rest_beats=Fraction(3), duck_db=5.0, energy="rest"
    )
    monkeypatch.setitem(ROLES, "hint", row)
    return row


def test_a_new_role_is_set_ducked_and_accompanied_by_its_row_alone(hint: Role) -> None:
    items = (said("explain", 2.0), said("hint", 2.0))
    timeline: Timeline = lay_out([SpokenPart(title="", items=items)], load_style("lofi"), 60.0)
    first, second = timeline.placements
    assert [first.start_beats, second.start_beats] == [4, 12]  # 2 beats, 3 of rest, and on to the bar line
    curve = ducking_curve([second], timeline.length_s)
    assert curve[round((second.start_s + 1) * CURVE_RATE)] == pytest.approx(hint.duck_db)
    assert bars_of(timeline)[3].energy == hint.energy
    assert voice_choice("hint", VoiceChoice(lyric="tone", explain="gtts")) == "tone"


def names_in(text: str) -> list[str]:
    """Return the names of roles that stand in quotes."""
    return re.findall(rf"[\"']({'|'.join(ROLES)})[\"']", text)


def compared(module: Path) -> Iterator[str]:
    """Yield the comparisons of a module with the name of a role."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Compare) and names_in(ast.unparse(node)):
            yield f"{module.relative_to(SOURCE)}: {ast.unparse(node)}"


@pytest.mark.slow
def test_nobody_asks_whether_a_role_has_a_certain_name() -> None:
    assert [found for module in SOURCE.rglob("*.py") for found in compared(module)] == []
    scripts = list((SOURCE / "release" / "page").rglob("*.js"))
    assert scripts
    asked = {script.name: re.findall(r"\brole\s*[!=]==?", script.read_text("utf-8")) for script in scripts}
    assert {name: found for name, found in asked.items() if found} == {}  # a script asks for a role's look
