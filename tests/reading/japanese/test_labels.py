from __future__ import annotations

import pytest

from lyricaudio.reading.model import AccentPhrase, Reading
from lyricaudio.reading.reader import Reader

LINES = (
    "勾配が消えるのは、微分の積が小さいから",
    "スーパーコンピュータで、ヴァイオリンとクォーツを聞いた。ティッシュ、デュアル！",
    "学習率は一歩の大きさ 大きすぎると谷を飛び越す",
    "なぜ? それはね、ッ、んー。",
    "1980年代に152層、0.01と50%、3つ",
    "ギュッとファンがフュージョンしてウォッチ",
    "っと言って、すくすく育つ",
    "東京特許許可局長今日急遽休暇許可拒否" * 4,
    "ReLUは CNNと、{傾|かたむ}きのResNet（残差）です",
    "ーで始まるーーー、ァィゥ",
)


def phone(label: str) -> str:
    return label[label.index("-") + 1 : label.index("+")]


@pytest.mark.parametrize("line", LINES)
def test_each_phone_of_each_mora_has_its_label_and_each_pause_its_pau(reader: Reader, line: str) -> None:
    reading = reader.read(line)
    phones = ["sil"]
    for phrase in reading.phrases:
        for mora in phrase.morae:
            phones += [mora.vowel] if mora.consonant is None else [mora.consonant, mora.vowel]
        phones += ["pau"] * phrase.pause_after
    assert [phone(label) for label in reading.labels] == [*phones, "sil"]


@pytest.mark.parametrize("line", LINES)
def test_phrases_hold_the_counts_and_accents_that_the_labels_name(reader: Reader, line: str) -> None:
    reading = reader.read(line)
    named = [label.split("/F:")[1].split("#")[0] for label in reading.labels]
    found = iter(label for label in named if not label.startswith("xx"))
    for phrase in reading.phrases:
        for _ in range(sum(mora.phones for mora in phrase.morae)):
            accent = phrase.accent or len(phrase.morae)  # labels call a flat phrase accented on its last mora
            assert next(found) == f"{min(len(phrase.morae), 49)}_{min(accent, 49)}"


def pitch(phrase: AccentPhrase) -> str:
    return "".join("^" if mora.high else "_" for mora in phrase.morae)


def test_pitch_follows_the_accent(reader: Reader) -> None:
    words = reader.read("学習 誤差 機械学習 犬").phrases
    assert [phrase.accent for phrase in words] == [0, 1, 4, 2]
    assert [pitch(phrase) for phrase in words] == ["_^^^", "^_", "_^^^___", "_^"]


def kana(reading: Reading) -> str:
    return " ".join("".join(mora.kana for mora in phrase.morae) for phrase in reading.phrases)


def test_kana_is_spelled_as_the_analyser_spells_it(reader: Reader) -> None:
    assert kana(reader.read("大きい音を追う、いい方法")) == "オーキイ オトオ オウ イイ ホーホー"
