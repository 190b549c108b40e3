"""How a voice's vowels sound over the band, learned from the release itself.

Each vowel, ン, and the band alone is a normal distribution of the spectrum in the middle of a mora; the first
six share one covariance (Fisher's linear discriminant), the band has its own. The release says which mora is
heard when, so nothing has to be stored, and any voice is learned that has vowels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lyricaudio.reading.text.kana import vowel_of
from lyricaudio.verify.listening import BANDS, Heard, Matrix
from lyricaudio.verify.released import Cue, MoraSpan

Labels = npt.NDArray[np.int64]

VOWELS = "アイウエオン"
NONE = len(VOWELS)
"""The label of a mora that is not said: the band alone."""

UNASKED = -1
"""The label of one that may sound in any way: a small ッ, a vowel that is whispered, what has no kana."""

WORST = -8.0
"""A single mora proves no more than that."""

_VOICELESS = frozenset("カキクケコサシスセソタチツテトハヒフヘホパピプペポ")
_WHISPERED = frozenset("イウ")
_LEAD_S, _TRAIL_S, _LEAST_S = 0.02, 0.01, 0.02
_NO_BAND = 55.0  # squared, in deviations: of the band's own spectra (chi-square, 20 bands) one in 20 000
_NONE_SHARE = 0.15
_RIDGE = 0.02
_FEWEST = 4  # of a class, for it to be known
_FEWEST_MORAE = 60
_TOLD_APART = 0.6  # a voice in order has 0.97, one of whose lines a quarter are spoiled 0.74


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """What was learned of a voice.

    Attributes
    ----------
    means
        Shape (7, BANDS).
    shapes
        The inverse covariance of each class, shape (7, BANDS, BANDS).
    weights
        The logarithm of each one's share and of its density at its mean, shape (7,); minus infinity for a
        class of which there was too little.
    apart
        How many of 1 vowels it tells right.
    """

    means: Matrix
    shapes: Matrix
    weights: Matrix
    apart: float = 0.0

    @property
    def knows_vowels(self) -> bool:
        """Whether the voice has vowels that can be told apart: a tone has none."""
        return self.apart >= _TOLD_APART

    def densities(self, spectra: Matrix) -> Matrix:
        """Return the logarithm of each class's density and share, shape (morae, 7)."""
        off = spectra[:, None] - self.means
        squares = np.einsum(
            "ncb,ncb->nc", np.matmul(off.transpose(1, 0, 2), self.shapes).transpose(1, 0, 2), off
        )
        return np.asarray(self.weights - squares / 2)

    def is_voice(self, spectra: Matrix) -> npt.NDArray[np.bool_]:
        """Tell which spectra are no band alone, be the voice another than the one learned from."""
        found = self.densities(spectra)
        off = spectra - self.means[NONE]
        distance = np.einsum("nb,bd,nd->n", off, self.shapes[NONE], off)
        return np.asarray((found[:, :NONE].max(axis=1) > found[:, NONE]) | (distance > _NO_BAND))

    def belief(self, spectra: Matrix, labels: Labels, silent: npt.NDArray[np.bool_]) -> Matrix:
        """Return how likely each mora is what it should be: the logarithm of 0 to 1, `WORST` at the least.

        Parameters
        ----------
        spectra
            Shape (morae, BANDS).
        labels
            What each should be: a place in `VOWELS`, or `NONE`.
        silent
            Where nothing at all sounds.
        """
        found = self.densities(spectra)
        right = found[np.arange(len(labels)), labels]
        belief = right - np.logaddexp.reduce(found, axis=1)
        belief = np.where(np.isfinite(right), belief, 0.0)  # of which there was too little
        belief = np.where(silent, np.where(labels == NONE, 0.0, WORST), belief)
        return np.asarray(np.clip(belief, WORST, 0.0))


def labels_of(cue: Cue) -> Labels:
    """Return what each mora of a cue should sound like, shape (morae,)."""
    labels = [UNASKED] * len(cue.spans)
    vowel = ""
    for place, kana in enumerate(cue.kana):
        vowel = kana if kana == "ン" else vowel_of(kana[-1]) or (vowel if kana == "ー" else "")
        if vowel and not _is_whispered(cue.kana, place, vowel):
            labels[place] = VOWELS.index(vowel)
    return np.array(
        [label if heard else NONE for label, heard in zip(labels, cue.heard, strict=True)], np.int64
    )


def _is_whispered(kana: Sequence[str], place: int, vowel: str) -> bool:
    """Tell whether a vowel may lose its voice: イ and ウ between sounds that have none, or at the end."""
    following = kana[place + 1][0] if place + 1 < len(kana) else "ッ"
    between = kana[place][0] in _VOICELESS and following in _VOICELESS | {"ッ"}
    return vowel in _WHISPERED and between


def nuclei(heard: Heard, spans: Sequence[MoraSpan], later_s: float = 0.0) -> Matrix:
    """Return the mean spectrum of each mora's vowel, shape (morae, BANDS)."""
    _, vowels, ends = np.array(spans, np.float64).reshape(-1, 3).T + later_s
    middles = (vowels + ends) / 2
    first = np.minimum(vowels + _LEAD_S, middles - _LEAST_S)
    last = np.maximum(ends - _TRAIL_S, middles + _LEAST_S)
    return heard.mean_spectra(first, last)


def silences(heard: Heard, spans: Sequence[MoraSpan], later_s: float = 0.0) -> npt.NDArray[np.bool_]:
    """Tell in which morae nothing at all is heard, shape (morae,)."""
    starts, _, ends = np.array(spans, np.float64).reshape(-1, 3).T + later_s
    return heard.silent(starts, ends)


def learned(spectra: Matrix, labels: Labels) -> Model | None:
    """Learn a voice; None when too little of it is heard.

    Parameters
    ----------
    spectra, labels
        As for `Model.belief`.
    """
    voiced = labels < NONE
    if voiced.sum() < _FEWEST_MORAE:
        return None
    counts = np.bincount(labels, minlength=NONE + 1)
    common = spectra[voiced].mean(axis=0)
    means = np.array(
        [spectra[labels == one].mean(axis=0) if counts[one] else common for one in range(NONE + 1)]
    )
    shapes = np.empty((NONE + 1, BANDS, BANDS))
    weights = np.full(NONE + 1, -np.inf)
    shares = np.append((1 - _NONE_SHARE) * counts[:NONE] / voiced.sum(), _NONE_SHARE)
    for of, one in ((voiced, slice(0, NONE)), (~voiced, slice(NONE, NONE + 1))):
        shapes[one], density = _shape(spectra[of] - means[labels[of]])
        enough = counts[one] >= _FEWEST
        weights[one][enough] = np.log(shares[one][enough]) + density
    model = Model(means=means, shapes=shapes, weights=weights)
    known = voiced & np.isfinite(weights[labels])
    right = model.densities(spectra[known]).argmax(axis=1) == labels[known]
    return Model(means=means, shapes=shapes, weights=weights, apart=float(right.mean()))


def _shape(off: Matrix) -> tuple[Matrix, float]:
    """Return an inverse covariance, and the logarithm of the density at its mean but for a constant."""
    covariance = off.T @ off / max(1, len(off)) + _RIDGE * np.eye(BANDS)
    return np.asarray(np.linalg.inv(covariance), np.float64), float(-np.linalg.slogdet(covariance)[1] / 2)
