"""Streams of times keep two blocks; what lies before is drawn again, the same."""

from __future__ import annotations

import random

import pytest

from twin.floor.random_streams import KEPT_BLOCKS, LARGEST_BLOCK, RandomStreams
from twin.line.api import load_line
from twin.line.distributions import Distribution

COUNT = 10 * LARGEST_BLOCK
DISTRIBUTIONS = [
    {"dist": "exponential", "mean": 3},
    {"dist": "gamma", "mean": 3, "shape": 2},
    {"dist": "triangular", "low": 1, "mode": 2, "high": 3},
]


def distribution(service: dict[str, object]) -> Distribution:
    station = {"name": "a", "kind": "delay", "equipment": {"service": service}}
    source = {"name": "jobs", "mode": "saturated", "lots": 3}
    line = load_line({"format": 1, "name": "one", "source": [source], "station": [station]})
    found = line.station[0].equipment.service
    assert found is not None
    return found


@pytest.mark.parametrize("service", DISTRIBUTIONS, ids=lambda service: service["dist"])
def test_times_do_not_depend_on_the_order_in_which_they_are_asked_for(service: dict[str, object]) -> None:
    asked = distribution(service)
    in_order, in_any = (RandomStreams(1, 0).times(asked, "service", "a") for _ in range(2))
    expected = [in_order.at(place) for place in range(COUNT)]
    assert len(in_order.values) <= KEPT_BLOCKS * LARGEST_BLOCK
    chosen = random.Random(1)
    for place in (chosen.randrange(COUNT) for _ in range(300)):
        assert in_any.at(place) == expected[place]
