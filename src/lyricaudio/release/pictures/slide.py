"""What is on the screen of a lyric video: the cover, the line that is heard, what comes next, how far it is.

A slide is two pictures: as it is before anything of it is heard, and as it is when all of it is. What lies
between is wiped over from left to right, piece by piece.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

from PIL import Image, ImageDraw

from lyricaudio.lesson.roles import Look
from lyricaudio.music.timeline import Placement
from lyricaudio.release.pictures.font import BOLD, MEDIUM, font, has_glyph, printable, width
from lyricaudio.release.pictures.palette import Colour
from lyricaudio.release.pictures.rubytext import KANA_SIZE, LINE_HEIGHT, PlacedPiece, SetText, set_ruby
from lyricaudio.release.pictures.typeset import LEADING, set_title
from lyricaudio.release.texts.metadata import EpisodeTags
from lyricaudio.release.texts.seen import seen_tokens

SIZE = (1280, 720)
"""Width and height in pixels."""

Box = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels."""

_COVER: Box = (64, 104, 444, 484)
_COVER_ROUND = 20
_NAME: Box = (64, 508, 444, 636)
_CHAPTER_BASE, _ABOVE_BASE, _BELOW_BASE = 84, 128, 618
_MAIN: Box = (504, 140, 1216, 560)
_BAR: Box = (64, 676, 1216, 682)
_BAR_GAP = 4

_GROUND: Colour = (20, 17, 38)
_COVER_SHARE, _COVER_LIGHT = 0.22, 110  # how much of a cover of what lightness shines through
_BLURRED = (16, 9)
_WHITE: Colour = (244, 242, 250)
_CALM: Colour = (176, 172, 198)
_DIM: Colour = (142, 138, 168)
_LIT: Colour = (255, 196, 87)
_TRACK: Colour = (66, 61, 94)

_ASCENT, _DESCENT = 0.98, 0.24  # of a line without furigana around its baseline, in sizes of the font
_SMALL_TEXT, _NAME_SIZE, _TITLE_SIZE = 24, 30, 80
_SMALLEST = 0.65  # how small a single line becomes, in its ordinary sizes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """How a text is shown: its largest size, its weight, and its colours before and after it is heard."""

    size: int
    weight: int
    before: Colour
    after: Colour


