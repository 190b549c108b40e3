import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from lyricaudio.errors import Place, SongError, SongErrors
from lyricaudio.song import (
    FormChoice,
    MarkupError,
    Names,
    OwnReading,
    PlaylistChoice,
    Point,
    Project,
    Song,
    StyleChoice,
    Text,
    VoiceChoice,
    decode_source,
    marks,
    parse_project,
    parse_song,
    spans,
)
from lyricaudio.song.folding import unified
from lyricaudio.song.foreign import foreign

NAMES = Names(
    styles=("electropop", "ballad"),
    metres=("4/4", "3/4"),
    engines=("openjtalk", "gtts", "tone"),
    forms=("song", "explain"),
    lexicons=("g-kentei", "law"),
)

FULL_SONG = r"""
# 活性化関数のうた
title: 活性化関数のうた
title_reading: かっせいかかんすうのうた  # a comment after a value that cannot be cut
artist: lyricaudio
album: G検定のうた
year: 2026
tags: [深層学習, 活性化関数]
style: {name: electropop, bpm: 112, metre: 3/4}  # fast
delivery: chant
melody: 5 3 2 1 | 6' 5 . -
beat: {file: loops/four.wav, bpm: 90}
voice: {lyric: openjtalk, explain: gtts:ja}
readings:
  SELU: セルー
  "3": さ'ん
sections:
  - name: Aメロ
    lines:
      - lyric: ReLUは負ならゼロ 正ならそのまま
        explain:
          - 負の入力には 0 を返します。
          - 式では \(\max(0,x)\) です。
        terms: [ReLU, ゼロ]
      - lyric: '{傾|かたむ}きが小さいと 勾配は消えていく'
        explain: {text: 層を重ねるほど小さくなります。, clip: me/layers.m4a}
        terms: [傾き]
        delivery: speak
  - name: サビ
    hook: true
    delivery: sing
    melody: tune.mid
    lines: [{lyric: 負ならゼロ, clip: me/zero.m4a}, 'It''s ReLU']
points:
  - q: 負の領域の勾配は?
    a: ゼロになる
  - Leaky ReLU は負の領域にも小さな傾きを残す
confuse: [[勾配消失, 勾配爆発], {pair: [学習率, 学習], because: 率は幅です。}]
recording: {file: my-song.mp3, lyrics: my-song.lrc, bpm: 128}
"""


def song(text: str) -> Song:
    return parse_song(text, source="song.yaml", names=NAMES)


def project(text: str) -> Project:
    return parse_project(text, source="lyricaudio.yaml", names=NAMES)


def lyrics(text: str) -> list[str]:
    return [line.lyric.text for section in song(text).sections for line in section.lines]


def refusals(text: str) -> list[str]:
    with pytest.raises(SongErrors) as caught:
        song(text)
    return [str(error).removeprefix("song.yaml:") for error in caught.value.errors]


def bad_songs() -> dict[str, tuple[str, list[str]]]:
    """Read the golden file: each name with its song and what is said about it."""
    golden = Path(__file__).with_name("bad_songs.txt").read_text(encoding="utf-8")
    blocks = {}
    for block in golden.split("\n## ")[1:]:
        name, *lines = block.rstrip("\n").split("\n")
        text = "".join(f"{line}\n" for line in lines if not line.startswith("=> "))
        blocks[name] = (text, [line[3:] for line in lines if line.startswith("=> ")])
    return blocks


BAD_SONGS = bad_songs()


def test_the_least_song_is_a_title_and_lines() -> None:
    least = song("title: 最小のうた\nlines:\n  - 学習率は一歩の大きさ\n  - 大きすぎると谷を飛び越す\n")
    assert least.title == Text(text="最小のうた", place=Place("song.yaml", 1, 8))
    assert [line.lyric.place.line for line in least.sections[0].lines] == [3, 4]
    assert (least.artist, least.album, least.style, least.points) == (None, None, StyleChoice(), ())


def test_a_song_of_points_alone_is_enough() -> None:
    points = song("title: うた\npoints: [勾配は消える]\n").points
    answer = Text(text="勾配は消える", place=Place("song.yaml", 2, 10))
    assert points == (Point(id=points[0].id, answer=answer),)


