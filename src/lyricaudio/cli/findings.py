"""What `lyricaudio check` finds, as lines and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from lyricaudio.cli.console import remark, say
from lyricaudio.cli.linefacts import lines_json, print_lines
from lyricaudio.messages import told, told_of_others
from lyricaudio.pipeline.decide import entries
from lyricaudio.pipeline.forecast import Checked, DoubtAt, Lessons
from lyricaudio.song.edit import with_quotes
from lyricaudio.units import clock_time

_MANY = 6
"""Episodes, whose lengths nobody adds up in passing."""


def print_findings(checked: Checked) -> None:
    """Print episodes, notes and doubts, and what decides these."""
    for episode in checked.episodes:
        state = told("to be made") if episode.stale else told("up to date")
        say(f"{clock_time(episode.seconds):>6}  {state}  {episode.name}")
    if len(checked.episodes) >= _MANY:
        _print_sum(checked)
    for note in checked.notes:
        remark(note)
    for doubt in checked.doubts:
        say(_doubt(doubt))
    if checked.doubts:
        _print_entries(checked)
    for lessons in checked.lessons:
        _print_lessons(lessons)
    print_lines(checked)


def _print_sum(checked: Checked) -> None:
    """Print how much all of it is: hosts and sticks take so much and no more."""
    seconds = sum(episode.seconds for episode in checked.episodes)
    megabytes = sum(episode.size_bytes for episode in checked.episodes) / 1_000_000
    say(told("{time}  in all, {megabytes:.0f} MB", time=f"{clock_time(seconds):>6}", megabytes=megabytes))


def _print_lessons(lessons: Lessons) -> None:
    """Print the key terms of each line, and pairs ready to paste."""
    for place, terms in lessons.key_terms:
        say(told("{place}: key terms: {terms}", place=place, terms=", ".join(terms) or told("none")))
    if lessons.pairs:
        rows = [f"  - [{with_quotes(first)}, {with_quotes(second)}]" for first, second in lessons.pairs]
        head = told("# {song}: two that could be told apart", song=lessons.song)
        say("\n".join([head, "confuse:", *rows]))


def _print_entries(checked: Checked) -> None:
    """Print what decides the doubts as they are read now, ready to paste."""
    say(
        told(
            "{count} readings in doubt; decide them by {{漢字|かな}} in the line, or by readings in the song"
            " (--accept writes these):",
            count=len(checked.doubts),
        )
    )
    for file, readings in entries(checked.doubts).items():
        rows = [f"  {with_quotes(term)}: {kana}" for term, kana in readings.items()]
        say("\n".join([f"# {file}", "readings:", *rows]))


def _doubt(doubt: DoubtAt) -> str:
    text = told(
        "{place}: '{surface}' {reason}, {weight:.0%} in doubt",
        place=doubt.place,
        surface=doubt.surface,
        reason=doubt.reason.told(),
        weight=doubt.weight,
    )
    candidates = ", ".join(f"{kana} ({told_of_others(by)})" for kana, by in doubt.candidates)
    return f"{text}: {candidates}" if candidates else text


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
        "lines": [lines_json(facts) for facts in checked.lines],
        "cost": asdict(checked.cost) if checked.cost else None,
        "doubts": [asdict(doubt) | {"place": str(doubt.place)} for doubt in checked.doubts],
    }
