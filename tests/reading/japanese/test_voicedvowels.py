from __future__ import annotations

from lyricaudio.reading.japanese.voicedvowels import voiced
from lyricaudio.reading.reader import Reader


def test_whispered_vowels_get_a_voice_in_morae_and_labels(reader: Reader) -> None:
    said = reader.read("学習率は、しきい値です")
    sung = voiced(said)
    assert [mora.vowel for mora in said.morae if mora.vowel in "AIUEO"] != []
    assert [mora.vowel for mora in sung.morae if mora.vowel in "AIUEO"] == []
    assert sung.kana == said.kana
    phones = [label.split("/A:")[0] for label in sung.labels]
    assert not any(vowel in phones_of for vowel in "AIUEO" for phones_of in phones)


def test_only_the_label_of_a_whispered_vowel_has_voiced_neighbours(reader: Reader) -> None:
    sung = [label.split("/A:")[0] for label in voiced(reader.read("シテ")).labels]
    assert sung == [
        "xx^xx-sil+sh=i",
        "xx^sil-sh+i=t",
        "sil^j-i+d=e",
        "sh^i-t+e=sil",
        "i^t-e+sil=xx",
        "t^e-sil+xx=xx",
    ]


def test_what_has_no_whispered_vowel_stays_as_it_is(reader: Reader) -> None:
    said = reader.read("かんがえっぱなし")
    assert {mora.vowel for mora in said.morae} >= {"N", "cl"}
    assert voiced(said) == said