def test_a_full_song_is_read_key_by_key() -> None:
    full = song(FULL_SONG)
    assert (full.file, full.title.text, full.title_reading) == (
        "song.yaml",
        "活性化関数のうた",
        "かっせいかかんすうのうた",
    )
    assert (full.artist, full.album, full.year) == ("lyricaudio", "G検定のうた", 2026)
    assert full.tags == ("深層学習", "活性化関数")
    assert full.style == StyleChoice(name="electropop", bpm=112.0, metre="3/4")
    assert (full.delivery, full.melody and full.melody.text) == ("chant", "5 3 2 1 | 6' 5 . -")
    assert full.beat is not None
    assert (full.beat.file.text, full.beat.bpm) == ("loops/four.wav", 90.0)
    assert full.recording is not None
    assert full.recording.lyrics is not None
    assert (full.recording.file.text, full.recording.lyrics.text, full.recording.bpm) == (
        "my-song.mp3",
        "my-song.lrc",
        128.0,
    )
    assert full.voice == VoiceChoice(lyric="openjtalk", explain="gtts:ja")
    assert full.readings == (
        OwnReading(term="SELU", kana="セルー", place=Place("song.yaml", 15, 3)),
        OwnReading(term="3", kana="さ'ん", place=Place("song.yaml", 16, 3)),
    )
    assert [[term.text for term in one.pair] for one in full.confuse] == [
        ["勾配消失", "勾配爆発"],
        ["学習率", "学習"],
    ]
    assert [one.because and one.because.text for one in full.confuse] == [None, "率は幅です。"]
    assert [(point.question and point.question.text, point.answer.text) for point in full.points] == [
        ("負の領域の勾配は?", "ゼロになる"),
        (None, "Leaky ReLU は負の領域にも小さな傾きを残す"),
    ]


def test_sections_hold_lines_with_what_belongs_to_them() -> None:
    verse, hook = song(FULL_SONG).sections
    assert (verse.name, verse.hook, hook.name, hook.hook) == ("Aメロ", False, "サビ", True)
    first, second = verse.lines
    assert first.lyric == Text(text="ReLUは負ならゼロ 正ならそのまま", place=Place("song.yaml", 20, 16))
    assert [text.text for text in first.explain] == [
        "負の入力には 0 を返します。",
        r"式では \(\max(0,x)\) です。",
    ]
    assert [term.text for term in first.terms] == ["ReLU", "ゼロ"]
    assert second.lyric.text == "{傾|かたむ}きが小さいと 勾配は消えていく"
    assert (verse.delivery, first.delivery, second.delivery, hook.delivery) == (None, None, "speak", "sing")
    assert hook.melody == Text(text="tune.mid", place=Place("song.yaml", 32, 13))
    assert [text.text for text in second.explain] == ["層を重ねるほど小さくなります。"]
    assert [line.lyric.text for line in hook.lines] == ["負ならゼロ", "It's ReLU"]


def test_the_order_of_keys_is_free() -> None:
    assert song("lines: [あ]\ntitle: うた\n").title.text == "うた"


@pytest.mark.parametrize(
    "written",
    [
        *(
            "No",
            "yes",
            "on",
            "true",
            "12:30",
            "0120",
            "0o17",
            "1_000",
            "0x1F",
            "1e3",
            ".inf",
            ".nan",
        ),
        *(
            "2024-03-05",
            "2024-03-05 12:00:00",
            "=",
            "<<",
            "x:y",
            "x#y",
            "--x",
            "...x",
            "100%",
            "あ  い",
            "\u3000あ",
        ),
    ],
)
def test_what_yaml_would_take_for_something_else_stays_text(written: str) -> None:
    text = f"title: {written}\nlines:\n  - {written}\n  - lyric: {written}\n    explain: {written}\n"
    read = song(text)
    line = read.sections[0].lines[1]
    assert {read.title.text, *lyrics(text), line.lyric.text, line.explain[0].text} == {written}


def test_comments_may_stand_on_their_own_lines_and_after_what_they_cannot_cut() -> None:
    head = "# うた\ntitle: 'うた' # name\nstyle: ballad # slow\nyear: 2026 # now\n"
    assert lyrics(f"{head}lines: # one\n  # the first\n  - あ\n") == ["あ"]


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_other_line_ends_make_no_difference(line_end: str) -> None:
    assert song(FULL_SONG.replace("\n", line_end)) == song(FULL_SONG)


