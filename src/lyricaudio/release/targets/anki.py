"""A deck for Anki: lines with their terms left out, and points as questions, each with the release's sound.

A note hangs on its song and line, so that a deck that is imported again updates what is there and keeps what
was learned.
"""

from __future__ import annotations

import hashlib
import html
import re
import tempfile
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZipFile, ZipInfo

from lyricaudio.errors import ReleaseError
from lyricaudio.messages import message, told
from lyricaudio.release.targets.flashcards import Flashcard, Piece, flashcards
from lyricaudio.release.targets.outgoing import Choice, Finished, Outgoing, Shipment
from lyricaudio.release.targets.target import Target

_DECK = PurePosixPath("lyricaudio.apkg")
_ZIP_BYTES = 100_000  # of a package besides its sound

# Anki knows a kind of note by its number: another one would be another kind.
_LINE_MODEL, _POINT_MODEL = 1_607_392_101, 1_607_392_102
_FIELDS = ("question", "answer", "more", "sound", "asked sound")
_CSS = """\
.card { font-size: 22px; text-align: center; }
.more { font-size: 17px; text-align: left; }
.cloze { color: #0066cc; }
"""
_NS_PER_S = 1_000_000_000


def plan(finished: Finished, choice: Choice) -> Shipment:
    """Take all that can be asked, as one package.

    Raises
    ------
    ReleaseError
        When genanki is not installed.
    """
    if find_spec("genanki") is None:
        raise ReleaseError(told("decks need another package; run: pip install 'lyricaudio[anki]'"))
    found = list(flashcards(finished.catalogue.episodes))
    if not found:
        note = told("this release has nothing to ask; build the form explain, and recall for its lines")
        return Shipment(files=(), notes=(note,))
    sounds = {_file_name(piece): _sound(finished, piece) for card in found for piece in _pieces(card)}
    version = hashlib.sha256(
        repr((found, sorted(one.version for one in sounds.values()))).encode()
    ).hexdigest()
    changed_ns = max(
        (finished.root / piece.mp3).stat().st_mtime_ns for card in found for piece in _pieces(card)
    )

    def write(target: Path) -> None:
        _write(target, finished.catalogue.title, found, sounds, changed_ns / _NS_PER_S)

    deck = Outgoing(
        path=_DECK,
        size_bytes=_ZIP_BYTES + sum(one.size_bytes for one in sounds.values()),
        version=version,
        changed_ns=changed_ns,
        write=write,
    )
    return Shipment(
        files=(deck,),
        notes=(told("{count} cards; open {deck} with Anki to import them", count=len(found), deck=_DECK),),
    )


def _pieces(card: Flashcard) -> tuple[Piece, ...]:
    return (*card.asked_sound, *card.told_sound)


def _sound(finished: Finished, piece: Piece) -> Outgoing:
    # Cutting sound is imported late: who only asks what targets there are must not pay for it.
    from lyricaudio.release.targets.excerpt import excerpt

    return excerpt(finished, piece.mp3, piece.start_s, piece.end_s, to=PurePosixPath(_file_name(piece)))


def _file_name(piece: Piece) -> str:
    """Return the name of a piece in Anki's one folder for all decks."""
    digest = hashlib.sha256(f"{piece.mp3} {piece.start_s} {piece.end_s}".encode()).hexdigest()
    return f"lyricaudio-{digest[:16]}.mp3"


def _write(
    target: Path, title: str, found: Sequence[Flashcard], sounds: dict[str, Outgoing], changed_s: float
) -> None:
    """Write the package; its notes are as new as the newest sound, by which Anki knows what to update."""
    import genanki  # only who exports a deck needs it

    decks: dict[str, Any] = {}
    line, point = _model(is_line=True), _model(is_line=False)
    for card in found:
        name = f"{title}::{card.song_title}"
        deck = decks.setdefault(card.song, genanki.Deck(_number(f"deck {card.song}"), name))
        deck.add_note(_note(card, line if card.hidden else point))
    with tempfile.TemporaryDirectory(prefix="lyricaudio-") as folder:
        for name, sound in sounds.items():
            sound.write(Path(folder) / name)
        package = genanki.Package(list(decks.values()), [str(Path(folder) / name) for name in sounds])
        dated = Path(folder) / _DECK
        package.write_to_file(str(dated), timestamp=changed_s)
        _undated(dated, target)


def _undated(package: Path, target: Path) -> None:
    """Copy a package so that it does not say when it was made: the same release gives the same bytes."""
    with ZipFile(package) as dated, ZipFile(target, "w") as undated:
        for name in dated.namelist():
            undated.writestr(ZipInfo(name), dated.read(name))


def _note(card: Flashcard, model: Any) -> Any:
    import genanki

    answer = _clozed(card) if card.hidden else html.escape(card.told)
    more = "<br>".join(map(html.escape, card.more))
    fields = (html.escape(card.asked), answer, more, _played(card.told_sound), _played(card.asked_sound))
    return genanki.Note(
        model=model,
        fields=list(fields),
        guid=genanki.guid_for("lyricaudio", card.song, card.line),
        tags=[re.sub(r"\s", "_", tag) for tag in card.tags],
    )


def _model(*, is_line: bool) -> Any:
    import genanki

    back = '{{sound}}<div class="more">{{more}}</div>'
    front, kind = ("{{cloze:answer}}", genanki.Model.CLOZE) if is_line else ("{{question}}{{asked sound}}", 0)
    shown = front if is_line else "{{FrontSide}}<hr>{{answer}}"
    return genanki.Model(
        _LINE_MODEL if is_line else _POINT_MODEL,
        "lyricaudio 歌詞" if is_line else "lyricaudio 一問一答",
        fields=[{"name": name} for name in _FIELDS],
        templates=[{"name": "覚える", "qfmt": front, "afmt": f"{shown}{back}"}],
        css=_CSS,
        model_type=kind,
    )


def _clozed(card: Flashcard) -> str:
    """Return a line whose terms Anki hides, all on one card."""
    return "".join(_cut(card.told, card.hidden))


def _cut(text: str, hidden: Sequence[tuple[int, int]]) -> Iterator[str]:
    at = 0
    for first, last in hidden:
        yield html.escape(text[at:first])
        yield f"{{{{c1::{html.escape(text[first:last])}}}}}"
        at = last
    yield html.escape(text[at:])


def _played(pieces: Sequence[Piece]) -> str:
    return "".join(f"[sound:{_file_name(piece)}]" for piece in pieces)


def _number(text: str) -> int:
    """Return a number for an identity as Anki wants one: positive, of 31 bits."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) >> 1 or 1


TARGET = Target(
    name="anki",
    summary=message("a deck for Anki: lines without their terms, points as questions, with their sound"),
    plan=plan,
)
