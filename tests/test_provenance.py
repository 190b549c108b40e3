from __future__ import annotations

import shutil
import subprocess
import sys
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


# What each step is made of, as far as one would swear to it: a change of the first is seen by the second.
SEEN = [
    ("lyricaudio/mix/ducking.py", "lyricaudio.pipeline.making.soundfiles"),
    ("lyricaudio/audio/codec.py", "lyricaudio.pipeline.making.soundfiles"),
    ("lyricaudio/release/texts/tags.py", "lyricaudio.pipeline.making.make"),
    ("lyricaudio/voice/setting/warp.py", "lyricaudio.voice.setting.setter"),
    ("lyricaudio/reading/text/numbers.py", "lyricaudio.reading.reader"),
    ("lyricaudio/release/texts/feed.py", "lyricaudio.pipeline.common"),
]
UNSEEN = [
    ("lyricaudio/release/texts/feed.py", "lyricaudio.pipeline.making.make"),
    ("lyricaudio/release/texts/tags.py", "lyricaudio.pipeline.making.soundfiles"),
    ("lyricaudio/mix/ducking.py", "lyricaudio.voice.setting.setter"),
    ("lyricaudio/cli/build.py", "lyricaudio.pipeline.making.make"),
    ("lyricaudio/pipeline/run.py", "lyricaudio.pipeline.making.make"),
    ("lyricaudio/serve/app.py", "lyricaudio.pipeline.common"),
]

TELL = "import sys; from lyricaudio.provenance import code_digest; print(*map(code_digest, sys.argv[1:]))"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package that may be changed."""
    root = tmp_path_factory.mktemp("copy")
    source = Path(lyricaudio.__file__).parent
    shutil.copytree(source, root / "lyricaudio", ignore=shutil.ignore_patterns("__pycache__"))
    return root


def digests(package: Path, modules: list[str]) -> list[str]:
    """Ask the copy what its modules are made of."""
    command = [sys.executable, "-c", TELL, *modules]
    done = subprocess.run(
        command, cwd=package, env={"PYTHONPATH": str(package)}, capture_output=True, check=True
    )
    return done.stdout.decode().split()


@pytest.mark.slow
def test_a_step_sees_a_change_in_all_that_it_imports_and_in_nothing_else(package: Path) -> None:
    pairs = [*((*pair, True) for pair in SEEN), *((*pair, False) for pair in UNSEEN)]
    steps = sorted({step for _, step, _ in pairs})
    before = dict(zip(steps, digests(package, steps), strict=True))
    for path in sorted({path for path, _, _ in pairs}):
        written = (package / path).read_bytes()
        (package / path).write_bytes(written + b"# another way\n")
        after = dict(zip(steps, digests(package, steps), strict=True))
        (package / path).write_bytes(written)
        for _, step, seen in [pair for pair in pairs if pair[0] == path]:
            assert (after[step] != before[step]) is seen, (path, step)


def test_a_module_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match=r"there is no module lyricaudio\.nothing"):
        code_digest("lyricaudio.nothing")
