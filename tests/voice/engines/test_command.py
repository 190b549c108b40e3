"""Programs of the person's own that speak."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

import pytest
from tests.stand_ins.speaker import recorded

from lyricaudio.errors import EngineError, EngineUnavailable
from lyricaudio.reading.reader import Reader
from lyricaudio.voice.engines.command import Command
from lyricaudio.voice.known import resolve_voice
from lyricaudio.voice.store import Cached, Clips
from lyricaudio.work.blobs import FolderStore

pytestmark = pytest.mark.slow

TEXT = "谷へ向かって歩いていく"
ANOTHER = "山の上には雪がのこる"
READING = Reader().read(TEXT)


@pytest.fixture(scope="module")
def speaker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded(tmp_path_factory.mktemp("program"), TEXT, ANOTHER)


@pytest.fixture
def program(tmp_path: Path, speaker: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("LYRICAUDIO_COMMAND")]:
        monkeypatch.delenv(name)
    folder = shutil.copytree(speaker.parent, tmp_path / "program")
    return Path(folder) / speaker.name


def set_command(
    monkeypatch: pytest.MonkeyPatch, program: Path, arguments: str, variable: str = "LYRICAUDIO_COMMAND"
) -> None:
    monkeypatch.setenv(variable, f"{shlex.quote(sys.executable)} {shlex.quote(str(program))} {arguments}")


@pytest.mark.parametrize("arguments", ["{wav} {text}", "{wav} {kana}", "{wav}", "-", "- {kana}"])
def test_what_a_program_says_is_a_clip_however_it_takes_text_and_gives_sound(
    program: Path, monkeypatch: pytest.MonkeyPatch, arguments: str, tmp_path: Path
) -> None:
    set_command(monkeypatch, program, arguments)
    assert resolve_voice("command").name == "own"
    clips = Clips(store=FolderStore(folder=tmp_path / "clips"))
    facts = Cached(engine=Command(), clips=clips).speak(READING, "own")
    assert len(facts.morae) == len(READING.morae)
    assert facts.believed


def test_a_voice_of_its_own_name_is_another_command(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_command(monkeypatch, program, "- {text}", "LYRICAUDIO_COMMAND_PIPER")
    assert Command().voices == ("piper",)
    before = Command().version
    set_command(monkeypatch, program, "- {kana}")
    assert Command().voices == ("own", "piper")
    assert Command().version != before
    assert resolve_voice("command:piper").name == "piper"
    with pytest.raises(EngineUnavailable, match="has no voice 'say'"):
        resolve_voice("command:say")


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (None, "set LYRICAUDIO_COMMAND to one"),
        ("no-such-program {wav}", "there is no program no-such-program; correct LYRICAUDIO_COMMAND"),
        ("say 'a", "close its quotes"),
    ],
)
def test_what_cannot_run_says_what_to_do(
    program: Path, monkeypatch: pytest.MonkeyPatch, command: str | None, says: str
) -> None:
    if command:
        monkeypatch.setenv("LYRICAUDIO_COMMAND", command)
    with pytest.raises(EngineUnavailable, match=says):
        resolve_voice("command")


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("import sys; sys.exit('out of memory')", "ended with 1: out of memory; try it by hand"),
        ("pass", "wrote no sound for '谷へ向かって歩いていく'"),
        ("import sys; open(sys.argv[1], 'w').write('no sound')", "is not wav audio"),
        ("import time; time.sleep(600)", "did not end within 1 s"),
    ],
)
def test_a_program_that_fails_is_one_line(
    program: Path, monkeypatch: pytest.MonkeyPatch, script: str, says: str
) -> None:
    program.write_text(script, "utf-8")
    set_command(monkeypatch, program, "{wav}")
    with pytest.raises(EngineError, match=says):
        Command(limit_s=1.0 if "sleep" in script else 60.0).speak(READING, "own")


def test_another_sentence_is_not_believed(
    program: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    set_command(monkeypatch, program, f"{{wav}} {ANOTHER}")
    clips = Clips(store=FolderStore(folder=tmp_path / "clips"))
    with pytest.raises(EngineError):
        Cached(engine=Command(), clips=clips).speak(READING, "own")


def test_a_text_is_one_argument_whatever_it_holds(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program.write_text("import sys; sys.exit(repr(sys.argv[2]))", "utf-8")
    set_command(monkeypatch, program, "{wav} {text}")
    reading = Reader().read("谷; rm -rf \"HOME\" 'と' 山")
    with pytest.raises(EngineError, match="アールエム"):
        Command().speak(reading, "own")