@pytest.mark.parametrize(
    "explanation",
    [
        "一行目。\n      二行目。",
        "'一行目。\n      二行目。'",
        '"一行目。\n      二行目。"',
        "|\n      一行目。\n      二行目。",
        "|\n\n      一行目。\n\n      　二行目。\n\n",
        ">-\n      一行目。\n      二行目。",
    ],
)
def test_a_line_break_in_an_explanation_becomes_one_space(explanation: str) -> None:
    text = f"title: うた\nlines:\n  - lyric: あ\n    explain: {explanation}\n"
    assert song(text).sections[0].lines[0].explain[0].text == "一行目。 二行目。"


def test_what_a_block_of_text_holds_is_text() -> None:
    block = "lyric：あ #い\n      　- う\n      title: え"
    text = f"title: うた\nlines:\n  - lyric: あ\n    explain: |\n      {block}\n"
    assert song(text).sections[0].lines[0].explain[0].text == "lyric：あ #い - う title: え"


@pytest.mark.parametrize("name", BAD_SONGS)
def test_a_bad_song_is_told_what_is_wrong_where_and_what_to_do(name: str) -> None:
    text, messages = BAD_SONGS[name]
    assert refusals(text) == messages


@pytest.mark.parametrize("name", BAD_SONGS)
def test_without_the_parser_in_c_the_same_songs_are_refused_on_the_same_lines(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "LOADER", yaml.BaseLoader)
    text, messages = BAD_SONGS[name]
    assert [message.split(":")[0] for message in refusals(text)] == [
        message.split(":")[0] for message in messages
    ]


def test_without_the_parser_in_c_a_song_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = song(FULL_SONG)
    monkeypatch.setattr(marks, "LOADER", yaml.BaseLoader)
    assert song(FULL_SONG) == expected


@pytest.mark.parametrize(
    ("char", "named"),
    [
        ("\0", "U+0000 (a control or broken character)"),
        ("\x1b", "U+001B (a control or broken character)"),
        ("\x85", "U+0085 (a control or broken character)"),
        ("\u200b", "U+200B (zero width space)"),
        ("\u200d", "U+200D (zero width joiner)"),
        ("\u202e", "U+202E (right-to-left override)"),
        ("\u2028", "U+2028 (line separator)"),
        ("\u2066", "U+2066 (left-to-right isolate)"),
        ("\ufeff", "U+FEFF (zero width no-break space)"),
        ("\ufffd", "U+FFFD (replacement character)"),
        ("\ud83d", "U+D83D (a control or broken character)"),
        ("\U000e0041", "U+E0041 (tag latin capital letter a)"),
    ],
)
def test_an_invisible_character_is_named(char: str, named: str) -> None:
    assert refusals(f"title: う{char}た\nlines: [あ]\n") == [
        f"1:9: character {named} cannot stand in a file; delete it"
    ]


def test_an_invisible_character_is_named_once_with_its_number() -> None:
    assert refusals("title: う\u200bた\nlines: [あ\u200b, い\u200b]\n") == [
        "1:9: character U+200B (zero width space) cannot stand in a file (and 2 more in the file); delete it"
    ]


@pytest.mark.parametrize("escape", [r"\0", r"\e]0;", r"\u202e", r"\u200B", r"\N", r"\P", r"\b"])
def test_an_invisible_character_written_as_an_escape_is_named(escape: str) -> None:
    (message,) = refusals(f'title: "う{escape}た"\nlines: [あ]\n')
    assert re.match(r"1:8: character U\+[0-9A-F]{4} \(.+\) cannot stand in a text; a backslash is", message)


def test_a_surrogate_written_as_an_escape_is_refused_by_either_parser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = 'title: "う\\ud83dた"\nlines: [あ]\n'
    assert refusals(text)[0].startswith("1:")
    monkeypatch.setattr(marks, "LOADER", yaml.BaseLoader)
    assert refusals(text)[0].startswith("1:8: character U+D83D")


