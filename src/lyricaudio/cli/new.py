"""`lyricaudio new`: start a song from a template."""

from __future__ import annotations

from pathlib import Path

import click

from lyricaudio import files
from lyricaudio.cli.console import say
from lyricaudio.errors import LyricAudioError, SongErrors, as_typed
from lyricaudio.messages import told

_TEMPLATE = """\
title: TITLE
year: YEAR
# style: electropop        # see: lyricaudio styles
# readings:                # 読みがむずかしい語は、ここにカナで
#   SELU: セルー

sections:
  - name: Aメロ
    lines:
      - lyric: 学習率は一歩の大きさ 重みを動かす幅
        explain: 勾配にかける小さな数です。この行を、覚えたい定義に書きかえてください。
      - lyric: '大きすぎると谷を{飛|と}び越し 小さすぎると進まない'
        explain: '行のなかの空白は、息つぎになります。読みが迷う字は {漢字|かんじ} のように書けます。'
  - name: サビ
    hook: true
    lines:
      - lyric: 少しずつ少しずつ 谷の底へとおりていく
        explain: サビは、ほかの節のあとに何度も戻ってきます。

points:
  - q: 一歩の大きさを決める値は
    a: 学習率
"""


@click.command(name="new")
@click.argument("title")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    help="The folder of the new song. [default: songs]",
)
def command(title: str, folder: Path | None) -> None:
    """Start a song called TITLE, with a few lines to write over.

    Example: lyricaudio new "学習率のうた"
    """
    from datetime import date

    from lyricaudio.pipeline.project.editors import line_for_editors
    from lyricaudio.pipeline.project.naming import free_path
    from lyricaudio.song.edit import quoted
    from lyricaudio.song.folding import unified

    title = unified(title).strip()
    path = free_path(title, folder)
    # The year first: a title may hold the word.
    template = _TEMPLATE.replace("YEAR", str(date.today().year))
    text = template.replace("TITLE", quoted(title))
    _require_readable(text)
    files.write_text(path, line_for_editors(path) + text)
    say(
        told(
            "{file}: write your lines into it, then: lyricaudio check && lyricaudio build",
            file=as_typed(path),
        )
    )


def _require_readable(text: str) -> None:
    """Refuse a title with which `check` would refuse the song: nothing is written then."""
    from lyricaudio.pipeline.project.library import known_names
    from lyricaudio.song import parse_song

    try:
        parse_song(text, source="", names=known_names(Path()))
    except SongErrors as refused:
        raise LyricAudioError(
            told("this title cannot be one: {reason}", reason=refused.errors[0].message)
        ) from refused
