from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from fractions import Fraction
from pathlib import Path

import pytest

import lyricaudio
from lyricaudio.errors import Place
from lyricaudio.provenance import UNTOLD, code_digest, digest, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    text: str
    place: Place
    length: Fraction = Fraction(1, 3)
    where: str = field(default="", metadata=UNTOLD)


THING = Thing(text="谷", place=Place("a.yaml", 1, 2))


def test_a_value_is_told_by_its_fields_but_for_places_and_what_says_that_it_decides_nothing() -> None:
    assert told(THING) == ["Thing", {"text": "谷", "length": "1/3"}]
    assert digest(replace(THING, place=Place("b.yaml", 9, 9), where="elsewhere")) == digest(THING)
    assert digest(replace(THING, text="山")) != digest(THING)
    assert digest(replace(THING, length=Fraction(1, 2))) != digest(THING)


def test_a_file_is_told_by_its_content(tmp_path: Path) -> None:
    first, second = tmp_path / "a.wav", tmp_path / "b.wav"
    first.write_bytes(b"sound")
    second.write_bytes(b"sound")
    assert digest({"loop": first}) == digest({"loop": second})
    second.write_bytes(b"noise")
    assert digest({"loop": first}) != digest({"loop": second})


def test_what_has_no_written_form_is_refused() -> None:
    with pytest.raises(TypeError, match="function has no written form"):
        told([lambda: None])


class Colour(Enum):
    RED = "red"


def test_order_counts_in_lists_and_not_in_sets_and_mappings() -> None:
    assert digest([1, 2]) != digest([2, 1])
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest(frozenset("abc")) == digest(frozenset("cba"))
    assert told(Colour.RED) == "Colour.RED"


STEPS = {
    "set": "lyricaudio.voice.setting.setter",
    "read": "lyricaudio.reading.reader",
    "sound": "lyricaudio.pipeline.making.soundfiles",
    "episode": "lyricaudio.pipeline.making.make",
    "common": "lyricaudio.pipeline.common",
}
"""The steps that keep what they made, by the module that makes it."""

SEEN = {
    ".": "set read sound episode common",
    "audio": "set sound episode",
    "lesson": "sound episode common",
    "mix": "sound episode",
    "music": "sound episode",
    "music/band": "sound episode",
    "music/band/instruments": "sound episode",
    "music/flow": "sound episode",
    "music/notation": "episode",
    "music/theory": "sound episode",
    "music/tune": "episode",
    "pipeline": "common",
    "pipeline/making": "sound episode",
    "pipeline/planning": "episode",
    "pipeline/project": "episode common",
    "reading": "set read sound episode",
    "reading/doubts": "read episode",
    "reading/formula": "read episode",
    "reading/japanese": "read episode",
    "reading/latin": "read episode",
    "reading/lexicon": "read episode",
    "reading/meant": "read episode",
    "reading/text": "read episode",
    "release": "episode common",
    "release/names": "episode common",
    "release/page": "episode common",
    "release/pictures": "episode common",
    "release/texts": "episode common",
    "song": "read sound episode common",
    "study": "common",
    "voice": "set sound episode",
    "voice/engines": "episode",
    "voice/hearing": "sound episode",
    "voice/setting": "set sound episode",
    "work": "sound episode",
}
"""Who sees a change in some module of a folder; one in any other folder makes nothing anew."""

TELL = """
import sys
from pathlib import Path
from lyricaudio import provenance

def digests():
    for kept in (provenance.code_digest, provenance._source):  # a comment changes neither files nor imports
        kept.cache_clear()
    return [provenance.code_digest(step) for step in steps]

steps = sys.argv[1:]
before = digests()
for path in sorted(Path("lyricaudio").rglob("*.py")):
    written = path.read_bytes()
    path.write_bytes(written + b"# another way\\n")
    print(path, *(step for step, old, new in zip(steps, before, digests()) if new != old))
    path.write_bytes(written)
"""


@pytest.fixture(scope="module")
def stale(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The steps that see a change in each module, by the module: each was changed in turn."""
    root = tmp_path_factory.mktemp("copy")
    source = Path(lyricaudio.__file__).parent
    shutil.copytree(source, root / "lyricaudio", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-c", TELL, *STEPS.values()]
    done = subprocess.run(command, cwd=root, env={"PYTHONPATH": str(root)}, capture_output=True, check=True)
    names = {module: step for step, module in STEPS.items()}
    rows = (line.split() for line in done.stdout.decode().splitlines())
    return {path: {names[module] for module in seen} for path, *seen in rows}


@pytest.mark.slow
def test_a_changed_module_is_seen_by_those_who_say_so(stale: dict[str, set[str]]) -> None:
    found: dict[str, set[str]] = {}
    for path, steps in stale.items():
        folder = Path(path).parent.relative_to("lyricaudio").as_posix()
        found.setdefault(folder, set()).update(steps)
    assert {folder: steps for folder, steps in found.items() if steps} == {
        folder: set(steps.split()) for folder, steps in SEEN.items()
    }


@pytest.mark.slow
def test_a_changed_module_is_seen_wherever_it_is_imported_and_nowhere_else(
    stale: dict[str, set[str]],
) -> None:
    imports = {path: set(imported(Path(lyricaudio.__file__).parents[1] / path)) for path in stale}
    for step, module in STEPS.items():
        reached: set[str] = set()
        waiting = [f"{module.replace('.', '/')}.py"]
        while waiting:
            if (path := waiting.pop()) not in reached:
                reached.add(path)
                waiting += imports[path]
        assert {path for path, steps in stale.items() if step in steps} == reached


def imported(path: Path) -> Iterator[str]:
    """Yield the files of our package that a module imports, anywhere in it, as Python itself parses it."""
    root = Path(lyricaudio.__file__).parents[1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            within = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if file_of(name, root) else node.module or "" for name in within]
        yield from (found for name in names if (found := file_of(name, root)))


def file_of(module: str, root: Path) -> str | None:
    """Return where a module of ours stands, from the folder of the package."""
    stem = module.replace(".", "/")
    paths = (f"{stem}.py", f"{stem}/__init__.py")
    return next((path for path in paths if module.startswith("lyricaudio") and (root / path).is_file()), None)


def test_a_module_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match=r"there is no module lyricaudio\.nothing"):
        code_digest("lyricaudio.nothing")
