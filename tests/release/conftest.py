import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lyricaudio.audio.codec import write_mp3
from lyricaudio.release.texts.metadata import Chapter, EpisodeTags, LyricEvent


@pytest.fixture(scope="session")
def tags() -> EpisodeTags:
    """An episode of two seconds with everything that can be said about one."""
    cover = io.BytesIO()
    Image.new("RGB", (16, 16), "navy").save(cover, "JPEG")
    return EpisodeTags(
        title="学習ループのうた",
        artist="lyricaudio",
        album="G検定のうた",
        album_artist="lyricaudio",
        track=3,
        tracks=12,
        year=2026,
        genre="学習",
        bpm=96,
        title_sort="がくしゅうるーぷのうた",
        artist_sort="りりっくおーでぃお",
        album_sort="じーけんていのうた",
        album_artist_sort="りりっくおーでぃお",
        comment="予測し、誤差を測り、重みを直す。",
        lyrics="予測して 誤差を測る\n\n坂を下りて 重みを直す",
        events=(
            LyricEvent(start_s=0.25, end_s=1.0, text="予測して 誤差を測る"),
            LyricEvent(start_s=1.0, end_s=1.9, text="坂を下りて 重みを直す"),
        ),
        chapters=(
            Chapter(start_s=0.0, end_s=1.0, title="Aメロ"),
            Chapter(start_s=1.0, end_s=1.95, title="サビ"),
        ),
        cover=cover.getvalue(),
        length_s=2.0,
        encoder="lyricaudio 0.1.0",
    )


@pytest.fixture(scope="session")
def tone_mp3(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Two seconds of a tone, without a tag."""
    path = tmp_path_factory.mktemp("tone") / "tone.mp3"
    times_s = np.arange(2 * 44100, dtype=np.float32) / 44100
    tone = 0.3 * np.sin(2 * np.pi * 440 * times_s)
    write_mp3(path, [np.stack([tone, tone], axis=1).astype(np.float32)], sample_rate=44100)
    return path.read_bytes()


@pytest.fixture
def mp3(tone_mp3: bytes, tmp_path: Path) -> Path:
    """The tone as a file of its own."""
    path = tmp_path / "01 うた.mp3"
    path.write_bytes(tone_mp3)
    return path
