"""What is known of the embedded voice Mei without a sound: its package is found, not imported."""

from __future__ import annotations

from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path


class Mei:
    """The engine `openjtalk`, as far as planning has to know it."""

    name = "openjtalk"
    summary = "the embedded voice Mei; offline, CC BY 3.0"
    voices = ("mei_normal",)
    credit = (
        "HTS Voice Mei, © 2009-2013 Nagoya Institute of Technology, Department of Computer Science"
        " (MMDAgent Project Team), CC BY 3.0"
    )
    online = False
    parallel = 64

    @cached_property
    def version(self) -> str:
        """The version of the package that holds engine and voice."""
        try:
            return version("pyopenjtalk-plus")
        except PackageNotFoundError:
            return "absent"

    def unavailable(self) -> str | None:
        """Say what is missing of the package, or None."""
        if not voice_file(self.voices[0]).exists():
            return "its voice file is missing; run: pip install --force-reinstall pyopenjtalk-plus"
        return None


@cache
def voice_file(voice: str) -> Path:
    """Return where the file of a voice lies, or would lie."""
    spec = find_spec("pyopenjtalk")
    folder = Path(spec.origin).parent if spec and spec.origin else Path("pyopenjtalk")
    return folder / "htsvoice" / f"{voice}.htsvoice"
