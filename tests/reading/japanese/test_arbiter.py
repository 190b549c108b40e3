from __future__ import annotations

import pytest
from tests.reading.japanese.fitting import cases, fitted, held_out, precedents

from lyricaudio.reading.japanese.precedents import PRECEDENTS
from lyricaudio.reading.japanese.weights import WEIGHTS
from lyricaudio.reading.reader import Reader


@pytest.mark.slow
def test_the_weights_are_those_that_fit_the_judged_lines_and_hold_for_other_words() -> None:
    known = list(cases())
    judged = [(case.sudachi, likely) for case, likely in held_out(known)]
    sure = [(sudachi, likely) for sudachi, likely in judged if abs(likely - 0.5) >= 0.4]

    assert len(known) >= 1000
    assert fitted(known) == pytest.approx(WEIGHTS, abs=0.02)
    assert _right(judged) >= 0.78  # who takes one dictionary's side always is right in 6 of 10
    assert _right(sure) >= 0.92


def _right(judged: list[tuple[bool, float]]) -> float:
    return sum((likely > 0.5) == sudachi for sudachi, likely in judged) / len(judged)


def test_the_precedents_are_the_judged_words() -> None:
    assert precedents() == PRECEDENTS


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("会の発案人と賃借人が話す", "カイノハツアンニントチンシャクニンガハナス"),
        ("区の上図を見る", "クノジョーズオミル"),
        ("手順通りに意味付けをする", "テジュンドーリニイミズケオスル"),
        ("帆の張りを直す", "ホノハリオナオス"),  # no バリ behind a particle
        ("この工程を行った後で休む", "コノコーテーオオコナッタアトデヤスム"),
    ],
)
def test_the_likelier_dictionary_is_followed(reader: Reader, text: str, kana: str) -> None:
    assert reader.read(text).kana == kana


def test_a_reading_from_the_other_dictionary_joins_as_one_accent_phrase(reader: Reader) -> None:
    phrases = reader.read("相続人が決まる").phrases

    assert ["".join(mora.kana for mora in phrase.morae) for phrase in phrases] == ["ソーゾクニンガ", "キマル"]
