"""What a writer most likely did where YAML gives up, or understands something else without a word.

Two tables: `_SLIPS` is looked for in the text before parsing (signs of a Japanese keyboard where YAML needs
its own), `_RULES` turns what the parser says into what a person did.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lyricaudio.messages import message, told
from lyricaudio.song.nodes import MOST_NESTING_LEVELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A sign that YAML would take for text: where (characters from 0) and what to do."""

    index: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What the parser said.

    Attributes
    ----------
    problem, context
        Its words: what is wrong, and what it was reading.
    spot, began
        Line and column, both from 0: where it stopped, and where what it was reading began.
    """

    problem: str
    context: str
    spot: tuple[int, int]
    began: tuple[int, int]


_WIDE = "[\u3000\u00a0]"

_SLIPS = (
    # the sign, the beginning of a line where it is one, what to say
    ("\t", r" *(\t)[ \t]*[^\s#]", message("a tab as indentation; use spaces")),
    (
        "\u3000",
        r" *-?(\u3000)",
        message("a full-width space (U+3000) where YAML needs an ordinary one; replace it"),
    ),
    (
        "\u00a0",
        r" *-?(\u00a0)",
        message("a no-break space (U+00A0) where YAML needs an ordinary one; replace it"),
    ),
    (
        "＃",
        r" *(＃)",
        message("a full-width '＃'; YAML's comments begin with '#', or put the text in single quotes"),
    ),
    (
        "[－−–—•・]",
        r" *([－−–—•・])",
        message("a list item begins with '- ' (half-width); replace it, or put the text in single quotes"),
    ),
    (
        "：",
        r" *(?:- +)*(?:KEYS)(：)",
        message("a full-width colon '：'; YAML needs ': ', or put the text in single quotes"),
    ),
    (
        f":{_WIDE}",
        rf" *(?:- +)*(?:KEYS):({_WIDE})",
        message("a full-width space after ':'; YAML needs ': '"),
    ),
    (
        r":\S",
        r" *(?:- +)*(?:KEYS)(:)\S",
        message("no space after ':'; YAML needs ': ', or put the text in single quotes"),
    ),
)


def slips(text: str, keys: tuple[str, ...]) -> Iterator[Slip]:
    """Find the signs that YAML would take for text, in the text of a file whose keys are `keys`.

    Few lines hold any of the signs, and to look for one costs less than to match the beginning of each line.
    """
    for sign, beginning, said in _slips(keys):
        for start in _lines_with(sign, text):
            if match := beginning.match(text, start):
                yield Slip(index=match.start(1), message=told(said))


def _lines_with(sign: re.Pattern[str], text: str) -> Iterator[int]:
    """Yield where each line begins that holds a sign, in characters from 0."""
    end = 0
    while end >= 0 and (found := sign.search(text, end)):
        yield text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.end())


@cache
def _slips(keys: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]:
    """Compile the table for the keys of a kind of file."""
    names = "|".join(re.escape(key) for key in keys)
    return tuple(
        (re.compile(sign), re.compile(beginning.replace("KEYS", names)), said)
        for sign, beginning, said in _SLIPS
    )


_VALUE = re.compile(r"\s*(?:-\s+)*(?:[^\s'\"\[\]{}#&*!|>%@`,?:-][^:]*:\s+)?(?=\S)")
"""What stands before the value on a line: indentation, dashes, a key."""

_OWN_TOKEN = re.compile("flow|quoted|alias|anchor|block scalar|tag|simple key")
"""Contexts that begin where the trouble began; others begin with the whole list or mapping."""

_RULES = (
    # the parser's problem, how the value on the line begins, the place to name, what to say
    (
        "nesting depth",
        "",
        "spot",
        message("nested too deeply; at most {levels} levels of lists and keys"),
    ),
    (
        "end of stream|document indicator",
        "",
        "began",
        message("the quote that opens here is never closed; close it"),
    ),
    (
        "escape|hexa?decimal|Unicode",
        "",
        "spot",
        message("a backslash is special in double quotes; use single quotes"),
    ),
    (
        "mapping values",
        ".",
        "value",
        message("': ' inside a text makes it a key; put the text in single quotes"),
    ),
    (
        "mapping values",
        "",
        "spot",
        message("no key can stand here, the text above runs on; check indentation"),
    ),
    (
        "',' or",
        ".*[，、]",
        "value",
        message("a full-width comma between items; YAML needs ', ', or put the text in single quotes"),
    ),
    (
        "',' or",
        r"\[",
        "value",
        message("'[' begins a list; close it with ']', or put the text in single quotes"),
    ),
    (
        "',' or",
        r"\{",
        "value",
        message("'{{' begins keys and values; close it with '}}', or put the text in single quotes"),
    ),
    ("", "'", "value", message("the text ends at its second quote; put all of it in double quotes")),
    ("", '"', "value", message("the text ends at its second quote; put all of it in single quotes")),
    (
        "",
        r"[\[\]{}&*!|>%@`,?]|- ",
        "value",
        message("a text cannot begin with '{sign}'; put the text in single quotes"),
    ),
    ("expected ':'", "", "began", message("neither 'key: value' nor '- text'; complete the line")),
    ("directive|incompatible YAML", "", "spot", message("a line cannot begin with '%'; remove it")),
    (
        "expected",
        "",
        "spot",
        message("this does not fit the lines above; check indentation, dashes and commas"),
    ),
    (
        "",
        "",
        "spot",
        message("not valid YAML ({problem}); put the text in single quotes if it has special signs"),
    ),
)


def cause(text: str, complaint: Complaint) -> tuple[int, int, str]:
    """Guess what the writer did: line and column (from 0), and the message."""
    line, column = complaint.began if _OWN_TOKEN.search(complaint.context) else complaint.spot
    written = [*text.split("\n"), ""][line]
    lead = _VALUE.match(written)
    start = lead.end() if lead and lead.end() <= column else len(written)
    value = written[start:]
    places = {"spot": complaint.spot, "began": complaint.began, "value": (line, start)}
    place, rule = next(
        (place, rule)
        for problem, begins, place, rule in _RULES
        if re.search(problem, complaint.problem) and re.match(begins, value)
    )
    said = told(rule, sign=value[:1], problem=complaint.problem, levels=MOST_NESTING_LEVELS)
    return (*places[place], said)
