from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.release.shown_lines import Words, reading

from lyricaudio.release.pictures.rubytext import SetText, set_ruby
from lyricaudio.release.texts.furigana import ShownToken


def width_of(text: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def tokens(words: Words, furigana: dict[str, str]) -> list[ShownToken]:
    found, first = [], 0
    for text, kana in words:
        found.append(ShownToken(text=text, kana=furigana.get(text), first=first, last=first + len(kana)))
        first += len(kana)
    return found


def set_in(
    words: Words, width: float, height: float, furigana: dict[str, str] | None = None, largest: float = 10.0
) -> SetText:
    return set_ruby(
        tokens(words, furigana or {}),
        reading(words),
        width_of=width_of,
        width=width,
        height=height,
        largest=largest,
    )


def texts(setting: SetText) -> list[str]:
    return ["".join(piece.text for piece in line) for line in setting.lines]


RELU = [
    ("負", "フ"),
    ("ならゼロにし", "ナラゼロニシ"),
    (" ", ""),
    ("正", "セー"),
    ("ならそのまま", "ナラソノママ"),
]


def test_lines_end_at_a_space() -> None:
    assert texts(set_in(RELU, 75, 60)) == ["負ならゼロにし ", "正ならそのまま"]


def test_lines_end_where_a_phrase_does() -> None:
    words = [("重みの", "オモミノ"), ("更新が", "コーシンガ"), ("止まる", "トマル")]
    assert texts(set_in(words, 62, 60)) in (["重みの更新が", "止まる"], ["重みの", "更新が止まる"])


def test_no_line_begins_with_a_comma_or_ends_with_a_bracket() -> None:
    words = [
        ("予測", "ヨソク"),
        ("、", ""),
        ("「", ""),
        ("誤差", "ゴサ"),
        ("」", ""),
        ("、", ""),
        ("修正", "シュセ"),
    ]
    for width in range(18, 90, 3):
        for line in texts(set_in(words, width, 300)):
            assert line[0] not in "、」"
            assert line[-1] != "「"


def test_no_line_begins_with_a_small_kana() -> None:
    words = [("範囲を", "ハンイオ"), ("話し合っておきます", "ハナシアッテオキマス"), ("。", "")]
    for width in range(18, 90, 3):
        assert not {line[0] for line in texts(set_in(words, width, 300))} & set("っ。")


def test_no_line_ends_within_a_number() -> None:
    words = [("値", "アタイ"), ("は", "ワ"), ("0", "レイ"), (".", "テン"), ("01", "イチ"), ("です", "デス")]
    for width in range(32, 80, 3):
        assert "0.01" in "|".join(texts(set_in(words, width, 300)))


def test_a_short_text_is_as_large_as_it_may_be() -> None:
    setting = set_in([("愛", "アイ")], 100, 100)
    assert (setting.size, texts(setting)) == (10.0, ["愛"])


def test_long_furigana_becomes_narrower_and_then_pushes_its_neighbours_away() -> None:
    short, long = (
        set_in([("傾", "カタム"), ("き", "キ")], 100, 100, {"傾": kana}).lines[0]
        for kana in ("かた", "かたむかたむ")
    )
    assert short[0].width == pytest.approx(10.0)
    assert long[1].left == pytest.approx(long[0].width)
    assert long[0].width == pytest.approx(10 * 6 * long[0].kana_size)
    assert long[0].kana_size < short[0].kana_size


def test_nothing_to_set_gives_no_line() -> None:
    assert set_in([], 100, 100).lines == ()


words_of = st.lists(
    st.tuples(
        st.text(st.sampled_from("勾配あー、「」 aB("), min_size=1, max_size=30), st.text("アカー", max_size=9)
    ),
    min_size=1,
    max_size=12,
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(words_of, st.floats(20, 400), st.floats(20, 200))
def test_no_text_is_lost_or_leaves_its_place(words: Words, width: float, height: float) -> None:
    setting = set_in(words, width, height, {text: kana for text, kana in words if kana and len(text) < 4})
    pieces = [piece for line in setting.lines for piece in line]
    assert "".join(piece.text for piece in pieces) == "".join(text for text, _ in words)
    assert (
        max(line[-1].left + line[-1].width * (not line[-1].text.isspace()) for line in setting.lines)
        <= width + 1e-6
    )
    assert setting.height <= height + 1e-6
    assert all(before.last == after.first for before, after in pairwise(pieces))
