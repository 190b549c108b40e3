"""A new song to be written over: it builds as it is, and its comments say what else a song may have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lyricaudio.intake.article import song_of_article
from lyricaudio.intake.blocks import text_blocks
from lyricaudio.intake.songfile import song_file
from lyricaudio.song.edit import quoted, with_quotes

USUAL_LINES = 2

_EXAMPLES = (
    (
        "学習率は一歩の大きさ 重みを動かす幅",
        "勾配にかける小さな数です。この行を、覚えたい定義に書きかえてください。",
    ),
    (
        "大きすぎると谷を{飛|と}び越し 小さすぎると進まない",
        "行のなかの空白は、息つぎになります。読みが迷う字は {漢字|かんじ} のように書けます。",
    ),
)
_MORE = "{number}つめの定義をここに 短く言いきる"
_END = """\
  - name: サビ
    hook: true
    lines:
      - lyric: 少しずつ少しずつ 谷の底へとおりていく
        explain: サビは、ほかの節のあとに何度も戻ってきます。

points:
  - q: 一歩の大きさを決める値は
    a: 学習率
"""
_PASTED = """\
# 解説は、行を二つに分けて書きます:
#       - lyric: 歌詞の行
#         explain: その行が、いつ、なぜ成り立つか
# 終わりに覚えておくことは、問いで書きます:
# points:
#   - q: 問い
#     a: 答え
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a person wants of a new song; what is None is left to the program.

    Attributes
    ----------
    year
        When it came out.
    style, bpm
        How it is accompanied, and its tempo in beats a minute.
    delivery
        How its lines are said: chant, sing or speak.
    """

    title: str
    year: int
    style: str | None = None
    bpm: float | None = None
    delivery: str | None = None

    def manner(self, usual_style: str) -> Iterator[str]:
        """Yield the lines of the song file that say it; what is left out stands there as a comment."""
        style = with_quotes(self.style or usual_style)
        if self.bpm is not None:
            yield f"style: {{name: {style}, bpm: {self.bpm:g}}}"
        elif self.style:
            yield f"style: {style}          # {{name: {style}, bpm: 96}} でテンポも決められます"
        else:
            yield f"# style: {style}        # see: lyricaudio styles"
        mark = "" if self.delivery else "# "
        yield f"{mark}delivery: {self.delivery or 'sing'}         # chant: 唱える, sing: 歌う, speak: 話す"
        yield "# readings:                # 読みがむずかしい語は、ここにカナで"
        yield "#   SELU: セルー"


def template(wanted: Beginning, lines: int, *, usual_style: str) -> str:
    """Return a song with so many lines of a verse and a hook, to be written over."""
    examples = [*_EXAMPLES, *((_MORE.format(number=number), "") for number in range(3, lines + 1))]
    verse = [text for lyric, explain in examples[:lines] for text in _line(lyric, explain)]
    head = [f"title: {quoted(wanted.title)}", f"year: {wanted.year}", *wanted.manner(usual_style), ""]
    return "\n".join([*head, "sections:", "  - name: Aメロ", "    lines:", *verse, _END])


def pasted(wanted: Beginning, lyrics: str, *, usual_style: str) -> str:
    """Return a song of lyrics that were pasted; labels (サビ) part it, and explanations find their lines.

    Raises
    ------
    LyricAudioError
        When nothing of it can be a line.
    """
    found = song_of_article(text_blocks(f"歌詞\n\n{lyrics}"), name=wanted.title)
    text = song_file(
        replace(found, title=wanted.title), year=wanted.year, manner=tuple(wanted.manner(usual_style))
    )
    return text + "\n" + _PASTED


def _line(lyric: str, explain: str) -> Iterator[str]:
    yield f"      - lyric: {quoted(lyric)}"
    if explain:
        yield f"        explain: {quoted(explain)}"
    else:
        yield "        # explain: この行が、いつ、なぜ成り立つか"
