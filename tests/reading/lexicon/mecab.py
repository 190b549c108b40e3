"""The words of a dictionary that MeCab has built.

Its `dictionary.cpp` lays it out: ten numbers and the character set, the trie, the tokens, their features.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

HEADER, CHARSET, TOKEN = struct.Struct("<10I"), 32, struct.Struct("<HHHhII")
BASE_FORM = 6


def words(path: Path) -> Iterator[str]:
    """Yield the base form of every word."""
    content = path.read_bytes()
    _, _, _, _, _, _, trie, tokens, _, _ = HEADER.unpack_from(content)
    first = HEADER.size + CHARSET + trie
    for place in range(first, first + tokens, TOKEN.size):
        feature = first + tokens + TOKEN.unpack_from(content, place)[4]
        yield content[feature : content.index(b"\0", feature)].decode("utf-8").split(",")[BASE_FORM]
