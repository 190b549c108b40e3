"""Lines are found and cut in recordings that are timed badly or not at all, measured on mixes of our own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.pipeline.test_run import read_wav
from tests.stand_ins.maker import make_here

from lyricaudio.audio.resample import resample
from lyricaudio.audio.sound import Audio, Samples
from lyricaudio.audio.wavefile import write_wavs
from lyricaudio.lesson.sung import SURE, FoundLine, SungLine, as_heard
from lyricaudio.mix.cuts import Hearing, Stamp, cuts, heard
from lyricaudio.mix.finding.find import found_lines
from lyricaudio.mix.finding.spoken import BAND, SpokenLine, spoken_line
from lyricaudio.mix.onsets import HEARING_RATE, level_rows
from lyricaudio.pipeline.planning.wishes import Wishes
from lyricaudio.pipeline.project.beside import Extras
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.run import build
from lyricaudio.reading.reader import Reader

pytestmark = pytest.mark.slow

RATE = 44100
LINES = (
    "どちらも両端が平らになり 傾きゼロに近づく飽和",
    "飽和が重なり勾配消失 そこで生まれたReLU",
    "負ならゼロで正ならそのまま 正の傾きはいつも一",
    "学習率は一歩の大きさ",
    "大きすぎると谷を飛び越す",
    "検証データの損失が 上がりはじめたら学習を止める",
)
SLOW = (LINES[0], *LINES[3:5])
OTHERS = (
    "勾配降下法はゆっくり坂をくだる",
    "教師あり学習には正解のラベルがいる",
    "主成分分析は次元を減らす道具",
    "決定木は質問をくりかえして分ける",
)
SONG = "title: {title}\nstyle: {style}\ndelivery: chant\nlines:\n{lines}"
STYLES = {"うた": ("{name: electropop, bpm: 116}", LINES), "おそいうた": ("{name: hiphop, bpm: 76}", SLOW)}


class Sung:
    """A song of ours: its voice and its band, and when its lines begin and end."""

    def __init__(self, root: Path, title: str) -> None:
        (folder,) = root.glob(f"output/* {title}")
        (voice,), (bed,) = folder.glob("*.voice.wav"), folder.glob("*.bed.wav")
        self.voice, self.bed = np.repeat(read_wav(voice)[:, :1], 2, axis=1), read_wav(bed)
        self.cues = json.loads((folder / "01 うた.json").read_text("utf-8"))["cues"]

    @property
    def mix(self) -> Samples:
        return np.asarray(self.voice + self.bed)

    @property
    def starts_s(self) -> list[float]:
        return [cue["start_s"] for cue in self.cues]

    def stamps(self, seed: int, off_s: float = 0.5) -> list[Stamp]:
        beside = np.random.default_rng(seed).uniform(-off_s, off_s, len(self.cues))
        at_s = [max(0.0, start_s + off) for start_s, off in zip(self.starts_s, beside, strict=True)]
        return [
            Stamp(of=str(number), at_s=start_s, until_s=until_s, letters=len(LINES[number]))
            for number, (start_s, until_s) in enumerate(pairwise([*at_s, None]))
            if start_s is not None
        ]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sung")
    (root / "songs").mkdir()
    for number, (title, (style, lines)) in enumerate(STYLES.items(), start=1):
        rows = "".join(f"  - {line}\n" for line in lines)
        song = SONG.format(title=title, style=style, lines=rows)
        (root / "songs" / f"0{number}-song.yaml").write_text(song, "utf-8")
    (root / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")
    library, wishes = open_library([], folder=root), Wishes(extras=Extras(stems=True))
    build(library, root / "output", watch=lambda _: None, wishes=wishes, maker=make_here)
    return root


@pytest.fixture(scope="module")
def sung(project: Path) -> Sung:
    return Sung(project, "うた")


@pytest.fixture(scope="module")
def spoken() -> dict[str, SpokenLine]:
    reader = Reader()
    return {text: spoken_line(text, reader.read(text)) for text in (*LINES, *OTHERS)}


def in_a_hall(samples: Samples) -> Samples:
    """Add the echoes of a hall, half as strong as the sound: noise that dies away within 0.8 s."""
    frames = round(0.8 * RATE)
    echo = np.random.default_rng(3).standard_normal(frames) * np.exp(-6.9 * np.arange(frames) / frames)
    size = len(samples) + frames
    spectrum = np.fft.rfft(samples, size, axis=0) * np.fft.rfft(echo, size)[:, None]
    wet = np.fft.irfft(spectrum, size, axis=0)[: len(samples)]
    wet *= 0.3 * np.sqrt(np.square(samples).mean() / np.square(wet).mean())
    return np.asarray(samples + wet, np.float32)


def mixes(sung: Sung) -> list[Samples]:
    """Return the song with its band as we mix it, with one that is 6 dB louder, and that in a hall."""
    loud = np.asarray(0.5 * sung.voice + sung.bed)
    return [sung.mix, loud, in_a_hall(loud)]


def heard_in(samples: Samples, stamps: Sequence[Stamp], folder: Path) -> Hearing:
    write_wavs((folder / "song.wav",), [(np.asarray(0.5 * samples, np.float32),)], RATE)
    return heard(folder / "song.wav", stamps)


def off_s(hearing: Hearing, sung: Sung) -> Samples:
    """Return how far from their beginnings lines were heard."""
    return np.abs(np.array([line.onset_s for line in hearing.lines]) - sung.starts_s)


@pytest.mark.dear
def test_stamps_half_a_second_off_are_brought_to_where_lines_are_heard(
    sung: Sung, spoken: dict[str, SpokenLine], tmp_path: Path
) -> None:
    off = []
    for seed, mix in enumerate(mixes(sung)):
        stamps = [replace(one, of=LINES[int(one.of)]) for one in sung.stamps(seed)]
        tapped = [SungLine(of=one.of, text=one.of, at_s=one.at_s, until_s=one.until_s) for one in stamps]
        lines = as_heard(tapped, found(mix, LINES, spoken))
        stamps = [
            replace(one, at_s=line.at_s, heard=line.heard) for one, line in zip(stamps, lines, strict=True)
        ]
        off.append(off_s(heard_in(mix, stamps, tmp_path), sung))
    assert np.median(off) <= 0.08
    assert np.quantile(off, 0.95) <= 0.25


def test_stamps_of_other_words_are_brought_to_where_it_grows_louder(sung: Sung, tmp_path: Path) -> None:
    """Where the words of a line are not heard, as of a choir, its stamp and the spectrum are all there is."""
    quiet = [sung.mix, 0.7 * sung.voice + sung.bed, in_a_hall(sung.mix)]
    off = [off_s(heard_in(mix, sung.stamps(seed), tmp_path), sung) for seed, mix in enumerate(quiet)]
    assert np.median(off) <= 0.08
    assert np.mean(np.array(off) <= 0.25) >= 0.8


def test_a_line_is_cut_before_its_first_sound_and_after_its_last_without_a_click(
    sung: Sung, tmp_path: Path
) -> None:
    hearing = heard_in(sung.mix, sung.stamps(seed=4), tmp_path)
    spans = list(zip(hearing.lines, sung.cues, strict=True))
    whole = [
        line.start_s <= cue["start_s"] + 0.02 and line.end_s >= cue["end_s"] - 0.05 for line, cue in spans
    ]
    assert np.mean(whole) >= 0.9
    found = list(cuts(tmp_path / "song.wav", hearing.lines))
    assert [line for line, _ in found] == list(hearing.lines)
    for line, audio in found:
        assert audio.duration_s == pytest.approx(line.end_s - line.start_s, abs=0.001)
        edges = np.abs(np.concatenate([audio.samples[:40], audio.samples[-40:]])).max()
        assert edges <= 0.1 * np.abs(audio.samples).max()


def test_an_interlude_is_not_part_of_the_line_before_it(sung: Sung, tmp_path: Path) -> None:
    middle = round((sung.cues[5]["start_s"] - 0.3) * RATE)
    interlude = np.tile(sung.bed[: 4 * RATE], (5, 1))
    samples = np.concatenate([sung.mix[:middle], interlude, sung.mix[middle:]])
    later = [
        Stamp(
            of=one.of,
            at_s=one.at_s + 20 * (int(one.of) >= 5),
            until_s=None if one.until_s is None else one.until_s + 20 * (int(one.of) >= 4),
            letters=one.letters,
        )
        for one in sung.stamps(seed=5, off_s=0.1)
    ]
    before = heard_in(samples, later, tmp_path).lines[4]
    sung_s = sung.cues[4]["end_s"] - sung.cues[4]["start_s"]
    assert sung_s - 0.1 < before.end_s - before.onset_s < 2.2 * sung_s + 1.5


def found(mix: Samples, lines: Sequence[str], spoken: dict[str, SpokenLine]) -> tuple[FoundLine, ...]:
    middle = np.ascontiguousarray(mix.mean(axis=1, keepdims=True), np.float32)
    samples = resample(Audio(samples=middle, sample_rate=RATE), HEARING_RATE).samples[:, 0]
    return found_lines(level_rows([samples]), [spoken[line] for line in lines], [lines], [lines])


def sure(lines: Sequence[FoundLine]) -> dict[str, float]:
    return {line.of: line.at_s for line in lines if line.sure >= SURE}


def test_lines_are_found_within_half_a_second_under_a_loud_band_and_in_a_hall(
    sung: Sung, spoken: dict[str, SpokenLine]
) -> None:
    for mix in (sung.mix, in_a_hall(0.35 * sung.voice + sung.bed)):
        starts_s = sure(found(mix, LINES, spoken))
        assert list(starts_s) == list(LINES)
        assert np.abs(np.array(list(starts_s.values())) - sung.starts_s).max() < 0.15


def test_another_tempo_and_another_style_make_no_difference(
    project: Path, spoken: dict[str, SpokenLine]
) -> None:
    slow = Sung(project, "おそいうた")
    starts_s = sure(found(slow.mix, SLOW, spoken))
    assert list(starts_s) == list(SLOW)
    assert np.abs(np.array(list(starts_s.values())) - slow.starts_s).max() < 0.5


def test_a_line_that_is_left_out_or_sung_otherwise_is_not_believed_and_the_others_are(
    sung: Sung, spoken: dict[str, SpokenLine]
) -> None:
    for lines in ((*LINES[:2], OTHERS[0], *LINES[2:]), (LINES[0], OTHERS[0], *LINES[2:])):
        starts_s = sure(found(sung.mix, lines, spoken))
        assert list(starts_s) == [line for line in lines if line in LINES]
        for line, start_s in starts_s.items():
            assert start_s == pytest.approx(sung.starts_s[LINES.index(line)], abs=0.15)


def test_lines_in_another_order_are_found_where_they_are_sung(
    sung: Sung, spoken: dict[str, SpokenLine]
) -> None:
    swapped = (LINES[0], LINES[2], LINES[1], *LINES[3:])
    assert list(sure(found(sung.mix, swapped, spoken))) == list(LINES)


def test_of_another_song_or_of_a_band_alone_nothing_is_believed(
    sung: Sung, spoken: dict[str, SpokenLine]
) -> None:
    assert sure(found(sung.mix, OTHERS, spoken)) == {}
    assert sure(found(sung.bed, LINES, spoken)) == {}


def test_the_sounds_of_a_spoken_line_are_its_phones_and_its_breaths(spoken: dict[str, SpokenLine]) -> None:
    line = spoken[LINES[0]]
    assert [phone.pause for phone in line.phones].count(True) == 1
    assert 2.0 < line.seconds < 5.0
    assert 0.5 < np.mean(line.kinds != BAND) < 1.0
