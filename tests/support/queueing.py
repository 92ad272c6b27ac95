"""Closed forms of queueing theory; rates per second, means in seconds."""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import brentq
from scipy.stats import poisson


def erlang_b(servers: int, offered: float) -> float:
    """Loss of M/M/c/c by the usual recursion."""
    loss = 1.0
    for n in range(1, servers + 1):
        loss = offered * loss / (n + offered * loss)
    return loss


def erlang_c(servers: int, offered: float) -> float:
    """Probability of waiting in M/M/c."""
    loss = erlang_b(servers, offered)
    return loss / (1.0 - offered / servers * (1.0 - loss))


def wait_mmc(arrivals: float, service: float, servers: int) -> float:
    """Mean wait in M/M/c."""
    offered = arrivals * service
    return erlang_c(servers, offered) * service / (servers - offered)


def wait_mg1(arrivals: float, mean: float, squared_cv: float) -> float:
    """Mean wait in M/G/1 (Pollaczek-Khinchine)."""
    rho = arrivals * mean
    return rho / (1.0 - rho) * mean * (1.0 + squared_cv) / 2.0


def wait_with_failures(arrivals: float, mean: float, up: float, repair: float) -> tuple[float, float, float]:
    """Return mean completion, its squared cv and the mean wait of M/M/1 with an operating clock."""
    completion = mean * (1.0 + repair / up)
    # compound Poisson repairs over an exponential service, exponential repairs
    variance = (mean * (1.0 + repair / up)) ** 2 + 2.0 * mean * repair**2 / up
    squared_cv = variance / completion**2
    return completion, squared_cv, wait_mg1(arrivals, completion, squared_cv)


def wait_dm1(interval: float, mean: float) -> tuple[float, float]:
    """Return sigma and the mean wait of D/M/1."""
    sigma = brentq(lambda s: s - math.exp(-interval / mean * (1.0 - s)), 1e-9, 1.0 - 1e-9)
    return sigma, sigma / (1.0 - sigma) * mean


def wait_mdc(arrivals: float, service: float, servers: int) -> float:
    """Mean wait in M/D/c from the number in the system one service later (Crommelin)."""
    size = 400
    pmf = poisson.pmf(np.arange(size), arrivals * service)
    step = np.zeros((size, size))
    for n in range(size):
        left = max(n - servers, 0)
        step[n, left:] = pmf[: size - left]
    share = np.full(size, 1.0 / size)
    for _ in range(12):
        step = step @ step
        step /= step.sum(axis=1, keepdims=True)
    share = share @ step
    waiting = np.maximum(np.arange(size) - servers, 0) @ share
    return float(waiting / arrivals)


def finite_room(offered: float, servers: int, room: int) -> tuple[float, float]:
    """Return loss and mean number inside M/M/c/room."""
    weight = [1.0]
    for n in range(1, room + 1):
        weight.append(weight[-1] * offered / min(n, servers))
    share = np.array(weight) / sum(weight)
    return float(share[-1]), float(np.arange(room + 1) @ share)


def wait_batches(arrivals: float, rate: float, size: int) -> float:
    """Mean wait when a server takes exactly `size` at once for an exponential time."""
    n_max = 600
    # waiting lots and whether the server is busy; solved as a finite chain
    total = 2 * n_max
    q = np.zeros((total, total))
    for n in range(n_max):
        for busy in (0, 1):
            if busy == 0 and n >= size:
                q[2 * n, 2 * n] = -1.0
                q[2 * n, 0] = 1.0
                continue
            here = 2 * n + busy
            if n + 1 < n_max:
                target = 2 * (n + 1) + busy
                if not busy and n + 1 == size:
                    target = 1
                q[here, target] += arrivals
            if busy:
                q[here, 2 * (n - size) + 1 if n >= size else 2 * n] += rate
            q[here, here] -= q[here].sum()
    a = np.vstack([q.T[:-1], np.ones(total)])
    right = np.zeros(total)
    right[-1] = 1.0
    share = np.linalg.lstsq(a, right, rcond=None)[0]
    waiting = float(np.arange(total) // 2 @ share)
    return waiting / arrivals


def machine_repair(machines: int, fail: float, repair: float) -> tuple[float, float, float]:
    """Return availability, crew busy and mean machines down with one crew."""
    weight = [1.0]
    for down in range(machines):
        weight.append(weight[-1] * (machines - down) * fail / repair)
    share = np.array(weight) / sum(weight)
    down_mean = float(np.arange(machines + 1) @ share)
    return 1.0 - down_mean / machines, float(1.0 - share[0]), down_mean


def pot_life_loss(arrivals: float, rate: float, limit: float) -> float:
    """Share lost in M/M/1 when a lot leaves the queue after `limit` (Barrer), load not 1."""
    rho = arrivals / rate
    decay = math.exp(-(rate - arrivals) * limit)
    return (1.0 - rho) * rho * decay / (1.0 - rho**2 * decay)


def assembly(rate_a: float, rate_b: float, ahead_a: int, ahead_b: int) -> float:
    """Output of two branches that meet, each at most so many lots ahead of the other."""
    ratio = rate_a / rate_b
    weight = np.array([ratio**n for n in range(ahead_a + ahead_b + 1)])
    return float(rate_a * (1.0 - weight[-1] / weight.sum()))


def conwip_exponential(means: list[float], lots: int) -> tuple[float, float]:
    """Throughput and cycle time of a closed tandem of single exponential machines (mean value analysis)."""
    at = np.zeros(len(means))
    throughput, cycle = 0.0, 0.0
    for n in range(1, lots + 1):
        stay = np.array(means) * (1.0 + at)
        cycle = float(stay.sum())
        throughput = n / cycle
        at = throughput * stay
    return throughput, cycle
