"""Lines are found in recordings that nobody has timed, and what is not sure says so: mixes of our own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from tests.mix.test_cuts import RATE, in_a_hall
from tests.pipeline.test_run import built, read_wav

from lyricaudio.audio.resample import resample
from lyricaudio.audio.sound import Audio, Samples
from lyricaudio.lesson.sung import SURE, FoundLine
from lyricaudio.mix.finding.find import found_lines
from lyricaudio.mix.finding.spoken import BAND, SpokenLine, spoken_line
from lyricaudio.mix.onsets import HEARING_RATE, level_rows
from lyricaudio.pipeline.planning.wishes import Wishes
from lyricaudio.pipeline.project.beside import Extras
from lyricaudio.reading.reader import Reader

pytestmark = pytest.mark.slow

LINES = (
    "どちらも両端が平らになり 傾きゼロに近づく飽和",
    "学習率は一歩の大きさ",
    "大きすぎると谷を飛び越す",
    "検証データの損失が 上がりはじめたら学習を止める",
)
OTHERS = (
    "勾配降下法はゆっくり坂をくだる",
    "教師あり学習には正解のラベルがいる",
    "主成分分析は次元を減らす道具",
    "決定木は質問をくりかえして分ける",
)


class Sung:
    """A song of ours: its voice, its band, and when its lines begin."""

    def __init__(self, root: Path, style: str, lines: Sequence[str] = LINES) -> None:
        (root / "songs").mkdir()
        rows = "".join(f"  - {line}\n" for line in lines)
        (root / "songs" / "a.yaml").write_text(f"title: うた\nstyle: {style}\nlines:\n{rows}", "utf-8")
        (root / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")
        built(root, wishes=Wishes(extras=Extras(stems=True)))
        (voice,), (bed,) = root.glob("output/*/*.voice.wav"), root.glob("output/*/*.bed.wav")
        (data,) = root.glob("output/*/01 うた.json")
        self.voice, self.bed = np.repeat(read_wav(voice)[:, :1], 2, axis=1), read_wav(bed)
        self.starts_s = [cue["start_s"] for cue in json.loads(data.read_text("utf-8"))["cues"]]


@pytest.fixture(scope="module")
def sung(tmp_path_factory: pytest.TempPathFactory) -> Sung:
    return Sung(tmp_path_factory.mktemp("sung"), "electropop")


@pytest.fixture(scope="module")
def spoken() -> dict[str, SpokenLine]:
    reader = Reader()
    return {text: spoken_line(text, reader.read(text)) for text in (*LINES, *OTHERS)}


def found(mix: Samples, lines: Sequence[str], spoken: dict[str, SpokenLine]) -> tuple[FoundLine, ...]:
    middle = np.ascontiguousarray(mix.mean(axis=1, keepdims=True), np.float32)
    samples = resample(Audio(samples=middle, sample_rate=RATE), HEARING_RATE).samples[:, 0]
    return found_lines(level_rows([samples]), [spoken[line] for line in lines], [lines], [lines])


def sure(lines: Sequence[FoundLine]) -> dict[str, float]:
    return {line.of: line.at_s for line in lines if line.sure >= SURE}


def test_lines_are_found_within_half_a_second_under_a_loud_band_and_in_a_hall(
    sung: Sung, spoken: dict[str, SpokenLine]
) -> None:
    for mix in (sung.voice + sung.bed, in_a_hall(0.35 * sung.voice + sung.bed)):
        starts_s = sure(found(mix, LINES, spoken))
        assert list(starts_s) == list(LINES)
        assert np.abs(np.array(list(starts_s.values())) - sung.starts_s).max() < 0.15


def test_another_tempo_and_another_style_make_no_difference(
    tmp_path: Path, spoken: dict[str, SpokenLine]
) -> None:
    slow = Sung(tmp_path, "{name: hiphop, bpm: 76}", LINES[:3])
    starts_s = sure(found(slow.voice + slow.bed, LINES[:3], spoken))
    assert list(starts_s) == list(LINES[:3])
    assert np.abs(np.array(list(starts_s.values())) - slow.starts_s).max() < 0.5


def test_a_line_that_is_left_out_or_sung_otherwise_is_not_believed_and_the_others_are(
    sung: Sung, spoken: dict[str, SpokenLine]
) -> None:
    mix = sung.voice + sung.bed
    for lines in ((*LINES[:2], OTHERS[0], *LINES[2:]), (LINES[0], OTHERS[0], *LINES[2:])):
        starts_s = sure(found(mix, lines, spoken))
        assert list(starts_s) == [line for line in lines if line in LINES]
        for line, start_s in starts_s.items():
            assert start_s == pytest.approx(sung.starts_s[LINES.index(line)], abs=0.15)


def test_lines_in_another_order_are_found_where_they_are_sung(
    sung: Sung, spoken: dict[str, SpokenLine]
) -> None:
    swapped = (LINES[0], LINES[2], LINES[1], LINES[3])
    assert list(sure(found(sung.voice + sung.bed, swapped, spoken))) == list(LINES)


def test_of_another_song_or_of_a_band_alone_nothing_is_believed(
    sung: Sung, spoken: dict[str, SpokenLine]
) -> None:
    assert sure(found(sung.voice + sung.bed, OTHERS, spoken)) == {}
    assert sure(found(sung.bed, LINES, spoken)) == {}


def test_the_sounds_of_a_spoken_line_are_its_phones_and_its_breaths(spoken: dict[str, SpokenLine]) -> None:
    line = spoken[LINES[0]]
    assert [phone.pause for phone in line.phones].count(True) == 1
    assert 2.0 < line.seconds < 5.0
    assert 0.5 < np.mean(line.kinds != BAND) < 1.0
