"""The shape of the source: what the house plan asks for and no linter checks."""

from __future__ import annotations

import ast
import statistics
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "lyricaudio"
MODULES = sorted(PACKAGE.rglob("*.py"))

HOMES = {
    "PIL": ("release/",),
    "aiohttp": ("voice/engines/edge.py",),
    "certifi": ("voice/engines/network.py",),
    "click": ("cli/",),
    "ctranslate2": ("voice/hearing/recogniser.py",),
    "dask": ("work/dask.py",),
    "distributed": ("work/dask.py",),
    "edge_tts": ("voice/engines/edge.py",),
    "filelock": ("pipeline/project/lock.py",),
    "fsrs": ("study/memory.py",),
    "genanki": ("release/targets/anki.py",),
    "gtts": ("voice/engines/gtts.py",),
    "imageio_ffmpeg": ("audio/codec.py",),
    "kanalizer": ("reading/latin/english.py",),
    "mido": ("music/band/midi", "intake/stamped.py"),
    "mutagen": ("release/texts/tags",),
    "numpy": ("audio/", "voice/", "music/", "mix/", "release/", "verify/", "cli/machine.py"),
    "onnxruntime": ("voice/engines/kokoro/model.py", "voice/hearing/phones.py"),
    "platformdirs": ("study/log.py",),
    "psutil": ("serve/network.py",),
    "pydub": ("audio/codec.py",),
    "pyopenjtalk": ("reading/japanese/package.py", "voice/engines/openjtalk.py"),
    "pyworld": ("audio/vocoder.py",),
    "segno": ("cli/welcome.py", "studio/phone.py"),
    "starlette": ("serve/", "studio/"),
    "requests": ("voice/engines/", "intake/draft/endpoint.py"),
    "soundfile": ("audio/mpeg.py",),
    "soxr": ("audio/resample.py",),
    "tinysoundfont": ("music/band/soundfont.py",),
    "uvicorn": ("serve/server.py", "serve/connections.py"),
    "urllib3": ("voice/engines/gtts.py", "intake/draft/endpoint.py"),
    "yaml": ("song/marks.py",),
}
"""Each outside library and the only modules, or rooms, that may import it: numpy's arrays are our samples."""


@cache
def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text("utf-8"), filename=str(module))


def name(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def imported(node: ast.AST) -> list[str]:
    """Return what a node imports, by statement or by `import_module` of a name that is written out."""
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module]
        case ast.Call(func=ast.Name(id="import_module"), args=[ast.Constant(value=str(module)), *_]):
            return [module]
    return []


def outside(module: Path) -> set[str]:
    """Return the libraries, neither ours nor Python's, that a module imports anywhere in it."""
    names = {found.partition(".")[0] for node in ast.walk(tree(module)) for found in imported(node)}
    return names - sys.stdlib_module_names - {"lyricaudio"}


def functions() -> Iterator[tuple[str, int]]:
    """Yield every function with its number of lines."""
    for module in MODULES:
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name(module)}: {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.slow
def test_an_outside_library_is_imported_in_its_home_only() -> None:
    assert [
        (name(module), library)
        for module in MODULES
        for library in outside(module)
        if not name(module).startswith(HOMES.get(library, ("nowhere",)))
    ] == []


def test_every_library_that_has_a_home_is_imported_there() -> None:
    assert set(HOMES) == set().union(*map(outside, MODULES))


def test_no_function_is_longer_than_60_lines_and_most_are_shorter_than_10() -> None:
    lengths = dict(functions())
    assert {function: length for function, length in lengths.items() if length > 60} == {}
    assert statistics.median(lengths.values()) < 10


def test_no_module_is_longer_than_400_lines_and_hardly_one_than_300() -> None:
    """A module is cut by meaning; what is longer than that says more than one thing."""
    lengths = {name(module): len(module.read_text("utf-8").splitlines()) for module in MODULES}
    assert {module: length for module, length in lengths.items() if length > 400} == {}
    assert sum(length > 300 for length in lengths.values()) <= len(lengths) // 50


def test_no_import_is_hidden_from_the_layers_by_type_checking() -> None:
    assert [name(module) for module in MODULES if "TYPE_CHECKING" in module.read_text("utf-8")] == []
