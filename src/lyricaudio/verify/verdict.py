"""All that can be proven of a release from its own files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lyricaudio.errors import CodecError
from lyricaudio.messages import message, told
from lyricaudio.provenance import content_digest
from lyricaudio.release.catalogue import Catalogue, CatalogueEpisode
from lyricaudio.units import clock_tenths
from lyricaudio.verify.ears import Listened
from lyricaudio.verify.fault import Fault, Kind
from lyricaudio.verify.lines import Judge
from lyricaudio.verify.listening import Heard, listened
from lyricaudio.verify.lists import feed_faults, file_faults, playlist_faults
from lyricaudio.verify.metadata import read_tags, tag_faults
from lyricaudio.verify.released import Cue, all_cues, catalogue_of
from lyricaudio.verify.texts import text_faults

LOUDNESS_LU = 1.0
"""So far from the release's loudness an episode may be."""

PEAK_DBTP = -1.0
"""Players clip above it."""

DEAD_AIR_S = 3.0
"""Nobody waits longer in silence; what ends an episode is shorter."""

_SAID_S = 0.5  # where there is no band; less is the soft beginning or end of a word

_ANOTHER = message("it is not the file that was built: changed, encoded again, or another one")
_LENGTH_S = 0.05  # a last packet


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came out.

    Attributes
    ----------
    lines, proven
        How many there are, and how many were heard with their own vowels at their times.
    notes
        What cannot be proven, and why.
    """

    episodes: int
    lines: int
    proven: int
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]


def verified(root: Path, *, watch: Callable[[CatalogueEpisode], None] = lambda episode: None) -> Verdict:
    """Look at and listen to a release.

    Parameters
    ----------
    watch
        Is told of each episode before it is listened to.

    Raises
    ------
    LyricAudioError
        When there is no release.
    """
    catalogue = catalogue_of(root)
    faults = [*file_faults(root, catalogue), *playlist_faults(root, catalogue), *feed_faults(root, catalogue)]
    episodes: list[Listened] = []
    cues = all_cues(root, catalogue)
    for episode in catalogue.episodes:
        if (root / episode.mp3).is_file():
            watch(episode)
            intact = content_digest(root / episode.mp3) == episode.digest
            if episode.digest and not intact:
                faults.append(_sound(episode, Kind.FILE, told(_ANOTHER)))
            faults += _beside(root, episode, cues[episode.id])
            found = _heard(root, episode)
            if isinstance(found, Heard):
                faults += _sound_faults(catalogue, episode, found, cues[episode.id])
            else:
                faults += found
            if isinstance(found, Heard) and not episode.off_vocal:
                episodes.append(Listened(episode=episode, heard=found, cues=cues[episode.id], intact=intact))
    judge = Judge(episodes)
    cues_heard = [cue for one in episodes for cue in one.cues]
    proven = sum(map(judge.is_known, cues_heard))
    unsure = sum(map(judge.is_judged, cues_heard)) - proven
    lines = sum(len(one.lines) for one in catalogue.episodes if not one.off_vocal)
    faults += judge.faults()
    return Verdict(
        episodes=len(catalogue.episodes),
        lines=lines,
        proven=proven - sum(fault.kind in _OF_LINES for fault in faults),
        faults=tuple(_in_order(catalogue, faults)),
        notes=tuple(_notes(unsure, lines - proven - unsure)),
    )


_OF_LINES = frozenset({Kind.SILENT, Kind.VOICELESS, Kind.MOVED, Kind.CUT, Kind.ANOTHER, Kind.FOREIGN})


def _beside(root: Path, episode: CatalogueEpisode, cues: tuple[Cue, ...]) -> Iterator[Fault]:
    """Yield what is wrong with an episode but for its sound."""
    tags = read_tags(root, episode)
    yield from tag_faults(root, episode, tags)
    yield from text_faults(root, episode, tags, cues)


def _heard(root: Path, episode: CatalogueEpisode) -> Heard | list[Fault]:
    try:
        return listened(root / episode.mp3)
    except CodecError as error:
        return [Fault(kind=Kind.SOUND, path=str(episode.mp3), what=str(error))]


def _sound_faults(
    catalogue: Catalogue, episode: CatalogueEpisode, heard: Heard, cues: Sequence[Cue]
) -> Iterator[Fault]:
    """Yield what is wrong with the sound as a whole.

    Between lines that are cut from a recording there may be no band: silence counts where something is said.
    """
    longer_s = heard.seconds - episode.seconds
    wanted_lufs = catalogue.loudness_lufs
    if abs(longer_s) > _LENGTH_S:
        longer = told("it is {much:.1f} s longer than it was built", much=longer_s)
        shorter = told("it is {much:.1f} s shorter than it was built", much=-longer_s)
        yield _sound(episode, Kind.SOUND, longer if longer_s > 0 else shorter)
    if abs(heard.loudness_lufs - wanted_lufs) > LOUDNESS_LU:
        level = {"found": heard.loudness_lufs, "wanted": wanted_lufs}
        yield _sound(
            episode, Kind.LEVEL, told("it is {found:.1f} LUFS loud, and should be {wanted:.1f}", **level)
        )
    if heard.peak_dbtp > PEAK_DBTP:
        what = told(
            "its peak is {peak:.1f} dBTP, above {most:.0f}: players clip it",
            peak=heard.peak_dbtp,
            most=PEAK_DBTP,
        )
        yield _sound(episode, Kind.LEVEL, what)
    said = [span for cue in cues for span in cue.said_spans]
    is_cut = any(cue.delivery == "recording" for cue in cues)
    for start_s, end_s in heard.silences(DEAD_AIR_S):
        lost_s = sum(max(0.0, min(last, end_s) - max(first, start_s)) for first, last in said)
        if is_cut and lost_s < _SAID_S:
            continue
        times = {"start": clock_tenths(start_s), "end": clock_tenths(end_s)}
        yield _sound(episode, Kind.LEVEL, told("nothing is heard from {start} to {end}", **times))


def _sound(episode: CatalogueEpisode, kind: Kind, what: str) -> Fault:
    return Fault(kind=kind, path=str(episode.mp3), what=what)


def _in_order(catalogue: Catalogue, faults: list[Fault]) -> list[Fault]:
    """Put faults in the order of the release, those of the whole at the end, and name a file's own first."""
    episodes = {path: place for place, one in enumerate(catalogue.episodes) for path in one.files.values()}
    known = [replace(fault, path=fault.path or "release.json") for fault in faults]
    return sorted(known, key=lambda fault: (episodes.get(fault.path, len(episodes)), fault.at_s or -1.0))


def _notes(unsure: int, unheard: int) -> Iterator[str]:
    if unsure:
        yield told(
            "of {count} lines it is proven that something is said, not what: too little is heard of their"
            " voice, it has no vowels that can be told apart, or something else is seen than what is said",
            count=unsure,
        )
    if unheard:
        yield told("{count} lines are not proven: there are no times of their morae", count=unheard)
