"""How much of a build's work is done: counted as it is done, and told to whoever watches."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lyricaudio.music.spoken import Spoken
from lyricaudio.pipeline.making.draft import Draft
from lyricaudio.pipeline.project.report import Progress, Watch

_SPEAK_S_PER_MORA = 0.006
_SET_S_PER_MORA = 0.02
_MIX_S_PER_MORA = 0.004
_VIDEO_S_PER_MORA = 0.035
"""Roughly what the work costs, to tell how much of it is left."""


class Meter:
    """Counts clips and episodes, and what they cost."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._progress = Progress()
        self._left_s: dict[str, float] = {}  # by the keys of clips and orders
        self._work_s = self._done_s = 0.0

    @property
    def left_s(self) -> float:
        """Roughly how long one core works on what is left, in seconds."""
        return self._work_s - self._done_s

    def expect_episode(self) -> None:
        """Count an episode that is to be made."""
        self._advance(episodes_total=self._progress.episodes_total + 1)

    def expect_work(self, planned: Draft, *, video: bool) -> None:
        """Count the work of an episode that was read: its clips, each once, and its mix."""
        morae = sum(len(item.reading.morae) for item in planned.said)
        self._expect(planned.order.key, morae * (_MIX_S_PER_MORA + (_VIDEO_S_PER_MORA if video else 0.0)))
        for item in planned.said:
            per_mora = _SET_S_PER_MORA if item.is_set else _SPEAK_S_PER_MORA
            self._expect(item.natural_key, per_mora * len(item.reading.morae))

    def know(self, item: Spoken) -> None:
        """Count a clip that is there."""
        self._spend(item.natural_key)

    def ask(self) -> None:
        """Count a clip that has to be made."""
        self._advance(clips_total=self._progress.clips_total + 1)

    def hear(self, item: Spoken) -> None:
        """Count a clip that is made, or cannot be."""
        self._spend(item.natural_key)
        self._advance(clips=self._progress.clips + 1, now=str(item.cue.text.place))

    def end_episode(self, key: str, name: str) -> None:
        """Count an episode that is made, or cannot be."""
        self._spend(key)
        self._advance(episodes=self._progress.episodes + 1, now=name)

    def _expect(self, key: str, cost_s: float) -> None:
        if key not in self._left_s:
            self._left_s[key] = cost_s
            self._work_s += cost_s

    def _spend(self, key: str) -> None:
        self._done_s += self._left_s.get(key, 0.0)
        self._left_s[key] = 0.0

    def _advance(self, **changes: Any) -> None:
        share = self._done_s / self._work_s if self._work_s else 0.0
        self._progress = replace(self._progress, share=share, **changes)
        self._watch(self._progress)
