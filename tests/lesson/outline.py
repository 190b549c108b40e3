"""A plan as text, for golden tests of forms."""

from __future__ import annotations

from lyricaudio.lesson.plan import Event, Gap, LeftOut, Plan


def outline(plan: Plan) -> str:
    """Write a plan as text: a line per part and per event."""
    lines = []
    for part in plan.parts:
        lines.append(f"# {part.title}")
        lines += [f"  {_line(event)}" for event in part.events]
    return "\n".join(lines) + "\n"


def _line(event: Event) -> str:
    if isinstance(event, Gap):
        what = "a bar to count in" if event.count_in else ""
        asked = f"for {_line(event.stands_for)}" if event.stands_for else ""
        return f"gap      {what}{asked}{f'  {event.extra_s:g} s' if event.extra_s else ''}"
    again = "  (again)" if event.again else ""
    return f"{event.role:<8} {event.text.text}{again}{_without(event.left_out)}"


def _without(left_out: LeftOut | None) -> str:
    if left_out is None:
        return ""
    what = [f"{first}-{last}" for first, last in left_out.words]
    what += ["key terms"] if left_out.key_terms else []
    what += [] if left_out.after is None else [f"all after {left_out.after}"]
    return f"  (without {', '.join(what)})"