def test_a_text_has_at_most_a_thousand_characters() -> None:
    assert lyrics(f"title: うた\nlines: ['{'あ' * 1000}']\n") == ["あ" * 1000]
    assert refusals(f"title: うた\nlines: ['{'あ' * 1001}']\n") == [
        "2:9: 1,001 characters in one text; at most 1,000, so split it"
    ]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_more_than_twenty_levels_are_refused(opening: str) -> None:
    for depth in (21, 30_000):
        (message,) = refusals(f"title: うた\nlines:\n  {opening * depth}")
        assert re.fullmatch(r"3:\d+: nested too deeply; at most 20 levels of lists and keys", message)


@pytest.mark.slow
def test_more_than_a_hundred_thousand_nodes_are_refused() -> None:
    assert refusals("title: うた\nlines: [" + "a," * 100_000 + "]") == [
        "2:200003: more than 100,000 texts, lists and keys; split the file"
    ]


def test_aliases_cannot_make_a_small_file_large() -> None:
    bomb = "title: &a0 あ\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 30))
    assert all("is an" in message for message in refusals(bomb))


def test_all_errors_come_at_once_in_the_order_of_their_places() -> None:
    with pytest.raises(SongErrors) as caught:
        song("titel: a\nyear: x\nlines:\n  - lyric: あ\n    terms: [い]\n  - lyirc: う\n")
    assert [(error.place.line, error.place.column) for error in caught.value.errors] == [
        (1, 1),
        (2, 7),
        (5, 13),
        (6, 5),
    ]


def test_a_slip_before_a_syntax_error_stands_for_it_and_one_after_it_does_not() -> None:
    assert len(refusals("title：うた\nlines:\n  - @\n")) == 1
    assert len(refusals("title: うた\nlines:\n  - @\n  - lyric：あ\n")) == 2


def test_a_name_is_unknown_where_there_are_none() -> None:
    nothing = Names(styles=(), metres=(), engines=(), forms=())
    with pytest.raises(SongErrors, match="unknown style 'ballad'; there is none to use"):
        parse_song("title: うた\nstyle: ballad\nlines: [あ]\n", source="song.yaml", names=nothing)


def test_a_project_says_what_all_songs_share() -> None:
    text = """
artist: わたし
album: G検定のうた
year: 2026
style: ballad
voice: {explain: gtts}
readings: {ReLU: レルー}
loudness: -14.5
forms: [song, explain]
exam: 2027-03-06
playlists:
  - name: 通勤
    select: [深層学習]
    forms: [explain]
    minutes: 30
  - name: ぜんぶ
"""
    assert project(text) == Project(
        artist="わたし",
        album="G検定のうた",
        year=2026,
        style=StyleChoice(name="ballad"),
        voice=VoiceChoice(explain="gtts"),
        readings=(OwnReading(term="ReLU", kana="レルー", place=Place("lyricaudio.yaml", 7, 12)),),
        loudness_lufs=-14.5,
        forms=(FormChoice(name="song"), FormChoice(name="explain")),
        exam=date(2027, 3, 6),
        playlists=(
            PlaylistChoice(name="通勤", select=("深層学習",), forms=("explain",), minutes=30.0),
            PlaylistChoice(name="ぜんぶ"),
        ),
    )


def test_what_a_project_leaves_out_has_a_default() -> None:
    assert project("album: うた\n") == Project(album="うた")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "title: うた",
            "1:1: unknown key 'title' in a project; use one of: artist, album, year, style, delivery",
        ),
        ("lexicons: [laww]", "1:12: unknown lexicon 'laww'; did you mean 'law'?"),
        ("forms: [sogn]", "1:9: unknown form 'sogn'; did you mean 'song'?"),
        ("forms: [song, song]", "1:15: 'song' is listed twice; keep one"),
        ("exam: 3月6日", "1:7: '3月6日' is no day; write year, month and day, as 2027-03-06"),
        ("exam: 2027-02-30", "1:7: '2027-02-30' is no day; write year, month and day, as 2027-03-06"),
        ("loudness: 0", "1:11: loudness 0 is too large; use -30 to -9"),
        ("loudness: -31", "1:11: loudness -31 is too small; use -30 to -9"),
        ("playlists: [{select: [a]}]", "1:13: a playlist needs 'name' (what it is called); add it"),
        ("playlists: [{name: a, minutes: 0}]", "1:32: minutes 0 is too small; use 1 to 1440"),
        ("playlists: [{name: a}, {name: a}]", "1:12: two playlists are named 'a'; rename one"),
    ],
)
def test_a_bad_project_is_told_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(SongErrors) as caught:
        project(text)
    assert str(caught.value).startswith(f"lyricaudio.yaml:{message}")


