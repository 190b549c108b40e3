"""What `lyricaudio draft` does with an answer: the song is written, or what to do is said."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from lyricaudio import files
from lyricaudio.cli.console import LateLine, complain, remark, say
from lyricaudio.errors import LyricAudioError, as_typed
from lyricaudio.intake.draft.answer import Judged, judged, lines_of
from lyricaudio.intake.draft.dialogue import drafted
from lyricaudio.intake.draft.endpoint import URL, EndpointError, endpoint_asked
from lyricaudio.intake.draft.marks import marked
from lyricaudio.intake.draft.measured import morae_of
from lyricaudio.intake.draft.prompt import repair
from lyricaudio.messages import told
from lyricaudio.pipeline.project.editors import line_for_editors
from lyricaudio.pipeline.project.folders import project_root
from lyricaudio.pipeline.project.library import known_names
from lyricaudio.pipeline.project.naming import free_path
from lyricaudio.pipeline.project.report import Progress
from lyricaudio.song import display


def take(answer: str, notes: str, folder: Path | None) -> None:
    """Write the song of an answer that was pasted; say what to paste back where it has none."""
    found = _judge(answer)
    if _written(found, notes, folder):
        return
    for error in found.errors:
        complain(error)
    say(repair(found.errors))
    complain(told("nothing is written; paste the lines above into the chat, and give its answer to --answer"))
    sys.exit(1)


def ask(notes: str, source: Path, model: str | None, folder: Path | None) -> None:
    """Have a song drafted, and write it; an answer that is none is kept."""
    endpoint = endpoint_asked(model)
    if endpoint is None:
        raise EndpointError(
            told(
                "no language model to ask: set {variable}, or paste what `lyricaudio draft {file} --prompt`"
                " prints into any chat, and give its answer to `lyricaudio draft --answer FILE`",
                variable=URL,
                file=source,
            )
        )
    remark(told("the notes go to {server}, model {model}", server=endpoint.server, model=endpoint.model))
    with LateLine() as line:

        def watch(characters: int) -> None:
            line(Progress(now=told("{count:,} characters are written", count=characters)))

        found, answer = drafted(notes, lambda talk: endpoint.ask(talk, watch), _judge)
    if not _written(found, notes, folder):
        for error in found.errors:
            complain(error)
        raise LyricAudioError(_kept(answer, source))


def _judge(answer: str) -> Judged:
    return judged(answer, names=known_names(project_root(Path.cwd())), morae=morae_of)


def _kept(answer: str, source: Path) -> str:
    """Keep an answer that is no song, and say where, and what to do with it."""
    name = source.name if source != Path("-") else "draft"
    places = (source.parent / f"{name}.answer{'' if n == 1 else n}.txt" for n in count(1))
    path = next(place for place in places if not place.exists())
    files.write_text(path, answer)
    return told(
        "the model has given no song; its answer is kept: mend {file}, then: lyricaudio draft --answer"
        " {file}",
        file=as_typed(path),
    )


def _written(found: Judged, notes: str, folder: Path | None) -> bool:
    """Write the song of an answer, and say what is in it; tell whether there was one."""
    if found.song is None:
        return False
    path = _free(display(found.song.title.text), folder)
    text = marked(found.text, found.song, notes=notes, wishes=found.wishes)
    files.write_text(path, line_for_editors(path) + text)
    if found.wishes:
        count_of = len(found.wishes)
        remark(told("things that could be better: {count}; they stand in it as comments", count=count_of))
    say(
        told(
            "{file}: lines: {lines}, points: {points}; check every fact (要確認), then: lyricaudio check"
            " --lines",
            file=as_typed(path),
            lines=len(lines_of(found.song)),
            points=len(found.song.points),
        )
    )
    return True


def _free(title: str, folder: Path | None) -> Path:
    """Return where a draft goes: what has its name already stays, and the draft gets a number."""
    for number in range(2, 100):
        try:
            return free_path(title, folder)
        except LyricAudioError:
            title = f"{title.removesuffix(f' {number - 1}')} {number}"
    return free_path(title, folder)
