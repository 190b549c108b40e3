from __future__ import annotations

from collections.abc import Callable

import pytest

from lyricaudio.reading.reader import Reader
from lyricaudio.reading.text.draft import Atom, Break, Draft, Spoken, atoms_of, draft_of

MARKS = {"none": "·", "breath": "'", "comma": "、", "stop": "。"}

Through = Callable[[Callable[[Draft], Draft], str], str]


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()


@pytest.fixture
def through() -> Through:
    """Put a text through one step; show decided pieces in angle brackets and pauses by their weight."""

    def run(step: Callable[[Draft], Draft], text: str) -> str:
        return "".join(map(shown, step(draft_of(atoms_of(text, 0, len(text)))).atoms))

    return run


def shown(atom: Atom) -> str:
    match atom.piece:
        case Spoken():
            return f"<{atom.piece.kana}>"
        case Break():
            return MARKS[atom.piece.pause]
        case _:
            return atom.piece
