"""A finished song from elsewhere is the song's own sound: whole, and line by line around explanations."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path

import mutagen
import numpy as np
import pytest
from tests.pipeline.test_run import TINY, built, read_wav, statuses
from tests.stand_ins.maker import make_silently
from tests.verify.spoil import encode

from lyricaudio.audio.codec import decoded_blocks, write_mp3
from lyricaudio.audio.loudness import LoudnessMeter
from lyricaudio.audio.resample import resample
from lyricaudio.audio.sound import Samples
from lyricaudio.audio.wavefile import write_wavs
from lyricaudio.pipeline.forecast import Checked, check
from lyricaudio.pipeline.planning.wishes import Wishes
from lyricaudio.pipeline.project.beside import Extras
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import read_record
from lyricaudio.reading.reader import Reader
from lyricaudio.verify.verdict import verified
from lyricaudio.voice.engine import load_engine

RATE = 44100
LINES = ("学習率は一歩の大きさ", "大きすぎると谷を飛び越す", "少しずつおりていく")
STARTS_S = (2.0, 6.0, 10.0, 14.0)
SUNG = (0, 1, 2, 0)
LRC = "".join(f"[00:{start:05.2f}]{LINES[line]}\n" for start, line in zip(STARTS_S, SUNG, strict=True))
LENGTH_S = 17.0


def band(length_s: float = LENGTH_S, rate: int = RATE) -> Samples:
    """A soft chord on the left, so that a mix in one channel or another's bed would be told by it."""
    at_s = np.arange(round(length_s * rate)) / rate
    chord = sum(0.02 * np.sin(2 * np.pi * pitch * at_s) for pitch in (110.0, 165.0, 220.0))
    return np.asarray(np.stack([chord, 0.2 * chord], axis=1), np.float32)


def recording(rate: int = RATE) -> Samples:
    """Lines of buzzing syllables of three seconds in both channels, each at a pitch of its own."""
    hiss = 0.003 * np.random.default_rng(0).standard_normal((round(LENGTH_S * rate), 2))
    sound = np.asarray(band(rate=rate) + hiss, np.float32)
    for start_s, line in zip(STARTS_S, SUNG, strict=True):
        at_s = np.arange(3 * rate) / rate
        buzz = sum(np.sin(2 * np.pi * n * (200 + 40 * line) * at_s) / n for n in range(1, 16))
        syllables = np.minimum(1.0, 3 * np.abs(np.sin(2 * np.pi * 2 * at_s))) * np.minimum(1, 50 * at_s)
        first = round(start_s * rate)
        sound[first : first + len(at_s)] += np.asarray(0.1 * buzz * syllables, np.float32)[:, None]
    return sound


def write(
    root: Path,
    *,
    keys: str = "file: my.wav, lyrics: my.lrc",
    lrc: str = LRC,
    sound: Samples | None = None,
    forms: str = "song, explain",
) -> Path:
    (root / "songs").mkdir(exist_ok=True)
    (root / "lyricaudio.yaml").write_text(f"forms: [{forms}]\n", "utf-8")
    (root / "songs" / "05-tiny.yaml").write_text(f"{TINY}recording: {{{keys}}}\n", "utf-8")
    (root / "songs" / "my.lrc").write_text(lrc, "utf-8")
    write_wavs((root / "songs" / "my.wav",), [(recording() if sound is None else sound,)], RATE)
    return root / "songs"


def checked(root: Path) -> Checked:
    return check(open_library([], folder=root), root / "output")


def said(root: Path) -> str:
    found = checked(root)
    return "\n".join([*map(str, found.errors), *found.notes])


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("recorded")
    write(root)
    report = built(root, wishes=Wishes(extras=Extras(stems=True), off_vocal=True))
    assert [str(result.error) for result in report.results if result.error] == []
    return root


def player(root: Path, name: str) -> dict[str, list[dict[str, object]]]:
    (path,) = root.glob(f"output/*/{name}.json")
    return dict(json.loads(path.read_text("utf-8")))


def sound_of(path: Path) -> Samples:
    return np.concatenate(list(decoded_blocks(path)))


def test_the_song_is_the_recording_at_our_loudness_and_nothing_besides(project: Path) -> None:
    (mp3,) = project.glob("output/*/01 うた.mp3")
    heard, given = sound_of(mp3)[: int(16 * RATE)], recording()[: int(16 * RATE)]
    gain = float((heard * given).sum() / np.square(given).sum())
    assert np.square(heard - gain * given).mean() < 0.01 * np.square(gain * given).mean()
    meter = LoudnessMeter(RATE, 2)
    meter.add(sound_of(mp3))
    assert meter.integrated_lufs() == pytest.approx(-16.0, abs=0.3)
    assert not list(project.glob("output/*オフボーカル*"))


