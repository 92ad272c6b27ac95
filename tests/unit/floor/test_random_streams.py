"""Random streams: an address and a place make a number, however and in whichever order it is asked for."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import pytest

from twin.core.errors import ModelStopped
from twin.floor.random_streams import RandomStreams, Stream, key_of
from twin.line.distributions import Distribution


class Watched(Distribution):
    """A distribution that notes how many numbers it is asked for at once."""

    asked: ClassVar[list[int]] = []

    def draw(self, generator: np.random.Generator, n: int) -> Any:
        self.asked.append(n)
        return super().draw(generator, n)


def stream(distribution: Distribution) -> Stream:
    return Stream(np.random.Generator(np.random.Philox(key=5)), distribution)


@pytest.mark.parametrize(
    "distribution",
    [
        Distribution("exponential", {"mean": 10.0}),
        Distribution("gamma", {"mean": 3.0, "shape": 0.4}),
        Distribution("uniform", {"low": 1.0, "high": 2.0}),
    ],
)
def test_a_stream_is_read_by_place_in_any_order(distribution: Distribution) -> None:
    places = [0, 16, 15, 5000, 17, 4999, 3, 5001, 47, 48, 0, 2100, 9000]
    read = stream(distribution)
    found = [read.at(place) for place in places]
    straight = stream(distribution)
    in_order = [straight.at(place) for place in range(9001)]
    assert found == [in_order[place] for place in places]
    assert len(set(in_order)) == len(in_order)


def test_a_stream_draws_little_at_first_and_never_much_and_keeps_two_blocks() -> None:
    asked = Watched.asked = []
    read = stream(Watched("exponential", {"mean": 1.0}))
    read.at(0)
    read.at(15)
    assert asked == [16], "a place is drawn when it is asked for"
    read.at(16)
    assert asked == [16, 32]
    for place in range(10_000):
        read.at(place)
    assert max(asked) == 1024
    assert sum(asked) - 1024 < 10_000 <= sum(asked)
    assert len(read.values) <= 2 * 1024
    assert asked == sorted(asked), "read in order, nothing is drawn twice"


def test_a_table_of_times_ends_with_a_message() -> None:
    times = RandomStreams(1, 0).listed("release", (1.0, 2.5))
    assert [times.at(0), times.at(1)] == [1.0, 2.5]
    with pytest.raises(ModelStopped, match="the table of release has 2 entries, entry 3 was needed"):
        times.at(2)


def test_times_depend_on_seed_replication_and_address_alone() -> None:
    one = Distribution("exponential", {"mean": 10.0})

    def times(seed: int, replication: int, *address: object) -> list[float]:
        stream = RandomStreams(seed, replication).times(one, *address)
        return [stream.at(n) for n in range(40)]

    first = times(1, 0, "uptime", "mill", 1)
    assert first == times(1, 0, "uptime", "mill", 1)
    others = [
        times(2, 0, "uptime", "mill", 1),
        times(1, 1, "uptime", "mill", 1),
        times(1, 0, "uptime", "mill", 2),
    ]
    assert all(set(first).isdisjoint(other) for other in others)
    assert key_of("a", "bc") != key_of("ab", "c")


def test_a_lane_profile_has_mean_0_and_root_mean_square_1_and_belongs_to_its_address() -> None:
    dice = RandomStreams(3, 0)
    for lanes in (2, 5, 12):
        profile = dice.lane_profile(lanes, "film", 1, "gap_um")
        assert profile.mean() == pytest.approx(0.0, abs=1e-12)
        assert np.mean(profile**2) == pytest.approx(1.0)
        np.testing.assert_array_equal(profile, dice.lane_profile(lanes, "film", 1, "gap_um"))
    assert not np.allclose(
        dice.lane_profile(5, "film", 1, "gap_um"), dice.lane_profile(5, "film", 2, "gap_um")
    )
    assert dice.lane_profile(1, "film", 1, "gap_um").tolist() == [0.0]


@pytest.mark.parametrize("n", [1, 2, 128, 200, 5000, 9000])
def test_normals_of_a_lot_are_its_own_and_cannot_be_written(n: int) -> None:
    dice = RandomStreams(7, 3)
    order = [0, 1, 2, 3, 5, 40, 63, 64, 65, 127, 128, 300, 2, 64]
    drawn = [dice.normals("film", "powder", index, 0)("feed", n) for index in order]
    for index, numbers in zip(order, drawn, strict=True):
        fresh = RandomStreams(7, 3).normals("film", "powder", index, 0)("feed", n)
        assert numbers.shape == (n,)
        np.testing.assert_array_equal(numbers, fresh)
        with pytest.raises(ValueError, match="read-only"):
            numbers[0] = 1.0
    first = {index: float(numbers[0]) for index, numbers in zip(order, drawn, strict=True)}
    assert len(set(first.values())) == len(first), "no two lots share a number"
