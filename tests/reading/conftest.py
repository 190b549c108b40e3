from __future__ import annotations

from collections.abc import Callable

import pytest

from lyricaudio.reading.reader import Reader
from lyricaudio.reading.text.wording import Atom, Break, SpokenForm, Wording, atoms_of, wording_of

MARKS = {"none": "·", "breath": "'", "comma": "、", "stop": "。"}

Through = Callable[[Callable[[Wording], Wording], str], str]


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()


@pytest.fixture
def through() -> Through:
    """Put a text through one step; show decided pieces in angle brackets and pauses by their weight."""

    def run(step: Callable[[Wording], Wording], text: str) -> str:
        return "".join(map(shown, step(wording_of(atoms_of(text, 0, len(text)))).atoms))

    return run


def shown(atom: Atom) -> str:
    match atom.piece:
        case SpokenForm():
            return f"<{atom.piece.kana}>"
        case Break():
            return MARKS[atom.piece.pause]
        case _:
            return atom.piece