_LOOKS: dict[Look, _Look] = {
    "lyric": _Look(size=62, weight=BOLD, before=_WHITE, after=_LIT),
    "explain": _Look(size=36, weight=MEDIUM, before=_CALM, after=_WHITE),
    "question": _Look(size=50, weight=BOLD, before=_CALM, after=_WHITE),
    "answer": _Look(size=50, weight=BOLD, before=_CALM, after=_WHITE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a slide says.

    Attributes
    ----------
    placement
        What is heard; None where there is only music.
    chapter, above, below
        Where one is; what the text belongs to; what comes next. Each may be empty.
    """

    placement: Placement | None
    chapter: str
    above: str
    below: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wipe:
    """A box of a slide that is wiped over from left to right, in seconds from the start of the episode."""

    box: Box
    start_s: float
    end_s: float

    def reach(self, at_s: float) -> int:
        """Return how far it is at a moment: where what was heard ends, in pixels."""
        left, _, right, _ = self.box
        if at_s >= self.end_s:
            return right
        if at_s <= self.start_s:
            return left
        share = (at_s - self.start_s) / (self.end_s - self.start_s)
        return left + round(share * (right - left))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """A slide before and after it is heard, as RGB of `SIZE`, row by row; and what is wiped over when."""

    before: bytes
    after: bytes
    wipes: tuple[Wipe, ...]


class Stage:
    """What all slides of an episode have in common, drawn once."""

    def __init__(self, tags: EpisodeTags) -> None:
        self._title = tags.title
        self._ground = _ground(tags)
        self._progress = tuple(_progress(tags))

    def slide(self, shown: Shown) -> Slide:
        """Draw one slide."""
        before = self._ground.copy()
        _write(before, (_MAIN[0], _CHAPTER_BASE), shown.chapter, _SMALL_TEXT, _DIM)
        _write(before, (_MAIN[0], _ABOVE_BASE), shown.above, _SMALL_TEXT, _LIT)
        _write(before, (_MAIN[0], _BELOW_BASE), shown.below, _SMALL_TEXT, _DIM)
        after = before.copy()
        _draw_bars(before, self._progress, _TRACK)
        _draw_bars(after, self._progress, _LIT)
        words: tuple[Wipe, ...] = ()
        if shown.placement is None:
            for picture in (before, after):
                _write_title(picture, self._title, _MAIN, _TITLE_SIZE, middle=True)
        else:
            words = tuple(_write_words(before, after, shown.placement))
        return Slide(before=before.tobytes(), after=after.tobytes(), wipes=(*self._progress, *words))


def _ground(tags: EpisodeTags) -> Image.Image:
    """Draw the cover, its colours behind everything, and below it the names of song and artist."""
    cover = Image.open(io.BytesIO(tags.cover)).convert("RGB")
    haze = cover.resize(_BLURRED, Image.Resampling.BOX).resize(SIZE, Image.Resampling.BICUBIC)
    (light,) = cover.convert("L").resize((1, 1), Image.Resampling.BOX).tobytes()
    share = _COVER_SHARE * min(1.0, _COVER_LIGHT / max(light, 1))  # a light cover must not swallow the text
    ground = Image.blend(Image.new("RGB", SIZE, _GROUND), haze, share)
    left, top, right, bottom = _COVER
    size = (right - left, bottom - top)
    mask = Image.new("L", (4 * size[0], 4 * size[1]))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *mask.size), 4 * _COVER_ROUND, fill=255)
    ground.paste(cover.resize(size, Image.Resampling.LANCZOS), (left, top), mask.reduce(4))
    end = _write_title(ground, tags.title, _NAME, _NAME_SIZE)
    _write(ground, (_NAME[0], end + 30), tags.artist, 20, _DIM, width_limit=_NAME[2] - _NAME[0])
    return ground


def _progress(tags: EpisodeTags) -> Iterator[Wipe]:
    """Yield the bar of the episode, a box for each chapter."""
    left, top, right, bottom = _BAR
    scale = (right - left) / max(tags.length_s, 1e-9)
    for chapter in tags.chapters:
        start, end = (left + round(scale * time_s) for time_s in (chapter.start_s, chapter.end_s))
        yield Wipe(
            box=(start, top, max(start + 1, end - _BAR_GAP), bottom),
            start_s=chapter.start_s,
            end_s=chapter.end_s,
        )


def _draw_bars(picture: Image.Image, bars: tuple[Wipe, ...], colour: Colour) -> None:
    pen = ImageDraw.Draw(picture)
    for bar in bars:
        left, top, right, bottom = bar.box
        pen.rectangle((left, top, right - 1, bottom - 1), colour)


def _write(
    picture: Image.Image,
    at: tuple[float, float],
    text: str,
    size: float,
    colour: Colour,
    *,
    weight: int = MEDIUM,
    width_limit: int = _MAIN[2] - _MAIN[0],
) -> None:
    """Write one line, smaller when it is long, and shortened when it is too long even so."""
    if text := printable(text):
        fitting = font(weight, max(_SMALLEST * size, min(size, width_limit / width(text, weight))))
        while fitting.getlength(text) > width_limit and len(text) > 1:
            text = text[:-2] + "…"
        ImageDraw.Draw(picture).text(at, text, colour, fitting, "ls")


def _write_title(
    picture: Image.Image, title: str, box: Box, largest: float, *, middle: bool = False
) -> float:
    """Write a title at the top of a box, or in its middle, and return where its last line stands."""
    left, top, right, bottom = box
    setting = set_title(
        printable(title),
        width_of=lambda character: width(character, BOLD),
        width=right - left,
        height=bottom - top,
        largest=largest,
    )
    height = setting.size * (1 + LEADING * (len(setting.lines) - 1))
    baseline = top + _ASCENT * setting.size + (bottom - top - height) / 2 * middle
    for line in setting.lines:
        _write(picture, (left, baseline), line, setting.size, _WHITE, weight=BOLD)
        baseline += LEADING * setting.size
    return baseline - LEADING * setting.size


def _write_words(before: Image.Image, after: Image.Image, placement: Placement) -> Iterator[Wipe]:
    """Write what is heard into both pictures, in the middle of its box, and yield what is wiped when."""
    look = _LOOKS[placement.spoken.role.look]
    setting = _set(placement, look)
    left, top, _, bottom = _MAIN
    above = top + (bottom - top - setting.height) / 2
    for number, line in enumerate(setting.lines, start=1):
        baseline = above + LINE_HEIGHT * setting.size * number - _DESCENT * setting.size
        for piece in line:
            placed = replace(piece, left=left + piece.left)
            _write_piece(before, placed, baseline, setting.size, look.weight, look.before)
            _write_piece(after, placed, baseline, setting.size, look.weight, look.after)
            yield from _wipes(placed, baseline, setting.size, placement)


def _set(placement: Placement, look: _Look) -> SetText:
    """Set what is heard into its box, without what the font lacks."""
    reading = placement.spoken.reading
    tokens = [
        replace(token, text=shown)
        for token in seen_tokens(placement.spoken)
        if (shown := "".join(filter(has_glyph, token.text)))
    ]
    left, top, right, bottom = _MAIN
    return set_ruby(
        tokens,
        reading,
        width_of=lambda text: width(text, look.weight),
        width=right - left,
        height=bottom - top,
        largest=look.size,
    )


def _write_piece(
    picture: Image.Image, piece: PlacedPiece, baseline: float, size: float, weight: int, colour: Colour
) -> None:
    """Write a piece, and its furigana in the middle above it."""
    pen = ImageDraw.Draw(picture)
    middle = piece.left + piece.width / 2
    pen.text((middle, baseline), piece.text, colour, font(weight, size), "ms")
    if piece.kana:
        kana_font = font(MEDIUM, max(1.0, piece.kana_size * size))
        pen.text((middle, baseline - _ASCENT * size), piece.kana, colour, kana_font, "ms")


def _wipes(piece: PlacedPiece, baseline: float, size: float, placement: Placement) -> Iterator[Wipe]:
    """Yield a wipe for each mora of a piece; what says nothing is wiped at once when its turn has come."""
    top, bottom = round(baseline - (_ASCENT + KANA_SIZE) * size), round(baseline + _DESCENT * size)
    times = [(mora.start_s, mora.end_s) for mora in placement.morae[piece.first : piece.last]]
    if not times:
        later = [mora.start_s for mora in placement.morae[piece.first :]]
        times = [(later[0], later[0]) if later else (placement.end_s, placement.end_s)]
    edges = [round(piece.left + piece.width * part / len(times)) for part in range(len(times) + 1)]
    for (start_s, end_s), left, right in zip(times, edges, edges[1:], strict=False):
        yield Wipe(box=(left, top, right, bottom), start_s=start_s, end_s=end_s)