def test_its_lyrics_are_where_they_are_sung_and_its_chapters_the_sections_as_they_come(project: Path) -> None:
    told = player(project, "01 うた")
    assert [cue["text"] for cue in told["cues"]] == [LINES[line] for line in SUNG]
    starts_s = [float(str(cue["start_s"])) for cue in told["cues"]]
    assert starts_s == pytest.approx(STARTS_S, abs=0.08)
    chapters = [(chapter["title"], chapter["end_s"]) for chapter in told["chapters"]]
    assert [title for title, _ in chapters] == ["Aメロ", "サビ", "Aメロ"]
    assert chapters[-1][1] == pytest.approx(LENGTH_S, abs=0.01)
    (mp3,) = project.glob("output/*/01 うた.mp3")
    tags = mutagen.File(mp3).tags
    assert "TBPM" not in tags
    assert LINES[2] in str(tags.getall("USLT")[0])
    assert len(tags.getall("SYLT")[0].text) >= len(SUNG)


def test_a_line_is_cut_whole_before_and_after_its_explanation_and_the_band_is_silent(project: Path) -> None:
    told = player(project, "02 解説")
    cues = [(cue["role"], cue["text"]) for cue in told["cues"]][:4]
    assert cues == [
        ("lyric", LINES[0]),
        ("explain", "勾配にかける小さな数です。"),
        ("lyric", LINES[0]),
        ("lyric", LINES[1]),
    ]
    assert float(str(told["cues"][0]["start_s"])) < 3.0  # nobody waits for a band that does not play
    (voice,) = project.glob("output/*/02 解説.voice.wav")
    (bed,) = project.glob("output/*/02 解説.bed.wav")
    heard, given = read_wav(voice), recording()
    for number, line in ((0, 0), (2, 0), (3, 1)):
        start_s = float(str(told["cues"][number]["start_s"]))
        at, first = round(start_s * RATE), round(STARTS_S[line] * RATE)
        cut, sung = heard[at - 2000 : at + 3 * RATE, 0], given[first - 12000 : first + 3 * RATE, 0]
        lag = int(np.argmax(np.correlate(sung[::1][:60000], cut[2000:32000], "valid")))
        sung = sung[lag : lag + len(cut) - 2000]
        cut = cut[2000 : 2000 + len(sung)]
        assert np.corrcoef(cut, sung)[0, 1] > 0.98
        assert np.abs(cut[-RATE // 2 :]).max() > 0.5 * np.abs(cut).max()  # its last syllable
    assert np.abs(read_wav(bed)).max() == 0.0  # nobody knows its tempo


def test_each_line_is_told_with_its_morae_and_no_bars(tmp_path: Path) -> None:
    write(tmp_path)
    found = check(open_library([], folder=tmp_path), tmp_path / "output", lines=True)
    (song,) = found.lines
    assert found.cost
    assert (found.cost.episodes, set(found.cost.clips)) == (2, {"recording", "tone"})
    assert [(line.lyric, line.morae, line.bars) for line in song.lines] == [
        (line, len(Reader().read(line).morae), None) for line in LINES
    ]


def test_a_known_tempo_has_a_band_that_is_silent_while_the_recording_plays(tmp_path: Path) -> None:
    write(tmp_path, keys="file: my.wav, lyrics: my.lrc, bpm: 240", forms="explain")
    built(tmp_path, wishes=Wishes(extras=Extras(stems=True)))
    (bed,) = tmp_path.glob("output/*/*.bed.wav")
    cues = player(tmp_path, "01 解説")["cues"]
    level = np.abs(read_wav(bed)).max(axis=1)

    def loudest(cue: dict[str, object], spare_s: float) -> float:
        first, last = (round(float(str(cue[key])) * RATE) for key in ("start_s", "end_s"))
        return float(level[first : last - round(spare_s * RATE)].max())

    assert loudest(cues[1], 0.0) > 0.01
    assert loudest(cues[0], 0.1) < 0.001


def test_what_a_file_holds_decides_what_is_made_and_not_its_name(tmp_path: Path) -> None:
    songs = write(tmp_path)
    built(tmp_path, maker=make_silently)
    (songs / "my.wav").rename(songs / "our.wav")
    song = songs / "05-tiny.yaml"
    song.write_text(song.read_text("utf-8").replace("my.wav", "our.wav"), "utf-8")
    assert set(statuses(built(tmp_path, maker=make_silently)).values()) == {"unchanged"}
    write_wavs((songs / "our.wav",), [(recording()[: 16 * RATE],)], RATE)
    assert statuses(built(tmp_path, maker=make_silently))["学習率のうた (うた)"] == "built"
    digests = {key: known.digest for key, known in read_record(tmp_path / "output").episodes.items()}
    lrc = songs / "my.lrc"
    lrc.write_text(lrc.read_text("utf-8").replace("02.00", "02.30"), "utf-8")
    built(tmp_path, maker=make_silently)
    after = {key: known.digest for key, known in read_record(tmp_path / "output").episodes.items()}
    assert all(after[key] != digest for key, digest in digests.items())


def as_mp3(sound: Samples, path: Path) -> None:
    write_mp3(path, [sound], sample_rate=RATE)


def test_an_mp3_with_applause_is_fine(tmp_path: Path) -> None:
    songs = write(tmp_path, keys="file: my.mp3, lyrics: my.lrc")
    clapping = 0.1 * np.random.default_rng(0).standard_normal((20 * RATE, 2)).astype(np.float32)
    as_mp3(np.concatenate([recording(), clapping]), songs / "my.mp3")
    found = checked(tmp_path)
    assert (found.errors, [note for note in found.notes if "my." in note]) == ((), [])
    seconds = {episode.name: episode.seconds for episode in found.episodes}
    assert seconds["学習率のうた (うた)"] == pytest.approx(LENGTH_S + 20, abs=0.1)
    assert seconds["学習率のうた (解説)"] < 60  # the last line ends before the applause does


def gone(songs: Path) -> None:
    (songs / "my.wav").unlink()


def silent(songs: Path) -> None:
    write_wavs((songs / "my.wav",), [(np.zeros((20 * RATE, 2), np.float32),)], RATE)


def damaged(songs: Path) -> None:
    (songs / "my.wav").write_bytes(b"RIFF" + b"\x00\x01" * 5000)


def short(songs: Path) -> None:
    write_wavs((songs / "my.wav",), [(recording()[: 8 * RATE],)], RATE)


def telephone(songs: Path) -> None:
    write_wavs((songs / "my.wav",), [(recording(8000),)], 8000)


def hours(songs: Path) -> None:
    hum = np.asarray(0.1 * np.sin(np.arange(16000) / 20), np.float32)[:, None]
    write_wavs((songs / "my.wav",), ((hum,) for _ in range(1805)), 16000)


def other_song(songs: Path) -> None:
    (songs / "my.lrc").write_text("[00:01]さくら\n[00:05]やよいの空は\n[00:09]見わたす限り\n", "utf-8")


def timeless(songs: Path) -> None:
    (songs / "my.lrc").write_text("\n".join(LINES), "utf-8")


def incomplete(songs: Path) -> None:
    (songs / "my.lrc").write_text(
        f"[00:02]{LINES[0]}\n[00:06]大きすぎると山を飛び越す\n[00:10]ラララ\n", "utf-8"
    )


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (gone, "17:19: there is no file 'my.wav' beside the song"),
        (silent, "17:19: my.wav is silent; give a recording that sounds"),
        (damaged, "17:19: my.wav is damaged or no sound of its kind; export it again"),
        (short, "17:19: 2 of 4 lines come after the end of my.wav, 8.0 s; give the .lrc of this recording"),
        (telephone, "17:19: my.wav has nothing above 4 kHz, as over a telephone"),
        pytest.param(
            hours, "17:19: my.wav is longer than 30 minutes; cut the song out of it", marks=pytest.mark.dear
        ),
        (other_song, "17:35: of the 3 lines of 'my.lrc' 0 are in this song; give the .lrc of this recording"),
        (timeless, "17:35: 'my.lrc' has no line with a time"),
        (incomplete, "8:9: '大きすぎると谷を飛び越す' is sung otherwise, row 2 of 'my.lrc'"),
        (incomplete, "12:16: '少しずつおりていく' is not in 'my.lrc': the voice says it"),
        (incomplete, "17:35: row 3 of 'my.lrc' is in no line of this song, so it is not shown: 'ラララ'"),
    ],
)
def test_what_is_wrong_with_it_is_said_at_its_place(
    tmp_path: Path, harm: Callable[[Path], None], message: str
) -> None:
    harm(write(tmp_path))
    assert f"songs/05-tiny.yaml:{message}" in said(tmp_path)


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (silent, "17:19: my.wav is silent; give a recording that sounds"),
        (damaged, "17:19: my.wav is damaged or no sound of its kind; export it again"),
        (telephone, "17:19: my.wav has nothing above 4 kHz, as over a telephone"),
    ],
)
def test_what_is_wrong_is_said_of_a_recording_without_times_too(
    tmp_path: Path, harm: Callable[[Path], None], message: str
) -> None:
    harm(write(tmp_path, keys="file: my.wav"))
    assert f"songs/05-tiny.yaml:{message}" in said(tmp_path)


