"""What `make acceptance` says before it starts; the judge and the browsers themselves need their programs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.acceptance import programs

ACCEPTANCE = Path(__file__).parent / "acceptance"
OWN = {"node"}
"""What is asked for apart from the others, since Debian is not its only source."""


def commands(tree: ast.AST) -> Iterator[str]:
    """Yield the programs that a module starts by a name that is written out."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="run"), args=[ast.Constant(value=str(name)), *_]):
                yield name
            case ast.Call(func=ast.Attribute(attr="run" | "Popen"), args=[ast.List(elts=[first, *_]), *_]):
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value
            case ast.Call(func=ast.Attribute(attr="which"), args=[ast.Constant(value=str(name)), *_]):
                yield name


def test_every_program_that_the_judge_or_a_browser_test_starts_is_listed_with_its_package() -> None:
    modules = ACCEPTANCE.glob("*/*.py")
    started = {name for path in modules for name in commands(ast.parse(path.read_text("utf-8")))}
    assert "mp3val" in started
    assert started - programs.PROGRAMS.keys() - OWN == set()


def test_every_package_of_npm_that_is_asked_is_listed() -> None:
    script = (ACCEPTANCE / "judge" / "npm.cjs").read_text("utf-8")
    required = {
        line.split('require("')[1].split('"')[0] for line in script.splitlines() if 'require("' in line
    }
    assert {name for name in required if not name.startswith("node:")} <= programs.NPM.keys()


def test_a_machine_that_has_nothing_is_told_everything_and_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("NODE_PATH", str(tmp_path / "js" / "node_modules"))
    told = "\n".join(programs.missing())
    assert all(name in told for name in (*programs.PROGRAMS, *programs.PROGRAMS.values(), programs.FONTS))
    assert f"npm install --no-audit --no-fund --prefix {tmp_path / 'js'} axe-core@4 " in told


@pytest.mark.parametrize("word", ["debian", "npm"])
def test_the_names_to_install_are_printed_on_one_line(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert programs.main([word]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
