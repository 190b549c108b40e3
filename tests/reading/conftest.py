from __future__ import annotations

import pytest

from lyricaudio.reading.draft import Atom, Break, Draft, Spoken, atoms_of, draft_of
from lyricaudio.reading.reader import Reader

MARKS = {"none": "·", "breath": "'", "comma": "、", "stop": "。"}


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()


def plain(text: str) -> Draft:
    return draft_of(atoms_of(text, 0, len(text)))


def shown(draft: Draft) -> str:
    """Show a draft: decided pieces in angle brackets, pauses by their weight."""
    return "".join(map(_shown, draft.atoms))


def _shown(atom: Atom) -> str:
    match atom.piece:
        case Spoken():
            return f"<{atom.piece.kana}>"
        case Break():
            return MARKS[atom.piece.pause]
        case _:
            return atom.piece
