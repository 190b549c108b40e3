"""All that is said to the person is said in Japanese, too; and which language it is, the person says."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.mofile import read_mo
from tests.catalogue import CLICK, COMPILED, SOURCE, entries, extracted, written
from tests.programs import LYRICAUDIO, finished

from lyricaudio.memo import forget
from lyricaudio.messages import LANGUAGE, language, told

SONG = """\
title: 学習率のうた
style: none
voice: {lyric: tone, explain: tone, answer: tone}
lines: [学習率は一歩の大きさ, 大きすぎると谷を飛び越す]
"""
HELP = """\
使い方: python -m lyricaudio watch [OPTIONS] [SONGS]...

  SONGS(省くと全部の曲)をビルドし、プロジェクトの何かが保存されるたびに作りな
  おします。

  Ctrl-C で終わります。`lyricaudio serve` のページは、読みこみなおすと新しくな
  ります。

  例: lyricaudio watch songs/04-relu.yaml --play

オプション:
  -o, --output PATH  できたもののフォルダー。[省くと: output]
  --play             直したところを、その行から鳴らします。
  -h, --help         このヘルプを表示して終わります。
"""
MADE = "made with: make messages"
TAKERS = ("UsageError", "BadParameter", "complain", "say", "remark", "broken", "watched", "refusing")
"""What takes a text for the person, besides our errors."""

AS_THEY_ARE = {"f'gtts: {distrusted(_server())}'": "begins with the name of a voice"}
"""What is said though it is not told: why."""

MODULES = sorted(SOURCE.rglob("*.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Module


def gaps(text: str) -> set[str]:
    """Return the names of a text's gaps; of a text for `%` these."""
    return {name for _, name, _, _ in Formatter().parse(text) if name} | set(re.findall(r"%\((\w+)\)s", text))


def test_every_message_is_in_the_catalogue_and_no_other_of_ours_is() -> None:
    known = {entry.texts: entry.files for entry in entries(written())}
    of_ours = {texts for texts, files in extracted().items() if files != {CLICK}}
    assert sorted(of_ours - known.keys()) == [], MADE
    assert sorted({texts for texts, files in known.items() if files != {CLICK}} - of_ours) == [], MADE


def test_every_message_is_translated_with_the_same_gaps() -> None:
    found = entries(written())
    assert len(found) > 300
    assert [entry.texts for entry in found if entry.fuzzy or not all(entry.said)] == []
    pairs = [(entry.texts[-1], said) for entry in found for said in entry.said]
    assert [pair for pair in pairs if gaps(pair[0]) != gaps(pair[1])] == []


def test_every_translation_begins_and_ends_with_the_spaces_of_its_message() -> None:
    pairs = [(entry.texts[0], entry.said[0]) for entry in entries(written())]
    assert [text for text, said in pairs if text.startswith("\n") != said.startswith("\n")] == []
    ends = [(text, said) for text, said in pairs if text.endswith(" ") != said.endswith(" ")]
    assert ends == [(" and ", "と"), (", ", "、")]


def test_what_is_compiled_is_what_was_written() -> None:
    here, there = written(), read_mo(BytesIO(COMPILED.read_bytes()))
    assert [one[:2] for one in entries(there)] == [one[:2] for one in entries(here)], MADE


@cache
def takers() -> frozenset[str]:
    """Return the names of all errors that a person reads, and of what else takes a text for the person."""
    classes = [
        (node.name, {ast.unparse(base).rpartition(".")[2] for base in node.bases})
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    found = {"LyricAudioError"}
    while more := {name for name, bases in classes if bases & found} - found:
        found |= more
    return frozenset({*found, *TAKERS})


def untold(module: ast.Module, names: frozenset[str]) -> Iterator[str]:
    """Yield the texts that are said as they are; a variable is looked up in its function."""
    for function in ast.walk(module):
        if not isinstance(function, Function):
            continue
        assigned: dict[str, list[ast.expr]] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                assigned.setdefault(node.targets[0].id, []).append(node.value)
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in names:
                for given in node.args:
                    yield from _texts(given, assigned)


def _texts(given: ast.expr, assigned: dict[str, list[ast.expr]]) -> Iterator[str]:
    match given:
        case ast.Constant(value=str(text)):
            yield from [text] if re.search("[A-Za-z]{2}", text) else []
        case ast.JoinedStr(values=parts):
            fixed = " ".join(ast.unparse(part) for part in parts if isinstance(part, ast.Constant))
            yield from [ast.unparse(given)] if re.search("[A-Za-z]{2}", fixed) else []
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*_texts(body, assigned), *_texts(orelse, assigned))
        case ast.BinOp(left=left, right=right):
            yield from (*_texts(left, assigned), *_texts(right, assigned))
        case ast.Name(id=name):
            yield from (text for value in assigned.get(name, ()) for text in _texts(value, {}))


