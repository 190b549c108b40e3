import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.reading.reader import Reader
from lyricaudio.release.texts.furigana import shown_tokens
from lyricaudio.song.markup import display


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(own={"SELU": "セルー"})


def furigana(reader: Reader, text: str) -> str:
    """Write the pieces as a person would: 漢字 with (かな)."""
    return " ".join(
        f"{token.text}({token.kana})" if token.kana else token.text
        for token in shown_tokens(reader.read(text))
        if token.text != " "
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("勾配は消えていく", "勾配(こうばい) は 消(き) え て いく"),
        ("ReLUは負ならゼロ", "ReLU(レルー) は 負(ふ) なら ゼロ"),
        ("F値とL1正則化", "F値(えふち) と L1正則化(えるわんせいそくか)"),
        ("{傾|かたむ}きが小さい", "傾(かたむ) き が 小(ちい) さい"),
        ("{何度|なん'ど}も", "何度(なんど) も"),
        (r"式は \(f(x)=2\) と \(w\)。", "式(しき) は f(x)=2 と w(ダブリュー) 。"),
        ("SELUの1回", "SELU(セルー) の 1 回(かい)"),
        ("「学習」、終了", "「 学習(がくしゅう) 」 、 終了(しゅうりょう)"),
    ],
)
def test_kana_stand_over_what_is_hard_to_read_only(reader: Reader, text: str, shown: str) -> None:
    assert furigana(reader, text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("教師", "教師(きょうし)"),
        ("経路を通る", "経路(けいろ) を 通(とお) る"),
        ("大きい", "大(おお) きい"),
        ("大王", "大王(だいおう)"),
        ("遠くの氷", "遠(とお) く の 氷(こおり)"),
        ("縮む", "縮(ちぢ) む"),
        ("続ける", "続(つづ) ける"),
        ("言う", "言(い) う"),
        ("空間", "空間(くうかん)"),
    ],
)
def test_a_sound_is_spelt_as_in_books(reader: Reader, text: str, shown: str) -> None:
    assert furigana(reader, text) == shown


def test_every_piece_knows_its_morae(reader: Reader) -> None:
    reading = reader.read("ReLUは 小さな傾き")
    said = {
        token.text: "".join(mora.kana for mora in reading.morae[token.first : token.last])
        for token in shown_tokens(reading)
    }
    assert said.pop(" ") == ""
    assert said == {"ReLU": "レルー", "は": "ワ", "小": "チー", "さな": "サナ", "傾": "カタム", "き": "キ"}


WRITTEN = (
    "勾配",
    "大きく",
    "言う",
    "消え",
    "ReLU",
    "1.5",
    " ",
    "、",
    "「",
    "」",
    "キャッー",
    "{傾|かたむ}き",
    r"\(x+1\)",
)


@pytest.mark.slow
@given(pieces=st.lists(st.sampled_from(WRITTEN), max_size=8))
def test_the_pieces_are_the_text_and_their_morae_are_all_in_order(reader: Reader, pieces: list[str]) -> None:
    reading = reader.read("".join(pieces))
    tokens = shown_tokens(reading)
    assert "".join(token.text for token in tokens) == display(reading.written)
    ends = [0, *(token.last for token in tokens)]
    assert [token.first for token in tokens] == ends[:-1]
    assert ends[-1] == len(reading.morae)
