"""The conversation: a song is asked for, and what is wrong with it goes back at most twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypedDict

from lyricaudio.intake.draft.answer import Judged
from lyricaudio.intake.draft.prompt import prompt, repair

MOST_REPAIRS = 2


class Message(TypedDict):
    """One turn, as the interface of OpenAI has it."""

    role: Literal["user", "assistant"]
    content: str


Ask = Callable[[list[Message]], str]
"""Says a conversation to a language model, and returns its answer."""


def drafted(notes: str, ask: Ask, judge: Callable[[str], Judged]) -> tuple[Judged, str]:
    """Return the best song that an answer gave, and the last answer as it was; raises as `prompt` and `ask`.

    A song that is right is never given up for one that is not, nor for one with more that could be better.
    """
    talk = [Message(role="user", content=prompt(notes))]
    answer = ask(talk)
    best = latest = judge(answer)
    for _ in range(MOST_REPAIRS):
        if not latest.troubles:
            break
        talk += [
            Message(role="assistant", content=answer),
            Message(role="user", content=repair(latest.troubles)),
        ]
        answer = ask(talk)
        latest = judge(answer)
        best = min(best, latest, key=_faults)
    return best, answer


def _faults(judged: Judged) -> tuple[bool, int]:
    return judged.song is None, len(judged.troubles)
