from __future__ import annotations

import json
import os
import shutil
import wave
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import mido
import numpy as np
import pytest
from tests.stand_ins.maker import make_here, make_silently

from lyricaudio.audio.codec import decoded_blocks
from lyricaudio.audio.loudness import LoudnessMeter
from lyricaudio.audio.sound import Samples
from lyricaudio.errors import LyricAudioError
from lyricaudio.pipeline.planning.planned import plan
from lyricaudio.pipeline.planning.wishes import NO_WISHES, Wishes
from lyricaudio.pipeline.project.beside import Extras
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.record import FileFacts, read_record
from lyricaudio.pipeline.project.report import Progress, Report, Status
from lyricaudio.pipeline.run import Maker, build
from lyricaudio.release.catalogue import read_catalogue

TINY = """\
title: 学習率のうた
voice: {lyric: tone, explain: tone}
sections:
  - name: Aメロ
    lines:
      - lyric: 学習率は一歩の大きさ
        explain: 勾配にかける小さな数です。
      - 大きすぎると谷を飛び越す
  - name: サビ
    hook: true
    lines:
      - lyric: 少しずつおりていく
        explain: 谷の底が、誤差の最小です。
points:
  - q: 一歩の大きさは
    a: 学習率
"""
QUICK = "style: {name: lofi, bpm: 200}\n"
ALBUM = "output/05 学習率のうた"


def read_wav(path: Path) -> Samples:
    """Read 24-bit samples, shape (frames, channels)."""
    with wave.open(str(path)) as file:
        assert (file.getsampwidth(), file.getframerate()) == (3, 44100)
        packed = np.frombuffer(file.readframes(file.getnframes()), np.uint8).reshape(-1, 3)
        padded = np.concatenate([np.zeros((len(packed), 1), np.uint8), packed], axis=1)
        samples = np.asarray(padded.view("<i4")[:, 0] / 2**31, np.float32)
        return samples.reshape(-1, file.getnchannels())


def write(root: Path, name: str = "05-tiny.yaml", *, old: str = "", new: str = "", more: str = "") -> Path:
    """Write the small song into a project, with something replaced and more at its end."""
    path = root / "songs" / name
    path.parent.mkdir(exist_ok=True)
    (root / "lyricaudio.yaml").write_text("forms: [song, explain]\n", "utf-8")
    path.write_text((TINY.replace(old, new) if old else TINY) + QUICK + more, "utf-8")
    return path


def built(
    root: Path,
    *,
    prune: bool = False,
    seen: list[Progress] | None = None,
    wishes: Wishes = NO_WISHES,
    maker: Maker | None = make_here,
) -> Report:
    """Build a project, in this process if no other maker is given."""
    watch = (seen if seen is not None else []).append
    library = open_library([], folder=root)
    return build(library, root / "output", watch=watch, prune=prune, wishes=wishes, maker=maker)


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small song, built by the workers of this machine."""
    root = tmp_path_factory.mktemp("finished")
    write(root)
    built(root, maker=None)
    return root


@pytest.fixture(scope="module")
def stemmed(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with its stems."""
    root = Path(shutil.copytree(finished, tmp_path_factory.mktemp("stemmed") / "project"))
    assert set(statuses(built(root, wishes=Wishes(extras=Extras(stems=True)))).values()) == {"built"}
    return root


@pytest.fixture
def project(finished: Path, tmp_path: Path) -> Path:
    """A copy of a project with the small song, built; files keep their times."""
    return Path(shutil.copytree(finished, tmp_path / "project"))


def statuses(report: Report) -> dict[str, str]:
    return {result.name: result.status.value for result in report.results}


