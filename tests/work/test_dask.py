from __future__ import annotations

import asyncio
import contextlib
import pickle
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.programs import PATIENCE_S
from tests.work.cluster import ALLOWED_FAILURES, Cluster, cluster
from tests.work.tasks import Gate, task

from lyricaudio.errors import WorkerError
from lyricaudio.work.choice import executor_at
from lyricaudio.work.dask import AHEAD, Dask, run_here
from lyricaudio.work.executor import ExecutorUnavailable
from lyricaudio.work.pool import Pool
from lyricaudio.work.software import software

pytestmark = pytest.mark.slow


@pytest.fixture
def own_cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler without workers, for a test that changes it."""
    with cluster(tmp_path, workers=0) as found:
        yield found


def refusal(address: str, **more: Any) -> str:
    """Open what cannot be opened, and return what is said."""

    async def main() -> None:
        async with Dask(address, **{"connect_s": 2.0, "patience_s": 0.2, **more}):
            pass

    with pytest.raises(ExecutorUnavailable) as caught:
        asyncio.run(main())
    assert caught.value.exit_code == 3
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_what_a_lost_worker_had_to_do_is_done_again(own_cluster: Cluster, tmp_path: Path) -> None:
    gate = Gate.new(tmp_path / "gate")
    own_cluster.add_worker("first")

    async def main() -> object:
        async with Dask(own_cluster.address) as dask:
            going = dask.submit(gate.task())
            go = await gate.reached()
            own_cluster.add_worker("second")
            own_cluster.kill_worker("first")
            go_again = await gate.reached()
            go()  # not before: the second may be at the gate already, and would be let go unseen
            go_again()
            return await going

    assert asyncio.run(main()) == ""


def test_a_task_that_loses_all_its_workers_is_given_up_and_no_other(
    own_cluster: Cluster, tmp_path: Path
) -> None:
    gate = Gate.new(tmp_path / "songs")
    own_cluster.add_worker("0")

    async def main() -> object:
        async with Dask(own_cluster.address) as dask:
            going = dask.submit(gate.task(name="songs/relu.yaml:14:9"))
            held = []
            for number in range(ALLOWED_FAILURES + 1):
                held.append(await gate.reached())
                own_cluster.add_worker(str(number + 1))
                own_cluster.kill_worker(str(number))
            for go in held:
                go()
            with pytest.raises(WorkerError, match=r"^songs/relu.yaml:14:9: lost with its worker 2 times"):
                await going
            return await dask.submit(task(abs, -1))

    assert asyncio.run(main()) == 1


async def wait_for_worker(address: str) -> None:
    async with Dask(address):
        pass


def test_work_that_no_worker_is_left_for_is_given_up(own_cluster: Cluster, tmp_path: Path) -> None:
    gate = Gate.new(tmp_path / "gate")

    async def main() -> None:
        await wait_for_worker(own_cluster.address)
        async with Dask(own_cluster.address, patience_s=0.5) as dask:
            going = dask.submit(gate.task())
            go = await gate.reached()
            own_cluster.kill_worker("worker")
            for lost in (going, dask.submit(task(abs, -1))):
                with pytest.raises(WorkerError, match="has no workers; start some with: dask worker tcp://"):
                    await lost
            go()

    own_cluster.add_worker("worker")
    asyncio.run(main())


def test_work_whose_scheduler_is_gone_is_given_up(own_cluster: Cluster, tmp_path: Path) -> None:
    gate = Gate.new(tmp_path / "gate")

    async def main() -> None:
        async with Dask(own_cluster.address) as dask:
            going = dask.submit(gate.task())
            go = await gate.reached()
            own_cluster.kill_scheduler()
            for lost in (going, dask.submit(task(abs, -1))):
                with pytest.raises(WorkerError, match=f"scheduler at {own_cluster.address} is gone"):
                    await lost
            go()

    own_cluster.add_worker("worker")
    asyncio.run(main())


def test_a_worker_that_comes_later_works_too(own_cluster: Cluster, tmp_path: Path) -> None:
    gates = [Gate.new(tmp_path / f"{number}") for number in range(AHEAD + 1)]

    async def pass_through(gate: Gate) -> None:
        (await gate.reached())()

    async def main() -> list[Any]:
        async with Dask(own_cluster.address) as dask:
            going = [dask.submit(gate.task()) for gate in gates]
            go = await gates[0].reached()
            own_cluster.add_worker("second")
            passing = [asyncio.create_task(pass_through(gate)) for gate in gates[1:]]
            await next(asyncio.as_completed(passing))  # which one is Dask's to choose; the first is busy
            go()
            await asyncio.gather(*passing)
            return await asyncio.gather(*going)

    own_cluster.add_worker("first")
    assert asyncio.run(main()) == [""] * len(gates)


def test_a_scheduler_without_workers_is_an_error_in_one_line(own_cluster: Cluster) -> None:
    said = refusal(own_cluster.address)
    assert said == (
        f"the scheduler at {own_cluster.address} has no workers;"
        f" start some with: dask worker {own_cluster.address}"
    )


def test_an_address_where_nobody_answers_is_an_error_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert refusal(f"127.0.0.1:{port}") == (
        f"no Dask scheduler answers at 127.0.0.1:{port}; start one with: dask scheduler"
    )


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"], ids=["silence", "http"])
def test_a_server_that_is_no_scheduler_is_an_error_in_one_line(answer: bytes) -> None:
    def serve() -> None:
        with contextlib.ExitStack() as connections, contextlib.suppress(OSError):  # the server is closed
            while True:
                connections.enter_context(server.accept()[0]).sendall(answer)

    with ThreadPoolExecutor(1) as thread, socket.create_server(("127.0.0.1", 0)) as server:
        thread.submit(serve)
        try:
            said = refusal(f"127.0.0.1:{server.getsockname()[1]}", connect_s=0.5)
        finally:
            server.shutdown(socket.SHUT_RDWR)
    assert said.startswith("no Dask scheduler answers at 127.0.0.1:")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("nowhere", "missing port number in address 'nowhere'"),
        ("foo://nowhere:1", "unknown address scheme 'foo'"),
    ],
)
def test_what_is_no_address_is_an_error_in_one_line(address: str, why: str) -> None:
    assert refusal(address).startswith(f"'{address}' is no scheduler's address: {why}")


def test_a_worker_of_another_version_is_refused(dask_cluster: Cluster) -> None:
    said = refusal(dask_cluster.address, patience_s=PATIENCE_S, wanted=software() | {"numpy": "1.0"})
    assert re.fullmatch(
        r"the Dask worker tcp://127.0.0.1:\d+ has numpy \S+ \(here 1.0\); install the same on both", said
    )


def test_a_worker_of_another_version_that_comes_later_does_no_task() -> None:
    answer, error = pickle.loads(run_here("a line", b"", 1.0, software() | {"numpy": "1.0"}))
    assert answer is None
    assert isinstance(error, ExecutorUnavailable)
    assert "numpy" in str(error)


def test_leaving_by_an_exception_leaves_at_once_and_the_cluster_as_it_was(
    dask_cluster: Cluster, tmp_path: Path
) -> None:
    gates = [Gate.new(tmp_path / f"{number}") for number in range(2)]

    async def leave() -> None:
        async with Dask(dask_cluster.address) as dask:
            for gate in gates:
                dask.submit(gate.task())
            reaching = [asyncio.create_task(gate.reached()) for gate in gates]
            # One at least runs; where the other waits is Dask's to choose.
            done, others = await asyncio.wait(reaching, return_when=asyncio.FIRST_COMPLETED)
            for each in others:
                each.cancel()  # or it would hold a gate that nobody lets go
            left.extend(each.result() for each in done)
            raise ZeroDivisionError

    async def main() -> object:
        async with Dask(dask_cluster.address) as dask:
            value = dask.submit(task(abs, -1))
            # What runs still ends, whenever it began: it may stand before the task that is waited for.
            letting = [asyncio.create_task(let_go(gate)) for gate in gates]
            for go in left:
                go()
            found = await value
            for each in letting:
                each.cancel()
            return found

    async def let_go(gate: Gate) -> None:
        while True:
            (await gate.reached())()
            await asyncio.sleep(0.01)

    left: list[Callable[[], None]] = []
    with pytest.raises(ZeroDivisionError):
        asyncio.run(leave())
    assert asyncio.run(main()) == 1


def test_no_scheduler_is_a_pool() -> None:
    assert isinstance(executor_at(None), Pool)
    assert isinstance(executor_at("127.0.0.1:8786"), Dask)


def test_without_dask_the_person_is_told_what_to_install() -> None:
    program = (
        "import sys; sys.modules['distributed'] = None\n"
        "from lyricaudio.work.choice import executor_at\n"
        "try: executor_at('127.0.0.1:8786')\n"
        "except Exception as error: print(error)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said == "Dask is not installed; install it with: pip install 'lyricaudio[dask]'\n"
