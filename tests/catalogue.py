"""The messages of the code and of click, as a catalogue: what `make messages` brings up to date.

A message is what the code gives to `told` or `message`, the help of an option, and the docstring of a
command. Click's own words come from the click that is installed.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from typing import NamedTuple

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from lyricaudio.messages import DOMAIN, LOCALE

SOURCE = LOCALE.parent
LANGUAGE = "ja"
WRITTEN = LOCALE / LANGUAGE / "LC_MESSAGES" / f"{DOMAIN}.po"
COMPILED = WRITTEN.with_suffix(".mo")

CLICK = "click"
"""Where click's own words are said to stand."""

_TELLING = ("told", "message")
_NOT_OURS = ("shell_completion.py", "_termui_impl.py")
"""Of click: what our program never says."""

Texts = tuple[str, ...]
"""A message, or the two of one thing and of several."""


class Entry(NamedTuple):
    """A message, what is said of it in the other language, where it stands, and whether that is a guess."""

    texts: tuple[str, ...]
    said: tuple[str, ...]
    files: set[str]
    fuzzy: bool


def extracted() -> dict[Texts, set[str]]:
    """Return all messages, each with the files in which it stands."""
    found: dict[Texts, set[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for text in _of_ours(ast.parse(path.read_text("utf-8"))):
            found.setdefault((text,), set()).add(path.relative_to(SOURCE.parent).as_posix())
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        for words in _of_click(ast.parse(path.read_text("utf-8"))) if path.name not in _NOT_OURS else ():
            found.setdefault(words, set()).add(CLICK)
    return found


def updated(old: Catalog) -> Catalog:
    """Return the catalogue of the messages that there are, with what was translated before."""
    new = Catalog(
        LANGUAGE,
        domain=DOMAIN,
        header_comment=old.header_comment,
        project=DOMAIN,
        version=" ",
        msgid_bugs_address=" ",
        creation_date=old.creation_date,
        revision_date=old.revision_date,
        last_translator=" ",
        language_team=" ",
        fuzzy=False,
    )
    for texts, files in sorted(extracted().items()):
        known = old.get(texts[0])
        new.add(
            texts[0] if len(texts) == 1 else texts,
            known.string if known else "",
            [(file, 1) for file in sorted(files)],
            flags=["python-brace-format"] if "{" in texts[0] else [],
        )
    return new


def written() -> Catalog:
    """Return the catalogue as it was written."""
    with WRITTEN.open("rb") as file:
        return read_po(file, locale=LANGUAGE, domain=DOMAIN)


def text_of(catalogue: Catalog) -> bytes:
    """Return a catalogue as it is written."""
    file = io.BytesIO()
    write_po(file, catalogue, width=100, sort_output=False, include_lineno=False)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as gettext reads it."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def entries(catalogue: Catalog) -> list[Entry]:
    """Return the entries of a catalogue but for its head."""
    return [
        Entry(_all(one.id), _all(one.string), {file for file, _ in one.locations}, one.fuzzy)
        for one in catalogue
        if one.id
    ]


def _all(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def _of_ours(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in _TELLING:
            yield from _constants(node.args[:1])
        elif isinstance(node, ast.Call) and _name(node.func) == "option":
            yield from map(cleandoc, _constants([word.value for word in node.keywords if word.arg == "help"]))
        elif isinstance(node, ast.FunctionDef) and any(map(_makes_command, node.decorator_list)):
            yield cleandoc(ast.get_docstring(node, clean=False) or "")


def _of_click(tree: ast.Module) -> Iterator[Texts]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) == "_":
            yield from ((text,) for text in _constants(node.args[:1]))
        elif isinstance(node, ast.Call) and _name(node.func) == "ngettext":
            yield tuple(_constants(node.args[:2]))


def _constants(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _makes_command(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and _name(decorator.func) in ("command", "group")


def _name(function: ast.expr) -> str:
    """Return the last name of what is called: `option` of `click.option`."""
    return ast.unparse(function).rpartition(".")[2]


if __name__ == "__main__":
    catalogue = updated(written())
    WRITTEN.write_bytes(text_of(catalogue))
    COMPILED.write_bytes(compiled(catalogue))
    lacking = [entry.texts[0] for entry in entries(catalogue) if not all(entry.said)]
    print("\n".join(["to be translated:", *lacking]) if lacking else "all is translated")
