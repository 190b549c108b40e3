"""Lines are found and cut in recordings whose `.lrc` is off, measured on mixes of our own."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.pipeline.test_run import built, read_wav

from lyricaudio.audio.sound import Samples
from lyricaudio.audio.wavefile import write_wavs
from lyricaudio.mix.cuts import Hearing, Stamp, cuts, heard
from lyricaudio.pipeline.planning.wishes import Wishes
from lyricaudio.pipeline.project.beside import Extras

pytestmark = pytest.mark.slow

RATE = 44100
LINES = (
    "活性化関数は非線形 線形を重ねても線形のまま",
    "どちらも両端が平らになり 傾きゼロに近づく飽和",
    "飽和が重なり勾配消失 そこで生まれたReLU",
    "負ならゼロで正ならそのまま 正の傾きはいつも一",
    "ゼロと比べるだけで計算が軽い 深い層でも学びが進む",
    "ゼロしか出さなくなる現象 死んだReLUと呼ばれている",
    "負でも小さな傾きを残し 更新を止めないLeaky ReLU",
    "学習率は一歩の大きさ",
    "大きすぎると谷を飛び越す",
    "検証データの損失が 上がりはじめたら学習を止める",
)
SONG = "title: うた\nstyle: {{name: {style}}}\ndelivery: {delivery}\nlines:\n" + "".join(
    f"  - {line}\n" for line in LINES
)


class Sung:
    """A song of ours: its voice and its band, and when its lines begin and end."""

    def __init__(self, root: Path, style: str, delivery: str) -> None:
        (root / "songs").mkdir()
        (root / "songs" / "a.yaml").write_text(SONG.format(style=style, delivery=delivery), "utf-8")
        (root / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")
        built(root, wishes=Wishes(extras=Extras(stems=True)))
        (voice,), (bed,) = root.glob("output/*/*.voice.wav"), root.glob("output/*/*.bed.wav")
        self.voice, self.bed = np.repeat(read_wav(voice)[:, :1], 2, axis=1), read_wav(bed)
        (data,) = root.glob("output/*/01 うた.json")
        self.cues = json.loads(data.read_text("utf-8"))["cues"]

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


@pytest.fixture(scope="module", params=[("electropop", "chant")], ids=" ".join)
def sung(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sung:
    return Sung(tmp_path_factory.mktemp("sung"), *request.param)


def in_a_hall(samples: Samples) -> Samples:
    """Add the echoes of a hall, half as strong as the sound: noise that dies away within 0.8 s."""
    frames = round(0.8 * RATE)
    echo = np.random.default_rng(3).standard_normal(frames) * np.exp(-6.9 * np.arange(frames) / frames)
    size = len(samples) + frames
    spectrum = np.fft.rfft(samples, size, axis=0) * np.fft.rfft(echo, size)[:, None]
    wet = np.fft.irfft(spectrum, size, axis=0)[: len(samples)]
    wet *= 0.3 * np.sqrt(np.square(samples).mean() / np.square(wet).mean())
    return np.asarray(samples + wet, np.float32)


def heard_in(samples: Samples, sung: Sung, folder: Path, seed: int) -> Hearing:
    write_wavs((folder / "song.wav",), [(np.asarray(0.5 * samples, np.float32),)], RATE)
    return heard(folder / "song.wav", sung.stamps(seed))


def test_stamps_half_a_second_off_are_brought_to_where_lines_begin(sung: Sung, tmp_path: Path) -> None:
    mixes = [
        sung.voice + sung.bed,
        0.7 * sung.voice + sung.bed,  # 3 dB more of the band
        in_a_hall(sung.voice + sung.bed),
    ]
    off_s = np.concatenate(
        [
            np.array([line.onset_s for line in heard_in(mix, sung, tmp_path, seed).lines]) - sung.starts_s
            for seed, mix in enumerate(mixes)
        ]
    )
    assert np.median(np.abs(off_s)) <= 0.08
    assert np.mean(np.abs(off_s) <= 0.25) >= 0.8  # 0.95 held before our band had a middle, where voices are


def test_a_line_is_cut_before_its_first_sound_and_after_its_last_without_a_click(
    sung: Sung, tmp_path: Path
) -> None:
    hearing = heard_in(sung.voice + sung.bed, sung, tmp_path, seed=4)
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
    mix = sung.voice + sung.bed
    interlude = np.tile(sung.bed[: 4 * RATE], (5, 1))
    samples = np.concatenate([mix[:middle], interlude, mix[middle:]])
    stamps = sung.stamps(seed=5, off_s=0.1)
    later = [
        Stamp(
            of=one.of,
            at_s=one.at_s + 20 * (int(one.of) >= 5),
            until_s=None if one.until_s is None else one.until_s + 20 * (int(one.of) >= 4),
            letters=one.letters,
        )
        for one in stamps
    ]
    write_wavs((tmp_path / "song.wav",), [(np.asarray(0.5 * samples, np.float32),)], RATE)
    lines = heard(tmp_path / "song.wav", later).lines
    sung_s = sung.cues[4]["end_s"] - sung.cues[4]["start_s"]
    assert sung_s - 0.1 < lines[4].end_s - lines[4].onset_s < 2.2 * sung_s + 1.5
