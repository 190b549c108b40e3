"""A finished release of two albums, small and made at once: its MP3s have tags and next to no sound."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path, PurePosixPath

from PIL import Image

from lyricaudio.release.chapterfile import chapters_json
from lyricaudio.release.episode import Chapter, EpisodeTags, LyricEvent
from lyricaudio.release.feed import FeedItem, Show, episode_guid, feed_xml
from lyricaudio.release.lrc import lrc_text
from lyricaudio.release.outgoing import Finished
from lyricaudio.release.playlist import PlaylistEntry, m3u8_text
from lyricaudio.release.tags import id3_tag
from lyricaudio.release.webvtt import webvtt_text

TITLES = ("学習ループのうた", "ReLUのうた")
FORMS = ("うた", "解説")
BUILT_S = 1_790_000_000  # when the first episode was made; each is a minute later than the one before


def make_release(root: Path) -> Finished:
    """Write the release and its manifest, and return what it consists of."""
    items = []
    for album, title in enumerate(TITLES, start=1):
        folder = root / f"{album:02} {title}"
        folder.mkdir(parents=True)
        for track, form in enumerate(FORMS, start=1):
            tags = _tags(title, form, track)
            _write_episode(folder / f"{track:02} {form}.mp3", tags, BUILT_S + 60 * (2 * album + track))
            items.append(_item(folder, album, track, form, tags))
        (folder / "folder.jpg").write_bytes(_tags(title, "", 1).cover)
        entries = [_entry(PurePosixPath(item.mp3.name), item.title) for item in items[-2:]]
        (folder / f"00 {title}.m3u8").write_text(m3u8_text(title, entries), "utf-8")
    (root / "playlists").mkdir()
    entries = [_entry(".." / item.mp3, item.title) for item in items[1::2]]
    (root / "playlists" / "解説つき.m3u8").write_text(m3u8_text("解説つき", entries), "utf-8")
    (root / "feed.xml").write_text(feed_xml(show(), items), "utf-8")
    (root / "cover-1400.jpg").write_bytes(_cover(1400))
    (root / "index.html").write_text("<!doctype html><title>うた</title>\n", "utf-8")
    (root / "player").mkdir()
    (root / "player" / "01-1.json").write_text("{}", "utf-8")
    return write_manifest(root)


def write_manifest(root: Path) -> Finished:
    """Let the manifest name all files that are there, and return them."""
    paths = {PurePosixPath(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    paths -= {PurePosixPath("release.json")}
    (root / "release.json").write_text(json.dumps({"files": sorted(map(str, paths))}), "utf-8")
    return Finished(root=root, paths=tuple(sorted(paths)))


def show() -> Show:
    """Return the podcast of the release."""
    return Show(
        show_id="G検定のうた",
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
    mp3.write_bytes(id3_tag(tags) + b"\xff\xfb\x90\x64" + bytes(2000))
    os.utime(mp3, (made_s, made_s))
    mp3.with_suffix(".lrc").write_text(lrc_text(tags), "utf-8")
    mp3.with_suffix(".elrc").write_text("", "utf-8")
    mp3.with_suffix(".vtt").write_text(webvtt_text(tags), "utf-8")
    mp3.with_suffix(".chapters.json").write_text(chapters_json(tags), "utf-8")
    mp3.with_suffix(".voice.wav").write_bytes(b"RIFF")


def _item(folder: Path, album: int, track: int, form: str, tags: EpisodeTags) -> FeedItem:
    place = PurePosixPath(folder.name)
    return FeedItem(
        guid=episode_guid(tags.album, form),
        anchor=f"{album:02}-{track}",
        title=tags.title,
        album=tags.album,
        season=album,
        episode=track,
        about=tags.comment,
        lyrics=tags.lyrics,
        seconds=tags.length_s,
        size_bytes=(folder / f"{track:02} {form}.mp3").stat().st_size,
        mp3=place / f"{track:02} {form}.mp3",
        cover=place / "folder.jpg",
        transcript=place / f"{track:02} {form}.vtt",
        chapters=place / f"{track:02} {form}.chapters.json",
    )


def _entry(path: PurePosixPath, title: str) -> PlaylistEntry:
    return PlaylistEntry(path=path, seconds=2.0, artist="lyricaudio", title=title)


def _cover(size: int) -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (size, size), "navy").save(picture, "JPEG")
    return picture.getvalue()
