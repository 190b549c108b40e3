"""What `check --fix` changes, and what it leaves alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from tests.song.test_parse import BAD_SONGS, FULL_SONG, NAMES, mutated

from lyricaudio.errors import SongError, SongErrors
from lyricaudio.song import Song, decode_source, parse_song
from lyricaudio.song.folding import unified
from lyricaudio.song.mend import mended


def fixed(text: str) -> str:
    return mended(text, source="song.yaml", names=NAMES).text


def read(text: str) -> Song | list[str]:
    try:
        return parse_song(text, source="song.yaml", names=NAMES)
    except SongErrors as wrong:
        return [str(error) for error in wrong.errors]


FIXED = {
    "a full-width colon": "title: 君の声\nlines:\n  - あ\n",
    "a full-width colon in a line": "title: うた\nlines:\n  - lyric: あ\n    explain: い\n",
    "a full-width colon in braces": "title: うた\nstyle: {name: electropop}\nlines: [あ]\n",
    "no space after a colon": "title: うた\nlines: [あ]\n",
    "a full-width space after a colon": "title: うた\nlines: [あ]\n",
    "full-width spaces as indentation": "title: うた\nlines:\n  - あ\n",
    "a full-width space after a dash": "title: うた\nlines:\n  - あ\n  - い\n",
    "a full-width space on an empty line": "title: うた\n\nlines: [あ]\n",
    "a no-break space as indentation": "title: うた\nlines:\n  - あ\n",
    "a tab as indentation": "title: うた\nlines:\n  - あ\n",
    "a tab inside a text": "title: うた 2\nlines: [あ]\n",
    "a full-width sharp": "# うたの題\ntitle: うた\nlines: [あ]\n",
    "bullets": "title: うた\nlines:\n  - あ\n  - い\n",
    "a key in Japanese": (
        "title: うた\nlines:\n  - lyric: あ\n    explain: い\npoints:\n  - q: う\n    a: え\n"
    ),
    "keys of a line and of a point in Japanese, in capitals and full-width": (
        "title: うた\nlines:\n  - lyric: あ\n    explain: い\n  - lyric: あ\n  - lyric: あ\n"
        "points:\n  - q: う\n    a: え\n"
    ),
    "ruby at the start": "title: うた\nlines:\n  - lyric: '{傾|かたむ}きが小さい'\n",
    "a colon inside a lyric": "title: うた\nlines:\n  - lyric: 'Re: あなたへ'\n",
    "a percent sign at the start": "title: うた\nlines:\n  - '%off'\n",
    "an at sign at the start": "title: '@home'\nlines: [あ]\n",
}
"""The bad songs that can only have been meant in one way, as they are then."""

HELPED = {"a text in braces"}
"""Those of which a part can."""


@pytest.mark.parametrize("name", BAD_SONGS)
def test_what_can_only_be_meant_in_one_way_is_mended_and_all_else_stays(name: str) -> None:
    text, _ = BAD_SONGS[name]
    if name in HELPED:
        assert fixed(text) != text
    else:
        assert fixed(text) == FIXED.get(name, text)


@pytest.mark.parametrize("name", FIXED)
def test_what_was_mended_is_a_song(name: str) -> None:
    assert isinstance(read(FIXED[name]), Song)


def test_a_good_file_with_its_comments_stays_to_the_letter() -> None:
    assert fixed(FULL_SONG) == FULL_SONG


def test_forms_of_characters_and_spaces_at_ends_change_nothing_that_is_said() -> None:
    text = "title: ⼈⼯知能  \r\n# ﾒﾓ  \r\nlines:\t\r\n  - ﾃﾞｰﾀ  # ﾒﾓ\r\n  - 谷\u200bを下る"
    plain = "title: 人工知能\r\n# ﾒﾓ\r\nlines:\r\n  - データ  # ﾒﾓ\r\n  - 谷を下る"
    with pytest.raises(SongErrors):
        parse_song(text, source="song.yaml", names=NAMES)
    assert fixed(text) == plain
    assert read(plain) == read(text.replace("\u200b", ""))


def test_spaces_in_a_block_of_notes_are_the_writers() -> None:
    text = 'title: うた\nmelody: "5 3  \\\n  1"\nlines: [あ]\n'
    assert fixed(text) == text


def test_every_change_is_told_with_its_line() -> None:
    changes = mended("title：う\nlines: \n　・あ\n", source="song.yaml", names=NAMES).changes
    assert [(change.line, change.what) for change in changes] == [
        (1, "a colon and a space behind the key"),
        (2, "spaces at the end are removed"),
        (3, "ordinary spaces"),
        (3, "an item begins with '- '"),
    ]


def test_a_misspelt_key_is_not_taken_for_a_text_and_a_text_not_for_a_key() -> None:
    for line in ("- lylic: あ", "- Re: あなたへ", "- lyric: あ #い: う", "- tags、: あ"):
        text = f"title: うた\nlines:\n  {line}\n"
        assert fixed(text) == text


def test_errors_that_come_to_light_are_mended_too() -> None:
    text = "題：うた\nlines:\n　- 歌詞: あ\n    解説：い\n"
    assert fixed(text) == "title: うた\nlines:\n  - lyric: あ\n    explain: い\n"


@given(mutated())
def test_a_damaged_file_loses_no_letter_and_a_good_one_says_what_it_said(data: bytes) -> None:
    try:
        text = decode_source(data, source="song.yaml")
    except SongError:
        return
    before, result = read(text), fixed(text)
    after = read(result)
    if isinstance(before, Song):
        assert isinstance(after, Song)
        assert (after.title.text, after.sections) == (before.title.text, before.sections)
    assert letters(result) == letters(unified(text))
    assert fixed(result) == result


def letters(text: str) -> list[str]:
    return re.findall("[ぁ-ゖァ-ヺ一-龠A-Za-z0-9]", text)
