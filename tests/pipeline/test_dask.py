"""A build by the workers of a real Dask scheduler, one of them killed in the middle."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.pipeline.test_living import left
from tests.pipeline.test_make import write
from tests.stand_ins.maker import make_here
from tests.work.cluster import cluster

from lyricaudio.pipeline.project.library import open_library
from lyricaudio.pipeline.project.report import Progress, Status, Watch
from lyricaudio.pipeline.run import Maker, build, maker_at
from lyricaudio.work.dask import Dask

pytestmark = pytest.mark.slow


async def wait_for_workers(address: str) -> None:
    """Wait until there is a worker that can work for us."""
    async with Dask(address):
        pass


def built(root: Path, maker: Maker, output: str, watch: Watch) -> None:
    """Build all songs of a project."""
    library = open_library([], folder=root)
    report = build(library, root / output, watch=watch, maker=maker)
    assert {result.status for result in report.results} == {Status.BUILT}


@pytest.mark.dear
def test_a_cluster_that_loses_a_worker_builds_what_this_machine_builds(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write(tmp_path, name, title=name, line=f"{name}の谷", explain="openjtalk", delivery="sing")
    lost: list[int] = []
    with cluster(tmp_path, workers=1) as dask:
        asyncio.run(wait_for_workers(dask.address))

        def kill_one(progress: Progress) -> None:
            if progress.episodes == 1 and not lost:
                lost.append(progress.clips)
                dask.add_worker("late")
                dask.kill_worker("worker-0")

        built(tmp_path, maker_at(dask.address), "elsewhere", kill_one)
    assert lost
    built(tmp_path, make_here, "here", lambda progress: None)
    assert left(tmp_path / "elsewhere") == left(tmp_path / "here")
