"""What `lyricaudio check` finds, as lines and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from lyricaudio.cli.console import complain, say
from lyricaudio.pipeline.decide import entries
from lyricaudio.pipeline.forecast import Checked, DoubtAt, Lessons
from lyricaudio.song.edit import with_quotes
from lyricaudio.units import clock_time


def print_findings(checked: Checked) -> None:
    """Print episodes, notes and doubts, and what decides these."""
    for episode in checked.episodes:
        state = "to be made" if episode.stale else "up to date"
        say(f"{clock_time(episode.seconds):>6}  {state}  {episode.name}")
    for note in checked.notes:
        complain(f"note: {note}")
    for doubt in checked.doubts:
        reason = f"{doubt.reason}, {doubt.weight:.0%} in doubt"
        say(f"{doubt.place}: '{doubt.surface}' {reason}{_candidates(doubt)}")
    if checked.doubts:
        _print_entries(checked)
    for lessons in checked.lessons:
        _print_lessons(lessons)


def _print_lessons(lessons: Lessons) -> None:
    """Print the key terms of each line, and pairs ready to paste."""
    for place, terms in lessons.key_terms:
        say(f"{place}: key terms: {', '.join(terms) or 'none'}")
    if lessons.pairs:
        rows = [f"  - [{with_quotes(first)}, {with_quotes(second)}]" for first, second in lessons.pairs]
        say("\n".join([f"# {lessons.song}: two that could be told apart", "confuse:", *rows]))


def _print_entries(checked: Checked) -> None:
    """Print what decides the doubts as they are read now, ready to paste."""
    say(
        f"{len(checked.doubts)} readings in doubt; decide them by {{漢字|かな}} in the line, or by readings"
        " in the song (--accept writes these):"
    )
    for file, readings in entries(checked.doubts).items():
        rows = [f"  {with_quotes(term)}: {kana}" for term, kana in readings.items()]
        say("\n".join([f"# {file}", "readings:", *rows]))


def _candidates(doubt: DoubtAt) -> str:
    shown = ", ".join(f"{kana} ({by})" for kana, by in doubt.candidates)
    return f": {shown}" if shown else ""


def findings_json(checked: Checked) -> dict[str, Any]:
    """Return all findings as plain values."""
    return {
        "errors": [str(error) for error in checked.errors],
        "notes": checked.notes,
        "episodes": [asdict(episode) for episode in checked.episodes],
        "lessons": [
            {
                "song": lessons.song,
                "key_terms": {str(place): terms for place, terms in lessons.key_terms},
                "pairs": lessons.pairs,
            }
            for lessons in checked.lessons
        ],
        "doubts": [asdict(doubt) | {"place": str(doubt.place)} for doubt in checked.doubts],
    }
