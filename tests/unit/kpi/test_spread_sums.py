"""Sums over lots: against sums written out lot by lot, in one piece and put together from parts."""

from __future__ import annotations

import numpy as np
import pytest

from twin.kpi.spread_sums import LotFigures, spread_sums

GROUPS = 3


def lots(seed: int, count: int = 40) -> tuple[LotFigures, np.ndarray]:
    """Return lots of three groups; of some a spread is unknown, some have no cell or no mean."""
    dice = np.random.default_rng(seed)
    cells = dice.integers(0, 6, count)
    mean = np.where(dice.random(count) < 0.1, np.nan, dice.normal(50.0, 2.0, count))
    spreads = [np.where(dice.random(count) < 0.2, np.nan, dice.gamma(2.0, 1.0, count)) for _ in range(4)]
    return LotFigures(mean, *spreads, cells), dice.integers(0, GROUPS, count)


def by_hand(figures: LotFigures, group: np.ndarray, wanted: int) -> dict[str, float]:
    counted = [
        lot
        for lot in zip(*figures, group, strict=True)
        if lot[6] == wanted and lot[5] > 0 and not np.isnan(lot[0])
    ]
    found = {
        "lots": len(counted),
        "cells": sum(lot[5] for lot in counted),
        "weighted": sum(lot[5] * lot[0] for lot in counted),
        "per_cell": sum(1.0 / lot[5] for lot in counted),
    }
    for name, column, less in (("within", 1, 1), ("lane", 2, 0), ("along", 3, 0), ("cell", 4, 0)):
        known = [
            (lot[column], lot[5] - less) for lot in counted if not np.isnan(lot[column]) and lot[5] > less
        ]
        found[name] = sum(sd**2 * weight for sd, weight in known)
        found[f"{name}_weight"] = sum(weight for _, weight in known)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_only_lots_with_a_mean_of_cells_count(seed: int) -> None:
    figures, group = lots(seed)
    together = spread_sums(figures, group, GROUPS)
    for wanted in range(GROUPS):
        sums, squares = together.of(wanted)
        assert {name: float(value) for name, value in sums._asdict().items()} == pytest.approx(
            by_hand(figures, group, wanted)
        )
        counted = (group == wanted) & (figures.cells > 0) & ~np.isnan(figures.mean)
        means = figures.mean[counted]
        assert squares == pytest.approx(((means - means.mean()) ** 2).sum())


def test_lots_of_which_all_is_known_are_summed_the_same() -> None:
    dice = np.random.default_rng(9)
    whole = LotFigures(dice.normal(50.0, 2.0, 20), *dice.gamma(2.0, 1.0, (4, 20)), dice.integers(2, 6, 20))
    group = dice.integers(0, GROUPS, 20)
    for wanted in range(GROUPS):
        sums, _ = spread_sums(whole, group, GROUPS).of(wanted)
        found = {name: float(value) for name, value in sums._asdict().items()}
        assert found == pytest.approx(by_hand(whole, group, wanted))


@pytest.mark.parametrize("cut", [0, 1, 17, 40])
def test_sums_of_two_parts_are_those_of_the_whole(cut: int) -> None:
    figures, group = lots(3)
    both = [np.arange(cut), np.arange(cut, len(group))]
    first, second = (spread_sums(figures.at(part), group[part], GROUPS) for part in both)
    added, whole = first + second, spread_sums(figures, group, GROUPS)
    np.testing.assert_allclose(added.sums, whole.sums)
    np.testing.assert_allclose(added.squares, whole.squares)
    np.testing.assert_allclose(added.mean, whole.mean)
    apart = whole.spread_to(np.array([2, 0, 4]), 5)
    assert [apart.of(place) for place in (2, 0, 4)] == [whole.of(group) for group in range(GROUPS)]
    assert apart.of(1)[0].lots == apart.of(3)[0].lots == 0.0
