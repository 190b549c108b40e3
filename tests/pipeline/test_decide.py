from __future__ import annotations

from pathlib import Path

from lyricaudio.errors import Place
from lyricaudio.pipeline.decide import accept, entries
from lyricaudio.pipeline.forecast import Checked, DoubtAt, check
from lyricaudio.pipeline.project.library import open_library
from lyricaudio.reading.model import Reason


def checked(root: Path) -> Checked:
    return check(open_library([], folder=root), root / "output")


def write(root: Path, body: str, name: str = "a.yaml") -> Path:
    path = root / "songs" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"# 注\ntitle: うた\nlines:\n{body}", "utf-8")
    return path


def test_a_doubt_has_the_place_of_the_word_in_its_file(tmp_path: Path) -> None:
    song = write(tmp_path, "  - 手法はZorblaxです\n")
    (doubt,) = checked(tmp_path).doubts
    assert (doubt.place.line, doubt.place.column, doubt.surface) == (4, 8, "Zorblax")
    assert doubt.place.file == str(song)


def test_a_quote_before_the_text_is_counted_in_the_place(tmp_path: Path) -> None:
    write(tmp_path, "  - '手法はZorblaxです'\n")
    (doubt,) = checked(tmp_path).doubts
    assert (doubt.place.line, doubt.place.column) == (4, 9)


def test_a_byte_order_mark_and_line_ends_outlive_accepting(tmp_path: Path) -> None:
    song = write(tmp_path, "")
    song.write_bytes("\ufefftitle: うた\r\nlines: [手法はZorblax]\r\n".encode())
    accept(checked(tmp_path).doubts)
    data = song.read_bytes()
    assert data.startswith("\ufefftitle: うた\r\nreadings:\r\n  Zorblax: ".encode())
    assert data.endswith(b"]\r\n")


def test_what_is_accepted_is_written_into_the_song_and_silent_from_then_on(tmp_path: Path) -> None:
    song = write(tmp_path, "  - 手法はZorblaxです\n")
    found = checked(tmp_path)
    ((_, kana),) = entries(found.doubts)[str(song)].items()
    accept(found.doubts)
    assert song.read_text("utf-8") == (
        f"# 注\ntitle: うた\nreadings:\n  Zorblax: {kana}\nlines:\n  - 手法はZorblaxです\n"
    )
    assert checked(tmp_path).doubts == ()


def test_an_accepted_formula_is_silent_too(tmp_path: Path) -> None:
    write(tmp_path, "  - '積は\\(|a||b|\\)、辺はn(n-1)/2本'\n")
    assert len(checked(tmp_path).doubts) == 2
    accept(checked(tmp_path).doubts)
    assert checked(tmp_path).doubts == ()


def test_the_projects_lexicon_decides_for_all_songs(tmp_path: Path) -> None:
    write(tmp_path, "  - 手法はZorblaxです\n")
    (tmp_path / "lexicon.yaml").write_text("Zorblax: ゾーブ'ラックス\n", "utf-8")
    assert checked(tmp_path).doubts == ()


def doubt(surface: str, *candidates: tuple[str, str]) -> DoubtAt:
    place = Place("a.yaml", 1, 1)
    return DoubtAt(place=place, surface=surface, reason=Reason(""), weight=1.0, candidates=candidates)


def test_single_kanji_are_offered_but_not_what_nobody_can_read() -> None:
    doubts = [doubt("数", ("スー", "dictionary")), doubt("🎵"), doubt("一回", ("イッカイ", "dictionary"))]
    assert entries(doubts) == {"a.yaml": {"数": "スー", "一回": "イッカイ"}}


def test_what_one_song_reads_in_two_ways_is_left_to_the_person() -> None:
    assert entries([doubt("額", ("ガク", "dictionary")), doubt("額", ("ヒタイ", "Sudachi"))]) == {}


def test_an_accepted_kanji_is_silent_from_then_on_and_leaves_other_words_alone(tmp_path: Path) -> None:
    song = write(tmp_path, "  - 額を見る\n  - 金額と額縁\n")
    accept(checked(tmp_path).doubts)
    assert "  額: ガク\n" in song.read_text("utf-8")
    assert checked(tmp_path).doubts == ()


def test_a_song_in_braces_takes_readings_inside_them(tmp_path: Path) -> None:
    song = write(tmp_path, "")
    song.write_text("{title: うた, lines: [手法はZorblax]}\n", "utf-8")
    assert list(accept(checked(tmp_path).doubts).written) == [str(song)]
    assert checked(tmp_path).doubts == ()
    assert checked(tmp_path).errors == ()


def test_a_file_that_cannot_take_readings_stays_as_it_is(tmp_path: Path) -> None:
    song = write(tmp_path, "")
    song.write_text("? title\n: うた\n? readings\n:\n  ? 層\n  : ソー\n? lines\n: [手法はZorblax]\n", "utf-8")
    before = song.read_bytes()
    (error,) = accept(checked(tmp_path).doubts).errors
    assert str(error).startswith(f"{song}:1:1: ")
    assert song.read_bytes() == before


def test_check_tells_what_it_is_at(tmp_path: Path) -> None:
    write(tmp_path, "  - 行\n")
    (tmp_path / "lyricaudio.yaml").write_text("forms: [song]\n", "utf-8")
    told: list[str] = []
    check(
        open_library([], folder=tmp_path),
        tmp_path / "output",
        watch=lambda progress: told.append(progress.now),
    )
    assert told == ["reading 1 of 1: うた (うた)", "timing 1 of 1: うた (うた)"]
