"""A song out of an article that shows its lyrics and explains them.

Articles of this kind differ in all but their order: a title, the lyrics under a heading that says so, then
the explanations, each under a quote of its lines or under the term that it is about, then what the author
wants to say besides. The lines of the lyrics are taken as they are; nothing is put together or taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count, pairwise

from lyricaudio.intake.blocks import Block
from lyricaudio.intake.found import Explained, Found, FoundLine, FoundPoint, FoundSection
from lyricaudio.intake.places import Lyrics

SURE = 0.5
"""From here on an explanation stands at its line; below it is a comment there."""

_LYRICS = re.compile(r"\W*(?:歌詞|lyrics)\W*", re.IGNORECASE)
_TITLE = re.compile(r"\W*(?:曲の?)?タイトル\W*|\W*曲名\W*")
_AFTER_LYRICS = re.compile(
    r"\W*(?:(?:楽曲|曲|歌|歌詞|この曲)の?)?(?:視聴|試聴|解説|説明|動画|リンク|配信|音源|再生)(?:はこちら|リンク)?\W*"
    r"|\W*(?:youtube|suno(?: ai)?)\W*",
    re.IGNORECASE,
)
_EXPLAINED = re.compile(r"解説|説明|意味|ポイント")
_OVER_ALL = re.compile(r"\W*(?:歌詞の?)?(?:解説|説明)\W*")
_BESIDES = re.compile(
    r"メッセージ|コメント|関連記事|おわりに|あとがき|さいごに|最後に|参考文献|タイトルとURL"
)
_POINTS = re.compile(r"まとめ|ポイント|要点|ここだけ")
_LABEL = re.compile(
    r"\W*((?:[A-DＡ-Ｄ]メロ|サビ|大サビ|verse|chorus|hook|bridge|pre-?chorus|intro|outro|間奏)\s*\d*)\W*",
    re.IGNORECASE,
)
_HOOK = re.compile(r"サビ|chorus|hook", re.IGNORECASE)
_QUOTED_TITLE = re.compile(r"[「『]([^「」『』]*(?:うた|歌|ソング))[」』]")
_SENTENCE = re.compile(r"[。!?！？]$")
_LONGEST_HEADING = 45
_DEFINITION = re.compile(r"(.{1,30}?)\s*[:：]\s*(.+)")


@dataclass(slots=True)
class _Group:
    """What stands under one heading."""

    heading: str
    body: list[Block] = field(default_factory=list)

    @property
    def paragraphs(self) -> list[str]:
        """What is said in it: lines that belong together as one, items as sentences."""
        found: list[str] = []
        is_open = False
        for block in self.body:
            if block.kind == "gap":
                is_open = False
            elif block.kind != "code":
                text = block.text if block.kind == "text" else _sentence(block.text)
                if is_open:
                    found[-1] += text
                else:
                    found.append(text)
                is_open = True
        return found


def song_of_article(blocks: Sequence[Block], *, name: str) -> Found:
    """Return the song that an article holds, its explanations at their lines as far as that is clear.

    Parameters
    ----------
    name
        What it is called if it does not say so itself: the file's name.

    An article without lyrics becomes a lesson of points alone.
    """
    begin, end = _lyrics_span(blocks)
    sections = _sections(blocks[begin:end])
    title = _title(blocks[:begin] if begin else blocks) or name
    if not sections:
        points, rest = _lesson(_groups(blocks, Lyrics([])))
        return Found(title=title, points=points, rest=rest)
    lyrics = Lyrics([line.lyric for section in sections for line in section.lines])
    explaining, points, rest = _sorted_out(_groups(blocks[end:], lyrics), lyrics)
    before = [block.text for block in blocks[:begin] if block.kind != "gap"]
    placed, unplaced = _placed(sections, explaining, lyrics)
    return Found(title=title, sections=placed, points=points, rest=(*before, *unplaced, *rest))


def _lyrics_span(blocks: Sequence[Block]) -> tuple[int, int]:
    """Return where the lyrics begin and end; nothing at the end of the article where there are none."""
    begin = next((i for i, block in enumerate(blocks, start=1) if _LYRICS.fullmatch(block.text)), None)
    if begin is None:
        return 0, 0
    end = begin
    while end < len(blocks) and not _ends_lyrics(blocks[end], blocks[end - 1]):
        end += 1
    return begin, end


def _ends_lyrics(block: Block, before: Block) -> bool:
    """Tell whether the lyrics end before a block: it is a heading, or a sentence after an empty line."""
    if _LABEL.fullmatch(block.text):
        return False
    is_prose = before.kind == "gap" and block.text.endswith("。")
    return block.kind in ("heading", "code") or is_prose or bool(_AFTER_LYRICS.fullmatch(block.text))


def _sections(blocks: Sequence[Block]) -> tuple[FoundSection, ...]:
    """Return the lyrics' sections by their labels; without any they are one."""
    sections = [FoundSection(lines=())]
    for block in blocks:
        if block.kind == "gap":
            continue
        if label := _LABEL.fullmatch(block.text):
            sections.append(FoundSection(name=label[1].strip(), hook=bool(_HOOK.search(label[1])), lines=()))
        else:
            lines = (*sections[-1].lines, FoundLine(lyric=block.text))
            sections[-1] = replace(sections[-1], lines=lines)
    return tuple(section for section in sections if section.lines)


