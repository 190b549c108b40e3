"""The commands as a person runs them, by their output and exit code.

They run in this process, but for what is about processes: pipes, signals, an environment.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
from pathlib import Path

import pytest
from tests.cli.within import called
from tests.programs import LYRICAUDIO, finished, group_lives, rest_of, started, until

from lyricaudio.cli import COMMANDS

SONG = """\
title: 学習率のうた
voice: {lyric: tone, explain: tone}
style: {name: lofi, bpm: 80}
lines:
  - lyric: '学習率は 一歩の{大|おお}きさ'
    explain: 勾配にかける小さな数です。
  - 大きすぎると谷を飛び越す
"""


BARE = "title: 学習率のうた\nvoice: {lyric: tone}\nstyle: none\nlines: [一歩]\n"
"""What is built where it is not about a band."""


def run(folder: Path, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    return finished([*LYRICAUDIO, *arguments], cwd=folder, text=text)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "songs").mkdir()
    (tmp_path / "songs" / "a.yaml").write_text(SONG, "utf-8")
    (tmp_path / "lyricaudio.yaml").write_text("forms: [song, explain]\n", "utf-8")
    return tmp_path


@pytest.fixture
def bare_project(project: Path) -> Path:
    (project / "songs" / "a.yaml").write_text(BARE, "utf-8")
    (project / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")
    return project


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_how_it_is_used_with_an_example(name: str, tmp_path: Path) -> None:
    result = called(tmp_path, name, "--help")
    assert result.returncode == 0
    assert "Example: lyricaudio" in " ".join(result.stdout.split())


def test_a_mistyped_command_is_met_with_the_right_one(tmp_path: Path) -> None:
    result = run(tmp_path, "biuld")
    assert result.returncode == 2
    assert "did you mean 'build'?" in result.stderr


@pytest.mark.slow
def test_what_new_makes_check_does_not_refuse(tmp_path: Path) -> None:
    titles = ["👩‍💻と'うた'", "⼈⼯知能", "null", "$5のうた", "1: [か] #う"]
    for title in titles:
        made = called(tmp_path, "new", title)
        assert made.returncode == 0, (title, made.stderr)
    assert len(list((tmp_path / "songs").iterdir())) == len(titles)
    checked = called(tmp_path, "check")
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("title", ["**強い**うた", "{a|b}", "う\u200bた", "[Chorus]", "二\n行"])
def test_a_title_that_check_would_refuse_is_refused_and_nothing_is_written(
    tmp_path: Path, title: str
) -> None:
    refused = called(tmp_path, "new", title)
    assert refused.returncode == 1
    assert refused.stderr.startswith("this title cannot be one: ")
    assert not (tmp_path / "songs").exists()


def test_new_names_the_file_that_would_be_the_same_song(tmp_path: Path) -> None:
    (tmp_path / "songs").mkdir()
    (tmp_path / "songs" / "Abc.yml").write_text(SONG, "utf-8")
    refused = called(tmp_path, "new", "abc")
    assert (refused.returncode, refused.stderr.split(" is there")[0]) == (1, "songs/Abc.yml")


@pytest.mark.slow
def test_new_makes_a_song_that_checks_and_builds_and_is_never_overwritten(tmp_path: Path) -> None:
    made = called(tmp_path, "new", 'わたしの"うた": 1')
    assert made.returncode == 0, made.stderr
    (song,) = (tmp_path / "songs").iterdir()
    assert called(tmp_path, "check").returncode == 0
    again = called(tmp_path, "new", 'わたしの"うた": 1')
    assert again.returncode == 1
    assert f"songs/{song.name} is there already" in again.stderr


@pytest.mark.slow
def test_check_tells_minutes_and_what_is_to_be_made(project: Path) -> None:
    result = called(project, "check")
    assert result.returncode == 0, result.stderr
    assert re.search(r"0:\d\d  to be made  学習率のうた \(うた\)", result.stdout)


@pytest.mark.slow
def test_check_shows_what_lessons_ask_and_pairs_to_paste(tmp_path: Path) -> None:
    (tmp_path / "songs").mkdir()
    song = "title: 伝播\nlines:\n  - 順伝播は前へ送る\n  - {lyric: 逆伝播は後ろへ, terms: [後ろ]}\n"
    (tmp_path / "songs" / "a.yaml").write_text(song, "utf-8")
    result = called(tmp_path, "check", "--lessons")
    assert result.stdout.endswith("""\
