"""Where an edit is heard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from lyricaudio.cli.edited import Passage, edited_passage
from lyricaudio.release.catalogue import Catalogue, CatalogueEpisode, CatalogueLine

LINES = (
    CatalogueLine(line="a", role="lyric", text="谷", start_s=2.0, end_s=4.0),
    CatalogueLine(line="b", role="lyric", text="山", start_s=6.0, end_s=8.0),
    CatalogueLine(line="b", role="explain", text="山とは", start_s=9.0, end_s=12.0),
    CatalogueLine(line="b", role="lyric", text="山", start_s=14.0, end_s=16.0),
    CatalogueLine(line="c", role="lyric", text="川", start_s=18.0, end_s=20.0),
)
EPISODE = CatalogueEpisode(
    id="a/explain",
    song="a",
    form="explain",
    label="解説",
    about="",
    title="う",
    artist="",
    album="",
    year=2026,
    track=1,
    song_title="う",
    tags=(),
    off_vocal=False,
    lyrics="",
    seconds=24.0,
    size_bytes=1,
    files={"mp3": "a/02.mp3"},
    lines=LINES,
    digest="1",
)


def release(*episodes: CatalogueEpisode) -> Catalogue:
    return Catalogue(title="", artist="", made_by="", episodes=episodes, files=())


def edited(**changes: object) -> CatalogueEpisode:
    return replace(EPISODE, **{"digest": "2", **changes})  # type: ignore[arg-type]


def with_line(place: int, **changes: object) -> tuple[CatalogueLine, ...]:
    line = replace(LINES[place], **changes)  # type: ignore[arg-type]
    return (*LINES[:place], line, *LINES[place + 1 :])


def passage(start_s: float, end_s: float) -> Passage:
    return Passage(mp3=PurePosixPath("a/02.mp3"), start_s=start_s, end_s=end_s)


def test_what_sounds_as_before_is_not_played() -> None:
    moved = replace(EPISODE, title="お", files={"mp3": "b/02.mp3"})
    assert edited_passage(release(EPISODE), release(moved)) is None
    assert edited_passage(release(EPISODE), release()) is None


def test_the_line_that_is_another_is_played_with_all_that_belongs_to_it() -> None:
    after = release(edited(lines=with_line(1, text="岳")))
    assert edited_passage(release(EPISODE), after) == passage(5.5, 16.5)


def test_of_an_explanation_that_is_another_it_begins_there() -> None:
    after = release(edited(lines=with_line(2, text="山とは高い所")))
    assert edited_passage(release(EPISODE), after) == passage(8.5, 16.5)


def test_a_reading_that_is_another_shows_in_its_length() -> None:
    assert edited_passage(release(EPISODE), release(edited(lines=with_line(4, end_s=20.5)))) == passage(
        17.5, 21.0
    )


def test_where_a_line_is_gone_what_follows_is_played_and_at_the_end_what_is_last() -> None:
    assert edited_passage(release(EPISODE), release(edited(lines=LINES[1:]))) == passage(5.5, 16.5)
    assert edited_passage(release(EPISODE), release(edited(lines=LINES[:4]))) == passage(13.5, 16.5)


def test_where_only_the_sound_is_another_it_begins_with_the_episode() -> None:
    assert edited_passage(release(EPISODE), release(edited())) == passage(1.5, 4.5)


def test_a_new_song_begins_with_its_first_line() -> None:
    assert edited_passage(release(), release(EPISODE)) == passage(1.5, 4.5)


def test_an_episode_whose_words_changed_comes_before_one_whose_sound_did() -> None:
    song = replace(EPISODE, id="a/song", files={"mp3": "a/01.mp3"})
    after = release(replace(song, digest="2"), edited(lines=with_line(4, text="海")))
    assert edited_passage(release(song, EPISODE), after) == passage(17.5, 20.5)
