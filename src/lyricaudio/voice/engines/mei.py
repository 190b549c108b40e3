"""What is known of the embedded voice Mei without a sound: its package is found, not imported.

Its second voice is the same speaker made another, deeper and with a longer mouth: so question and answer, and
two that are compared, can be told apart by ear on a machine that has no other voice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from lyricaudio.messages import message, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Timbre:
    """How a voice differs from its file's: by how many half tones, and with which frequency warping.

    The warping is the all-pass constant by which the file's cepstra are read back: above that which they were
    made with (0.55) all formants are lower. It is as a voice file says it; None leaves the file's own.
    """

    half_tones: int = 0
    warping: str | None = None


TIMBRES = {"mei_normal": Timbre(), "mei_low": Timbre(half_tones=-6, warping="0.60")}
"""The voices, the default first."""

_FILE = "mei_normal.htsvoice"


class Mei:
    """The engine `openjtalk`, as far as planning has to know it."""

    name = "openjtalk"
    summary = message("the embedded voice Mei; offline, CC BY 3.0")
    voices = tuple(TIMBRES)
    credit = (
        "HTS Voice Mei, © 2009-2013 Nagoya Institute of Technology, Department of Computer Science"
        " (MMDAgent Project Team), CC BY 3.0"
    )
    online = False
    parallel = 64
    certain = True

    @cached_property
    def version(self) -> str:
        """The version of the package that holds engine and voice."""
        try:
            return version("pyopenjtalk-plus")
        except PackageNotFoundError:
            return "absent"

    def unavailable(self) -> str | None:
        """Say what is missing of the package, or None."""
        if not voice_file().exists():
            return told("its voice file is missing; run: pip install --force-reinstall pyopenjtalk-plus")
        return None


@cache
def voice_file() -> Path:
    """Return where the voice file lies, or would lie."""
    spec = find_spec("pyopenjtalk")
    folder = Path(spec.origin).parent if spec and spec.origin else Path("pyopenjtalk")
    return folder / "htsvoice" / _FILE
