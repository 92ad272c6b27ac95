"""The yardstick: five stations in plain SimPy, one process per machine, one Store per buffer.

Exponential service of mean 1, first station saturated, blocking after service. With failures, a
second process per machine interrupts it after an exponential uptime while it works (calendar clock).
"""

from __future__ import annotations

import random
from collections.abc import Generator

import simpy

STATIONS = 5
PLACES = 5
UP_S = 100.0
REPAIR_S = 10.0


class Machine:
    """One machine between two stores; None = saturated before it, free shipment after it."""

    def __init__(
        self,
        env: simpy.Environment,
        before: simpy.Store | None,
        after: simpy.Store | None,
        rng: random.Random,
    ) -> None:
        self.env, self.before, self.after, self.rng = env, before, after, rng
        self.shipped = 0
        self.working = False
        self.process = env.process(self.run())

    def run(self) -> Generator[simpy.Event, None, None]:
        while True:
            if self.before is not None:
                yield self.before.get()
            left_s = self.rng.expovariate(1.0)
            while left_s > 0.0:
                since_s = self.env.now
                self.working = True
                try:
                    yield self.env.timeout(left_s)
                    left_s = 0.0
                except simpy.Interrupt:
                    left_s -= self.env.now - since_s
                    self.working = False
                    yield self.env.timeout(self.rng.expovariate(1.0 / REPAIR_S))
            self.working = False
            if self.after is None:
                self.shipped += 1
            else:
                yield self.after.put(self.env.now)

    def break_down(self) -> Generator[simpy.Event, None, None]:
        while True:
            yield self.env.timeout(self.rng.expovariate(1.0 / UP_S))
            if self.working:
                self.process.interrupt()


def shipped(horizon_s: float, seed: int, failures: bool, stations: int = STATIONS) -> int:
    """Run the line and return the lots shipped."""
    rng = random.Random(seed)
    env = simpy.Environment()
    stores = [simpy.Store(env, capacity=PLACES) for _ in range(stations - 1)]
    machines = [
        Machine(env, before, after, rng)
        for before, after in zip([None, *stores], [*stores, None], strict=True)
    ]
    if failures:
        for machine in machines:
            env.process(machine.break_down())
    env.run(until=horizon_s)
    return machines[-1].shipped
