from __future__ import annotations

import ast
from pathlib import Path

import lyricaudio
from lyricaudio.memo import forget, remembered
from lyricaudio.reading.lexicon.terms import installed_lexicons
from lyricaudio.voice.known import make_engine

asked: list[str] = []


@remembered
def answer(question: str) -> str:
    asked.append(question)
    return question.upper()


def test_what_is_remembered_is_worked_out_once_until_all_is_forgotten() -> None:
    assert [answer("a"), answer("a"), answer("b")] == ["A", "A", "B"]
    assert asked == ["a", "b"]
    forget()
    assert (answer("a"), asked) == ("A", ["a", "b", "a"])


def test_engines_and_lexicons_are_forgotten_with_all_else() -> None:
    engine, lexicons = make_engine("tone"), installed_lexicons()
    assert make_engine("tone") is engine
    forget()
    assert make_engine("tone") is not engine
    assert installed_lexicons() is not lexicons
    assert installed_lexicons() == lexicons


CONSTANT = {
    "_bytes_of_letters": "a table of ours",
    "_clearing": "our own filters; two",
    "_compiled": "patterns of ours",
    "_crc32": "files by size and time of change; a few",
    "_file": "our own code",
    "_flow_cost": "our own rules; the lines of some songs",
    "_imports": "our own code",
    "_kanalizer": "a package, which is loaded once",
    "_mel_bands": "our own spectrogram",
    "_meant_keys": "a table of ours",
    "_room": "our own filters; one",
    "_response": "our own filters; a few sizes",
    "_slips": "patterns of ours",
    "_sound": "our own instruments; a few notes",
    "_source": "our own code",
    "_told_names": "our own classes",
    "chord": "our own rules",
    "code_digest": "our own code",
    "draw_cover": "a package's fonts; a few pictures",
    "draw_icon": "our own drawing; a few sizes",
    "duration_tree": "a package's file",
    "everyday_words": "a table of ours",
    "font": "a package's file",
    "has_glyph": "a package's file",
    "latin_pronunciation": "packages' dictionaries; a few words",
    "package": "a package, which is loaded once",
    "name_readings": "a package's dictionary; a few words",
    "noun_readings": "a package's dictionary; a few words",
    "readings": "a package's dictionary; a few words",
    "software": "what is installed, which a process has loaded",
    "voice_file": "a package's file",
}
"""What is kept for good, each by what it depends on."""


def is_kept(function: ast.FunctionDef) -> bool:
    names = {ast.unparse(one).partition("(")[0] for one in function.decorator_list}
    return bool(names & {"cache", "lru_cache"})


def test_only_what_cannot_change_is_kept_for_good() -> None:
    trees = (ast.parse(path.read_text("utf-8")) for path in Path(lyricaudio.__file__).parent.rglob("*.py"))
    functions = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    assert {function.name for function in functions if is_kept(function)} <= CONSTANT.keys()
