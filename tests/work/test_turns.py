from __future__ import annotations

import asyncio

from tests.work.tasks import task

from lyricaudio.work.executor import TURN, Task
from lyricaudio.work.turns import Turns


def test_tasks_of_a_lower_turn_start_before_those_that_were_submitted_earlier() -> None:
    done: list[str] = []

    async def do(task: Task) -> None:
        done.append(task.name)
        await asyncio.sleep(0)

    async def ask_for_two(turns: Turns, turn: int) -> None:
        TURN.set(turn)
        await asyncio.gather(*(turns.submit(task(abs, 1, name=f"{turn}{letter}")) for letter in "ab"))

    async def main() -> None:
        turns = Turns(do, lambda: 1)
        await asyncio.gather(*(ask_for_two(turns, turn) for turn in (3, 1, 2)))

    asyncio.run(main())
    assert done == ["3a", "1a", "1b", "2a", "2b", "3b"]
