from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lyricaudio.errors import ReadingError
from lyricaudio.reading.lexicon.terms import lexicon_from_mapping
from lyricaudio.reading.model import Reading, Token
from lyricaudio.reading.reader import Reader


def phrases(reading: Reading) -> str:
    """Show the phrases: the accent's place by ' and the pause by its weight."""
    pauses = {"none": " ", "breath": " · ", "comma": "、", "stop": "。"}
    parts = []
    for phrase in reading.phrases:
        kana = [mora.kana for mora in phrase.morae]
        accent = phrase.accent
        parts.append("".join((*kana[:accent], "'" * (accent > 0), *kana[accent:])) + pauses[phrase.pause])
    return "".join(parts).strip()


def test_terms_formulas_and_pauses_come_together(reader: Reader) -> None:
    line = "ReLUは負ならゼロ 正なら \\(f(x)=x\\) です。次、"
    assert phrases(reader.read(line)) == (
        "レ'ルーワ フ'ナラ ゼ'ロ · セ'ーナラ · エフエ'ックス イコ'ール エ'ックスデス。ツギ'"
    )


@pytest.mark.parametrize(
    ("term", "accented"),
    [
        ("活性化関数", "カッセーカカ'ンスー"),
        ("教師あり学習", "キョーシアリガ'クシュー"),
        ("残差学習", "ザンサガ'クシュー"),
        ("死にニューロン問題", "シニニューロンモ'ンダイ"),
        ("LSTM", "エルエスティーエ'ム"),
        ("ResNet", "レズネ'ット"),
    ],
)
def test_a_compound_term_is_one_accent_phrase(reader: Reader, term: str, accented: str) -> None:
    assert phrases(reader.read(term)) == accented


def test_a_term_joins_what_follows_like_any_noun(reader: Reader) -> None:
    assert phrases(reader.read("ReLU系を")) == "レルーケーオ"
    assert phrases(reader.read("深層強化学習")) == "シンソーキョーカガ'クシュー"


def test_a_longer_word_of_the_dictionary_is_left_whole(reader: Reader) -> None:
    assert reader.read("局所解析").kana == "キョクショカイセキ"
    assert reader.read("局所解を").kana == "キョクショカイオ"


def test_every_token_says_who_decided(reader: Reader) -> None:
    own = Reader(own={"SELU": "セル"})
    tokens = own.read("{傾|かたむ}きとSELUとReLUは\\(x\\)とfoobar").tokens
    decided = [(token.surface, token.kana, token.source) for token in tokens if token.source != "dictionary"]
    assert decided == [
        ("{傾|かたむ}", "カタム", "ruby"),
        ("SELU", "セル", "song"),
        ("ReLU", "レルー", "lexicon"),
        (r"\(x\)", "エックス", "rule"),
        ("foobar", "フーバー", "fallback"),
    ]


def test_a_token_stands_where_it_was_written(reader: Reader) -> None:
    text = "２０１５年の　ＲｅＬＵ、ｶﾞﾝ"
    found = {token.surface: token.start for token in reader.read(text).tokens}
    assert found["ＲｅＬＵ"] == 7
    assert found["ｶﾞﾝ"] == 12


def test_a_number_is_one_token_for_each_of_its_digits(reader: Reader) -> None:
    assert reader.read("1980年").tokens == (
        Token(surface="1", start=0, kana="セン", source="dictionary"),
        Token(surface="9", start=1, kana="キューヒャク", source="dictionary"),
        Token(surface="8", start=2, kana="ハチ", source="dictionary"),
        Token(surface="0", start=3, kana="ジュー", source="dictionary"),
        Token(surface="年", start=4, kana="ネン", source="dictionary"),
    )


def test_own_readings_win_over_the_lexicon_and_the_dictionary() -> None:
    own = Reader(own={"ＲｅＬＵ": "りーるー", "局所解": "キョクショゲ'", "値": "ね"})
    assert own.read("ReLUと局所解の値は価値").kana == "リールートキョクショゲノネワカチ"


def test_an_own_reading_that_agrees_with_the_lexicon_keeps_its_accent() -> None:
    assert phrases(Reader(own={"ResNet": "レズネット"}).read("ResNet")) == "レズネ'ット"


def test_the_first_lexicon_that_has_a_term_decides() -> None:
    mine = lexicon_from_mapping({"ReLU": "リールー"}, "mine")
    other = lexicon_from_mapping({"ReLU": "レル", "SELU": "セル"}, "other")
    assert Reader(lexicons=(mine, other)).read("ReLUとSELU").kana == "リールートセル"


@pytest.mark.parametrize(
    ("term", "kana", "message"),
    [("ReLU", "relu", "the reading 'relu' of 'ReLU': 'relu' is not all katakana"), (" ", "ア", "no term")],
)
def test_an_own_reading_must_be_kana(term: str, kana: str, message: str) -> None:
    with pytest.raises(ReadingError, match=message):
        Reader(own={term: kana})