def snapshot(root: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of the release with its time of change and content, the build's own notes left out."""
    files = (
        path for path in (root / "output").rglob("*") if path.is_file() and ".lyricaudio" not in path.parts
    )
    return {str(path.relative_to(root)): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def contents(root: Path) -> dict[str, bytes]:
    return {path: content for path, (_, content) in snapshot(root).items()}


def clips(root: Path) -> set[Path]:
    return set((root / "output" / ".lyricaudio" / "clips").rglob("*.clip"))


def entries(playlist: Path) -> list[str]:
    return [line for line in playlist.read_text("utf-8").splitlines() if not line.startswith("#")]


SIDECARS = (".chapters.json", ".elrc", ".json", ".lrc", ".mp3", ".vtt")


def test_a_build_leaves_what_the_design_promises(project: Path) -> None:
    left = [path for path in sorted(snapshot(project)) if not path.startswith("output/player/")]
    assert left == [
        f"{ALBUM}/00 学習率のうた.m3u8",
        *(f"{ALBUM}/01 うた{suffix}" for suffix in SIDECARS),
        *(f"{ALBUM}/02 解説{suffix}" for suffix in SIDECARS),
        f"{ALBUM}/folder.jpg",
        "output/cover-1400.jpg",
        "output/feed.xml",
        "output/index.html",
        "output/playlists/うただけ.m3u8",
        "output/playlists/解説つき.m3u8",
        "output/release.json",
        "output/rides.json",
        "output/sw.js",
    ]
    assert entries(project / ALBUM / "00 学習率のうた.m3u8") == ["01 うた.mp3", "02 解説.mp3"]
    playlist = project / "output/playlists/解説つき.m3u8"
    assert entries(playlist) == ["../05 学習率のうた/02 解説.mp3"]
    assert (playlist.parent / entries(playlist)[0]).is_file()


def test_the_catalogue_and_the_page_name_the_lines_as_their_song_does(project: Path) -> None:
    song = open_library([], folder=project).entries[0].song
    names = {line.id for section in song.sections for line in section.lines} | {song.points[0].id}
    catalogue = read_catalogue(project / "output")
    assert catalogue is not None
    for episode in catalogue.episodes:
        cues = json.loads((project / "output" / episode.path("mp3").with_suffix(".json")).read_bytes())[
            "cues"
        ]
        assert [line.line for line in episode.lines] == [cue["id"] for cue in cues]
        assert {line.line for line in episode.lines} <= names
    assert {line.line for line in catalogue.episodes[1].lines} == names


def test_the_same_sources_give_the_same_bytes(project: Path) -> None:
    first = contents(project)
    shutil.rmtree(project / "output")
    seen: list[Progress] = []
    assert set(statuses(built(project, seen=seen)).values()) == {"built"}
    assert contents(project) == first
    last = seen[-1]
    assert (last.clips, last.episodes) == (last.clips_total, last.episodes_total) == (10, 2)
    assert last.share == pytest.approx(1.0)


def test_one_changed_explanation_costs_its_episode_and_one_clip(project: Path) -> None:
    before, had = snapshot(project), clips(project)
    write(project, old="小さな数です", new="小さな量です")
    report = built(project)
    assert statuses(report) == {"学習率のうた (うた)": "unchanged", "学習率のうた (解説)": "built"}
    assert len(clips(project) - had) == 1
    after = snapshot(project)
    changed = {path for path in before if before[path] != after[path]}
    assert {path for path in changed if not path.endswith(".m3u8")} == {
        *(f"{ALBUM}/02 解説{suffix}" for suffix in SIDECARS if suffix != ".chapters.json"),
        "output/feed.xml",
        "output/index.html",
        "output/player/texts.html",
        "output/release.json",
        "output/rides.json",
    }


@pytest.mark.parametrize("damage", ["lost", "cut"])
def test_a_lost_or_changed_file_is_made_again(damage: str, project: Path) -> None:
    mp3 = project / ALBUM / "01 うた.mp3"
    whole = mp3.read_bytes()
    mp3.unlink()
    if damage == "cut":
        mp3.write_bytes(whole[:1000])
    assert statuses(built(project)) == {"学習率のうた (うた)": "built", "学習率のうた (解説)": "unchanged"}
    assert mp3.read_bytes() == whole


def test_a_release_that_was_copied_to_another_place_is_not_made_again(project: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(project, tmp_path / "copied", copy_function=shutil.copyfile)
    assert set(statuses(built(copied, maker=make_silently)).values()) == {"unchanged"}
    assert contents(copied) == contents(project)
    (mp3,) = copied.glob(f"{ALBUM}/01*.mp3")
    mp3.write_bytes(mp3.read_bytes()[::-1])
    assert set(statuses(built(copied, maker=make_silently)).values()) == {"unchanged", "built"}


def test_a_release_of_an_older_version_is_known_again_once_something_was_built(
    project: Path, tmp_path: Path
) -> None:
    def undigested(files: Iterable[FileFacts]) -> tuple[FileFacts, ...]:
        return tuple(replace(file, digest="") for file in files)

    record = read_record(project / "output")
    for key, known in record.episodes.items():
        record.episodes[key] = replace(known, files=undigested(known.files))
    record.common = undigested(record.common)
    record.settle()
    write(project, "01-first.yaml", old="学習率のうた", new="さきのうた")
    built(project, maker=make_silently)
    copied = shutil.copytree(project, tmp_path / "copied", copy_function=shutil.copyfile)
    assert set(statuses(built(copied, maker=make_silently)).values()) == {"unchanged"}


def test_a_song_that_is_put_before_renames_no_other(project: Path) -> None:
    before = snapshot(project)
    write(project, "01-first.yaml", old="学習率のうた", new="さきのうた")
    assert statuses(built(project))["学習率のうた (うた)"] == "unchanged"
    after = snapshot(project)
    assert {path: after.get(path) for path in before if path.startswith(f"{ALBUM}/")} == {
        path: left for path, left in before.items() if path.startswith(f"{ALBUM}/")
    }


def test_an_album_that_only_moves_is_moved_and_not_made_again(project: Path) -> None:
    before = snapshot(project)
    write(project, "100-last.yaml", old="学習率のうた", new="ひゃくばんめのうた")
    assert statuses(built(project))["学習率のうた (うた)"] == "unchanged"
    after = snapshot(project)
    for name in ("01 うた.mp3", "02 解説.mp3", "01 うた.lrc", "folder.jpg"):
        assert after[f"output/005 学習率のうた/{name}"] == before[f"{ALBUM}/{name}"]
    assert not (project / ALBUM).exists()


def test_a_bad_song_and_a_voice_that_cannot_run_do_not_stop_the_others(project: Path) -> None:
    write(project, "06-bad.yaml", old="sections", new="section")
    write(project, "07-voice.yaml", old="lyric: tone", new="lyric: tone:bass")
    write(project, "08-good.yaml", old="学習率のうた", new="よいうた")
    (project / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")
    library = open_library([], folder=project)
    assert "unknown key 'section' in a song; did you mean 'sections'?" in str(library.errors[0])
    report = built(project)
    (failed,) = [result for result in report.results if result.status is Status.FAILED]
    assert str(failed.error) == "'tone' has no voice 'bass'; it has sine"
    assert statuses(report)["よいうた (うた)"] == "built"


def test_the_files_of_a_deleted_song_go_but_a_strangers_file_stays(project: Path) -> None:
    note = project / ALBUM / "わたしのメモ.txt"
    note.write_text("memo", "utf-8")
    write(project, "01-other.yaml", old="学習率のうた", new="ほかのうた", more="voice: {lyric: tone:bass}\n")
    (project / "songs/05-tiny.yaml").unlink()
    assert "removed: 05 学習率のうた/01 うた.mp3" in built(project).notes
    assert [path.name for path in note.parent.iterdir()] == ["わたしのメモ.txt"]
    assert not (project / "output/playlists/うただけ.m3u8").exists()


@pytest.mark.dear
@pytest.mark.slow
def test_the_first_song_can_be_heard_while_the_others_are_still_spoken(tmp_path: Path) -> None:
    for number in range(1, 9):
        write(tmp_path, f"{number:02}.yaml", old="学習率は一歩の", new=f"第{number}の学習率は一歩の")
    (tmp_path / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")
    seen: list[Progress] = []
    built(tmp_path, seen=seen, maker=None)
    assert next(step.clips for step in seen if step.episodes) < seen[-1].clips / 2


def test_many_songs_gone_at_once_are_kept_until_asked(project: Path) -> None:
    songs = [write(project, f"1{n}-x.yaml", old="学習率のうた", new=f"うた{n}") for n in range(3)]
    built(project, maker=make_silently)
    for song in songs:
        song.unlink()
    assert "3 of 4 songs are gone; their files are kept" in built(project).notes[0]
    assert (project / "output/11 うた1/01 うた.mp3").exists()
    built(project, prune=True)
    assert not (project / "output/11 うた1").exists()


def test_a_form_that_is_not_asked_for_any_more_leaves_nothing_however_many_songs_had_it(
    project: Path,
) -> None:
    for number in range(3):
        write(project, f"1{number}-x.yaml", old="学習率のうた", new=f"うた{number}")
    built(project, maker=make_silently)
    (project / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")
    notes = built(project, maker=make_silently).notes
    assert not any("songs are gone" in note for note in notes)
    assert not list((project / "output").glob("*/02*"))


def test_a_file_of_the_persons_own_is_never_overwritten(tmp_path: Path) -> None:
    write(tmp_path)
    own = tmp_path / ALBUM / "01 うた.mp3"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"mine")
    report = built(tmp_path, maker=make_silently)
    assert own.read_bytes() == b"mine"
    errors = [str(result.error) for result in report.results if result.error]
    assert errors == [f"{own} exists and was not made by lyricaudio; move it away"]


@pytest.mark.parametrize("damaged", [None, "\0"])
def test_the_record_is_a_hint_that_may_be_lost(damaged: str | None, project: Path) -> None:
    before = contents(project)
    record = project / "output/.lyricaudio/record"
    record.unlink()
    if damaged is not None:
        record.write_text(damaged, "utf-8")
    assert set(statuses(built(project)).values()) == {"built"}
    assert contents(project) == before


def test_orphans_of_a_killed_run_are_reaped_and_its_clips_used(project: Path) -> None:
    orphan = project / ALBUM / ".lyricaudio-tmp-0123456789abcdef"
    orphan.write_bytes(b"half an episode")
    had = {path: path.stat().st_mtime_ns for path in clips(project)}
    os.remove(project / ALBUM / "01 うた.mp3")
    built(project)
    assert not orphan.exists()
    assert {path: path.stat().st_mtime_ns for path in clips(project)} == had


def test_songs_that_share_an_album_are_its_discs(tmp_path: Path) -> None:
    write(tmp_path, more="album: G検定のうた\n")
    write(tmp_path, "06-b.yaml", old="学習率のうた", new="べつのうた", more="album: G検定のうた\n")
    library = open_library([], folder=tmp_path)
    orders = plan(library, read_record(tmp_path / "output")).orders
    assert [(o.album, o.disc, o.discs, o.track, o.tracks) for o in orders] == [
        ("G検定のうた", 1, 2, 1, 2),
        ("G検定のうた", 1, 2, 2, 2),
        ("G検定のうた", 2, 2, 1, 2),
        ("G検定のうた", 2, 2, 2, 2),
    ]


def test_without_songs_the_next_step_is_named(tmp_path: Path) -> None:
    with pytest.raises(LyricAudioError, match="lyricaudio new TITLE"):
        open_library([], folder=tmp_path)


def test_stems_stand_beside_the_episode_and_their_sum_is_its_master(stemmed: Path) -> None:
    album = stemmed / ALBUM
    voice, bed = (read_wav(album / f"01 うた.{name}.wav") for name in ("voice", "bed"))
    decoded = np.concatenate(list(decoded_blocks(album / "01 うた.mp3")))
    assert (voice.shape[1], bed.shape[1]) == (2, 2)  # a hook's voice is doubled on both sides
    assert len(voice) == len(bed)
    assert 0 <= len(decoded) - len(voice) < 0.0028 * 44100  # what an MP3 may need at its end
    decoded = decoded[: len(voice)]
    assert np.corrcoef(decoded[:, 0], (voice + bed)[:, 0])[0, 1] > 0.99
    assert np.std(voice + bed) == pytest.approx(np.std(decoded), rel=0.02)
    assert set(statuses(built(stemmed)).values()) == {"unchanged"}


def test_speech_in_mono_has_half_the_size_and_is_as_loud(project: Path) -> None:
    stereo = (project / ALBUM / "02 解説.mp3").stat().st_size
    song = (project / ALBUM / "01 うた.mp3").stat().st_mtime_ns
    with (project / "lyricaudio.yaml").open("a") as file:
        file.write("speech: mono\n")
    assert set(statuses(built(project)).values()) == {"built", "unchanged"}
    assert (project / ALBUM / "01 うた.mp3").stat().st_mtime_ns == song
    mp3 = project / ALBUM / "02 解説.mp3"
    cover = (project / ALBUM / "folder.jpg").stat().st_size  # it is in the tags, too
    assert (mp3.stat().st_size - cover) / (stereo - cover) == pytest.approx(0.5, abs=0.05)
    decoded = np.concatenate(list(decoded_blocks(mp3)))
    assert np.array_equal(decoded[:, 0], decoded[:, 1])
    meter = LoudnessMeter(44100, 2)
    meter.add(decoded)
    assert meter.integrated_lufs() == pytest.approx(-16, abs=0.3)


def test_stems_are_made_anew_with_their_episode(stemmed: Path, tmp_path: Path) -> None:
    project = Path(shutil.copytree(stemmed, tmp_path / "project"))
    before = snapshot(project)
    write(project, old="小さな数です", new="小さな量です")
    built(project)
    changed = {path for path, content in snapshot(project).items() if content != before.get(path)}
    assert {f"{ALBUM}/02 解説.voice.wav", f"{ALBUM}/02 解説.bed.wav"} <= changed
    assert f"{ALBUM}/01 うた.voice.wav" not in changed


def test_notes_lie_beside_the_stems_as_midi(project: Path) -> None:
    write(project, more="delivery: sing\n")
    (project / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")
    built(project, wishes=Wishes(extras=Extras(stems=True)))
    score = mido.MidiFile(project / ALBUM / "01 うた.mid", charset="utf-8")
    (voice,) = [track for track in score.tracks if track.name == "voice"]
    words = "".join(message.text for message in voice if message.type == "lyrics")
    assert words.startswith("ガクシューリツワ")
    pitches = {message.note for message in voice if message.type == "note_on" and message.velocity}
    assert len(pitches) > 3


def test_an_episode_without_the_voice_has_an_album_of_its_own_and_stays(project: Path) -> None:
    before = snapshot(project)
    report = built(project, wishes=Wishes(off_vocal=True))
    assert statuses(report) == {
        "学習率のうた (うた)": "unchanged",
        "学習率のうた (解説)": "unchanged",
        "学習率のうた (オフボーカル)": "built",
    }
    after = snapshot(project)
    assert all(after[path] == content for path, content in before.items() if path.endswith((".mp3", ".lrc")))
    path = f"{ALBUM} オフボーカル/01 うた.mp3"
    assert path in after
    assert statuses(built(project))["学習率のうた (オフボーカル)"] == "unchanged"
    assert path in snapshot(project)