visible_text = st.text(
    alphabet=st.characters(
        exclude_categories=("Cc", "Cf", "Cs", "Cn", "Zl", "Zp"), exclude_characters="\ufffc\ufffd"
    ),
    min_size=1,
    max_size=60,
)
yaml_signs = st.lists(
    st.sampled_from([*"'\"{}[]|>&*!%@`#:-?,\\ $()=~　：，＃あReLU.", "- ", ": ", " #", "--- ", "lyric: "]),
    max_size=8,
).map("".join)
lyric_text = (visible_text.map(unified) | yaml_signs).filter(
    lambda text: bool(text.strip()) and is_well_marked(text)
)


def is_well_marked(text: str) -> bool:
    try:
        spans(text)
    except MarkupError:
        return False
    return foreign(text, lyric=True) is None


@pytest.mark.slow
@given(lyric_text)
def test_any_quoted_text_comes_back_as_it_is(text: str) -> None:
    single = "'" + text.replace("'", "''") + "'"
    for quoted in (single, json.dumps(text), json.dumps(text, ensure_ascii=False)):
        if quoted.isascii() and any(ord(char) > 0xFFFF for char in text):
            continue  # JSON writes these as two surrogates, which YAML has not
        assert lyrics(f"title: うた\nlines:\n  - {quoted}\n  - lyric: {quoted}\n") == [text, text]


@given(lyric_text)
@example('"\\""')
def test_a_text_without_quotes_is_refused_or_comes_back_as_it_is(text: str) -> None:
    try:
        (lyric,) = lyrics(f"title: うた\nlines:\n  - lyric: {text}\n")
    except SongErrors:
        return
    assert lyric in (text.strip(" "), yaml_quoted(text), yaml_quoted(re.sub(" +#.*", "", text)))


def yaml_quoted(text: str) -> str | None:
    """Give the content of a text that is itself a quoted one."""
    text = text.strip(" ")
    if re.fullmatch("'([^']|'')*'", text):
        return text[1:-1].replace("''", "'")
    return str(yaml.safe_load(text)) if re.fullmatch(r'"([^"\\]|\\.)*"', text) else None


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(FULL_SONG.encode())
    signs = st.sampled_from(
        [b"'", b'"', b": ", b" #", b"\n", b"\t", b"- ", b"&a ", b"*a", b"{", "　".encode()]
    )
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 20))] = draw(signs | st.binary(max_size=3))
    return bytes(data)


@given(mutated())
def test_a_damaged_file_is_read_or_refused_with_places(data: bytes) -> None:
    try:
        song(decode_source(data, source="song.yaml"))
    except (SongError, SongErrors) as refused:
        lines = str(refused).split("\n")
    else:
        return
    assert all(re.fullmatch(r"song\.yaml:\d+:\d+: .+; .+", line) for line in lines)


def test_a_melody_keeps_its_lines_for_each_is_a_phrase() -> None:
    written = song("title: うた\nmelody: |\n  5 3 2 1\n  6 5 -\nlines: [あ]\n").melody
    assert written is not None
    assert written.text == "5 3 2 1\n6 5 -"


def test_null_is_nothing_given() -> None:
    body = "title: う\nartist: null\nyear: ~\nsections: NULL\npoints: ~\n"
    body += "lines:\n  - {lyric: あ, explain: Null}\n"
    plain = song("title: う\nlines:\n  - {lyric: あ}\n")
    given_nothing = song(body)
    assert (given_nothing.artist, given_nothing.year, given_nothing.points) == (None, None, ())
    assert given_nothing.sections[0].lines[0].explain == plain.sections[0].lines[0].explain == ()


def test_null_in_quotes_is_a_text() -> None:
    assert lyrics("title: う\nlines: ['null', \"~\"]\n") == ["null", "~"]
