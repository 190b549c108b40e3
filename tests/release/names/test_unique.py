from __future__ import annotations

import unicodedata
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st
from tests.stand_ins.episodes import episode

from lyricaudio.release.names.unique import addresses, file_name

songs = st.text(st.characters(exclude_characters="\0\\:", exclude_categories=["Cs"]), min_size=1)


def test_a_name_for_people_is_that_of_song_and_form() -> None:
    assert file_name(episode("04-relu", "explain", title="題", track=9)) == "04-relu 解説"
    assert file_name(episode("deep/損失のうた")) == "deep／損失のうた うた"


def test_an_address_ends_in_song_form_and_digest() -> None:
    found = {kind: str(path) for kind, path in addresses(episode(digest="0123456789ab")).items()}
    assert found == {
        "mp3": "episodes/04-relu-song-01234567.mp3",
        "vtt": "episodes/04-relu-song-01234567.vtt",
        "chapters": "episodes/04-relu-song-01234567.chapters.json",
    }


def test_an_episode_of_an_older_release_has_an_address_without_digest() -> None:
    assert str(addresses(episode())["mp3"]) == "episodes/04-relu-song.mp3"


@given(songs)
def test_an_address_is_a_file_name_everywhere_even_percent_encoded(song: str) -> None:
    name = addresses(episode(song, digest="ab" * 32))["mp3"].name
    assert len(quote(name)) <= 255
    assert not set(name) & set(' #%?"<>|*:')
    assert unicodedata.is_normalized("NFC", name)
