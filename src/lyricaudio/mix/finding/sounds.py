"""How the sounds of a voice differ from each other, and from the band, in one recording.

Each kind of sound is a normal distribution of what a frame looks like, all of one covariance (Fisher's
linear discriminant). Nobody knows the voice of a recording beforehand, nor its band. So at first the kinds
are learned from what the embedded voice would sound like over this recording: its power added to stretches of
it. Later they are learned from the recording itself, by where its lines were found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lyricaudio.mix.finding.spoken import BAND, KINDS, Kinds, SpokenLine
from lyricaudio.mix.onsets import Curve

_REACH = 4  # frames to both sides
_VOICE = slice(4, 26)  # bands: 270 Hz to 4.4 kHz
_LOUD = 75.0  # percentile
_GAINS = (0.0, 1.0, 2.0)  # of the voice over the recording, in nepers of power
_COPIES = 6
_AROUND = 10  # frames of the recording around a line
_RIDGE = 0.1
_TINY = 1e-9
_SUNG = 0.6  # so much of a recording


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sounds:
    """What is known of the sounds of a recording.

    Attributes
    ----------
    centre, spread
        Of all frames, shape (features,): means are counted in these.
    means
        Shape (KINDS, features).
    covariance
        Around them, shape (features, features).
    """

    centre: Curve
    spread: Curve
    means: Curve
    covariance: Curve

    def likely(self, features: Curve) -> Curve:
        """Return by how many nepers each frame is likelier each kind than any, shape (frames, KINDS)."""
        mean_spread = np.trace(self.covariance) / len(self.covariance)
        within = (1 - _RIDGE) * self.covariance + _RIDGE * mean_spread * np.eye(len(self.covariance))
        weights = np.linalg.solve(within, self.means.T)
        shares = np.full(KINDS, _SUNG / BAND)
        shares[BAND] = 1 - _SUNG
        scores = (features - self.centre) / self.spread @ weights - (self.means.T * weights).sum(axis=0) / 2
        scores += np.log(shares)
        found = scores - np.logaddexp.reduce(scores, axis=1)[:, None] - np.log(shares)
        return np.asarray(found)


def features_of(rows: Curve) -> Curve:
    """Return what each frame looks like: bands in pairs, their means, deviations and growth over 180 ms."""
    pairs = rows.reshape(len(rows), -1, 2).mean(axis=2)
    padded = np.pad(pairs, ((_REACH, _REACH), (0, 0)), mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * _REACH + 1, axis=0)
    near = around[:, :, _REACH - 1 : _REACH + 2].mean(axis=-1)
    growth = around[:, :, _REACH + 1 :].mean(axis=-1) - around[:, :, :_REACH].mean(axis=-1)
    return np.hstack([near, around.mean(axis=-1), around.std(axis=-1), growth])


def expected_sounds(rows: Curve, lines: Sequence[SpokenLine], seed: int) -> Sounds:
    """Return the sounds that the embedded voice would have in a recording; `rows` as in `Levels`."""
    chance = np.random.default_rng(seed)
    loud = _loudness(rows)
    pieces: list[Curve] = []
    kinds: list[Kinds] = []
    for gain in _GAINS * (_COPIES // len(_GAINS)):
        for line in lines:
            frames = min(len(rows), len(line.rows) + 2 * _AROUND)
            first = int(chance.integers(0, len(rows) - frames + 1))
            sung = max(0, min(len(line.rows), frames - _AROUND))
            power, sounding = np.exp(rows[first : first + frames]), np.full(frames, BAND)
            power[_AROUND : _AROUND + sung] += np.exp(line.rows[:sung] - _loudness(line.rows) + loud + gain)
            sounding[_AROUND : _AROUND + sung] = line.kinds[:sung]
            pieces.append(features_of(np.log(power)))
            kinds.append(sounding)
    features, sounding = np.concatenate(pieces), np.concatenate(kinds)
    return _learned(features, sounding, _scale(features), np.zeros((KINDS, features.shape[1])), 0.0)


def heard_sounds(features: Curve, kinds: Kinds, before: Sounds, frames: float) -> Sounds:
    """Return the sounds of a recording where it is known what sounds.

    Parameters
    ----------
    kinds
        What sounds in each frame, shape (frames,).
    before
        What was known: it counts as so many frames of each kind.
    """
    return _learned(features, kinds, _scale(features), before.means, frames)


def rescaled(sounds: Sounds, features: Curve) -> Sounds:
    """Return what is known of one sound as it is in another one: over there all is as far from the middle."""
    centre, spread = _scale(features)
    return Sounds(centre=centre, spread=spread, means=sounds.means, covariance=sounds.covariance)


def _scale(features: Curve) -> tuple[Curve, Curve]:
    return features.mean(axis=0), features.std(axis=0) + _TINY


def _learned(
    features: Curve, kinds: Kinds, scale: tuple[Curve, Curve], prior: Curve, prior_frames: float
) -> Sounds:
    counted = (features - scale[0]) / scale[1]
    counts = np.bincount(kinds, minlength=KINDS)[:, None] + prior_frames
    sums = np.zeros_like(prior)
    np.add.at(sums, kinds, counted)
    means = (sums + prior_frames * prior) / np.maximum(counts, 1.0)
    off = counted - means[kinds]
    return Sounds(centre=scale[0], spread=scale[1], means=means, covariance=off.T @ off / len(off))


def _loudness(rows: Curve) -> float:
    return float(np.percentile(rows[:, _VOICE].mean(axis=1), _LOUD))