def test_voices_that_take_text_get_kana_only_where_it_is_needed(reader: Reader) -> None:
    line = "ReLUは（局所解で）\\(x^2\\)を{傾|かたむ}ける。2015年🎵!"
    assert reader.read(line).spoken == "レルーは、キョクショカイで、エックスの2乗をカタムける。2015年、!"


def test_ruby_is_spelled_as_one_spells_and_said_as_one_says(reader: Reader) -> None:
    assert reader.read("{勾配|こうばい}を{追う|おう}").kana == "コーバイオオウ"


def test_a_number_at_the_end_of_a_formula_does_not_count_what_follows(reader: Reader) -> None:
    assert reader.read(r"\(k=1\)本来の").kana == "ケーイコールイチホンライノ"


def test_nothing_to_say_is_no_reading_but_a_doubt(reader: Reader) -> None:
    reading = reader.read("😀。")
    assert (reading.phrases, reading.labels, reading.kana) == ((), (), "")
    assert reading.doubts[0].reason == "there is nothing in it to say"
    assert reader.read("").doubts


@pytest.mark.parametrize("text", ["\x00", "勾配\x1b[0m", "\ud83d"])
def test_what_is_no_text_is_refused(reader: Reader, text: str) -> None:
    with pytest.raises(ReadingError, match=r"holds U\+[0-9A-F]{4}, which is no text"):
        reader.read(text)


def test_a_text_beyond_the_analysers_limit_is_refused_with_its_length(reader: Reader) -> None:
    with pytest.raises(ReadingError, match="has 6000 characters; about 5461 are the most"):
        reader.read("あ" * 6000)


def test_the_fingerprint_changes_with_all_that_decides_a_reading(reader: Reader) -> None:
    prints = {
        reader.fingerprint,
        Reader(own={"ReLU": "レル"}).fingerprint,
        Reader(own={"ReLU": "レルー"}).fingerprint,
        Reader(lexicons=()).fingerprint,
    }
    assert len(prints) == 4
    assert Reader().fingerprint == reader.fingerprint


CHARACTERS = [*"ReLU学習はが12/-~=()<>{}|$", *"\\ xα√①Ⅱ㎏ーっん😀々%。、!?^_'"]
PIECES = st.sampled_from([*CHARACTERS, "ReLU", r"\(x\)", "1e-3", "kg"])


def test_a_mark_that_repeats_nothing_is_not_said_and_named() -> None:
    assert (READER.read("~々{々R").kana, READER.read("人々々").kana[:4]) == ("アール", "ヒトビト")
    assert [doubt.surface for doubt in READER.read("々と層").doubts] == ["々"]


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_any_text_is_read_or_refused_and_everything_named_stands_in_it(text: str) -> None:
    try:
        reading = READER.read(text)
    except ReadingError:
        return
    assert bool(reading.phrases) == bool(reading.labels)
    phones = sum(mora.phones for mora in reading.morae)
    pauses = sum(phrase.pause_after for phrase in reading.phrases)
    assert len(reading.labels) == (phones + pauses + 2 if reading.phrases else 0)
    places = [(token.start, token.surface) for token in reading.tokens]
    places += [(doubt.start, doubt.surface) for doubt in reading.doubts]
    assert all(text.startswith(surface, start) for start, surface in places)


READER = Reader()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("⼈⼯知能は⼈の⼿で学ぶ", "人工知能は人の手で学ぶ"),
        ("⺟集団から⽂を選ぶ", "母集団から文を選ぶ"),
        ("か\u3099くしゅう", "がくしゅう"),
        ("辻\U000e0100さんの神\ufe00社", "辻さんの神社"),
    ],
)
def test_another_form_of_a_character_sounds_as_the_one_that_it_is(
    reader: Reader, written: str, meant: str
) -> None:
    assert reader.read(written).kana == reader.read(meant).kana


def test_kanji_are_known_by_their_script(reader: Reader) -> None:
    (doubt,) = reader.read("𠮷は姓").doubts
    assert (doubt.surface, doubt.reason) == ("𠮷", "no dictionary has it")


def test_an_own_reading_may_be_written_in_any_form() -> None:
    own = Reader(own={"⼈⼯知能": "ｴｰｱｲ"}, lexicons=[])
    assert own.read("人工知能").kana == "エーアイ"


@pytest.mark.parametrize("text", ["層は3つ、ReLUは負ならゼロ。", "はんでんしゅうじゅ", "", "※", "ーと伸ばす"])
def test_the_kana_alone_are_those_of_the_reading(reader: Reader, text: str) -> None:
    assert reader.kana(text) == reader.read(text).kana


def test_an_own_kanji_is_a_word_by_itself_and_no_part_of_one() -> None:
    assert Reader(own={"上": "かみ"}).read("上を上げる").kana == "カミオアゲル"
    assert Reader(own={"着": "ちゃく"}).kana("服を着る") == "フクオキル"
