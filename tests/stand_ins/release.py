"""A finished release of two albums, small and made at once: its MP3s have tags and no sound."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path, PurePosixPath

import numpy as np
from PIL import Image
from tests.stand_ins.episodes import LABELS, episode, write_catalogue

from lyricaudio.audio.codec import write_mp3
from lyricaudio.mix.mixer import SAMPLE_RATE
from lyricaudio.release.catalogue import CatalogueEpisode, CatalogueLine
from lyricaudio.release.page.document import page_html
from lyricaudio.release.targets.outgoing import Finished
from lyricaudio.release.texts.chapterfile import chapters_json
from lyricaudio.release.texts.feed import Show, feed_xml, show_guid
from lyricaudio.release.texts.lrc import lrc_text
from lyricaudio.release.texts.metadata import Chapter, EpisodeTags, LyricEvent
from lyricaudio.release.texts.playlist import PlaylistEntry, m3u8_text
from lyricaudio.release.texts.tags import id3_tag
from lyricaudio.release.texts.webvtt import webvtt_text

SONGS = ("loop", "relu")
TITLES = ("学習ループのうた", "ReLUのうた")
FORMS = ("うた", "解説")
_SUNG = (CatalogueLine(line="aa", role="lyric", text="負ならゼロ", start_s=1.0, end_s=1.4),)
_ASKED = (
    CatalogueLine(line="p1", role="question", text="負なら何ですか。", start_s=1.4, end_s=1.7),
    CatalogueLine(line="p1", role="answer", text="ゼロ", start_s=1.7, end_s=2.0),
)
BUILT_S = 1_790_000_000  # when the first episode was made; each is a minute later than the one before


def make_release(root: Path) -> Finished:
    """Write the release and its catalogue, and return what it consists of."""
    episodes: list[CatalogueEpisode] = []
    for album, (song, title) in enumerate(zip(SONGS, TITLES, strict=True), start=1):
        folder = root / f"{album:02} {title}"
        folder.mkdir(parents=True)
        for track, form in enumerate(FORMS, start=1):
            tags = _tags(title, form, track)
            _write_episode(folder / f"{track:02} {form}.mp3", tags, BUILT_S + 60 * (2 * album + track))
            episodes.append(_listed(song, folder, track, tags))
        (folder / "folder.jpg").write_bytes(_tags(title, "", 1).cover)
        entries = [_entry(PurePosixPath(one.mp3.name), one.title) for one in episodes[-2:]]
        (folder / f"00 {title}.m3u8").write_text(m3u8_text(title, entries), "utf-8")
    (root / "playlists").mkdir()
    entries = [_entry(".." / one.mp3, one.title) for one in episodes[1::2]]
    (root / "playlists" / "解説つき.m3u8").write_text(m3u8_text("解説つき", entries), "utf-8")
    (root / "feed.xml").write_text(feed_xml(show(), episodes), "utf-8")
    (root / "cover-1400.jpg").write_bytes(_cover(1400))
    (root / "index.html").write_text(page_html(episodes, editions={"relu/song": "1f"}), "utf-8")
    (root / "player").mkdir()
    (root / "player" / "app.webmanifest").write_text("{}", "utf-8")
    return finished(root, episodes)


def finished(root: Path, episodes: Sequence[CatalogueEpisode]) -> Finished:
    """Let the catalogue name all files that are there, and return them."""
    catalogue = write_catalogue(root, episodes)
    return Finished(root=root, paths=tuple(map(PurePosixPath, catalogue.files)), catalogue=catalogue)


def show() -> Show:
    """Return the podcast of the release."""
    return Show(
        guid=show_guid("G検定のうた"),
        title="G検定のうた",
        author="lyricaudio",
        description="歌詞と解説で覚える",
        generator="lyricaudio 0.1.0",
    )


def _tags(title: str, form: str, track: int) -> EpisodeTags:
    return EpisodeTags(
        title=title if form == FORMS[0] else f"{title} ({form})",
        artist="lyricaudio",
        album=title,
        album_artist="lyricaudio",
        track=track,
        tracks=len(FORMS),
        year=2026,
        genre="学習",
        bpm=96,
        title_sort="うた",
        artist_sort="りりっくおーでぃお",
        album_sort="うた",
        comment="歌詞を通して聴きます。",
        lyrics="予測して 誤差を測る\n\n重み < 0 & 正",
        events=(
            LyricEvent(start_s=0.25, end_s=1.0, text="予測して 誤差を測る"),
            LyricEvent(start_s=1.0, end_s=1.9, text="重み < 0 & 正"),
        ),
        chapters=(
            Chapter(start_s=0.0, end_s=1.0, title="Aメロ"),
            Chapter(start_s=1.0, end_s=2.1, title="サビ"),
        ),
        cover=_cover(16),
        length_s=2.0,
        encoder="lyricaudio 0.1.0",
    )


def _write_episode(mp3: Path, tags: EpisodeTags, made_s: int) -> None:
    mp3.write_bytes(id3_tag(tags) + _silence())
    os.utime(mp3, (made_s, made_s))
    mp3.with_suffix(".lrc").write_text(lrc_text(tags), "utf-8")
    mp3.with_suffix(".elrc").write_text("", "utf-8")
    mp3.with_suffix(".vtt").write_text(webvtt_text(tags), "utf-8")
    mp3.with_suffix(".chapters.json").write_text(chapters_json(tags), "utf-8")
    mp3.with_suffix(".voice.wav").write_bytes(b"RIFF")


@cache
def _silence() -> bytes:
    """Return two seconds of an MP3."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "silence.mp3"
        write_mp3(path, [np.zeros((2 * SAMPLE_RATE, 2), np.float32)], sample_rate=SAMPLE_RATE)
        return path.read_bytes()


def _listed(song: str, folder: Path, track: int, tags: EpisodeTags) -> CatalogueEpisode:
    form = list(LABELS)[track - 1]
    mp3 = folder / f"{track:02} {LABELS[form]}.mp3"
    return episode(
        song,
        form,
        folder=folder.name,
        song_title=tags.album,
        about=tags.comment,
        lyrics=tags.lyrics,
        seconds=tags.length_s,
        size_bytes=mp3.stat().st_size,
        lines=(*_SUNG, *_ASKED) if form == "explain" else _SUNG,
    )


def _entry(path: PurePosixPath, title: str) -> PlaylistEntry:
    return PlaylistEntry(path=path, seconds=2.0, artist="lyricaudio", title=title)


def _cover(size: int) -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (size, size), "navy").save(picture, "JPEG")
    return picture.getvalue()
