from __future__ import annotations

import json
import pickle
from copy import deepcopy

from lyricaudio.reading.model import Reason

GLOSS = Reason("is it {{{word}|{kana}}}?", word="重み{", kana="おもみ")


def test_a_reason_is_text_with_its_gaps_filled() -> None:
    assert json.dumps(GLOSS, ensure_ascii=False) == '"is it {重み{|おもみ}?"'


def test_a_reason_is_told_with_its_gaps_filled() -> None:
    assert GLOSS.told() == GLOSS


def test_a_reason_that_was_copied_or_came_from_a_worker_can_still_be_told() -> None:
    for copied in (deepcopy(GLOSS), pickle.loads(pickle.dumps(GLOSS))):
        assert (copied, copied.told()) == (GLOSS, GLOSS)
