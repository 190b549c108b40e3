from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.work.cluster import Cluster, cluster

from lyricaudio.work.executor import Executor
from lyricaudio.work.pool import Pool


@pytest.fixture(scope="module")
def dask_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with two workers, for tests that leave it as it is; while it waits it costs, too."""
    pytest.importorskip("distributed")
    with cluster(tmp_path_factory.mktemp("cluster"), workers=2) as found:
        yield found


@pytest.fixture(params=["pool", pytest.param("dask", marks=pytest.mark.slow)])
def open_executor(request: pytest.FixtureRequest) -> Callable[[], Executor]:
    """What opens an executor with two workers."""
    if request.param == "pool":
        return lambda: Pool(2)
    address: str = request.getfixturevalue("dask_cluster").address

    def opened() -> Executor:
        from lyricaudio.work.dask import Dask

        return Dask(address)

    return opened
