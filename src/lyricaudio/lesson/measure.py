"""How much of a text is heard as one line."""

from __future__ import annotations

FEWEST_MORAE, MOST_MORAE = 14, 26
"""A line of so many is two halves of a breath each, in two bars at a tempo that can be understood."""
