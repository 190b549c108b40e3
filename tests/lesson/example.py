"""Songs that the forms are tried on."""

from __future__ import annotations

from lyricaudio.song import Names, Song, parse_song

NAMES = Names(styles=(), metres=(), engines=(), forms=())


def song(text: str) -> Song:
    """Read a song."""
    return parse_song(text, source="song.yaml", names=NAMES)


SONG = song(
    r"""title: 活性化関数のうた
sections:
  - name: Aメロ
    lines:
      - lyric: '{傾|かたむ}きが小さいと 勾配は消えていく'
        explain: [一つめの解説です。, '式では \(x\) です。']
      - 解説のない行
  - name: サビ
    hook: true
    lines: [ここがサビ]
  - name: Bメロ
    lines: [もう一つの節]
points:
  - q: 負の領域の勾配は
    a: ゼロになる
  - 覚えておく一言
"""
)
POINTS = song("title: 点\npoints: [覚える]\n")
LINES = song("title: 行\nlines: [一行だけ]\n")
