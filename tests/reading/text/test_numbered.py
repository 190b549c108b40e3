"""How numbers that name one of several things are written out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lyricaudio.reading.text.numbered import speak_numbered


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("No.1", "<ナンバー>1"),
        ("別冊No.27Aとno.8", "別冊<ナンバー>27<エー>と<ナンバー>8"),
        ("図4Aと電流4A", "図4<エー>と電流4A"),
        ("図3-2と式1.4", "図3の2と式1の4"),
        ("図1-2-3と図1.2.3", "図1-2-3と図1.2.3"),
        ("3-2. 誤差", "3の2. 誤差"),
        ("3-(2)", "3の(2)"),
        ("第3-2節", "第3の2節"),
        ("A1-02とX1-02", "A1の02とX1-02"),
        ("pp.120とp. 3", "<ページ>·120と<ページ>·3"),
        ("セクション4:2変数", "セクション4'2変数"),
        ("Step 2: 3つ", "Step 2'3つ"),
        ("縦横4:3と画素4:3", "縦横4:3と画素4:3"),
        ("出題2:3", "出題2:3"),
        ("比率が一定(例 1:3)", "比率が一定(例 1:3)"),
    ],
)
def test_numbers_that_name_are_told_from_those_that_count(
    through: Callable[..., str], written: str, said: str
) -> None:
    assert through(speak_numbered, written) == said
