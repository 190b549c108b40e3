from __future__ import annotations

import pytest
from click.testing import CliRunner

from lyricaudio.cli import read
from lyricaudio.errors import ReadingError
from lyricaudio.reading.lexicon import terms
from lyricaudio.reading.lexicon.terms import Lexicon


def test_a_wrong_lexicon_ends_the_command_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Lexicon(source="other.tsv", text="層")
    monkeypatch.setattr(terms, "installed_lexicons", lambda: (wrong,))

    result = CliRunner().invoke(read.command, ["層", "学習"])

    assert isinstance(result.exception, ReadingError)
    assert str(result.exception).startswith("other.tsv:1: a line needs a term")
    assert result.output == ""
