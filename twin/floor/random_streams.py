"""Random streams: every draw has an address, so none depends on the order of events or on other stations."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from twin.core.errors import ModelStopped
from twin.core.material import Array
from twin.line.distributions import Distribution
from twin.stations.contract.visit import NormalDraw

if TYPE_CHECKING:
    from numpy.random._philox import _PhiloxState

Words = NDArray[np.uint64]
FIRST_BLOCK = 16
LARGEST_BLOCK = 1024
KEPT_BLOCKS = 2
MOST_LOTS = 64
MOST_NUMBERS = 8192


def key_of(*address: object) -> int:
    """Return 128 bits that belong to an address."""
    text = "\x1f".join(map(str, address))
    return int.from_bytes(blake2b(text.encode(), digest_size=16).digest(), "little")


class Stream:
    """Numbers in a fixed order, read by place; drawn in blocks, block sizes do not matter.

    The last two blocks are kept. One that is needed again is drawn again, the same: the state of the
    generator before each block is known.
    """

    __slots__ = ("_before", "_distribution", "_first", "_generator", "_sizes", "_state", "values")

    def __init__(self, generator: np.random.Generator, distribution: Distribution) -> None:
        self._generator = generator
        self._distribution = distribution
        self._state = generator.bit_generator.state
        self._before = array("Q")
        self._sizes: list[int] = []
        self._first = 0
        self.values: list[float] = []

    def at(self, place: int) -> float:
        """Return the number at a place, counted from 0."""
        here = place - self._first
        if here < 0:
            return self._earlier(place)
        while here >= len(self.values):
            self._draw_on()
            here = place - self._first
        return self.values[here]

    def _draw_on(self) -> None:
        """Draw a further block; let go of the last but two."""
        sizes = self._sizes
        self._before.extend(_words(self._generator.bit_generator.state))
        sizes.append(min(2 * sizes[-1], LARGEST_BLOCK) if sizes else FIRST_BLOCK)
        self.values.extend(self._distribution.draw(self._generator, sizes[-1]).tolist())
        if len(sizes) > KEPT_BLOCKS:
            gone = sizes[-1 - KEPT_BLOCKS]
            del self.values[:gone]
            self._first += gone

    def _earlier(self, place: int) -> float:
        """Return a number of a block that is no longer kept."""
        block = first = 0
        while first + self._sizes[block] <= place:
            first += self._sizes[block]
            block += 1
        now = self._generator.bit_generator.state
        words = self._before[block * STATE_WORDS : (block + 1) * STATE_WORDS]
        self._generator.bit_generator.state = _state_of(self._state, words)
        values = self._distribution.draw(self._generator, self._sizes[block])
        self._generator.bit_generator.state = now
        return float(values[place - first])


STATE_WORDS = 11
"""What of the state of a generator changes as it draws: four words of counter, four of buffer, three more."""


def _words(state: Any) -> list[int]:
    """Return the state of a Philox generator, without its key, as whole numbers."""
    place = [state["buffer_pos"], state["has_uint32"], state["uinteger"]]
    return [*state["state"]["counter"].tolist(), *state["buffer"].tolist(), *place]


def _state_of(first: Any, words: Sequence[int]) -> dict[str, Any]:
    """Return the state of a Philox generator of the same key as the first."""
    numbers = list(words)
    counter, buffer = (np.array(part, dtype=np.uint64) for part in (numbers[:4], numbers[4:8]))
    place = dict(zip(("buffer_pos", "has_uint32", "uinteger"), numbers[8:], strict=True))
    return {**first, "state": {**first["state"], "counter": counter}, "buffer": buffer, **place}


class Constant:
    """The same number at every place."""

    __slots__ = ("value",)

    def __init__(self, value: float) -> None:
        self.value = value

    def at(self, place: int) -> float:  # noqa: ARG002
        """Return the number."""
        return self.value


class ListedTimes:
    """Numbers given in order. Raises ModelStopped past the end."""

    __slots__ = ("name", "values")

    def __init__(self, name: str, values: tuple[float, ...]) -> None:
        self.name = name
        self.values = values

    def at(self, place: int) -> float:
        """Return the entry of a place."""
        if place >= len(self.values):
            raise ModelStopped(
                f"the table of {self.name} has {len(self.values)} entries, entry {place + 1} was needed"
            )
        return self.values[place]


Times = Stream | Constant | ListedTimes


class Normals:
    """Standard normals of the lots of a source: n for each, drawn for many lots at once.

    The first lots have blocks of their own: one lot alone costs no more than itself. Two blocks are kept;
    one that is needed again is drawn again, the same.
    """

    __slots__ = ("_blocks", "_draw", "_key", "_n", "_together")

    def __init__(self, key: int, n: int, draw: Callable[[Words, int, tuple[int, int]], Array]) -> None:
        self._key = np.array([key & (2**64 - 1), key >> 64], dtype=np.uint64)
        self._n = n
        self._draw = draw
        self._together = max(1, min(MOST_LOTS, MOST_NUMBERS // n))
        self._blocks: dict[int, Array] = {}

    def at(self, index: int) -> Array:
        """Return the numbers of a lot, counted from 0."""
        size = self._together
        first = index - index % size
        if not first:
            first = 1 << index.bit_length() - 1 if index else 0
            size = max(first, 1)
        block = self._blocks.get(first)
        if block is None:
            if len(self._blocks) > 1:
                del self._blocks[next(iter(self._blocks))]
            block = self._blocks[first] = self._draw(self._key, first, (size, self._n))
            block.flags.writeable = False
        numbers: Array = block[index - first]
        return numbers


class RandomStreams:
    """All random streams of one replication; the address of a draw starts with (seed, replication)."""

    def __init__(self, seed: int, replication: int) -> None:
        self._root = (seed, replication)
        self._normals: dict[tuple[str, str, str, int, int], Normals] = {}

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
            return ListedTimes(".".join(map(str, address)), distribution.values)
        generator = np.random.Generator(np.random.Philox(key=key_of(*self._root, *address)))
        return Stream(generator, distribution)

    def listed(self, name: str, values: tuple[float, ...]) -> Times:
        """Return times given in order."""
        return ListedTimes(name, values)

    def lane_profile(self, lanes: int, *address: object) -> Array:
        """Return a fixed cross-web profile: mean 0, root mean square 1 over the lanes; one lane: 0."""
        if lanes == 1:
            return np.zeros(1)
        generator = np.random.Generator(np.random.Philox(key=key_of(*self._root, "lane", *address)))
        profile = generator.standard_normal(lanes)
        profile -= profile.mean()
        return np.asarray(profile / np.sqrt(np.mean(profile**2)))

    def normals(self, station: str, source: str, index: int, visit: int) -> NormalDraw:
        """Return the standard normals of one visit, addressed by purpose and count; read-only."""
        streams = self._normals

        def normal(purpose: str, n: int) -> Array:
            address = (station, source, purpose, visit, n)
            lots = streams.get(address)
            if lots is None:
                lots = streams[address] = Normals(key_of(*self._root, "visit", *address), n, self._drawn)
            return lots.at(index)

        return normal

    def _drawn(self, key: Words, first: int, shape: tuple[int, int]) -> Array:
        bits, generator, state, counter = self._bits
        counter[:] = 0, 0, first, 0
        state["state"]["key"] = key
        bits.state = state
        return generator.standard_normal(shape)
