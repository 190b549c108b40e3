"""The tag is judged from its raw bytes, by a parser of its own: every library is more lenient than a car."""

import struct
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.audio.codec import decoded_blocks, ffmpeg
from lyricaudio.errors import ReleaseError
from lyricaudio.release.texts.lrc import lrc_text
from lyricaudio.release.texts.metadata import Chapter, EpisodeTags, LyricEvent
from lyricaudio.release.texts.tags import id3_tag, title_of, write_tags

BOM = b"\xff\xfe"


def frames_in(data: bytes) -> list[tuple[str, bytes]]:
    """Read frames of version 2.3 until the data ends: four letters, a plain 32-bit size, no flags."""
    found = []
    while data:
        name, size, flags = struct.unpack(">4sLH", data[:10])
        assert flags == 0
        assert len(data) >= 10 + size
        found.append((name.decode("ascii"), data[10 : 10 + size]))
        data = data[10 + size :]
    return found


def frames_of(tags: EpisodeTags) -> list[tuple[str, bytes]]:
    tag = id3_tag(tags)
    version, flags, size = tag[:5], tag[5], tag[6:10]
    assert version == b"ID3\x03\x00"
    assert flags == 0
    assert sum(byte << shift for byte, shift in zip(size, (21, 14, 7, 0), strict=True)) == len(tag) - 10
    return frames_in(tag[10:])


def text_in(body: bytes) -> str:
    """Read an encoding byte and the text after it, which must have a byte order mark if it is UTF-16."""
    encoding, data = body[0], body[1:]
    assert encoding in {0, 1}
    if encoding == 0:
        return data.decode("ascii").removesuffix("\0")
    assert data.startswith(BOM)
    return data.decode("utf-16").removesuffix("\0")


def chapter_in(body: bytes) -> tuple[str, int, int, str]:
    name, rest = body.split(b"\0", 1)
    start_ms, end_ms, first_byte, last_byte = struct.unpack(">4L", rest[:16])
    assert first_byte == last_byte == 0xFFFFFFFF
    [(inner, title)] = frames_in(rest[16:])
    assert inner == "TIT2"
    return name.decode("ascii"), start_ms, end_ms, text_in(title)


def numbered_chapters(count: int) -> tuple[Chapter, ...]:
    return tuple(Chapter(start_s=0.5 * n, end_s=0.5 * n + 0.5, title=f"{n}") for n in range(count))


def test_frames_stand_in_the_order_that_every_reader_can_use(tags: EpisodeTags) -> None:
    assert " ".join(name for name, _ in frames_of(tags)) == (
        "TIT2 TPE1 TPE2 TALB TRCK TPOS TYER TCON TLAN TBPM TLEN TSSE TSOT TSOP TSOA TSO2 "
        "COMM USLT SYLT CTOC CHAP CHAP APIC"
    )


def test_every_text_frame_says_what_it_should_in_the_encoding_it_should(tags: EpisodeTags) -> None:
    texts = {name: (body[0], text_in(body)) for name, body in frames_of(tags) if name[0] == "T"}
    assert texts == {
        "TIT2": (1, "学習ループのうた"),
        "TPE1": (0, "lyricaudio"),
        "TPE2": (0, "lyricaudio"),
        "TALB": (1, "G検定のうた"),
        "TRCK": (0, "3/12"),
        "TPOS": (0, "1/1"),
        "TYER": (0, "2026"),
        "TCON": (1, "学習"),
        "TLAN": (0, "jpn"),
        "TBPM": (0, "96"),
        "TLEN": (0, "2000"),
        "TSSE": (0, "lyricaudio 0.1.0"),
        "TSOT": (1, "がくしゅうるーぷのうた"),
        "TSOP": (1, "りりっくおーでぃお"),
        "TSOA": (1, "じーけんていのうた"),
        "TSO2": (1, "りりっくおーでぃお"),
    }


def test_explanation_and_lyrics_have_a_language_and_no_description(tags: EpisodeTags) -> None:
    frames = dict(frames_of(tags))
    for name, text in {"COMM": tags.comment, "USLT": tags.lyrics}.items():
        assert frames[name].startswith(b"\x01jpn" + BOM + b"\0\0" + BOM)
        assert frames[name][8:].decode("utf-16").removesuffix("\0") == text


def test_stamped_lyrics_take_the_place_of_plain_ones_when_they_are_wished_for(tags: EpisodeTags) -> None:
    (body,) = (body for name, body in frames_of(replace(tags, embed_lrc=True)) if name == "USLT")
    assert body[:8] == b"\x01jpn" + BOM + b"\0\0"
    assert text_in(body[:1] + body[8:]) == lrc_text(tags)


def test_synced_lyrics_are_texts_with_milliseconds(tags: EpisodeTags) -> None:
    milliseconds_and_lyrics = b"\x02\x01"
    expected = b"\x01jpn" + milliseconds_and_lyrics + BOM + b"\0\0"
    for event, at_ms in zip(tags.events, (250, 1000), strict=True):
        expected += BOM + event.text.encode("utf-16-le") + b"\0\0" + struct.pack(">L", at_ms)
    assert dict(frames_of(tags))["SYLT"] == expected


def test_synced_lyrics_in_ascii_need_no_utf_16(tags: EpisodeTags) -> None:
    events = (LyricEvent(start_s=0.5, end_s=1.0, text="ReLU"),)
    body = dict(frames_of(replace(tags, events=events)))["SYLT"]
    assert body == b"\x00jpn\x02\x01\0ReLU\0" + struct.pack(">L", 500)


