from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from lyricaudio.music.tune.anneal import minimise


@pytest.mark.parametrize("seed", range(5))
def test_it_finds_the_least_cost_of_all_where_all_can_be_tried(seed: int) -> None:
    rng = np.random.default_rng(seed)
    alone = rng.uniform(0, 3, (6, 4))
    pairs = {
        (a, b): rng.uniform(0, 3, (4, 4)) for a, b in [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 0), (1, 4)]
    }

    def cost(choice: tuple[int, ...]) -> float:
        return float(
            sum(alone[i, value] for i, value in enumerate(choice))
            + sum(table[choice[a], choice[b]] for (a, b), table in pairs.items())
        )

    least = min(product(range(4), repeat=6), key=cost)
    assert tuple(minimise(alone, pairs, rng)) == least


def test_variables_that_meet_nobody_take_their_own_best_value() -> None:
    alone = np.array([[2.0, 0.0, 1.0], [0.0, 5.0, 5.0]])
    assert list(minimise(alone, {}, np.random.default_rng(0))) == [1, 0]
