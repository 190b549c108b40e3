"""Simulated annealing of a pairwise model: many variables, few values each, costs alone and in pairs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

CostTable = NDArray[np.float64]
Integers = NDArray[np.intp]

_CHAINS, _SWEEPS = 12, 30
_HOTTEST, _COLDEST = 4.0, 0.05  # temperatures, in units of cost


def minimise(
    alone: CostTable, pairs: Mapping[tuple[int, int], CostTable], rng: np.random.Generator
) -> Integers:
    """Choose a value for each variable so that the sum of all costs is (nearly) least.

    Several chains of Gibbs sampling cool down side by side and then descend, coordinate by coordinate; the
    best one is returned.

    Parameters
    ----------
    alone
        The cost of each value of each variable, shape (variables, values).
    pairs
        For two different variables, by index, the cost of each two values, shape (values, values).
    rng
        Decides; the same state of it gives the same choice.

    Returns
    -------
    Choice
        The index of the value of each variable.
    """
    variables, values = alone.shape
    others, costs = _neighbours(variables, values, pairs)
    state = rng.integers(values, size=(variables, _CHAINS))
    for temperature in (*np.geomspace(_HOTTEST, _COLDEST, _SWEEPS), 0.0, 0.0):
        noise = temperature * rng.gumbel(size=(variables, _CHAINS, values))  # argmin of it is a Gibbs draw
        for i in range(variables):
            of_pairs = costs[i][np.arange(len(others[i]))[:, None], state[others[i]]].sum(axis=0)
            state[i] = (alone[i] + of_pairs - noise[i]).argmin(axis=-1)
    best: Integers = state[:, _total(state, alone, pairs).argmin()]
    return best


def _neighbours(
    variables: int, values: int, pairs: Mapping[tuple[int, int], CostTable]
) -> tuple[list[Integers], list[CostTable]]:
    """List for each variable those it meets, and the costs: shape (those, their values, its values)."""
    met: list[list[tuple[int, CostTable]]] = [[] for _ in range(variables)]
    for (a, b), cost in pairs.items():
        met[a].append((b, cost.T))
        met[b].append((a, cost))
    others = [np.array([other for other, _ in row], dtype=np.intp) for row in met]
    costs = [np.array([cost for _, cost in row]).reshape(-1, values, values) for row in met]
    return others, costs


def _total(state: Integers, alone: CostTable, pairs: Mapping[tuple[int, int], CostTable]) -> CostTable:
    """Return the cost of each chain, shape (chains,)."""
    total: CostTable = alone[np.arange(len(alone))[:, None], state].sum(axis=0)
    for (a, b), cost in pairs.items():
        total += cost[state[a], state[b]]
    return total