def test_the_table_of_contents_is_the_top_ordered_and_named(tags: EpisodeTags) -> None:
    body = dict(frames_of(tags))["CTOC"]
    head = b"toc\0" + b"\x03" + b"\x02" + b"chp000\0chp001\0"
    assert body.startswith(head)
    [(inner, title)] = frames_in(body[len(head) :])
    assert (inner, text_in(title)) == ("TIT2", "学習ループのうた")


def test_chapters_follow_one_another_without_a_gap(tags: EpisodeTags) -> None:
    spans = (
        Chapter(start_s=0.0, end_s=0.6, title="とても長い題の前奏なので枠も大きい"),
        Chapter(start_s=0.7, end_s=1.2, title="サビ"),
        Chapter(start_s=1.2, end_s=2.5, title="まとめ"),
    )
    chapters = [chapter_in(body) for name, body in frames_of(replace(tags, chapters=spans)) if name == "CHAP"]
    assert chapters == [
        ("chp000", 0, 700, "とても長い題の前奏なので枠も大きい"),
        ("chp001", 700, 1200, "サビ"),
        ("chp002", 1200, 2000, "まとめ"),
    ]


@pytest.mark.parametrize(("count", "kept", "last"), [(255, 255, 254), (256, 128, 254), (600, 200, 597)])
def test_more_chapters_than_a_table_can_count_are_merged(
    tags: EpisodeTags, count: int, kept: int, last: int
) -> None:
    many = replace(tags, chapters=numbered_chapters(count), length_s=300.0)
    chapters = [chapter_in(body) for name, body in frames_of(many) if name == "CHAP"]
    assert len(chapters) == kept
    assert dict(frames_of(many))["CTOC"][5] == kept
    assert chapters[-1][1:] == (500 * last, 500 * count, f"{last}")
    assert all(before[2] == after[1] for before, after in pairwise(chapters))


def test_the_cover_is_a_front_cover_with_an_empty_latin_1_description(tags: EpisodeTags) -> None:
    assert dict(frames_of(tags))["APIC"] == b"\0image/jpeg\0\x03\0" + tags.cover


def test_what_is_not_known_has_no_frame(tags: EpisodeTags) -> None:
    bare = replace(
        tags, year=None, bpm=None, comment="", lyrics="", events=(), chapters=(), album_artist_sort=""
    )
    names = {name for name, _ in frames_of(bare)}
    assert not names & {"TYER", "TBPM", "COMM", "USLT", "SYLT", "CTOC", "CHAP", "TSO2"}


@given(st.text(st.characters(), max_size=30))
def test_no_text_brings_a_control_character_into_the_tag(tags: EpisodeTags, text: str) -> None:
    chapters = (Chapter(start_s=0.0, end_s=2.0, title=f"章{text}"),)
    frames = frames_of(replace(tags, title=f"題{text}", artist_sort=f"読{text}", chapters=chapters))
    texts = [text_in(body) for name, body in frames if name[0] == "T"]
    texts += [chapter_in(body)[3] for name, body in frames if name == "CHAP"]
    assert all(text.isascii() or len(text.splitlines()) == 1 for text in texts)
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for text in texts for character in text)


def test_a_tag_that_android_would_ignore_is_refused_and_the_file_left_alone(
    tags: EpisodeTags, mp3: Path
) -> None:
    before = mp3.read_bytes()
    huge = replace(tags, cover=tags.cover + bytes(3 << 20))
    with pytest.raises(ReleaseError, match=r"the tag of 学習ループのうた would be 3\.0 MiB.*smaller cover"):
        write_tags(mp3, huge)
    assert mp3.read_bytes() == before


def test_the_audio_follows_the_tag_unchanged_and_still_decodes(
    tags: EpisodeTags, mp3: Path, tone_mp3: bytes
) -> None:
    write_tags(mp3, tags)
    assert mp3.read_bytes() == id3_tag(tags) + tone_mp3
    assert sum(map(len, decoded_blocks(mp3))) == 2 * 44100


def test_a_title_is_read_as_it_was_written(tags: EpisodeTags, mp3: Path) -> None:
    with pytest.raises(ReleaseError, match=r"01 うた\.mp3 has no title that can be read; run: lyricaudio"):
        title_of(mp3)
    write_tags(mp3, tags)
    assert title_of(mp3) == tags.title


def test_a_second_tag_is_a_mistake(tags: EpisodeTags, mp3: Path) -> None:
    write_tags(mp3, tags)
    with pytest.raises(ValueError, match="has a tag already"):
        write_tags(mp3, tags)


def test_the_same_values_give_the_same_bytes(tags: EpisodeTags) -> None:
    assert id3_tag(tags) == id3_tag(replace(tags))


def test_ffmpeg_reads_the_texts_and_the_chapters_in_order(tags: EpisodeTags, mp3: Path) -> None:
    many = replace(
        tags, chapters=(*numbered_chapters(3), Chapter(start_s=1.5, end_s=2.0, title="長い題の章"))
    )
    write_tags(mp3, many)
    command = [ffmpeg(), "-nostdin", "-v", "error", "-copyts", "-i", str(mp3), "-f", "ffmetadata", "pipe:1"]
    printed = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    texts, *chapters = printed.split("[CHAPTER]\n")
    assert {
        "title=学習ループのうた",
        "album_artist=lyricaudio",
        "track=3/12",
        "genre=学習",
        "title-sort=がくしゅうるーぷのうた",
    } <= set(texts.splitlines())
    assert chapters == [
        "TIMEBASE=1/1000\nSTART=0\nEND=500\ntitle=0\n",
        "TIMEBASE=1/1000\nSTART=500\nEND=1000\ntitle=1\n",
        "TIMEBASE=1/1000\nSTART=1000\nEND=1500\ntitle=2\n",
        "TIMEBASE=1/1000\nSTART=1500\nEND=2000\ntitle=長い題の章\n",
    ]
