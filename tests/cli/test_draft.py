"""`lyricaudio draft`, as a person runs it: with a language model, or by a chat of one's own."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.cli.within import called
from tests.intake.test_draft import BROKEN, NOTES, SHORT, SONG
from tests.stand_ins.chat import Answer, Chat, says, streams

POINTS = "title: うた\npoints: [学習率は幅]\n"


def run(
    folder: Path, *arguments: str, url: str = "", text: str | None = None
) -> subprocess.CompletedProcess[str]:
    named = {"LYRICAUDIO_DRAFT_URL": url, "LYRICAUDIO_DRAFT_KEY": "secret-1", "LYRICAUDIO_DRAFT_MODEL": "m-1"}
    (folder / "notes.txt").write_text(NOTES, "utf-8")
    return called(folder, "draft", *arguments, env=named, text=text or "")


def asked(folder: Path, *answers: Answer) -> subprocess.CompletedProcess[str]:
    chat = Chat(*answers)
    with chat.served():
        return run(folder, "notes.txt", url=chat.url)


@pytest.mark.slow
def test_a_draft_says_that_nobody_has_checked_it(tmp_path: Path) -> None:
    made = asked(tmp_path, streams(f"どうぞ。\n```yaml\n{SONG}```"))
    assert made.returncode == 0, made.stderr
    assert made.stdout == (
        "songs/学習率のうた.yaml: lines: 1, points: 1; check every fact (要確認), then:"
        " lyricaudio check --lines\n"
    )
    assert made.stderr.startswith("note: the notes go to 127.0.0.1:")
    written = (tmp_path / "songs" / "学習率のうた.yaml").read_text("utf-8")
    assert written.startswith("# yaml-language-server: $schema=../.lyricaudio/song.schema.json\n# 下書きです")
    assert written.endswith(SONG)


def test_a_second_draft_of_the_same_title_takes_nothing_away(tmp_path: Path) -> None:
    for name in ("うた.yaml", "うた 2.yaml", "うた 3.yaml"):
        made = run(tmp_path, "--answer", "-", text=POINTS)
        assert made.stdout.startswith(f"songs/{name}: "), made.stderr


def test_an_answer_that_is_no_song_is_kept_and_can_be_mended(tmp_path: Path) -> None:
    failed = asked(tmp_path, streams(BROKEN), streams(BROKEN), streams(BROKEN))
    assert failed.returncode == 1
    assert failed.stderr.splitlines()[-1] == (
        "the model has given no song; its answer is kept: mend notes.txt.answer.txt,"
        " then: lyricaudio draft --answer notes.txt.answer.txt"
    )
    kept = tmp_path / "notes.txt.answer.txt"
    assert kept.read_text("utf-8") == BROKEN
    kept.write_text(POINTS, "utf-8")
    assert run(tmp_path, "--answer", kept.name).returncode == 0
    assert [path.name for path in (tmp_path / "songs").iterdir()] == ["うた.yaml"]


@pytest.mark.slow
def test_what_could_be_better_stands_above_its_line(tmp_path: Path) -> None:
    made = asked(tmp_path, streams(SHORT), streams(SHORT), streams(SHORT))
    assert made.returncode == 0, made.stderr
    assert "things that could be better: 1" in made.stderr
    (song,) = (tmp_path / "songs").iterdir()
    assert "  # 6 morae; a line has 14 to 26\n  - lyric: 学習率\n" in song.read_text("utf-8")


def test_without_a_model_the_prompt_is_pasted_and_the_answer_read(tmp_path: Path) -> None:
    refused = run(tmp_path, "notes.txt")
    assert (refused.returncode, refused.stdout) == (3, "")
    assert "`lyricaudio draft notes.txt --prompt`" in refused.stderr
    shown = run(tmp_path, "-", "--prompt", text=NOTES)
    assert NOTES in shown.stdout
    again = run(tmp_path, "--answer", "-", text=f"はい。\n{BROKEN}")
    assert again.returncode == 1
    assert "answer:4:4: " in again.stdout
    assert "paste the lines above into the chat" in again.stderr
    assert not (tmp_path / "songs").exists()
    made = run(tmp_path, "notes.txt", "--answer", "-", text=f"はい。\n{POINTS}")
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "songs" / "うた.yaml").read_text("utf-8").endswith(POINTS)


def test_a_refusal_is_one_line_without_the_key(tmp_path: Path) -> None:
    refused = asked(tmp_path, says({"error": {"message": "bad key secret-1"}}, 401))
    assert refused.returncode == 3
    assert refused.stderr.splitlines()[-1].endswith("set LYRICAUDIO_DRAFT_KEY to one that is valid")
    assert "secret-1" not in refused.stderr


@pytest.mark.parametrize("arguments", [[], ["--prompt"], ["--model", "m"]])
def test_without_notes_there_is_nothing_to_draft(arguments: list[str], tmp_path: Path) -> None:
    refused = run(tmp_path, *arguments)
    assert refused.returncode == 2
    assert "give NOTES, or --answer FILE" in refused.stderr
