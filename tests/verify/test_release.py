"""A small release with a real voice: whole, and spoiled in every way that a release can be."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.programs import LYRICAUDIO, finished
from tests.verify.spoil import WAYS, Tape, encode, first_s, last_s, sound_of, wav_of

from lyricaudio.audio.sound import Samples
from lyricaudio.errors import LyricAudioError
from lyricaudio.mix.mixer import SAMPLE_RATE
from lyricaudio.release.catalogue import CATALOGUE, Catalogue, catalogue_json, read_catalogue
from lyricaudio.verify.ears import Listened
from lyricaudio.verify.fault import Kind
from lyricaudio.verify.lines import Judge
from lyricaudio.verify.listening import BLOCK_FRAMES, Heard, measured
from lyricaudio.verify.released import stated_cues, with_kana
from lyricaudio.verify.verdict import verified

pytestmark = pytest.mark.slow

SONG = """\
title: 学習率のうた
lines:
  - lyric: 学習率は一歩の大きさ 勾配の向きに下る
    explain: 重みを一度にどれだけ動かすかを、前もって決めておく値です。
  - lyric: 大きすぎると谷を飛び越す いつまでも揺れる
    explain: 谷を行ったり来たりして、損失がいつまでも減らなくなります。
  - lyric: 小さすぎると谷まで遠い 夜が明けてしまう
    explain: 学ぶのに時間がかかり、浅い谷から出られなくなります。
"""
STEMS = (".wav", ".mid")
EXPECTED = {
    "deleted": {Kind.VOICELESS, Kind.CUT},
    "muted": {Kind.SILENT},
    "halved": {Kind.CUT},
    "replaced": {Kind.ANOTHER, Kind.CUT, Kind.FOREIGN, Kind.VOICELESS},
    "swapped": {Kind.ANOTHER, Kind.CUT, Kind.FOREIGN, Kind.VOICELESS},
    "late": {Kind.MOVED, Kind.VOICELESS},
}
"""What may be said of such a line: of another one little may be heard where it should be."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    (root / "songs").mkdir()
    (root / "songs" / "a.yaml").write_text(SONG, "utf-8")
    (root / "lyricaudio.yaml").write_text("forms: [explain, recall]\n", "utf-8")
    done = finished([*LYRICAUDIO, "build", "--stems"], cwd=root)
    assert done.returncode == 0, done.stderr
    catalogue = catalogue_of(root / "output")
    episodes = [replace(one, files=without_stems(one.files)) for one in catalogue.episodes]
    files = [path for path in catalogue.files if not path.endswith(STEMS)]
    slim = replace(catalogue, episodes=tuple(episodes), files=tuple(files))
    (root / "output" / CATALOGUE).write_text(catalogue_json(slim), "utf-8")
    return root / "output"


def without_stems(files: Mapping[str, str]) -> dict[str, str]:
    return {kind: path for kind, path in files.items() if not path.endswith(STEMS)}


@pytest.fixture
def release(built: Path, tmp_path: Path) -> Path:
    unnamed = shutil.ignore_patterns(".lyricaudio", *(f"*{ending}" for ending in STEMS))
    return shutil.copytree(built, tmp_path / "copy", ignore=unnamed)


def catalogue_of(root: Path) -> Catalogue:
    catalogue = read_catalogue(root)
    assert catalogue is not None
    return catalogue


@pytest.fixture(scope="module")
def tapes(built: Path) -> list[Tape]:
    """The sound, the band and the cues of each episode."""
    episodes = catalogue_of(built).episodes
    stated = [stated_cues(built, one) for one in episodes]
    cues = iter(with_kana([cue for some in stated for cue in some]))
    return [
        Tape(
            sound=sound_of(built / one.mp3),
            band=wav_of(built / one.mp3.with_suffix(".bed.wav")),
            cues=tuple(next(cues) for _ in some),
        )
        for one, some in zip(episodes, stated, strict=True)
    ]


def test_a_release_as_it_was_built_is_whole(built: Path) -> None:
    verdict = verified(built)
    assert verdict.faults == ()
    assert (verdict.episodes, verdict.lines, verdict.proven) == (2, 21, 21)
    assert verdict.notes == ()


