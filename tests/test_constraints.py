"""The exact set that was tested is one that the declared bounds allow, and lacks nothing that is declared."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PINS = dict(
    line.split("==")
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
)


def declared() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    found = [Requirement(text) for group in groups for text in group]
    return [
        each for each in found if each.name != "lyricaudio" and (not each.marker or each.marker.evaluate())
    ]


def test_every_dependency_has_a_lower_bound_and_a_pin_within_its_bounds() -> None:
    for requirement in declared():
        assert re.search(">=|==", str(requirement.specifier)), requirement
        pin = PINS[re.sub(r"[-_.]+", "-", requirement.name).lower()]
        assert requirement.specifier.contains(pin), requirement