@pytest.mark.slow
def test_nothing_is_said_to_the_person_that_is_not_told() -> None:
    found = {
        str(module.relative_to(SOURCE)): {*untold(ast.parse(module.read_text("utf-8")), takers())}
        - AS_THEY_ARE.keys()
        for module in MODULES
    }
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(
    "saying",
    [
        "raise LyricAudioError(f'no {song}')",
        "remark('a note')",
        "text = 'it is full'\nraise ReleaseError(text)",
        "plug.broken('is none' if none else told('other'))",
    ],
)
def test_a_text_that_is_not_told_is_seen(saying: str) -> None:
    assert len(set(untold(ast.parse(saying), takers()))) == 1
    assert list(untold(ast.parse("raise SongError(place, told('no {song}', song=song))"), takers())) == []


@pytest.mark.parametrize(
    ("variables", "speaks"),
    [
        ({"LYRICAUDIO_LANG": "ja"}, "ja"),
        ({"LYRICAUDIO_LANG": "en", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LC_ALL": "ja_JP.UTF-8", "LANG": "en_US.UTF-8"}, "ja"),
        ({"LC_MESSAGES": "ja", "LANG": "C"}, "ja"),
        ({"LC_ALL": "C", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LANG": "ja_JP.eucJP"}, "ja"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LYRICAUDIO_LANG": "xx"}, "en"),
        ({}, "en"),
    ],
)
def test_the_first_variable_that_is_set_says_the_language(
    variables: dict[str, str], speaks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LYRICAUDIO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    forget()
    assert told("stopped") == {"ja": "終わりました", "en": "stopped"}[speaks]
    monkeypatch.undo()
    forget()


def test_a_language_may_be_written_as_in_the_web(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LANGUAGE, "ja-JP")
    assert language() == "ja"


def said(folder: Path, *arguments: str, speaks: str = "ja", code: int = 0) -> str:
    """Run a command in a language, and return what it says."""
    variables = {
        LANGUAGE: speaks,
        "COLUMNS": "80",
        "XDG_DATA_HOME": str(folder / "data"),
        "HOME": str(folder),
    }
    result = finished([*LYRICAUDIO, *arguments], cwd=folder, env=os.environ | variables)
    assert result.returncode == code, result.stderr
    return result.stdout + result.stderr


def made(release: Path) -> dict[Path, bytes]:
    """Return all files of the albums of a release."""
    return {path.relative_to(release): path.read_bytes() for path in release.glob("*/*.*") if path.is_file()}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "songs").mkdir()
    (tmp_path / "songs" / "a.yaml").write_text(SONG, "utf-8")
    (tmp_path / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")
    return tmp_path


def test_click_speaks_japanese_too(tmp_path: Path) -> None:
    assert said(tmp_path, "watch", "--help") == HELP
    assert "エラー: オプション --prun はありません。 --prune のことですか?" in said(
        tmp_path, "build", "--prun", code=2
    )
    assert "「bulid」というコマンドはありません。「build」のことですか?" in said(tmp_path, "bulid", code=2)
    assert "エラー: 引数が足りません: 'TITLE'." in said(tmp_path, "new", code=2)


def test_the_list_of_commands_is_in_japanese(tmp_path: Path) -> None:
    shown = said(tmp_path, "--help")
    assert "\nコマンド:\n  new       ひな形から曲を始めます。\n" in shown
    assert "  -h, --help  このヘルプを表示して終わります。\n" in shown
    assert "Show" not in shown


def test_a_mistake_is_told_in_japanese_at_its_place(project: Path) -> None:
    (project / "songs" / "a.yaml").write_text(SONG.replace("title:", "tittle:"), "utf-8")
    shown = said(project, "check", code=2)
    assert re.search(r"^songs/a\.yaml:1:1: .*「tittle」.*[ぁ-ん]", shown, re.MULTILINE)


@pytest.mark.dear
@pytest.mark.slow
def test_a_build_sums_up_in_japanese_and_makes_the_same(project: Path) -> None:
    shown = said(project, "build", "-o", "one")
    assert re.search(r"^1個を作り、0個はそのまま、0個は失敗しました\(\d+秒\)$", shown, re.MULTILINE)
    assert "1 built, 0 unchanged, 0 failed" in said(project, "build", "-o", "two", speaks="en")
    assert made(project / "one") == made(project / "two")
    assert "0個を作り、1個はそのまま" in said(project, "build", "-o", "two")


@pytest.mark.slow
def test_the_doctor_speaks_japanese_to_a_person_and_english_to_a_program(tmp_path: Path) -> None:
    rows = [line.split() for line in said(tmp_path, "doctor").splitlines()]
    assert ["lyricaudio", "OK"] in [row[:2] for row in rows]
    assert ["声", "tone", "OK"] in [row[:3] for row in rows]
    assert '"name": "voice tone"' in said(tmp_path, "doctor", "--json")


@pytest.mark.dear
@pytest.mark.slow
def test_what_programs_read_is_the_same_in_every_language(project: Path) -> None:
    for arguments in (["check", "--json"], ["forms", "--json"], ["styles", "--json"], ["progress", "--json"]):
        assert said(project, *arguments) == said(project, *arguments, speaks="en")
