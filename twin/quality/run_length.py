"""Mean run length of control charts: how many points until a signal, right or false."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from scipy.sparse import csc_array, eye_array
from scipy.sparse.linalg import spsolve
from scipy.special import ndtr

from twin.core.material import Array
from twin.quality.charts import CUSUM_INTERVAL, CUSUM_SLACK, EWMA_REACH, EWMA_WEIGHT
from twin.quality.run_rules import WESTERN_ELECTRIC, Rule

Memory = tuple[tuple[bool, ...], ...]
"""For each rule, upper and lower side: which of the last points were in its zone, the latest first."""

NODES = 120
"""Points of the Gauss-Legendre rule; the kernels are normal densities, far wider than the spacing."""


class RunLengths(NamedTuple):
    """Mean run lengths, in points, of the charts of this package with their own constants.

    `limits`: points beyond 3 sigma alone; `rules`: the four Western Electric rules together.
    """

    limits: float
    rules: float
    ewma: float
    cusum: float


@cache
def of_charts(shift_sigma: float = 0.0) -> RunLengths:
    """Return how many points the charts need on average to signal: falsely, or a shift of the process."""
    return RunLengths(
        limits=run_rules(WESTERN_ELECTRIC[:1], shift_sigma),
        rules=run_rules(WESTERN_ELECTRIC, shift_sigma),
        ewma=ewma(EWMA_WEIGHT, EWMA_REACH, shift_sigma),
        cusum=cusum(CUSUM_SLACK, CUSUM_INTERVAL, shift_sigma),
    )


def run_rules(rules: Sequence[Rule], shift_sigma: float = 0.0) -> float:
    """Return the mean run length of a chart of points on which any of some zone rules signals.

    `shift_sigma`: shift of the process in standard deviations of a point. Points are normal and independent,
    limits known. A Markov chain over what the rules remember of the last points (Champ & Woodall,
    Technometrics 29 (1987) 393).
    """
    edges = np.array(sorted({side * rule.sigma for rule in rules for side in (-1.0, 1.0)}))
    bounds = np.concatenate([[-np.inf], edges, [np.inf]])
    chances = np.diff(ndtr(bounds - shift_sigma))
    middles = np.concatenate([[edges[0] - 1.0], (edges[:-1] + edges[1:]) / 2.0, [edges[-1] + 1.0]])
    start: Memory = ((),) * (2 * len(rules))
    places, rows, columns, weights = {start: 0}, [], [], []
    waiting = [start]
    while waiting:
        memory = waiting.pop()
        for middle, chance in zip(middles.tolist(), chances.tolist(), strict=True):
            after = _remembered(memory, rules, middle)
            if after is None:
                continue
            if after not in places:
                places[after] = len(places)
                waiting.append(after)
            rows.append(places[memory])
            columns.append(places[after])
            weights.append(chance)
    size = len(places)
    stays = csc_array((weights, (rows, columns)), shape=(size, size))
    return float(spsolve(eye_array(size, format="csc") - stays, np.ones(size))[0])


def _remembered(memory: Memory, rules: Sequence[Rule], z: float) -> Memory | None:
    """Return what the rules remember after one more point, None if one of them signals."""
    parts: list[tuple[bool, ...]] = []
    for place, rule in enumerate(rules):
        zones = z > rule.sigma, z < -rule.sigma
        for last, inside in zip(memory[2 * place : 2 * place + 2], zones, strict=True):
            marks = (inside, *last)
            if sum(marks) >= rule.needed:
                return None
            parts.append(_that_still_count(marks, rule))
    return tuple(parts)


def _that_still_count(marks: tuple[bool, ...], rule: Rule) -> tuple[bool, ...]:
    """Return the marks, the latest first, that can still be part of a signal; older ones are forgotten."""
    kept = 0
    for age, mark in enumerate(marks[: rule.window - 1], start=1):
        if mark and sum(marks[:age]) + rule.window - age >= rule.needed:
            kept = age
    return marks[:kept]


def ewma(weight: float, reach: float, shift_sigma: float = 0.0) -> float:
    """Return the mean run length of an EWMA with its final limits, started at the target.

    Solves L(u) = 1 + integral of L(v) phi((v - (1-w)u)/w - shift)/w over the band (Crowder,
    Technometrics 29 (1987) 401).
    """
    band = reach * math.sqrt(weight / (2.0 - weight))
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    v = band * nodes
    start = np.concatenate([v, [0.0]])
    arrival = (v[None, :] - (1.0 - weight) * start[:, None]) / weight - shift_sigma
    kernel = _density(arrival) / weight * (band * weights)[None, :]
    length = np.linalg.solve(np.eye(NODES) - kernel[:NODES], np.ones(NODES))
    return float(1.0 + kernel[NODES] @ length)


def cusum_one_sided(slack: float, interval: float, shift_sigma: float = 0.0) -> float:
    """Return the mean run length of a one-sided cumulative sum started at 0 (k, h in sigma).

    Page's equation: L(u) = 1 + L(0) Phi(k - u - shift) + integral of L(v) phi(v + k - u - shift) from 0 to h.
    """
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    v = np.concatenate([[0.0], interval * (nodes + 1.0) / 2.0])
    kernel = np.empty((NODES + 1, NODES + 1))
    kernel[:, 0] = ndtr(slack - v - shift_sigma)
    kernel[:, 1:] = _density(v[None, 1:] + slack - v[:, None] - shift_sigma) * (interval * weights / 2.0)
    return float(np.linalg.solve(np.eye(NODES + 1) - kernel, np.ones(NODES + 1))[0])


def cusum(slack: float, interval: float, shift_sigma: float = 0.0) -> float:
    """Return the mean run length of the two-sided cumulative sum: rates of both sides add."""
    up = cusum_one_sided(slack, interval, shift_sigma)
    down = cusum_one_sided(slack, interval, -shift_sigma)
    return 1.0 / (1.0 / up + 1.0 / down)


def _density(z: Array) -> Array:
    """Return the standard normal density."""
    return np.asarray(np.exp(-(z**2) / 2.0) / math.sqrt(2.0 * math.pi))
