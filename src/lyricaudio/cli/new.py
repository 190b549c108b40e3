"""`lyricaudio new`: start a song from a template."""

from __future__ import annotations

import json
from pathlib import Path

import click

from lyricaudio import files
from lyricaudio.cli.console import say
from lyricaudio.errors import LyricAudioError

_TEMPLATE = """\
title: TITLE
year: YEAR
# style: electropop        # see: lyricaudio styles
# readings:                # 読みがむずかしい語は、ここにカナで
#   SELU: セルー

sections:
  - name: Aメロ
    lines:
      - lyric: 学習率は一歩の大きさ 重みを動かす幅のこと
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

    from lyricaudio.pipeline.project.folders import SONGS_FOLDER
    from lyricaudio.release.names.safe import safe_name

    if not title.strip() or any(ord(character) < 0x20 for character in title):
        raise LyricAudioError("a title needs at least one character, and none of them a control character")
    path = (folder or Path(SONGS_FOLDER)) / f"{safe_name(title)}.yaml"
    if path.exists():
        raise LyricAudioError(f"{path} is there already; choose another title, or edit it")
    # The year first: a title may hold the word.
    template = _TEMPLATE.replace("YEAR", str(date.today().year))
    files.write_text(path, template.replace("TITLE", json.dumps(title, ensure_ascii=False)))
    say(f"{path}: write your lines into it, then: lyricaudio check && lyricaudio build")
