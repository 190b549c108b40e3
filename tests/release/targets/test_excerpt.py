from __future__ import annotations

from pathlib import Path, PurePosixPath

import numpy as np
import pytest
from tests.stand_ins.release import finished

from lyricaudio.audio.codec import decoded_blocks, write_mp3
from lyricaudio.audio.sound import Samples
from lyricaudio.errors import ReleaseError
from lyricaudio.release.targets.excerpt import excerpt
from lyricaudio.release.targets.outgoing import Finished

RATE = 44100
MP3, PIECE = PurePosixPath("01 うた/01 うた.mp3"), PurePosixPath("01.mp3")


def sweep() -> Samples:
    """A tone that rises over three seconds, so that every moment is unlike all others; shape (frames, 2)."""
    at_s = np.arange(3 * RATE) / RATE
    return np.stack([0.5 * np.sin(2 * np.pi * (200 + 300 * at_s) * at_s)] * 2, axis=1).astype(np.float32)


@pytest.fixture
def release(tmp_path: Path) -> Finished:
    """A release of one episode of three seconds."""
    path = tmp_path / MP3
    path.parent.mkdir(parents=True)
    write_mp3(path, [sweep()], sample_rate=RATE)
    return finished(tmp_path, [])


def test_a_piece_is_the_sound_of_its_times(release: Finished, tmp_path: Path) -> None:
    piece = excerpt(release, MP3, 1.25, 2.0, to=PIECE)
    piece.write(tmp_path / "piece.mp3")
    heard = np.concatenate(list(decoded_blocks(tmp_path / "piece.mp3")))
    wanted = sweep()[round(1.25 * RATE) : 2 * RATE]
    assert len(heard) == pytest.approx(len(wanted), abs=120)
    inner = slice(RATE // 50, len(wanted) - RATE // 50)
    assert np.corrcoef(heard[inner, 0], wanted[inner, 0])[0, 1] > 0.999
    assert abs(heard[0]).max() < 0.05
    assert (tmp_path / "piece.mp3").stat().st_size == pytest.approx(piece.size_bytes, rel=0.2)


def test_it_is_another_version_when_the_episode_or_the_times_differ(release: Finished) -> None:
    before = excerpt(release, MP3, 1.0, 2.0, to=PIECE)
    assert before.path == PIECE
    assert excerpt(release, MP3, 1.0, 2.0, to=PIECE).version == before.version
    assert excerpt(release, MP3, 1.0, 2.5, to=PIECE).version != before.version
    write_mp3(release.root / MP3, [sweep()[:RATE]], sample_rate=RATE)
    assert excerpt(release, MP3, 1.0, 2.0, to=PIECE).version != before.version


def test_an_episode_that_is_gone_and_a_piece_of_no_length_are_refused(release: Finished) -> None:
    with pytest.raises(ValueError, match="has no length"):
        excerpt(release, MP3, 2.0, 2.0, to=PIECE)
    with pytest.raises(ReleaseError, match="run: lyricaudio build"):
        excerpt(release, PurePosixPath("no.mp3"), 1.0, 2.0, to=PIECE)