songs/a.yaml:3:5: key terms: 順伝播, 前
songs/a.yaml:4:13: key terms: 後ろ
# songs/a.yaml: two that could be told apart
confuse:
  - [順伝播, 逆伝播]
""")


@pytest.mark.slow
def test_check_shows_all_errors_of_all_songs_at_once(project: Path) -> None:
    (project / "songs" / "b.yaml").write_text("title: だめ\nlylics: [行]\nstyle: polka\n", "utf-8")
    (project / "songs" / "c.yaml").write_text("lines: [行]\n", "utf-8")
    result = called(project, "check")
    assert result.returncode == 2
    places = re.findall(r"^songs/(\w)\.yaml:(\d+):(\d+): ", result.stderr, re.MULTILINE)
    assert [name for name, _, _ in places].count("b") >= 2
    assert "c" in {name for name, _, _ in places}


@pytest.mark.slow
def test_read_prints_one_line_per_line_and_nothing_else(tmp_path: Path) -> None:
    lines = "学習率\n\n♪\n一歩の大きさ\n"
    result = run(tmp_path, "read", text=lines)
    assert result.stdout == "ガクシューリツ\n\n\nイッポノオーキサ\n"
    (tmp_path / "lines.txt").write_text(lines, "utf-8")
    assert called(tmp_path, "read", "-f", "lines.txt").stdout == result.stdout
    assert called(tmp_path, "read", "学習率").stdout == "ガクシューリツ\n"


@pytest.mark.slow
def test_read_keeps_the_number_of_lines_whatever_is_in_them(tmp_path: Path) -> None:
    result = called(tmp_path, "read", text="一歩\u2028二歩\n\x07\n層\n")
    assert result.returncode == 2
    assert result.stdout.splitlines()[1:] == ["", "ソー"]
    assert result.stderr.startswith("line 2: ")


@pytest.mark.slow
def test_read_explains_and_prints_json_one_object_per_line(tmp_path: Path) -> None:
    explained = called(tmp_path, "read", "--explain", "ReLUは負").stdout.splitlines()
    assert explained[0] == "レルーワフ"
    assert explained[1].split() == ["ReLU", "レルー", "lexicon"]
    (line,) = called(tmp_path, "read", "--json", "ReLUは負").stdout.splitlines()
    data = json.loads(line)
    assert data["kana"] == "レルーワフ"
    assert [mora["kana"] for mora in data["phrases"][0]["morae"]][:3] == ["レ", "ル", "ー"]
    assert data["tokens"][0]["source"] == "lexicon"


@pytest.mark.slow
def test_show_prints_what_is_heard_when(project: Path) -> None:
    result = called(project, "show", "songs/a.yaml")
    assert result.returncode == 0, result.stderr
    assert "lofi 80 BPM" in result.stdout
    assert re.search(r"5\.960 +3 +lyric +学習率は 一歩の大きさ +ガクシューリツワ", result.stdout)


@pytest.mark.slow
def test_show_json_gives_every_cue_with_its_morae(project: Path) -> None:
    result = called(project, "show", "songs/a.yaml", "--form", "explain", "--json")
    data = json.loads(result.stdout)
    assert [cue["role"] for cue in data["cues"]] == ["lyric", "explain", "lyric", "lyric"]
    bar_s = data["beats_per_bar"] * 60 / data["bpm"]
    for cue in data["cues"]:
        assert cue["reading"] == "".join(mora["kana"] for mora in cue["morae"])
        onsets = [mora["vowel_onset_s"] for mora in cue["morae"]]
        assert onsets == sorted(onsets)
        assert cue["start_s"] <= onsets[0]
        assert onsets[-1] <= cue["end_s"] <= data["length_s"]
        if cue["role"] == "lyric":
            assert onsets[0] / bar_s == pytest.approx(round(onsets[0] / bar_s))
            slots_s = [mora["slot_beats"] * 60 / data["bpm"] for mora in cue["morae"]]
            assert onsets == pytest.approx(slots_s)


@pytest.mark.slow
def test_show_of_a_form_that_a_song_lacks_says_so(project: Path) -> None:
    (project / "songs" / "p.yaml").write_text("title: 点\npoints: [覚える]\n", "utf-8")
    result = called(project, "show", "songs/p.yaml")
    assert result.returncode == 1
    assert "has nothing for the form 'song'" in result.stderr


@pytest.mark.slow
def test_build_is_quiet_in_a_pipe_and_names_what_it_made(bare_project: Path) -> None:
    result = run(bare_project, "build")
    assert (result.returncode, result.stderr) == (0, "")
    assert re.search(r"0:\d\d  .*/output/学習率のうた/01 うた\.mp3", result.stdout)
    assert "1 built, 0 unchanged, 0 failed" in result.stdout
    assert "0 built, 1 unchanged, 0 failed" in run(bare_project, "build").stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("bad", "code"),
    [("title: x\nlyrics: []\n", 1), ("title: x\nvoice: {lyric: tone:bass}\nlines: [行]\n", 1)],
)
def test_a_bad_song_gives_exit_code_1_and_the_other_is_built(bad: str, code: int, bare_project: Path) -> None:
    (bare_project / "songs" / "b.yaml").write_text(bad, "utf-8")
    result = called(bare_project, "build")
    assert result.returncode == code
    assert "1 built" in result.stdout
    assert len(result.stderr.strip().splitlines()) <= 2


@pytest.mark.slow
def test_when_no_song_is_right_nothing_is_made_and_the_exit_code_is_2(tmp_path: Path) -> None:
    (tmp_path / "songs").mkdir()
    (tmp_path / "songs" / "b.yaml").write_text("title: [x]\n", "utf-8")
    result = called(tmp_path, "build")
    assert result.returncode == 2
    assert not (tmp_path / "output").exists()


@pytest.mark.slow
def test_a_song_outside_a_project_is_built_beside_itself(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(BARE, "utf-8")
    assert called(tmp_path, "build", "mine.yaml").returncode == 0
    assert (tmp_path / "output" / "学習率のうた" / "01 うた.mp3").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("command", ["engines", "styles", "forms"])
def test_the_lists_come_as_a_table_and_as_json(command: str, tmp_path: Path) -> None:
    names = [row["name"] for row in json.loads(called(tmp_path, command, "--json").stdout)]
    table = called(tmp_path, command).stdout.splitlines()
    assert [line.split()[0] for line in table] == names


@pytest.mark.slow
def test_doctor_finds_all_that_a_build_needs(tmp_path: Path) -> None:
    result = called(tmp_path, "doctor", "--json")
    assert result.returncode == 0, result.stdout
    rows = {row["name"]: row["ok"] for row in json.loads(result.stdout)}
    assert all(rows[name] for name in ("ffmpeg", "dictionary", "font", "voice openjtalk", "voice tone"))


LONG_LINES = 12
LONG = "title: 長いうた\nlines:\n" + "".join(
    f"  - 勾配を求めて重みを更新する その{n}回目\n" for n in range(LONG_LINES)
)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_keeps_finished_clips_and_leaves_nothing_else(number: int, tmp_path: Path) -> None:
    (tmp_path / "songs").mkdir()
    (tmp_path / "songs" / "long.yaml").write_text(LONG, "utf-8")
    clips = tmp_path / "output" / ".lyricaudio" / "clips"
    with started([*LYRICAUDIO, "build"], cwd=tmp_path) as process:
        until(lambda: len(list(clips.rglob("*.clip"))) >= 5, "there are five clips")
        assert process.poll() is None
        if number == signal.SIGINT:
            os.killpg(process.pid, number)  # as Ctrl-C does: the whole foreground group
        else:
            process.send_signal(number)
        code, errors = rest_of(process)
        # Python's own tracker ends a little later.
        until(lambda: not group_lives(process.pid), "no process of the build is left")
    assert code == 130
    assert errors.strip() == "stopped; what is finished is kept: run again to go on"
    assert 5 <= len(list(clips.rglob("*.clip"))) < LONG_LINES
    assert not list(tmp_path.rglob(".lyricaudio-tmp-*"))
    assert not list(tmp_path.rglob("*.mp3"))


@pytest.mark.slow
@pytest.mark.parametrize("script", ["#!/bin/sh\nexit 127\n", "no program\n", "#!/bin/sh\nkill -9 $PPID\n"])
def test_doctor_outlives_what_it_examines(tmp_path: Path, script: str) -> None:
    broken = tmp_path / "broken"
    broken.write_text(script)
    broken.chmod(0o755)
    env = os.environ | {"IMAGEIO_FFMPEG_EXE": str(broken)}
    result = finished([*LYRICAUDIO, "doctor"], cwd=tmp_path, env=env)
    assert result.returncode == 3
    assert re.search(r"^ffmpeg +MISSING", result.stdout, re.MULTILINE)
    assert re.search(r"^dictionary +ok", result.stdout, re.MULTILINE)
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_engines_asks_those_that_run_elsewhere(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
    elsewhere = {"LYRICAUDIO_VOICEVOX_URL": nobody, "LYRICAUDIO_GTTS_URL": nobody}
    result = finished([*LYRICAUDIO, "engines", "--json"], cwd=tmp_path, env=os.environ | elsewhere)
    status = {row["name"]: row["status"] for row in json.loads(result.stdout)}
    assert status["openjtalk"] == status["tone"] == "ready"
    assert status["voicevox"].startswith("VOICEVOX is not running at 127.0.0.1")
    assert status["gtts"].startswith("no connection to 127.0.0.1")


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["cp932", "ascii", "cp1252"])
def test_no_output_dies_of_a_character_that_the_terminal_lacks(bare_project: Path, encoding: str) -> None:
    song = BARE.replace("学習率のうた", "café ♬ 学習率 😀") + "points: [ReLU ♬]\n"
    (bare_project / "songs" / "a.yaml").write_text(song, "utf-8")
    (bare_project / "songs" / "b.yaml").write_text("title: ♬\n♬: 1\n", "utf-8")
    for command in ("check --json", "show songs/a.yaml", "build songs/a.yaml", "styles", "read ♬é"):
        done = called(bare_project, *command.split(), encoding=encoding)
        assert "Traceback" not in done.stderr, command
        if "json" in command:
            assert "♬" in str(json.loads(done.stdout))
    env = os.environ | {"PYTHONIOENCODING": encoding}
    new = subprocess.run([*LYRICAUDIO, "new", "♬é😀"], cwd=bare_project, capture_output=True, env=env)
    assert new.returncode == 0, new.stderr
    assert b"Traceback" not in new.stderr


@pytest.mark.slow
def test_a_file_name_that_no_system_takes_is_its_songs_error_and_the_others_are_built(
    bare_project: Path,
) -> None:
    song = BARE.replace("学習率のうた", "長い") + f"melody: {'x' * 300}.mid\n"
    (bare_project / "songs" / "b.yaml").write_text(song, "utf-8")
    result = called(bare_project, "build")
    assert result.returncode == 1
    assert "学習率のうた" in result.stdout
    assert re.search(r"^songs/b\.yaml.*can be no file's name; write another$", result.stderr, re.MULTILINE)
    assert "Traceback" not in result.stderr
