"""Where a title breaks into lines, by the rules of Japanese typesetting and by how large it can then be.

The rules that hold always, for all texts, are those of JIS X 4051 (kinsoku): no line starts with a closing
mark, a small kana or ー, and none ends with an opening bracket. Beyond them a break strains the reader more
or less: least at a space, little where a phrase ends (a particle before another script), most within a word.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, product

LEADING = 1.18
"""From one baseline to the next, in sizes of the font."""

MOST_LINES = 4

_NEVER_STARTS = frozenset(
    "、。，．・：；？！,.:;?!ー〜…‥々ゝゞヽヾ」』）］｝〉》】〕)]}%％’”"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
)
_NEVER_START_AS = frozenset(("Pe", "Pf", "Lm", "Mn", "Mc", "Me"))  # closing marks, ー 々, combining marks
_NEVER_ENDS = frozenset("「『（［｛〈《【〔([{‘“#＃@＠※$¥￥")
_NEVER_END_AS = frozenset(("Ps", "Pi"))

LOOSE_ENDS = frozenset("、。，・：；？！…」』）］〉》】")
"""After these a line may well end."""

_LOOSE_IN_TITLES = LOOSE_ENDS | frozenset(")]!?,:;/／=＝→+＋&＆")

_SCRIPTS = {"HIRAGANA": "hiragana", "KATAKANA": "katakana", "HALFWIDTH KATAKANA": "katakana", "CJK": "han"}
_STRAIN = {
    ("han", "han"): 8.0,
    ("han", "hiragana"): 12.0,  # tears off an ending or a particle
    ("hiragana", "hiragana"): 10.0,
    ("katakana", "hiragana"): 5.0,
    ("katakana", "katakana"): 30.0,
    ("word", "hiragana"): 5.0,
    ("word", "word"): math.inf,
}
_TRIED = 12  # places for each break
_LONELY = 4.0  # a character on a line of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTitle:
    """Lines and the font size at which they fill their place."""

    lines: tuple[str, ...]
    size: float


def set_title(
    title: str, *, width_of: Callable[[str], float], width: float, height: float, largest: float
) -> SetTitle:
    """Break a title so that it is as large, and its breaks as natural, as its place allows.

    Of all ways to break it into up to `MOST_LINES` lines of about one length, the one with the largest
    ``size * 0.97 ** strain`` is taken, the strains of its breaks summed.

    Parameters
    ----------
    title
        What to set; a run of white space counts as one space.
    width_of
        The advance of one character, in sizes of the font.
    width, height, largest
        The place, and the largest size; all in one unit, which the result's size has too.
    """
    text = " ".join(title.split())
    if not text:
        return SetTitle(lines=(), size=largest)
    starts = tuple(accumulate(map(width_of, text), initial=0.0))
    ends = (0.0, *(starts[at] if text[at] == " " else starts[at + 1] for at in range(len(text))))
    strains = (math.inf, *map(_strain, text, text[1:]))  # of a break before each character

    def size_of(cuts: tuple[int, ...]) -> float:
        widest = max(ends[end] - starts[start] for start, end in pairwise(cuts))
        tallest = min(largest, height / (1 + LEADING * (len(cuts) - 2)))
        return min(tallest, width / widest) if widest else tallest

    def merit(cuts: tuple[int, ...]) -> float:
        strain = sum(strains[at] for at in cuts[1:-1])
        lonely = sum(end - start == 1 for start, end in pairwise(cuts))
        return size_of(cuts) * math.pow(0.97, strain + _LONELY * lonely)

    best = max(_ways(starts, strains), key=merit)
    return SetTitle(
        lines=tuple(text[start:end].rstrip() for start, end in pairwise(best)), size=size_of(best)
    )


def _ways(starts: Sequence[float], strains: Sequence[float]) -> Iterator[tuple[int, ...]]:
    """Yield ways to cut a text into lines: where each begins, and the length of the text."""
    length = len(strains)
    for count in range(1, MOST_LINES + 1):
        even = starts[-1] / count
        places = (_places(starts, strains, even * number, 0.75 * even) for number in range(1, count))
        for cuts in product(*places):
            if all(before < after for before, after in pairwise(cuts)):
                yield 0, *cuts, length


def _places(starts: Sequence[float], strains: Sequence[float], centre: float, reach: float) -> list[int]:
    """Return where a line may begin around a place: the least straining first, then the nearest."""
    ranked = sorted(
        (strain, abs(start - centre), at)
        for at, (start, strain) in enumerate(zip(starts, strains, strict=False))
        if strain < math.inf and abs(start - centre) <= reach
    )
    return [at for _, _, at in ranked[:_TRIED]]


def may_part(before: str, after: str) -> bool:
    """Whether a line may end between two characters, of which the first may be a space, or none."""
    if after.isspace() or after in _NEVER_STARTS or unicodedata.category(after) in _NEVER_START_AS:
        return False
    if before.isspace() or not before:
        return True
    return not _opens(before) and (_opens(after) or unicodedata.category(after) != "Po")


def _opens(character: str) -> bool:
    return character in _NEVER_ENDS or unicodedata.category(character) in _NEVER_END_AS


def _strain(before: str, after: str) -> float:
    """Return what a break between two characters costs the reader; infinite where there must be none."""
    if not may_part(before, after):
        return math.inf
    if before == " ":
        return 0.0
    if before in _LOOSE_IN_TITLES:
        return 0.5
    if _opens(after):
        return 1.0
    scripts = (_script(before), _script(after))
    return _STRAIN.get(scripts, 1.0 if scripts[0] == "hiragana" else 2.0)


def _script(character: str) -> str:
    """Return which script a character belongs to; `word` is every alphabet, and digits."""
    name = unicodedata.name(character, "")
    for beginning, script in _SCRIPTS.items():
        if name.startswith(beginning):
            return script
    return "word"
