"""Which key or name was probably meant by one that is not known."""

from __future__ import annotations

import difflib
import re
from functools import cache
from unicodedata import normalize

from lyricaudio.messages import told

LONGEST_NAME = 40

_JAPANESE_KEYS = """
title 題 題名 曲名 タイトル  title_reading 題の読み 題名の読み タイトルの読み  artist 歌手 作者 アーティスト
album アルバム  year 年 発表年  style スタイル 曲調  delivery 歌い方  voice 声 音声
readings 読み 読み方 よみ  tags タグ  melody 旋律 メロディ メロディー  beat ビート 伴奏  lines 行 歌詞 lyrics
sections 節 区間 セクション  points 要点 まとめ ポイント  confuse 混同 紛らわしい語
lyric 歌詞 行  explain 解説 説明 explanation  terms 用語 語 キーワード  name 名前 名  hook サビ
q 質問 問い 問題 問 question  a 答え 回答 解答 答 answer  text 本文 文  file ファイル  bpm テンポ tempo
metre 拍子 meter  loudness 音量  forms 形式  playlists プレイリスト  select 選択  minutes 分 時間
"""
"""Each key with what people write for it: one word may be several keys, of which a mapping has one."""


@cache
def _meant_keys() -> dict[str, tuple[str, ...]]:
    """Return for each such word the keys that it may mean."""
    meant: dict[str, tuple[str, ...]] = {}
    for row in re.split(r"  |\n", _JAPANESE_KEYS.strip()):
        key, *words = row.split()
        for word in words:
            meant[word] = (*meant.get(word, ()), key)
    return meant


def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """Find the known word that was probably meant: in Japanese, in capitals or full-width, or misspelt."""
    if word in known:
        return word
    plain = normalize("NFKC", word).strip().casefold()
    if meant := next((key for key in (plain, *_meant_keys().get(plain, ())) if key in known), None):
        return meant
    if len(word) > LONGEST_NAME:
        return None
    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.7)), None)


def suggestion(word: str, known: tuple[str, ...]) -> str:
    """Say which known word was probably meant, or else which there are."""
    close = nearest(word, known)
    if close:
        return told("did you mean '{name}'?", name=close)
    return told("use one of: {names}", names=", ".join(known)) if known else told("there is none to use")
