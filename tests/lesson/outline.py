"""A plan as text, for golden tests of forms."""

from __future__ import annotations

from lyricaudio.lesson.plan import Event, Gap, Plan


def outline(plan: Plan) -> str:
    """Write a plan as text: a line per part and per event."""
    lines = []
    for part in plan.parts:
        lines.append(f"# {part.title}")
        lines += [f"  {_line(event)}" for event in part.events]
    return "\n".join(lines) + "\n"


def _line(event: Event) -> str:
    if isinstance(event, Gap):
        asked = f"for {_line(event.stands_for)}" if event.stands_for else ""
        return f"gap      {asked}{f'  {event.extra_s:g} s' if event.extra_s else ''}"
    return f"{event.role:<8} {event.text.text}{'  (again)' if event.again else ''}"
