"""Lines that are said several times in a release: each take must sound like another.

A line of which two morae are heard has too few vowels to be known by. But elsewhere the same morae are heard
from the same voice, and their spectra there resemble them far more than any vowel of the kind does.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

import numpy as np

from lyricaudio.verify.ears import Ears, Listened
from lyricaudio.verify.listening import BANDS, Heard, Matrix
from lyricaudio.verify.released import Cue
from lyricaudio.verify.vowels import UNASKED, labels_of, nuclei, silences

_FEWEST_PAIRS = 50  # of morae, to know how far takes differ
_RIDGE = 0.02
_FURTHEST = 30.0
_UNLIKE = -18.0  # takes of one mora measure over 7 if there are many, others under -30
_UNLIKE_WHISPERED = -25.0  # of a vowel without a voice hardly anything is left over the band


class Takes:
    """Knows all takes of every line, whole or in part, and how far they differ.

    Parameters
    ----------
    episodes
        All of the release.
    but
        Cues that are in doubt, by episode and time: no take is compared with these.
    """

    def __init__(self, episodes: Sequence[Listened], ears: Ears, but: Collection[tuple[str, float]]) -> None:
        self._ears = ears
        self._takes: dict[tuple[object, ...], list[tuple[Cue, Matrix]]] = {}
        for one in episodes:
            for cue in one.cues:
                if cue.kana and (one.episode.id, cue.start_s) not in but:
                    self._takes.setdefault(cue.said, []).append((cue, nuclei(one.heard, cue.spans)))
        self._learn_spread()

    def _learn_spread(self) -> None:
        """Learn how far two takes of a mora differ."""
        pairs = [
            later - earlier
            for takes in self._takes.values()
            for (_, earlier), (_, later) in pairwise(take for take in takes if take[0].whole)
        ]
        off = np.concatenate([np.zeros((0, BANDS)), *pairs])
        covariance = off.T @ off / max(1, len(off)) + _RIDGE * np.eye(BANDS)
        self._shape = np.linalg.inv(covariance)
        self._density = float(-np.linalg.slogdet(covariance)[1] / 2)
        self._known = len(off) >= _FEWEST_PAIRS

    def agree(self, cue: Cue, heard: Heard, later_s: float = 0.0) -> bool | None:
        """Tell whether each mora of a cue sounds as in another take; None when there is none to compare."""
        model = self._ears.model(cue)
        said = np.array(cue.heard, np.bool_)
        others = [
            spectra
            for other, spectra in self._takes.get(cue.said, ())
            if other is not cue and not (said & ~np.array(other.heard, np.bool_)).any()
        ]
        if not (model and others and self._known and said.any()):
            return None
        spans = [span for span, wanted in zip(cue.spans, said, strict=True) if wanted]
        spectra = nuclei(heard, spans, later_s)
        if silences(heard, spans, later_s).any():
            return False
        anything = np.logaddexp.reduce(model.densities(spectra), axis=1)
        likeness = [self._likeness(spectra - other[said]) - anything for other in others]
        best = max(likeness, key=lambda one: float(np.clip(one, -_FURTHEST, _FURTHEST).sum()))
        whispered = labels_of(cue)[said] == UNASKED
        return bool((best > np.where(whispered, _UNLIKE_WHISPERED, _UNLIKE)).all())

    def _likeness(self, off: Matrix) -> Matrix:
        return np.asarray(self._density - np.einsum("nb,bd,nd->n", off, self._shape, off) / 2)
