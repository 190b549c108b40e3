"""＝ inside a name (ヴァル＝ドルデンヌ), which is not said, told from what is equal (リコール＝カバー)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from lyricaudio.reading.japanese.sudachi import readings
from lyricaudio.reading.text.scripts import KATAKANA
from lyricaudio.reading.text.wording import PARTED, Piece, Wording, rewrite

_JOINED = rf"(?<=[{KATAKANA}])=(?=(?P<after>[{KATAKANA}]+))"
_BEFORE = re.compile(f"[{KATAKANA}]+$")
_SHORTEST = 2


def part_double_names(wording: Wording, terms: Collection[str]) -> Wording:
    """Part what = joins to a name: katakana of which one is no word that a dictionary or a lexicon has."""

    def parted(match: re.Match[str]) -> Sequence[Piece] | None:
        before = _BEFORE.search(match.string, 0, match.start())
        names = (before[0] if before else "", match["after"])
        if min(map(len, names)) < _SHORTEST or all(name in terms or readings(name) for name in names):
            return None
        return [PARTED]

    return rewrite(wording, _JOINED, parted)
