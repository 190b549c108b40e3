from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from lyricaudio.cli import read
from lyricaudio.errors import ReadingError, SongError
from lyricaudio.reading.lexicon import terms
from lyricaudio.reading.lexicon.terms import Lexicon


def test_a_wrong_lexicon_ends_the_command_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Lexicon(source="other.tsv", text="層")
    monkeypatch.setattr(terms, "installed_lexicons", lambda: (wrong,))

    result = CliRunner().invoke(read.command, ["層", "学習"])

    assert isinstance(result.exception, ReadingError)
    assert str(result.exception).startswith("other.tsv:1: a line needs a term")
    assert result.output == ""


@pytest.mark.parametrize(
    ("codec", "name"),
    [("cp932", "Shift-JIS"), ("euc_jp", "EUC-JP"), ("utf-16", "UTF-16"), ("iso2022_jp", "ISO-2022-JP")],
)
def test_a_file_in_another_encoding_is_named_with_its_place(tmp_path: Path, codec: str, name: str) -> None:
    file = tmp_path / "lines.txt"
    file.write_bytes("学習率は一歩\n".encode(codec))

    result = CliRunner().invoke(read.command, ["-f", str(file)])

    assert isinstance(result.exception, SongError)
    assert str(result.exception).startswith(f"{file}:1:1: ")
    assert name in str(result.exception)


def test_line_ends_and_byte_order_marks_of_windows_are_no_part_of_the_text(tmp_path: Path) -> None:
    file = tmp_path / "lines.txt"
    file.write_bytes("\ufeff層\r\n値\r\n".encode())
    assert CliRunner().invoke(read.command, ["-f", str(file)]).output == "ソー\nアタイ\n"
    assert CliRunner().invoke(read.command, ["-f", "-"], input=file.read_bytes()).output == "ソー\nアタイ\n"
