"""Phone durations of an HTS voice, read from its own decision tree.

At normal speed the HTS engine gives each of a phone's five states ``max(1, floor(mean + 0.5))`` frames,
where the mean is that of the leaf which the phone's full-context label reaches in the duration tree. So
the times of a synthesized line are known exactly, without a second synthesis. The file format is that of
hts_engine API 1.10: a text header of byte ranges, trees of wildcard questions, float32 means and variances.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import numpy as np

_STATES = 5
_Node = tuple[re.Pattern[str], int, int]
"""A question and the nodes for no and yes: inner nodes are 0 or less, leaves are numbered from 1."""


class DurationTree:
    """The duration model of one `.htsvoice` file."""

    def __init__(self, data: bytes) -> None:
        header, body = data.split(b"[DATA]\n", 1)
        pdf = _section(header, body, "DURATION_PDF")
        count = int(np.frombuffer(pdf[:4], "<u4")[0])
        values = np.frombuffer(pdf[4 : 4 + count * 8 * _STATES], "<f4").reshape(count, 2 * _STATES)
        frames = np.maximum(1, np.floor(values[:, :_STATES] + 0.5))
        self._frames: list[int] = frames.sum(axis=1).astype(int).tolist()
        self._nodes = _nodes(_section(header, body, "DURATION_TREE").decode("ascii"))

    def frames(self, label: str) -> int:
        """Return how many 5 ms frames the phone of a full-context label lasts."""
        node = 0
        while node <= 0:
            question, no, yes = self._nodes[node]
            node = yes if question.search(label) else no
        return self._frames[node - 1]


@lru_cache
def duration_tree(path: Path) -> DurationTree:
    """Read the duration model of a voice file."""
    return DurationTree(path.read_bytes())


def _section(header: bytes, body: bytes, name: str) -> bytes:
    """Cut one named byte range, both ends included, out of the body."""
    match = re.search(rb"^" + name.encode() + rb":(\d+)-(\d+)", header, re.MULTILINE)
    if match is None:
        raise ValueError(f"the voice file has no {name}")
    return body[int(match[1]) : int(match[2]) + 1]


def _nodes(text: str) -> dict[int, _Node]:
    """Parse questions and rows of the tree: `id question no yes`."""
    named = re.findall(r"^QS (\S+) \{ (.*) \}", text, re.MULTILINE)
    questions = {name: _pattern(wildcards) for name, wildcards in named}
    rows = re.findall(r"^\s*(-?\d+)\s+(\S+)\s+(\S+)\s+(\S+)\s*$", text, re.MULTILINE)
    return {int(node): (questions[name], _target(no), _target(yes)) for node, name, no, yes in rows}


def _pattern(wildcards: str) -> re.Pattern[str]:
    """Compile `"*-a+*","*-i+*"` to one regular expression over the whole label."""
    patterns = re.findall(r'"([^"]*)"', wildcards)
    regexes = [re.escape(p).replace(r"\*", ".*").replace(r"\?", ".") for p in patterns]
    return re.compile("^(?:" + "|".join(regexes) + ")$")


def _target(word: str) -> int:
    """Return the node of `-12`, or the leaf of `"dur_s2_17"`."""
    leaf = re.fullmatch(r'"\w+_(\d+)"', word)
    return int(leaf[1]) if leaf else int(word)
