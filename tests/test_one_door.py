"""What is written for the person goes through files.py: a temporary file that takes the old one's place."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.audit import Deed, audited
from tests.programs import LYRICAUDIO

import lyricaudio
from lyricaudio import files

SONG = """\
title: 学習率のうた
style: none
voice: {lyric: tone}
lines: [学習率はZorblaxの大きさ]
"""
COMMANDS = [
    ["new", "あたらしいうた"],
    ["book", "copy", "relu"],
    ["coverage", "g-kentei", "--png", "exam.png"],
    ["check", "songs/a.yaml", "--accept"],
    ["build", "songs/a.yaml", "--stems", "--video"],
    ["show", "songs/a.yaml", "--png", "line.png"],
    ["try", "谷", "--voice", "tone", "--out", "voice.wav"],
    ["export", "--to", "phone"],
    ["export", "--to", "car", "--target", "car", "--ascii"],
    ["export", "--to", "site", "--target", "podcast", "--base-url", "https://uta.example"],
]
WRITING = ("write", "start", "os.chmod", "os.link", "os.symlink", "os.truncate", "sqlite3.connect")


def written_in_place(root: Path, deeds: tuple[Deed, ...]) -> set[Path]:
    """Return what was written below a folder under its own name.

    But for what is empty at last, which is a lock, and for what only grows among the build's own notes.
    """
    written = {path for deed in deeds if deed.kind in WRITING for path in deed.paths}
    grown = {path for deed in deeds if deed.kind == "append" for path in deed.paths}
    written |= {path for path in grown if ".lyricaudio" not in path.parts}
    moves = [deed.paths for deed in deeds if deed.kind == "os.rename"]
    written |= {new for old, new in moves if not old.is_relative_to(root)}
    return {
        path
        for path in written
        if path.is_relative_to(root)
        and not any(part.startswith(files.TEMPORARY_PREFIX) for part in path.relative_to(root).parts)
        if not (path.is_file() and path.stat().st_size == 0)
    }


@pytest.mark.dear
@pytest.mark.slow
def test_no_command_writes_a_file_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "songs").mkdir()
    (tmp_path / "songs" / "a.yaml").write_text(SONG, "utf-8")
    (tmp_path / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")
    for arguments in COMMANDS:
        result, deeds = audited(tmp_path, [*LYRICAUDIO, *arguments])
        assert result.returncode == 0, result.stderr
        assert written_in_place(tmp_path, deeds) == set(), arguments
        placed = [deed.paths for deed in deeds if deed.kind == "os.rename"]
        assert any(old.name.startswith(files.TEMPORARY_PREFIX) for old, _ in placed), arguments


@pytest.mark.parametrize(
    "deed",
    ["open('made', 'w').write('x')", "os.replace('../outside', 'made')", "os.symlink('../outside', 'made')",
     "subprocess.run(['cp', '../outside', os.getcwd() + '/made'])",
     "subprocess.run([sys.executable, '-c', DEED])"],
)  # fmt: skip
def test_the_watch_sees_who_writes_in_place(deed: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "outside").write_text("x")
    program = f'import os, subprocess, sys\nDEED = \'open("made", "a").write("x")\'\n{deed}'
    result, deeds = audited(root, [sys.executable, "-c", program])
    assert result.returncode == 0, result.stderr
    assert {path.name for path in written_in_place(root, deeds)} == {"made"}


SOURCE = Path(lyricaudio.__file__).parent
MODULES = sorted(SOURCE.rglob("*.py"))
BY_PATH = ("write_text", "write_bytes", "touch", "rename", "symlink_to", "hardlink_to")  # its own
BY_ARGUMENT = ("save", "export", "tofile", "savez", "ZipFile")  # the first says where
BY_COPYING = ("copy", "copy2", "copyfile", "copytree", "move")  # shutil's, where the second does
IN_MEMORY = ("BytesIO", "StringIO")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def wayward(tree: ast.Module) -> Iterator[str]:
    """Yield the calls that write to a path which their function was not given as it is.

    Who is given a path may be given a temporary one; who puts one together writes by way of files.py.
    """
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    inner: set[ast.AST] = set()
    for node in ast.walk(tree):  # an outer function comes before those in it
        if isinstance(node, Function | ast.Module) and node not in inner:
            inner |= set(ast.walk(node)) if isinstance(node, Function) else set()
            body = ast.walk(node) if isinstance(node, Function) else outside_functions(node)
            yield from wayward_calls(list(body), constants)


def outside_functions(module: ast.Module) -> Iterator[ast.AST]:
    inside = {each for node in ast.walk(module) if isinstance(node, Function) for each in ast.walk(node)}
    yield from (node for node in ast.walk(module) if node not in inside)


def wayward_calls(nodes: list[ast.AST], constants: dict[str, ast.expr]) -> Iterator[str]:
    allowed = {node.arg for node in nodes if isinstance(node, ast.arg)} - {"self"}
    for node in nodes:
        match node:
            case ast.comprehension(target=ast.Name(name), iter=ast.Name(over)) if over in allowed:
                allowed.add(name)
            case ast.Assign(targets=[ast.Name(name)], value=ast.Call() as made) if called(made) in IN_MEMORY:
                allowed.add(name)
            case ast.withitem(context_expr=ast.Call() as made, optional_vars=ast.Name(name)):
                allowed |= {name} if called(made) == "ZipFile" else set()
    for call in (node for node in nodes if isinstance(node, ast.Call)):
        target = written_by(call, constants)
        given = (
            target.value if isinstance(target, ast.Subscript) else target
        )  # one of several that were given
        if given and not (ast.unparse(given) in {*allowed, "os.devnull"} or called(given) in IN_MEMORY):
            yield ast.unparse(call)


def called(node: ast.AST) -> str:
    """Return the last name of what is called: `BytesIO` of `io.BytesIO()`."""
    return ast.unparse(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""


def written_by(call: ast.Call, constants: dict[str, ast.expr]) -> ast.expr | None:
    """Return what a call writes to, as far as can be told without running it; None when it only reads."""
    module, _, name = ast.unparse(call.func).rpartition(".")
    before = call.func.value if isinstance(call.func, ast.Attribute) else None
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    target: ast.expr | None = None
    if module == "shutil" and name in BY_COPYING:
        target = arguments[1]
    elif name in BY_PATH and module != "files":
        target = before
    elif name in BY_ARGUMENT and not module.startswith("self."):  # what is ours is looked at where it is
        target = arguments[0] if arguments else before
    elif name == "open" and module in ("", "io", "os", "wave"):
        target = arguments[0] if writes(arguments[1:], constants) else None
    elif name == "open":
        target = before if writes([each for each in arguments if is_text(each)], constants) else None
    return target.args[0] if isinstance(target, ast.Call) and called(target) == "str" else target


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def writes(modes: list[ast.expr], constants: dict[str, ast.expr]) -> bool:
    """Tell whether one opens for writing by a mode, or by flags; what is not told may."""
    if not modes:
        return False
    mode = constants.get(ast.unparse(modes[0]), modes[0])
    if isinstance(mode, ast.Constant):
        return bool(set("wax+") & set(str(mode.value)))
    flags = {each.attr for each in ast.walk(mode) if isinstance(each, ast.Attribute)}
    return "O_RDONLY" not in flags or bool(flags & {"O_CREAT", "O_TRUNC", "O_APPEND"})


@pytest.mark.slow
def test_nothing_but_files_py_writes_to_a_path_that_it_makes_up() -> None:
    found = {
        str(module.relative_to(SOURCE)): list(wayward(ast.parse(module.read_text("utf-8"))))
        for module in MODULES
    }
    assert {name for name, calls in found.items() if calls} == {"files.py"}, found


@pytest.mark.parametrize(
    "code",
    ["open(p, 'w')", "open(p, mode='ab')", "open(p, m)", "p.open('r+')", "os.open(p, f)", "io.open(p, 'x')",
     "p.write_bytes(b)", "picture.save(p)", "np.save(p, a)", "sound.export(p)", "shutil.move(q, p)",
     "ZipFile(p, 'w')", "os.open(p, os.O_RDWR)", "wave.open(str(p), 'wb')", "array.tofile(p)"],
)  # fmt: skip
def test_the_search_sees_each_kind_of_writing_and_lets_pass_what_is_given(code: str) -> None:
    made_up = f"def write(folder, q):\n    p = folder / 'x'\n    {code}"
    assert list(wayward(ast.parse(made_up))) == [ast.unparse(ast.parse(code))]
    assert list(wayward(ast.parse(code))) == [ast.unparse(ast.parse(code))]
    assert list(wayward(ast.parse(f"def write(p):\n    {code}"))) == []


@pytest.mark.parametrize(
    "code", ["open(p)", "open(p, 'rb')", "p.open()", "files.write_bytes(p, b)", "os.open(p, os.O_RDONLY)",
             "picture.save(io.BytesIO())", "shutil.move(p, q)", "os.open(os.devnull, os.O_WRONLY)"]
)  # fmt: skip
def test_the_search_lets_readers_pass(code: str) -> None:
    assert list(wayward(ast.parse(f"def read(q):\n    p = q / 'x'\n    {code}"))) == []
