from __future__ import annotations

from lyricaudio.reading.doubts.suspicion import suspect
from lyricaudio.reading.japanese.analyser import Word
from lyricaudio.reading.japanese.stretches import Opinion, stretches


def word(start: int, stop: int, kana: str) -> Word:
    return Word(start=start, stop=stop, kana=kana, accent=None, kind=("名詞", "一般", "*"))


def test_a_text_is_cut_where_both_readers_have_an_edge() -> None:
    ours = [word(0, 2, "ミエ"), word(2, 3, "ノ"), word(3, 5, "コーゾー")]
    theirs = [
        Opinion(start=0, stop=1, kana="サン"),
        Opinion(start=1, stop=2, kana="ジュー"),
        Opinion(start=2, stop=5, kana="ノコーゾー"),
    ]
    cut = [
        (s.start, s.stop, [w.kana for w in s.words], [o.kana for o in s.opinions])
        for s in stretches(ours, theirs)
    ]
    assert cut == [
        (0, 2, ["ミエ"], ["サン", "ジュー"]),
        (2, 5, ["ノ", "コーゾー"], ["ノコーゾー"]),
    ]


def test_a_suspicion_spans_its_words_and_begins_with_what_is_said() -> None:
    found = suspect([word(1, 2, "コ"), word(2, 3, "ハ")], "why", 0.5)

    assert (found.start, found.stop, [(c.kana, c.by) for c in found.candidates]) == (
        1,
        3,
        [("コハ", "dictionary")],
    )
