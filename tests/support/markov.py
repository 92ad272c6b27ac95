"""Exact Markov chains of small flow lines, built state by state and solved; no code of the floor.

A serial line of single machines with Erlang service (rate of a phase = phases / mean), exponential
uptimes and repairs, blocking after service, a saturated source and free shipment. A state holds, per
station, the lots waiting before it, what its machine does (0 empty, 1..k phases to go, BLOCKED) and
whether the machine is down. A lot moves onto a machine that is down and leaves it when finished.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix, vstack
from scipy.sparse.linalg import spsolve

BLOCKED = -1
State = tuple[tuple[int, int, bool], ...]


@dataclass(frozen=True)
class Chain:
    """A line as rates: mean service, phases, places between, failure and repair rates."""

    means: tuple[float, ...]
    places: tuple[int, ...]
    phases: tuple[int, ...]
    fail: tuple[float, ...]
    repair: tuple[float, ...]
    calendar_clock: bool = False

    def settle(self, waiting: list[int], machine: list[int]) -> None:
        """Move every lot that can move, last station first, until none can."""
        last = len(self.means) - 1
        moved = True
        while moved:
            moved = False
            for j in range(last, -1, -1):
                if machine[j] == BLOCKED and j == last:
                    machine[j], moved = 0, True
                elif machine[j] == BLOCKED and machine[j + 1] == 0 and waiting[j + 1] == 0:
                    machine[j], machine[j + 1], moved = 0, self.phases[j + 1], True
                elif machine[j] == BLOCKED and waiting[j + 1] < self.places[j]:
                    machine[j], moved = 0, True
                    waiting[j + 1] += 1
                if machine[j] == 0 and (j == 0 or waiting[j]):
                    machine[j], moved = self.phases[j], True
                    waiting[j] -= 1 if j else 0

    def moves(self, state: State) -> list[tuple[float, State]]:
        """Return (rate, next state) of everything that can happen in a state."""
        found = []
        for j, (_, machine, down) in enumerate(state):
            if down:
                found.append((self.repair[j], self._flip(state, j)))
                continue
            if machine > 0:
                found.append((self.phases[j] / self.means[j], self._phase_done(state, j)))
            if self.fail[j] and (machine > 0 or self.calendar_clock):
                found.append((self.fail[j], self._flip(state, j)))
        return found

    def _flip(self, state: State, j: int) -> State:
        waiting, machine, down = state[j]
        return (*state[:j], (waiting, machine, not down), *state[j + 1 :])

    def _phase_done(self, state: State, j: int) -> State:
        waiting, machine, down = (list(column) for column in zip(*state, strict=True))
        machine[j] = machine[j] - 1 if machine[j] > 1 else BLOCKED
        self.settle(waiting, machine)
        return tuple(zip(waiting, machine, down, strict=True))

    @cached_property
    def solved(self) -> tuple[list[State], NDArray[np.float64]]:
        """Return every state that can be reached and its long-run share."""
        k = len(self.means)
        waiting, machine = [0] * k, [0] * k
        self.settle(waiting, machine)
        first: State = tuple(zip(waiting, machine, [False] * k, strict=True))
        number, order, rows = {first: 0}, [first], []
        for state in order:
            for rate, target in self.moves(state):
                if target not in number:
                    number[target] = len(order)
                    order.append(target)
                rows.append((number[state], number[target], rate))
        source, target, rate = (np.array(column) for column in zip(*rows, strict=True))
        n = len(order)
        flow = coo_matrix((rate, (target, source)), shape=(n, n))
        out = coo_matrix((rate, (source, source)), shape=(n, n))
        balance = csr_matrix(flow - out)[:-1]
        equations = vstack([balance, csr_matrix(np.ones((1, n)))]).tocsc()
        right = np.zeros(n)
        right[-1] = 1.0
        return order, np.asarray(spsolve(equations, right))

    def share(self, j: int, machine: str) -> float:
        """Return the long-run share of station j: `working`, `blocked`, `starved` or `down`."""
        states, weight = self.solved
        test = {
            "working": lambda m, down: m > 0 and not down,
            "blocked": lambda m, down: m == BLOCKED and not down,
            "starved": lambda m, down: m == 0 and not down,
            "down": lambda _, down: down,
        }[machine]
        return float(sum(w for s, w in zip(states, weight, strict=True) if test(s[j][1], s[j][2])))

    @property
    def throughput(self) -> float:
        """Return lots shipped per time unit: what the last machine works, over its mean."""
        last = len(self.means) - 1
        return self.share(last, "working") / self.means[last]

    @property
    def wip(self) -> float:
        """Return the mean number of lots in machines and buffers."""
        states, weight = self.solved
        inside = np.array([sum(w + (m != 0) for w, m, _ in s) for s in states])
        return float(inside @ weight)


def line_chain(
    means: Sequence[float],
    places: Sequence[int],
    phases: int = 1,
    up: float = 0.0,
    repair: float = 0.0,
    calendar_clock: bool = False,
) -> Chain:
    """Return the chain of a line whose machines share phases and failures (mean up 0 = reliable)."""
    k = len(means)
    fail_rate, repair_rate = (1.0 / up, 1.0 / repair) if up else (0.0, 0.0)
    return Chain(
        tuple(means), tuple(places), (phases,) * k, (fail_rate,) * k, (repair_rate,) * k, calendar_clock
    )
