"""A target that another package could bring: a card per line, its text and its sound cut out of the song."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

import numpy as np
import pytest
from tests.stand_ins.episodes import episode
from tests.stand_ins.package import plug
from tests.stand_ins.release import finished

from lyricaudio.audio.codec import decoded_blocks, write_mp3
from lyricaudio.export.carry import carry
from lyricaudio.export.folder import FolderPlace
from lyricaudio.release.catalogue import CatalogueLine
from lyricaudio.release.targets.outgoing import Choice, Finished
from lyricaudio.release.targets.target import load_target

RATE = 44100
LINES = {"aa": (440, "学習率は一歩の大きさ"), "bb": (880, "大きすぎると谷を飛び越す")}
"""Lines by their identities: a pitch in Hz, which stands for their sound, and their words."""


@pytest.fixture
def release(tmp_path: Path) -> Finished:
    """A release of one episode, in which each line is heard for a second after one of silence."""
    lines = [
        CatalogueLine(line=name, role="lyric", text=words, start_s=2 * at + 1, end_s=2 * at + 2)
        for at, (name, (_, words)) in enumerate(LINES.items())
    ]
    listed = episode(lines=tuple(lines))
    path = tmp_path / "output" / listed.mp3
    path.parent.mkdir(parents=True)
    silence, at_s = np.zeros(RATE), np.arange(RATE) / RATE
    tones = [np.concatenate([silence, 0.5 * np.sin(2 * np.pi * hz * at_s)]) for hz, _ in LINES.values()]
    sound = np.concatenate([*tones, silence]).astype(np.float32)
    write_mp3(path, [np.stack([sound, sound], axis=1)], sample_rate=RATE)
    return finished(tmp_path / "output", [listed])


def pitch_hz(mp3: Path) -> float:
    """Return the strongest frequency of a sound."""
    samples = np.concatenate(list(decoded_blocks(mp3)))[:, 0]
    return float(np.argmax(np.abs(np.fft.rfft(samples, n=RATE))))


def test_every_line_becomes_a_text_and_its_own_sound(
    release: Finished, tmp_path: Path, installed: Callable[..., None]
) -> None:
    installed("cards", files=plug("cards"), entries={"lyricaudio.targets": {"cards": "cards:TARGET"}})
    place = FolderPlace(tmp_path / "deck", release=release.root)
    plan = load_target("cards").plan(release, Choice())
    assert carry(plan, place, tell=lambda line: None).copied == 4
    for name, (hz, words) in LINES.items():
        card = tmp_path / "deck" / PurePosixPath("04-relu") / name
        assert card.with_suffix(".txt").read_text("utf-8") == f"{words}\n"
        assert pitch_hz(card.with_suffix(".mp3")) == pytest.approx(hz, abs=2)
    again = load_target("cards").plan(release, Choice())
    assert carry(again, place, tell=lambda line: None).unchanged == 4
