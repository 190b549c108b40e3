from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from tests.cli.within import called

from lyricaudio.song.identity import identities

LINE = '{"at": "2026-11-29T08:00:00+00:00", "song": "a", "line": "1", "what": "asked"}\n'


def progress(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    (root / "songs").mkdir(exist_ok=True)
    (root / "songs" / "a.yaml").write_text("title: う\nlines: [谷]\n", "utf-8")
    environment = {"XDG_DATA_HOME": str(root / "data")}
    return called(root, "progress", *options, env=environment)


@pytest.mark.slow
def test_a_log_goes_out_and_comes_back_the_same(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text(LINE, "utf-8")
    taken = progress(tmp_path, "--import", "log.jsonl", "--export", "again.jsonl")
    assert taken.returncode == 0, taken.stderr
    assert "2026-11-29T08:00:00.000+00:00" in (tmp_path / "again.jsonl").read_text("utf-8")


@pytest.mark.slow
def test_what_was_heard_is_counted_and_stays_new(tmp_path: Path) -> None:
    known = json.loads(progress(tmp_path, "--json").stdout)
    line = LINE.replace('"1"', json.dumps(identities(["谷"])[0])).replace("asked", "heard")
    (tmp_path / "log.jsonl").write_text(line + line.replace("T08", "T09"), "utf-8")
    heard = json.loads(progress(tmp_path, "--import", "log.jsonl", "--json").stdout)
    assert known == [{"song": "a", "known": 0, "due": 0, "new": 1, "shaky": 0, "heard": 0}]
    assert heard == [known[0] | {"heard": 1}]


@pytest.mark.slow
def test_what_is_no_log_is_refused_in_one_line_and_nothing_is_taken_in(tmp_path: Path) -> None:
    for content in (LINE.encode() + b"\xff\xfe{", LINE.encode() + "谷\n".encode()):
        (tmp_path / "log.jsonl").write_bytes(content)
        refused = progress(tmp_path, "--import", "log.jsonl")
        assert refused.returncode != 0
        assert len(refused.stderr.splitlines()) == 1
        assert "log" in refused.stderr
        assert "unforeseen" not in refused.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.slow
@pytest.mark.parametrize("options", [("--exam", "2020-03-06"), ()], ids=["given", "the project's"])
def test_an_exam_that_is_over_is_told_and_left_out(tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "lyricaudio.yaml").write_text("exam: 2020-03-06\n", "utf-8")
    result = progress(tmp_path, *options)
    assert result.stderr == "note: the exam of 2020-03-06 is over; it is left out\n"
    assert "a day" not in result.stdout


@pytest.mark.slow
def test_an_exam_that_is_ahead_tells_the_pace(tmp_path: Path) -> None:
    (tmp_path / "lyricaudio.yaml").write_text("exam: 2999-03-06\n", "utf-8")
    result = progress(tmp_path)
    assert result.stdout.endswith("1 lines are new; to hear all before the exam: 1 a day\n")