def test_a_recording_that_is_mostly_applause_says_of_each_line_that_it_is_not_found(tmp_path: Path) -> None:
    clapping = 0.1 * np.random.default_rng(0).standard_normal((20 * RATE, 2)).astype(np.float32)
    write(tmp_path, keys="file: my.wav", sound=np.concatenate([spoken(*SUNG), clapping]))
    found = checked(tmp_path)
    assert found.errors == ()
    assert sum("tap along in: lyricaudio studio" in note for note in found.notes) == len(LINES)


def test_of_another_song_no_line_is_used(tmp_path: Path) -> None:
    songs = write(tmp_path, keys="file: my.wav", sound=spoken(*SUNG))
    file = songs / "05-tiny.yaml"
    text = file.read_text("utf-8")
    for line, other in zip(
        LINES, ("さくらさくら", "やよいの空は見わたす限り", "霞か雲か匂いぞいずる"), strict=True
    ):
        text = text.replace(line, other)
    file.write_text(text, "utf-8")
    notes = [note for note in checked(tmp_path).notes if "tap along" in note]
    assert len(notes) == len(LINES)


@pytest.mark.dear
def test_what_is_made_of_it_is_whole_though_nothing_is_heard_where_the_listener_thinks(
    tmp_path: Path,
) -> None:
    write(tmp_path, forms="song, explain, recall")
    built(tmp_path)
    assert verified(tmp_path / "output").faults == ()
    (mp3,) = tmp_path.glob("output/*/03 *.mp3")
    sound = sound_of(mp3)
    sound[len(sound) // 4 : len(sound) * 3 // 4] = 0.0
    encode(mp3, sound)
    faults = [str(fault) for fault in verified(tmp_path / "output").faults]
    assert any("nothing is heard from" in fault for fault in faults)


def test_a_file_outside_of_the_project_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    shutil.copy(write(root) / "my.wav", tmp_path)
    write(root, keys="file: ../../my.wav")
    assert "17:19: '../../my.wav' lies outside of the project" in said(root)


def spoken(*lines: int) -> Samples:
    """The embedded voice saying lines over the band, at the times of the others."""
    reader, engine = Reader(), load_engine()
    sound = band()
    for start_s, line in zip(STARTS_S, lines, strict=True):
        said = resample(engine.speak(reader.read(LINES[line]), engine.voices[0]).audio, RATE).samples
        first = round(start_s * RATE)
        sound[first : first + len(said)] += 0.1 * said[: len(sound) - first]
    return sound


def test_without_times_lines_are_found_and_cut_and_the_times_are_remembered(tmp_path: Path) -> None:
    songs = write(tmp_path, keys="file: my.wav", sound=spoken(*SUNG))
    assert "my.wav" not in said(tmp_path)
    report = built(tmp_path)
    assert [str(result.error) for result in report.results if result.error] == []
    told = player(tmp_path, "01 うた")
    assert [cue["text"] for cue in told["cues"]] == [LINES[line] for line in SUNG]
    starts_s = [float(str(cue["start_s"])) for cue in told["cues"]]
    assert starts_s == pytest.approx([start_s + 0.2 for start_s in STARTS_S], abs=0.3)  # a silence first
    explained = [cue["text"] for cue in player(tmp_path, "02 解説")["cues"] if cue["role"] == "lyric"]
    assert explained.count(LINES[0]) == 2
    (times,) = (tmp_path / "output" / ".lyricaudio" / "times").rglob("*.times")
    times.unlink()
    assert set(statuses(built(tmp_path)).values()) == {"unchanged"}  # found again, the same
    assert not (songs / "my.lrc").read_text("utf-8").startswith("[00:01")


def test_lines_that_are_sung_in_another_order_are_named(tmp_path: Path) -> None:
    write(tmp_path, keys="file: my.wav", sound=spoken(1, 0, 2, 2))
    assert "songs/05-tiny.yaml:8:9: '大きすぎると谷を飛び越す' is sung at 0:02" in said(tmp_path)


def test_a_recording_in_which_nothing_is_found_is_heard_and_how_to_have_more_is_said(tmp_path: Path) -> None:
    write(tmp_path, keys="file: my.wav", forms="song")
    assert "give its .lrc, or tap along" in said(tmp_path)
    report = built(tmp_path)
    assert [str(result.error) for result in report.results if result.error] == []
    assert any("tap along" in note for note in report.notes)
    told = player(tmp_path, "01 うた")
    assert (told["cues"], len(told["chapters"])) == ([], 1)
    assert math.isclose(float(str(told["duration_s"])), LENGTH_S, abs_tol=0.05)


def test_a_line_that_is_not_sung_is_said_by_the_voice(tmp_path: Path) -> None:
    incomplete(write(tmp_path, forms="explain"))
    report = built(tmp_path)
    assert [str(result.error) for result in report.results if result.error] == []
    cues = player(tmp_path, "01 解説")["cues"]
    assert [cue["text"] for cue in cues if cue["role"] == "lyric"].count(LINES[2]) == 2
    assert any("is not in 'my.lrc'" in note for note in report.notes)
