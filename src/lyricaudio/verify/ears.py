"""What was learned of every voice of a release, and how much each line is believed by it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lyricaudio.release.catalogue import CatalogueEpisode
from lyricaudio.verify.listening import FRAME_RATE, Heard, Matrix
from lyricaudio.verify.released import Cue
from lyricaudio.verify.vowels import NONE, UNASKED, Labels, Model, labels_of, learned, nuclei, silences

_ENOUGH_MORAE = 400  # of a voice in one song, for it to be learned under that song's band alone
_BEFORE_S, _AFTER_S = 0.12, 0.25  # around what is said, where the band is not alone
_PIECE, _EVERY = 4, 5  # spectra
_DOUBT, _DOUBT_EACH = 10.0, 0.5
_FEW, _DOUBT_OF_FEW = 8, 5.0  # of so few morae one that is surely another counts
_SLIP = 0.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Listened:
    """An episode with its sound and what should be heard in it.

    `intact` says whether the file is, to the byte, what was built.
    """

    episode: CatalogueEpisode
    heard: Heard
    cues: tuple[Cue, ...]
    intact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Belief:
    """How likely the morae of a cue that can be judged are what they should be: 0 for surely, and less.

    Attributes
    ----------
    labels
        What each should be.
    places
        Which mora of the cue each is.
    """

    each: Matrix
    labels: Labels
    places: Labels

    @property
    def worst_run(self) -> float:
        """The lowest sum over neighbours; a slip now and then is forgiven."""
        lowest = run = 0.0
        for one in self.each:
            run = min(0.0, run + float(one) + _SLIP)
            lowest = min(lowest, run)
        return lowest

    @property
    def holds(self) -> bool:
        """Whether the cue is what it should be, as far as this tells."""
        count = len(self.each)
        return self.worst_run >= -(_DOUBT_OF_FEW if count < _FEW else _DOUBT + _DOUBT_EACH * count)

    @property
    def of_said(self) -> Belief:
        """Return the same of only what should be said."""
        said = self.labels != NONE
        return Belief(each=self.each[said], labels=self.labels[said], places=self.places[said])

    def doubted(self) -> tuple[int, int]:
        """Return the first and the last mora of the lowest run."""
        sums = np.cumsum(np.append(0.0, self.each + _SLIP))
        drops = sums[1:] - np.maximum.accumulate(sums)[:-1]
        last = int(drops.argmin())
        first = int(sums[: last + 1].argmax())
        return int(self.places[first]), int(self.places[last])


class Ears:
    """Knows the voices of a release.

    Parameters
    ----------
    episodes
        All of it.
    but
        Cues, by episode and time, that are not to be learned from.
    before
        What was learned with them: it stays where too little is left without them.
    """

    def __init__(
        self,
        episodes: Sequence[Listened],
        but: Collection[tuple[str, float]] = (),
        before: Ears | None = None,
    ) -> None:
        samples: dict[tuple[str, str], list[tuple[Matrix, Labels]]] = {}
        for one in episodes:
            for key, sample in _samples(one, but):
                samples.setdefault(key, []).append(sample)
        self._models: dict[tuple[str, str], Model] = dict(before._models) if before else {}
        new: dict[tuple[str, str], Model] = {}
        for song, voice in samples:
            everywhere = [
                sample for (_, other), found in samples.items() if other == voice for sample in found
            ]
            for of, found, fewest in (
                (("", voice), everywhere, 0),
                ((song, voice), samples[song, voice], _ENOUGH_MORAE),
            ):
                if of not in new and (model := _learned(found, fewest)):
                    new[of] = model
        self._models |= new
        self._anybody = _learned([sample for found in samples.values() for sample in found], 0)

    def model(self, cue: Cue) -> Model | None:
        """Return what is known of the voice that says a cue.

        When too little is heard of it, it is how all voices differ from the band; None when nothing is known.
        """
        known = self._models.get((cue.song, cue.voice)) or self._models.get(("", cue.voice))
        return known or (replace(self._anybody, apart=0.0) if self._anybody else None)

    def knows(self, cue: Cue) -> bool:
        """Tell whether the voice that says a cue has vowels that are known, and the cue has some of them."""
        model = self.model(cue)
        return model is not None and model.knows_vowels and bool(cue.kana)

    def belief(self, cue: Cue, heard: Heard, later_s: float = 0.0) -> Belief:
        """Return how well a cue is heard where it should be, or so much later; empty for one not known."""
        model, labels = self.model(cue), labels_of(cue)
        asked = labels != UNASKED
        if model is None or not (self.knows(cue) and asked.any()):
            nothing = np.zeros(0, np.int64)
            return Belief(each=np.zeros(0), labels=nothing, places=nothing)
        spans = [span for span, wanted in zip(cue.spans, asked, strict=True) if wanted]
        silent, spectra = silences(heard, spans, later_s), nuclei(heard, spans, later_s)
        each = model.belief(spectra, labels[asked], silent)
        return Belief(each=each, labels=labels[asked], places=np.flatnonzero(asked))

    def voiced(self, cue: Cue, heard: Heard) -> npt.NDArray[np.bool_]:
        """Return for each mora whether a voice is heard; empty where nothing is known."""
        model = self.model(cue)
        if model is None:
            return np.zeros(0, np.bool_)
        return np.asarray(~silences(heard, cue.spans) & model.is_voice(nuclei(heard, cue.spans)))


def _learned(samples: Sequence[tuple[Matrix, Labels]], fewest: int) -> Model | None:
    spectra = np.concatenate([spectra for spectra, _ in samples])
    labels = np.concatenate([labels for _, labels in samples])
    return learned(spectra, labels) if (labels < NONE).sum() >= fewest else None


def _samples(
    one: Listened, but: Collection[tuple[str, float]]
) -> Iterator[tuple[tuple[str, str], tuple[Matrix, Labels]]]:
    """Yield of each voice in an episode its vowels, and the band where it is alone."""
    keys = set()
    for cue in one.cues:
        if (one.episode.id, cue.start_s) not in but:
            labels = labels_of(cue)
            said = (labels != UNASKED) & (labels != NONE)
            spans = [span for span, wanted in zip(cue.spans, said, strict=True) if wanted]
            keys.add((cue.song, cue.voice))
            yield (cue.song, cue.voice), (nuclei(one.heard, spans), labels[said])
    band = _band_alone(one)
    for key in keys:
        yield key, (band, np.full(len(band), NONE, np.int64))


def _band_alone(one: Listened) -> Matrix:
    """Return spectra from where nothing is said, shape (pieces, BANDS)."""
    alone = np.ones(one.heard.spectra, np.bool_)
    for cue in one.cues:
        for (start, _, end), said in zip(cue.spans, cue.heard, strict=True):
            if said:
                first, last = (start - _BEFORE_S) * FRAME_RATE, (end + _AFTER_S) * FRAME_RATE
                alone[max(0, int(first)) : int(last) + 1] = False
    starts = np.flatnonzero(alone)[::_EVERY] / FRAME_RATE
    stops = starts + _PIECE / FRAME_RATE
    sounding = ~one.heard.silent(starts, stops)
    return one.heard.mean_spectra(starts[sounding], stops[sounding])
