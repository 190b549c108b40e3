from __future__ import annotations

from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.release.names.asciinames import ascii_name, ascii_paths

READ = {"学習": "ガクシュウ", "率": "リツ", "の": "ノ", "うた": "ウタ", "ReLU": "レルー"}


def words(text: str) -> list[tuple[str, str]]:
    """Find the words that we know, in the order in which they stand."""
    found = sorted((text.find(word), word, kana) for word, kana in READ.items() if word in text)
    return [(word, kana) for _, word, kana in found]


def paths(*names: str) -> list[PurePosixPath]:
    return [PurePosixPath(name) for name in names]


def test_japanese_is_read_aloud_and_latin_letters_stay() -> None:
    assert ascii_name("04 ReLUのうた", words) == "04 ReLU no uta"
    assert ascii_name("学習率のうた", words) == "gakushuu ritsu no uta"


def test_full_width_letters_become_ascii_and_signs_do_not() -> None:
    assert ascii_name("ＣＮＮ？／ＲＮＮ１", words) == "CNNRNN1"


def test_a_name_of_which_nothing_is_left_is_still_a_name() -> None:
    assert ascii_name("〓。", words) == "untitled"


def test_a_name_that_windows_keeps_for_itself_is_not_given() -> None:
    assert ascii_name("CON。", words) == "_CON"


def test_folders_and_endings_are_kept_and_all_paths_stay_apart() -> None:
    given_paths = paths(
        "01 うた/01 うた.mp3", "01 うた/01 ウタ。.mp3", "01 うた/folder.jpg", "うた.m3u8", "UTA.m3u8"
    )
    found = ascii_paths(given_paths, lambda text: [("うた", "ウタ"), ("ウタ", "ウタ")])
    assert list(map(str, found.values())) == [
        "01 uta/01 uta.mp3",
        "01 uta/01 uta 2.mp3",
        "01 uta/folder.jpg",
        "uta.m3u8",
        "UTA 2.m3u8",
    ]


names = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1)


@given(st.sets(st.tuples(names, names)))
def test_any_paths_become_as_many_ascii_paths_that_differ_in_more_than_capitals(
    pairs: set[tuple[str, str]],
) -> None:
    given_paths = {PurePosixPath("a") / first / f"{second}.mp3" for first, second in pairs}
    found = ascii_paths(given_paths, words)
    assert len({str(path).casefold() for path in found.values()}) == len(given_paths)
    assert all(str(path).isascii() and path.suffix == ".mp3" for path in found.values())
