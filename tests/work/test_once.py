from __future__ import annotations

import asyncio

import pytest

from lyricaudio.errors import LyricAudioError
from lyricaudio.work.once import Once


def test_what_several_wait_for_is_done_once() -> None:
    begun: list[str] = []

    async def work() -> str:
        begun.append("begun")
        await asyncio.sleep(0)
        return "clip"

    async def main() -> list[str]:
        once: Once[str] = Once()
        first = await asyncio.gather(once.do("a", work), once.do("a", work), once.do("b", work))
        return [*first, await once.do("a", work)]

    assert asyncio.run(main()) == ["clip"] * 4
    assert len(begun) == 2


def test_its_error_is_told_to_all_who_wait() -> None:
    error = LyricAudioError("no voice")

    async def fail() -> str:
        raise error

    async def main() -> list[str | BaseException]:
        once: Once[str] = Once()
        waiting = [once.do("a", fail), once.do("a", fail)]
        found = await asyncio.gather(*waiting, return_exceptions=True)
        with pytest.raises(LyricAudioError):
            await once.do("a", fail)
        return found

    assert asyncio.run(main()) == [error, error]


def test_who_stops_waiting_does_not_stop_the_work() -> None:
    async def main() -> str:
        async def work() -> str:
            await go.wait()
            return "clip"

        async def wait() -> str:
            return await once.do("a", work)

        go, once = asyncio.Event(), Once[str]()
        leaving = asyncio.create_task(wait())
        await asyncio.sleep(0)
        leaving.cancel()
        staying = asyncio.create_task(wait())
        await asyncio.sleep(0)
        go.set()
        return await staying

    assert asyncio.run(main()) == "clip"