def heard_of(sound: Samples) -> Heard:
    return measured(np.split(sound, range(BLOCK_FRAMES, len(sound), BLOCK_FRAMES)))


def spoiled(tapes: list[Tape], way: str) -> Iterator[tuple[Tape, set[float]]]:
    """Yield each episode with every fifth of its lines spoiled, and when these should be heard."""
    everything = [cue for tape in tapes for cue in tape.cues]
    for tape in tapes:
        copy = replace(tape, sound=tape.sound.copy())
        chosen = tape.cues[1::5]
        for cue in chosen:
            other = next(one for one in everything if one.line != cue.line and one.whole)
            source = next(one for one in tapes if other in one.cues)
            WAYS[way](copy, cue, source.piece(first_s(other) - 0.05, last_s(other) + 0.1))
        yield copy, {cue.start_s for cue in chosen}


@pytest.mark.parametrize("way", WAYS)
def test_every_spoiled_line_is_named_and_no_other(way: str, tapes: list[Tape], built: Path) -> None:
    episodes, wanted = [], set()
    for episode, (tape, times) in zip(catalogue_of(built).episodes, spoiled(tapes, way), strict=True):
        heard = heard_of(tape.sound)
        episodes.append(Listened(episode=episode, heard=heard, cues=tape.cues))
        wanted |= {(str(episode.mp3), at_s) for at_s in times}
    faults = list(Judge(episodes).faults())
    assert {(fault.path, fault.at_s) for fault in faults} == wanted
    assert {fault.kind for fault in faults} <= EXPECTED[way]


def test_what_happened_to_the_file_and_its_line_is_told_in_a_line_each(
    release: Path, tapes: list[Tape]
) -> None:
    """Through the encoder: a line is late, and nothing else is said of the episode but that it is another."""
    episode = catalogue_of(release).episodes[0]
    tape = replace(tapes[0], sound=tapes[0].sound.copy())
    cue = tape.cues[2]
    WAYS["late"](tape, cue, tape.sound[:0])
    encode(release / episode.mp3, tape.sound)
    assert [str(fault) for fault in verified(release).faults] == [
        f"{episode.mp3}: it is not the file that was built: changed, encoded again, or another one; copy the"
        " release again, or run: lyricaudio build",
        f"{episode.mp3} at {cue.start_s // 60:.0f}:{cue.start_s % 60:04.1f}, '{cue.text}': it is heard 0.5 s"
        " too late; copy the release again, or run: lyricaudio build",
    ]


def test_all_lines_behind_a_part_that_was_cut_out_are_told_as_one(tapes: list[Tape], built: Path) -> None:
    tape, episode = tapes[1], catalogue_of(built).episodes[1]
    out = [round(at_s * SAMPLE_RATE) for at_s in (first_s(tape.cues[1]) - 0.1, last_s(tape.cues[1]) + 0.2)]
    sound = np.concatenate([tape.sound[: out[0]], tape.sound[out[1] :]])
    heard = heard_of(sound)
    whole = Listened(
        episode=catalogue_of(built).episodes[0],
        heard=heard_of(tapes[0].sound),
        cues=tapes[0].cues,
        intact=True,
    )
    cut = Listened(episode=episode, heard=heard, cues=tape.cues)
    lost, *moved = Judge([whole, cut]).faults()
    assert lost.at_s == tape.cues[1].start_s
    assert [fault.kind for fault in moved] == [Kind.MOVED]
    assert moved[0].what == (
        f"this line and the {len(tape.cues) - 3} after it are heard {(out[1] - out[0]) / SAMPLE_RATE:.1f} s"
        " too early"
    )


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def no_file(root: Path) -> None:
    (root / "学習率のうた" / "01 解説.mp3").unlink()


def empty_file(root: Path) -> None:
    (root / "index.html").write_bytes(b"")


def other_episode(root: Path) -> None:
    folder = root / "学習率のうた"
    shutil.copy(folder / "02 暗唱.mp3", folder / "01 解説.mp3")


def torn_file(root: Path) -> None:
    path = root / "学習率のうた" / "01 解説.mp3"
    path.write_bytes(path.read_bytes()[:-300_000])


def quiet_file(root: Path) -> None:
    path = root / "学習率のうた" / "01 解説.mp3"
    encode(path, sound_of(path) * np.float32(0.5))


