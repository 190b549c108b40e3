"""How many spoiled lines `verify` names, and how many good ones: every one through the encoder.

    python -m tests.verify.court RELEASE [LINES [SEED]]

Of the lines of a finished release so many (300) are spoiled, a hundred at a time, in turn in each of the six
ways of `spoil.py`, never two neighbours. Where a release has stems, the band alone is what is left of a line;
where it has none, a part of the episode in which nothing is said. Exits with 1 when one is missed or one too
many is named. Costs two CPU minutes a hundred.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tests.verify.spoil import WAYS, Tape, encode, first_s, last_s, sound_of, wav_of

from lyricaudio.audio.sound import Samples
from lyricaudio.mix.mixer import SAMPLE_RATE
from lyricaudio.release.catalogue import CatalogueEpisode, read_catalogue
from lyricaudio.verify.ears import Listened
from lyricaudio.verify.lines import Judge
from lyricaudio.verify.listening import listened
from lyricaudio.verify.released import Cue, stated_cues, with_kana

Place = tuple[int, int]
"""Which episode, and which of its cues."""

_AT_ONCE = 100


class Court:
    """A release and its cues."""

    def __init__(self, root: Path) -> None:
        catalogue = read_catalogue(root)
        assert catalogue is not None, f"no release in {root}"
        self.root, self.episodes = root, catalogue.episodes
        stated = [stated_cues(root, one) for one in self.episodes]
        everything = iter(with_kana([cue for cues in stated for cue in cues]))
        self.cues = [tuple(next(everything) for _ in cues) for cues in stated]

    def chosen(self, count: int, random: np.random.Generator) -> dict[Place, str]:
        """Choose cues, no two of them neighbours, each with what is to happen to it."""
        places = [(one, cue) for one, cues in enumerate(self.cues) for cue in range(len(cues))]
        found: dict[Place, str] = {}
        for at in random.permutation(len(places)).tolist():
            one, cue = places[at]
            way = list(WAYS)[len(found) % len(WAYS)]
            lonely = not {(one, cue - 1), (one, cue + 1)} & found.keys()
            if len(found) < count and lonely and (way != "deleted" or "bed" in self.episodes[one].files):
                found[one, cue] = way
        return found

    def spoiled(self, chosen: dict[Place, str], random: np.random.Generator) -> Iterator[Listened]:
        """Yield every episode with those of its lines spoiled that were chosen."""
        for number, episode in enumerate(self.episodes):
            ways = {cue: way for (one, cue), way in chosen.items() if one == number}
            with tempfile.TemporaryDirectory() as folder:
                mp3 = Path(shutil.copy(self.root / episode.mp3, folder))
                if ways:
                    sound = sound_of(mp3)
                    tape = Tape(sound=sound, band=self._band(number, sound), cues=self.cues[number])
                    for cue, way in ways.items():
                        source = number if way == "swapped" else int(random.integers(len(self.episodes)))
                        WAYS[way](tape, tape.cues[cue], self._other(source, tape.cues[cue], random))
                    encode(mp3, tape.sound)
                yield Listened(episode=episode, heard=listened(mp3), cues=self.cues[number])

    def _band(self, number: int, sound: Samples) -> Samples:
        episode = self.episodes[number]
        if "bed" in episode.files:
            bed = wav_of(self.root / episode.path("bed"))
            return np.pad(bed, ((0, max(0, len(sound) - len(bed))), (0, 0)))[: len(sound)]
        start_s, end_s = _longest_rest(episode, self.cues[number])
        rest = sound[round(start_s * SAMPLE_RATE) : round(end_s * SAMPLE_RATE)]
        return np.resize(rest, sound.shape)

    def _other(self, source: int, cue: Cue, random: np.random.Generator) -> Samples:
        """Return the sound of another line of an episode, of the same voice if it has one."""
        others = [one for one in self.cues[source] if one.said != cue.said]
        alike = [one for one in others if one.voice == cue.voice] or others
        other = alike[random.integers(len(alike))]
        sound = sound_of(self.root / self.episodes[source].mp3)
        return Tape(sound=sound, band=sound, cues=()).piece(first_s(other) - 0.05, last_s(other) + 0.1)


def _longest_rest(episode: CatalogueEpisode, cues: tuple[Cue, ...]) -> tuple[float, float]:
    starts = [0.0, *(last_s(cue) + 0.25 for cue in cues)]
    ends = [*(first_s(cue) - 0.12 for cue in cues), episode.seconds - 1.6]
    return max(zip(starts, ends, strict=True), key=lambda rest: rest[1] - rest[0])


def main(root: Path, count: int = 300, seed: int = 1) -> int:
    """Spoil lines, print what is said of them, and return the exit code."""
    court, random = Court(root), np.random.default_rng(seed)
    told: Counter[tuple[str, str]] = Counter()
    while count > 0:
        chosen = court.chosen(min(count, _AT_ONCE), random)
        episodes = list(court.spoiled(chosen, random))
        judge = Judge(episodes)
        for number, one in enumerate(episodes):
            for place, cue in enumerate(one.cues):
                named = "good" if judge.holds(one, cue) else "named"
                told[chosen.get((number, place), "untouched"), named] += 1
        count -= len(chosen)
    for (way, named), lines in sorted(told.items()):
        print(f"{way:10} {named:6} {lines:5}")
    wrong = [key for key in told if (key[0] == "untouched") == (key[1] == "named")]
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *map(int, sys.argv[2:4])))