def _title(blocks: Sequence[Block]) -> str:
    """Return what the article calls its song."""
    texts = [block.text for block in blocks if block.kind != "gap"]
    for heading, text in pairwise(texts):
        if _TITLE.fullmatch(heading):
            return text.strip("「」『』 ")
    quoted = [found[1] for text in texts for found in _QUOTED_TITLE.finditer(text)]
    if quoted:
        return quoted[0]
    return next((block.text for block in blocks if block.kind == "heading"), "")


def _groups(blocks: Sequence[Block], lyrics: Lyrics) -> list[_Group]:
    """Return what stands under each heading, in order; a quote of the lyrics is one, too."""
    groups = [_Group("")]
    for place, block in enumerate(blocks):
        following = next((b for b in blocks[place + 1 :] if b.kind != "gap"), None)
        if _is_heading(block, following, lyrics):
            groups.append(_Group(block.text))
        else:
            groups[-1].body.append(block)
    return groups


def _is_heading(block: Block, following: Block | None, lyrics: Lyrics) -> bool:
    if block.kind == "heading" or (block.kind == "text" and lyrics.quoted(block.text)):
        return True
    is_short = block.kind == "text" and len(block.text) <= _LONGEST_HEADING
    is_open = bool(_SENTENCE.search(block.text)) or "\\(" in block.text or block.text.endswith((":", "："))
    return is_short and not is_open and following is not None and following.kind != "code"


def _sorted_out(
    groups: Sequence[_Group], lyrics: Lyrics
) -> tuple[list[_Group], tuple[FoundPoint, ...], tuple[str, ...]]:
    """Part the groups behind the lyrics: what explains, what is to be taken home, and what is neither."""
    explaining: list[_Group] = []
    points: list[FoundPoint] = []
    rest: list[str] = []
    has_begun = is_over = False
    for group in groups:
        is_over = is_over or bool(_BESIDES.search(group.heading))
        has_begun = has_begun or bool(_EXPLAINED.search(group.heading) or lyrics.quoted(group.heading))
        items = [block.text for block in group.body if block.kind == "item"]
        if _POINTS.search(group.heading) and items:
            points += map(_point, items)
            rest += [block.text for block in group.body if block.kind not in ("item", "gap")]
        elif not has_begun or is_over or _POINTS.search(group.heading):
            rest += [group.heading, *(block.text for block in group.body if block.kind != "gap")]
        else:
            explaining.append(group)
    return explaining, tuple(points), tuple(text for text in rest if text)


def _point(item: str) -> FoundPoint:
    """Return an item as a point: what stands before a colon is the answer to what stands behind it."""
    if found := _DEFINITION.fullmatch(item):
        return FoundPoint(answer=found[1], question=found[2].rstrip("。"))
    return FoundPoint(answer=item)


def _lesson(groups: Sequence[_Group]) -> tuple[tuple[FoundPoint, ...], tuple[str, ...]]:
    """Return the points of an article without lyrics, and all the rest of it."""
    points: list[FoundPoint] = []
    rest: list[str] = []
    for group in groups:
        items = [block.text for block in group.body if block.kind == "item"]
        taken = items if _POINTS.search(group.heading) else []
        points += map(_point, taken)
        others = (block.text for block in group.body if block.kind != "gap" and block.text not in taken)
        rest += [text for text in (group.heading, *others) if text]
    return tuple(points), tuple(rest)


def _placed(
    sections: Sequence[FoundSection], groups: Sequence[_Group], lyrics: Lyrics
) -> tuple[tuple[FoundSection, ...], list[str]]:
    """Put each group's text to its line, in order; return what has no place at all, too."""
    explained: dict[int, list[Explained]] = {}
    unplaced = [block.text for group in groups for block in group.body if block.kind == "code"]
    last = -1
    for heading, texts in _headed(groups, lyrics):
        found = lyrics.quoted(heading, after=last) or lyrics.about(heading, "".join(texts), after=last)
        if found is None:
            unplaced += [heading, *texts]
            continue
        said = [Explained(text=text, sure=found.sure) for text in texts]
        if found.sure < SURE:
            said[0] = replace(said[0], text=f"{heading}: {said[0].text}")
        explained.setdefault(found.line, []).extend(said)
        last = found.line if found.sure >= SURE else last
    numbers = count()
    placed = tuple(
        replace(
            section,
            lines=tuple(
                replace(line, explained=tuple(explained.get(next(numbers), ()))) for line in section.lines
            ),
        )
        for section in sections
    )
    return placed, [text for text in unplaced if text]


def _headed(groups: Sequence[_Group], lyrics: Lyrics) -> list[tuple[str, list[str]]]:
    """Return headings with what is said under them; of one right above a quote, the quote is the heading."""
    found: list[tuple[str, list[str]]] = []
    pending = ""
    for group in groups:
        texts = group.paragraphs
        if _OVER_ALL.fullmatch(group.heading):
            found += [("", texts)] if texts else []
            continue
        if not texts and not lyrics.quoted(group.heading):
            pending = group.heading
            continue
        heading = (
            group.heading if lyrics.quoted(group.heading) or not pending else f"{pending} {group.heading}"
        )
        if texts:
            found.append((heading, texts))
            pending = ""
        else:
            pending = group.heading
    return found


def _sentence(item: str) -> str:
    return item if _SENTENCE.search(item) else f"{item}。"
