"""The whole book of the G検定: what holds for every song of it, and that nothing of the exam is left out."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from tests.book.whole import SAMPLE, book, lines, of_chapter, songs

from lyricaudio.book.coverage import Covered, State, by_item, coverage, different
from lyricaudio.book.shelf import BookSong, books_folder
from lyricaudio.book.syllabus import parse_syllabus
from lyricaudio.lesson.pairs import statements
from lyricaudio.pipeline.forecast import check
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.reading.reader import Reader
from lyricaudio.release.targets.podcast import HOSTED_MB
from lyricaudio.song import Song, display
from lyricaudio.voice.known import make_engine

NAMES = [song.name for song in book().songs]

MORAE = range(14, 27)
MOST_IN_HOOK = 64
LONGEST_EXPLANATION_S = 20.0


@pytest.fixture(scope="module")
def covered() -> tuple[Covered, ...]:
    text = book().syllabus_file.read_text("utf-8")
    return coverage(parse_syllabus(text, source="syllabus.tsv"), songs().values())


def test_the_book_has_every_chapter_and_every_folder_is_one() -> None:
    assert [chapter.name for chapter in book().chapters if not chapter.songs] == []
    folders = {path.name for path in (books_folder() / book().name).iterdir() if path.is_dir()}
    assert folders == {chapter.name for chapter in book().chapters} - {SAMPLE}


def test_nearly_every_keyword_is_heard_and_nine_of_ten_are_in_lyrics(covered: tuple[Covered, ...]) -> None:
    once = different(covered)
    not_heard = [one.keyword.written for one in once if one.state < State.EXPLAINED]
    not_sung = [one.keyword.written for one in once if one.state < State.SUNG]
    assert len(once) == 481
    assert len(not_heard) <= 0.01 * len(once), not_heard
    assert len(not_sung) <= 0.10 * len(once), not_sung


def test_every_item_of_the_syllabus_is_sung_about(covered: tuple[Covered, ...]) -> None:
    items = by_item(covered)
    assert len(items) == 55
    assert [item for item, ones in items.items() if all(one.state < State.SUNG for one in ones)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_song_is_whole(name: str) -> None:
    song = songs()[name]
    assert 12 <= len(lines(song)) <= 20
    assert [display(line.lyric.text) for line in lines(song) if not (line.explain and line.terms)] == []
    assert [2 <= len(section.lines) <= 4 for section in song.sections if section.hook] == [True]
    assert 4 <= len(song.points) <= 8
    assert sum(point.question is not None for point in song.points) >= 4
    assert song.confuse
    assert song.title_reading
    assert song.year
    assert "G検定" in song.tags


@pytest.mark.parametrize("name", NAMES)
def test_pairs_to_tell_apart_are_sung_and_some_are_told_apart_by_lines_alone(name: str) -> None:
    song = songs()[name]
    lyrics = "\n".join(display(line.lyric.text) for line in lines(song))
    assert [pair for pair in song.confuse if not pair.because] == []
    assert [
        term.place for pair in song.confuse for term in pair.pair if display(term.text) not in lyrics
    ] == []
    pairs = [pair.pair for pair in song.confuse]
    told = [all(statements(*two, lines(song)) for two in (pair, pair[::-1])) for pair in pairs]
    assert any(told)


@pytest.mark.parametrize("song", book().songs, ids=NAMES)
def test_a_song_says_where_its_facts_are_from(song: BookSong) -> None:
    comment = "".join(re.findall(r"^#.*\n", song.file.read_text("utf-8"), re.MULTILINE))
    assert re.search(r"\d{4}", comment.partition("# Facts:")[2])
    if song.name.startswith("8-law/"):
        assert re.search(r"^# Review by \d{4}-\d{2}: ", comment, re.MULTILINE)


def test_no_two_songs_are_alike() -> None:
    titles = Counter(display(song.title.text) for song in songs().values())
    sung = Counter(display(line.lyric.text) for song in songs().values() for line in lines(song))
    assert [title for title, count in titles.items() if count > 1] == []
    assert [lyric for lyric, count in sung.items() if count > 1] == []


def test_neighbours_in_a_chapter_have_styles_of_their_own() -> None:
    for chapter in book().chapters:
        for (_, before), (song, after) in pairwise(of_chapter(chapter)):
            assert before.style.name != after.style.name, song.name


@pytest.mark.slow
def test_what_make_book_builds_fits_a_web_host_with_its_zips(tmp_path: Path) -> None:
    """As much for every line as one song takes for its own; nothing but sound is large."""
    name = "5-applications/10-generative"
    (sample,) = (song for song in book().songs if song.name == name)
    (tmp_path / "songs").mkdir()
    shutil.copy(sample.file, tmp_path / "songs")
    shutil.copy(books_folder() / book().name / "lyricaudio.yaml", tmp_path)
    checked = check(open_library([], folder=tmp_path), tmp_path / "output")
    bytes_per_line = sum(episode.size_bytes for episode in checked.episodes) / len(lines(songs()[name]))
    whole_mb = bytes_per_line * sum(len(lines(song)) for song in songs().values()) / 1e6
    assert checked.errors == ()
    assert 250 < whole_mb < 0.9 * HOSTED_MB / 2


def reader_of(song: Song) -> Reader:
    return Reader(own={reading.term: reading.kana for reading in song.readings})


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_lines_fit_their_bars_and_explanations_a_breath_and_every_reading_is_sure(name: str) -> None:
    """All that a default build says is read: at twenty milliseconds a text the dearest test of the book."""
    song, reader, voice = songs()[name], reader_of(songs()[name]), make_engine("openjtalk")
    doubts, wrong, hook = [], [], 0
    for section in song.sections:
        for line in section.lines:
            lyric = reader.read(line.lyric.text)
            morae = len(lyric.morae)
            hook += morae * section.hook
            if morae not in MORAE:
                wrong.append(f"{line.lyric.place}: {morae} morae")
            explained = [reader.read(text.text) for text in line.explain]
            times = [voice.times(reading, "mei") for reading in explained]
            seconds = sum(each[-1].end_s - each[0].start_s for each in times)
            if seconds > LONGEST_EXPLANATION_S:
                wrong.append(f"{line.explain[0].place}: {seconds:.1f} s")
            for reading in (lyric, *explained):
                doubts += [(str(line.lyric.place), doubt.surface) for doubt in reading.doubts]
    asked = [text for point in song.points for text in (point.question, point.answer)]
    for text in (*asked, *(pair.because for pair in song.confuse)):
        if text:
            doubts += [(str(text.place), doubt.surface) for doubt in reader.read(text.text).doubts]
    assert (wrong, doubts) == ([], [])
    assert hook <= MOST_IN_HOOK
