"""What a paste brings along is refused with its place; what only looks like it is text."""

from __future__ import annotations

import pytest

from lyricaudio.errors import SongErrors
from lyricaudio.song import Names, parse_song
from lyricaudio.song.foreign import foreign

NAMES = Names(styles=(), metres=(), engines=(), forms=())


@pytest.mark.parametrize(
    ("text", "offset", "said"),
    [
        ("[00:21.50]損失を", 0, "'[00:21.50]' is a time tag"),
        ("損[1:02]失", 1, "'[1:02]' is a time tag"),
        ("<00:02.10>損失", 0, "time tag"),
        ("00:00:01,000 --> 00:00:02,500", 0, "time tag"),
        ("[ar:だれか]", 0, "time tag"),
        (r"{\k12}損失", 0, "time tag"),
        ("損失を減らす<br/>", 6, "'<br/>' is a tag of HTML"),
        ('<span class="x">損失</span>', 0, "tag of HTML"),
        ("損失&lt;誤差", 2, "'&lt;' is HTML for '<'; write that"),
        ("&#x3042;と", 0, "is HTML for 'あ'"),
        ("これが**損失**です", 3, "'**損失**' is Markdown"),
        ("_強調_する", 0, "Markdown"),
        ("`損失`を", 0, "Markdown"),
        ("## 損失", 0, "heading"),
        ("[本](https://example.org)", 0, "link"),
        ("損失[^注]は", 2, "mark of a note"),
        ("損失[2]は", 2, "mark of a note"),
        ("損失[要出典]", 2, "mark of a note"),
        ("[[損失]]は", 0, "another format"),
        (r"\textbf{損失}", 0, "another format"),
    ],
)
def test_markup_of_other_formats_is_found_with_its_place(text: str, offset: int, said: str) -> None:
    found = foreign(text, lyric=False)
    assert found is not None
    assert found.offset == offset
    assert said in found.message


@pytest.mark.parametrize(
    "text",
    [
        "[Chorus]",
        "【間奏】",
        "(サビ)",
        "Verse 2:",
        "［Bメロ］進め",
        "進め(x3)",
        "進め（くりかえし）",
        "[F#m7]進め",
    ],
)
def test_in_a_lyric_labels_repeats_and_chords_are_markup(text: str) -> None:
    assert foreign(text, lyric=True) is not None
    assert foreign(text, lyric=False) is None


@pytest.mark.parametrize(
    "text",
    [
        "2**3と4**5", "x*y と x*z", "a & b", "AT&T", "f''(x)", "区間[0,1]", "配列[0]", "w[1]", "C#とF#", "#1",
        "x<y かつ y>z", "<EOS>トークン", "[MASK]を当てる", "【注意】", "画像を(x2)に拡大", "__init__", "a==b",
        "10:30に", "(10:30)", r"\(a<b>c\)", "P(A|B)", "サビ", "＜br＞", "(The End)", "{傾|かたむ}き",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_text(text: str) -> None:
    assert foreign(text, lyric=True) is None


def test_no_text_of_a_song_may_hold_it() -> None:
    body = (
        "title: '**う**た'\nartist: <b>わたし</b>\ntags: ['`a`']\nlines:\n"
        "  - lyric: '[Am]行'\n    explain: '行[^1]'\npoints:\n  - q: 何<br>か\n    a: '&amp;'\n"
    )
    with pytest.raises(SongErrors) as caught:
        parse_song(body, source="a.yaml", names=NAMES)
    places = [(error.place.line, error.place.column) for error in caught.value.errors]
    assert places == [(1, 9), (2, 9), (3, 9), (5, 13), (6, 16), (8, 9), (9, 9)]


def test_a_readings_term_may_hold_anything() -> None:
    song = parse_song(
        "title: う\nreadings: {'w[1]': ダブリュー}\nlines: [行]\n", source="a.yaml", names=NAMES
    )
    assert song.readings[0].term == "w[1]"