def loud_file(root: Path) -> None:
    path = root / "学習率のうた" / "01 解説.mp3"
    encode(path, np.clip(sound_of(path) * np.float32(2.0), -1, 1))


def dead_air(root: Path) -> None:
    path = root / "学習率のうた" / "01 解説.mp3"
    encode(path, np.concatenate([sound_of(path), np.zeros((4 * SAMPLE_RATE, 2), np.float32)]))


def other_lyrics(root: Path) -> None:
    edited(root / "学習率のうた" / "01 解説.lrc", "大きすぎると", "小さすぎると")


def other_time(root: Path) -> None:
    path = root / "学習率のうた" / "02 暗唱.vtt"
    first = path.read_text("utf-8").split("\n")[2]
    edited(path, first, first.replace("00:00:0", "00:00:5", 1))


def fewer_kana(root: Path) -> None:
    edited(root / "学習率のうた" / "01 解説.elrc", "ク", "")


def damaged_data(root: Path) -> None:
    (root / "学習率のうた" / "01 解説.json").write_text("{", "utf-8")


def shorter_list(root: Path) -> None:
    edited(root / "学習率のうた" / "00 学習率のうた.m3u8", "\n02 暗唱.mp3", "")


def stale_feed(root: Path) -> None:
    edited(root / "feed.xml", 'length="', 'length="1')


def other_title(root: Path) -> None:
    catalogue = catalogue_of(root)
    first, *others = catalogue.episodes
    renamed = replace(catalogue, episodes=(replace(first, title="別のうた"), *others))
    (root / CATALOGUE).write_text(catalogue_json(renamed), "utf-8")


SPOILED: dict[Callable[[Path], None], list[str]] = {
    no_file: ["the file is not there"],
    empty_file: ["the file is empty"],
    other_episode: [
        "it is not the file that was built",
        "its tag says '学習率のうた (暗唱)' in TIT2",
        "s longer than",
    ],
    torn_file: ["it is not the file that was built", "s shorter than it was built", "the voice is missing"],
    quiet_file: ["LUFS loud, and should be -16.0"],
    loud_file: ["dBTP, above -1: players clip it"],
    dead_air: ["it is 4.0 s longer than it was built", "nothing is heard from "],
    other_lyrics: [
        "the catalogue has this line here, the file does not",
        "the synced lyrics in its tag differ",
    ],
    other_time: ["the catalogue has this line here, the file does not"],
    fewer_kana: ["its kana are not there"],
    damaged_data: ["the catalogue has this line here, the file does not"],
    shorter_list: ["it does not name 学習率のうた/02 暗唱.mp3"],
    stale_feed: ["what it says of a/explain is not what the catalogue says"],
    other_title: ["in TIT2, the catalogue '別のうた'", "what it says of 学習率のうた/01 解説.mp3 is not"],
}


@pytest.mark.parametrize("spoil", SPOILED, ids=lambda spoil: spoil.__name__)
def test_what_is_wrong_with_files_is_named(spoil: Callable[[Path], None], release: Path) -> None:
    spoil(release)
    faults = verified(release).faults
    for what in SPOILED[spoil]:
        assert any(what in str(fault) for fault in faults), list(map(str, faults))


def test_without_a_release_it_is_said_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(LyricAudioError, match=r"there is no release in .*; make one with: lyricaudio build"):
        verified(tmp_path)


def test_the_command_says_what_is_wrong_and_leaves_with_1(release: Path) -> None:
    shorter_list(release)
    done = finished([*LYRICAUDIO, "verify", "copy"], cwd=release.parent)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "学習率のうた/00 学習率のうた.m3u8: it does not name 学習率のうた/02 暗唱.mp3; copy the release"
        " again, or run: lyricaudio build",
        "2 episodes, 21 of 21 lines proven by ear, 1 faults",
    ]
    told = json.loads(finished([*LYRICAUDIO, "verify", "copy", "--json"], cwd=release.parent).stdout)
    assert [(fault["kind"], fault["path"], fault["at_s"]) for fault in told["faults"]] == [
        ("list", "学習率のうた/00 学習率のうた.m3u8", None)
    ]
