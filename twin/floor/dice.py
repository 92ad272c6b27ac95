"""Dice: every draw has an address, so no draw depends on the order of events or on other stations."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from twin.distribution import Distribution
from twin.material import Array
from twin.station import NormalDraw

if TYPE_CHECKING:
    from numpy.random._philox import _PhiloxState

Words = NDArray[np.uint64]
FIRST_BLOCK = 16
LARGEST_BLOCK = 1024


def key_of(*address: object) -> int:
    """Return 128 bits that belong to an address."""
    text = "\x1f".join(map(str, address))
    return int.from_bytes(blake2b(text.encode(), digest_size=16).digest(), "little")


class Stream:
    """Numbers in a fixed order, read by place; drawn in blocks, block sizes do not matter."""

    __slots__ = ("_block", "_draw", "values")

    def __init__(self, draw: Callable[[int], list[float]]) -> None:
        self._draw = draw
        self._block = FIRST_BLOCK
        self.values: list[float] = []

    def at(self, place: int) -> float:
        """Return the number at a place, counted from 0."""
        values = self.values
        while place >= len(values):
            values.extend(self._draw(self._block))
            self._block = min(2 * self._block, LARGEST_BLOCK)
        return values[place]


class Constant:
    """The same number at every place."""

    __slots__ = ("value",)

    def __init__(self, value: float) -> None:
        self.value = value

    def at(self, place: int) -> float:  # noqa: ARG002
        """Return the number."""
        return self.value


class Table:
    """Numbers given in order. Raises IndexError with words past the end."""

    __slots__ = ("name", "values")

    def __init__(self, name: str, values: tuple[float, ...]) -> None:
        self.name = name
        self.values = values

    def at(self, place: int) -> float:
        """Return the entry of a place."""
        if place >= len(self.values):
            raise IndexError(f"{self.name}: the table has {len(self.values)} entries, not {place + 1}")
        return self.values[place]


Times = Stream | Constant | Table


class Dice:
    """All dice of one replication; the address of a draw starts with (seed, replication)."""

    def __init__(self, seed: int, replication: int) -> None:
        self._root = (seed, replication)

    @cached_property
    def _bits(self) -> tuple[np.random.Philox, np.random.Generator, _PhiloxState, Words]:
        bits = np.random.Philox(0)
        state = bits.state
        counter = np.zeros(4, dtype=np.uint64)
        state["state"]["counter"] = counter
        return bits, np.random.Generator(bits), state, counter

    def times(self, distribution: Distribution, *address: object) -> Times:
        """Return the times of a distribution at an address."""
        value = distribution.constant_s
        if value is not None:
            return Constant(value)
        if distribution.dist == "table":
            return Table(".".join(map(str, address)), distribution.values)
        generator = np.random.Generator(np.random.Philox(key=key_of(*self._root, *address)))
        return Stream(lambda n: distribution.draw(generator, n).tolist())

    def listed(self, name: str, values: tuple[float, ...]) -> Times:
        """Return times given in order."""
        return Table(name, values)

    def lane_profile(self, lanes: int, *address: object) -> Array:
        """Return a fixed cross-web profile: mean 0, root mean square 1 over the lanes; one lane: 0."""
        if lanes == 1:
            return np.zeros(1)
        generator = np.random.Generator(np.random.Philox(key=key_of(*self._root, "lane", *address)))
        profile = generator.standard_normal(lanes)
        profile -= profile.mean()
        return np.asarray(profile / np.sqrt(np.mean(profile**2)))

    def normals(self, station: str, source: str, index: int, visit: int) -> NormalDraw:
        """Return the standard normals of one visit, addressed by purpose."""
        bits, generator, state, counter = self._bits
        key = self._purpose_key

        def normal(purpose: str, n: int) -> Array:
            counter[0] = counter[1] = 0
            counter[2] = index
            counter[3] = visit
            state["state"]["key"] = key(station, source, purpose)
            bits.state = state
            return generator.standard_normal(n)

        return normal

    @cached_property
    def _purpose_key(self) -> Callable[[str, str, str], Words]:
        root = self._root

        @cache
        def key(station: str, source: str, purpose: str) -> Words:
            words = key_of(*root, "visit", station, source, purpose)
            return np.array([words & (2**64 - 1), words >> 64], dtype=np.uint64)

        return key
