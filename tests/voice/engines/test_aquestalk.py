from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.reading.model import AccentPhrase, Mora, Reading
from lyricaudio.reading.reader import Reader
from lyricaudio.voice.engines.aquestalk import kana_notation


@pytest.mark.parametrize(
    ("text", "notation"),
    [
        ("正規化は大事", "セエ_キカワ'/ダイジ'"),
        ("一歩の大きさ", "イ'ッポノ/オオキ'サ"),
        ("勾配が消える。重みを更新、", "コオバイガ'/キエル'、オモミオ'/コオシン'"),
        ("すくすく、ディープラーニング", "ス'_クスク、ディイプラ'アニング"),
        ("{融合|フュージョン}、{C|シィー}", "ヒュウジョン'、スィイ'"),
        ("{叫び|アンーッー}", "アンンッッ'"),
    ],
)
def test_a_reading_is_written_with_one_accent_a_phrase_and_no_long_mark(
    reader: Reader, text: str, notation: str
) -> None:
    assert kana_notation(reader.read(text)) == notation


MORAE = [
    Mora(kana="ア", consonant=None, vowel="a"),
    Mora(kana="キャ", consonant="ky", vowel="a"),
    Mora(kana="ク", consonant="k", vowel="U"),
    Mora(kana="ン", consonant=None, vowel="N"),
    Mora(kana="ッ", consonant=None, vowel="cl"),
]


@st.composite
def phrases(draw: st.DrawFn) -> AccentPhrase:
    morae = draw(st.lists(st.sampled_from(MORAE), min_size=1, max_size=6))
    accent = draw(st.integers(0, len(morae)))
    return AccentPhrase(morae=tuple(morae), accent=accent, pause=draw(st.sampled_from(["none", "stop"])))


@pytest.mark.slow
@given(st.lists(phrases(), min_size=1, max_size=5))
def test_all_that_is_in_a_reading_can_be_read_back(said: list[AccentPhrase]) -> None:
    notation = kana_notation(Reading(written="", spoken="", phrases=tuple(said), labels=()))
    written = re.split("[/、]", notation)
    kana = [re.findall(r"_?[ァ-ヺ][ャュョ]?|'", phrase) for phrase in written]
    assert "".join(written) == "".join(letter for phrase in kana for letter in phrase)
    assert [phrase.index("'") for phrase in kana] == [p.accent or len(p.morae) for p in said]
    assert [letter for phrase in kana for letter in phrase if letter != "'"] == [
        f"_{mora.kana}" if mora.vowel == "U" else mora.kana for phrase in said for mora in phrase.morae
    ]
    assert re.findall("[/、]", notation) == ["、" if p.pause_after else "/" for p in said[:-1]]
