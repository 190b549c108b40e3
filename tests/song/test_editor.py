from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from jsonschema import Draft7Validator
from tests.schemas import SHIPPED, texts
from tests.song.test_parse import BAD_SONGS, FULL_SONG, NAMES, mutated, song

from lyricaudio.errors import SongError, SongErrors
from lyricaudio.lesson.form import settings_of
from lyricaudio.song import Names, decode_source
from lyricaudio.song.editor import PROJECT_SCHEMA, SONG_SCHEMA, first_line, schemas

ROOT = Path(__file__).parents[2]
SONGS = sorted(
    path for where in ("songs", "template/songs", "books/*/*") for path in ROOT.glob(f"{where}/*.yaml")
)


EditorsLoader: Any = type("EditorsLoader", (yaml.SafeLoader,), {"yaml_implicit_resolvers": {}})
"""YAML as editors read it: by the core schema of YAML 1.2, where 12:30 and dates are texts."""

for tag, pattern, first in (
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", "true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    EditorsLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)


def loaded(text: str) -> Any:
    """Return what an editor checks; there, keys are texts."""
    return _plain(yaml.load(text, EditorsLoader))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def wrong(text: str, schema: str = SONG_SCHEMA, names: Names = NAMES) -> list[str]:
    """Return what a schema says against a file."""
    validator = Draft7Validator(json.loads(schemas(names)[schema]))
    return [error.message for error in validator.iter_errors(loaded(text))]


BEYOND = {
    "a key twice",
    "a key twice in a line",
    "a reading twice",
    "a full-width comma between items",
    "a term that is not in the lyric",
    "a comment that would cut a lyric",
    "a comment right behind a quoted lyric",
    "a directive",
    "a lyric over two lines",
    "a tempo with a leading zero",
    "an item under a text",
    "an item under an explanation",
    "formulas without an end",
    "ruby without kana",
}
"""What no schema can see: YAML has made something of it that could be meant, or it takes a parser."""


def test_what_ships_is_what_the_tables_say() -> None:
    assert {path.name: path.read_text("utf-8") for path in SHIPPED.iterdir()} == texts(), (
        "made with: python -m tests.schemas"
    )


@pytest.mark.parametrize("path", SONGS)
def test_every_song_of_the_repository_is_valid(path: Path) -> None:
    validator = Draft7Validator(json.loads((SHIPPED / SONG_SCHEMA).read_text("utf-8")))
    assert list(validator.iter_errors(loaded(path.read_text("utf-8")))) == []


@pytest.mark.parametrize("schema", [SONG_SCHEMA, PROJECT_SCHEMA])
def test_the_schemas_are_schemas_and_each_key_is_explained_in_both_languages(schema: str) -> None:
    shipped = json.loads((SHIPPED / schema).read_text("utf-8"))
    Draft7Validator.check_schema(shipped)
    explained = [text for key, text in walk(shipped) if key == "description"]
    assert len(explained) > 20
    assert [text for text in explained if not re.fullmatch(r".*[ぁ-んァ-ヶ一-龠].*\n\n[ -~…]+.*", text)] == []


def walk(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [pair for key, one in value.items() for pair in [(key, one), *walk(one)]]
    return [pair for one in value for pair in walk(one)] if isinstance(value, list) else []


@pytest.mark.parametrize("name", BAD_SONGS)
def test_a_bad_song_is_refused_where_a_schema_can(name: str) -> None:
    try:
        refused = bool(wrong(BAD_SONGS[name][0]))
    except yaml.YAMLError:
        return
    assert refused == (name not in BEYOND)


def test_a_full_song_and_all_short_forms_are_valid() -> None:
    assert wrong(FULL_SONG) == []
    assert wrong("title: 2026\nlines: [No, 12:30, 2024-03-05, true, 1e3]\ntags: [1, 2.5]\n") == []
    assert wrong("title: うた\nbeat: a.wav\npoints: [あ, {q: い, a: う}]\nreadings: {デ: ﾃﾞ―'タ}\n") == []
    assert (
        wrong("title: うた\nlines: [{lyric: あ, explain: {text: い}}, {lyric: う, explain: [え, お]}]\n")
        == []
    )


def test_a_project_is_valid_with_settings_of_its_forms() -> None:
    names = Names(
        styles=("ballad",),
        metres=("4/4",),
        engines=("tone",),
        forms=("song", "quiz"),
        settings_of=settings_of,
    )
    good = "loudness: -14.5\nforms: [song, {quiz: {explain: true}}]\nexam: 2027-03-06\n"
    assert wrong(good + "playlists: [{name: 通勤, minutes: 30}]\n", PROJECT_SCHEMA, names) == []
    for bad in ("forms: [{song: {a: 1}}]", "forms: [{quiz: {explain: no}}]", "exam: 3月6日", "title: うた"):
        assert wrong(bad, PROJECT_SCHEMA, names), bad


@given(mutated())
def test_what_the_loader_reads_the_schema_takes(data: bytes) -> None:
    try:
        text = decode_source(data, source="song.yaml")
        song(text)
    except (SongError, SongErrors):
        return
    try:
        refused = wrong(text)
    except yaml.YAMLError:  # the parser in Python is another than ours in C
        return
    assert refused == []


def test_the_first_line_leads_from_a_song_to_its_projects_copy() -> None:
    assert first_line(Path("p/songs/a/b.yaml"), Path("p")) == (
        "# yaml-language-server: $schema=../../.lyricaudio/song.schema.json\n"
    )
