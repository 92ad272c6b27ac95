"""Solvents: polarity, time and temperature do harm, twice the time more than once, and steps add up."""

import numpy as np
import pytest

from twin.laws.solvent_attack import (
    coating_attack_per_h,
    contact_h,
    solvent_retention,
    visible_damage_frac,
)

CONSTANTS = (0.46, 0.634, 0.5, 1.0)


def left(polarity: float, hours: float, before: float = 0.0) -> float:
    return float(solvent_retention(polarity, hours, before, *CONSTANTS))


def test_no_time_in_the_solvent_costs_nothing() -> None:
    assert left(5.2, 0.0) == 1.0


def test_more_polar_and_longer_is_worse_and_time_is_never_free() -> None:
    assert left(0.1, 1.0) > left(2.5, 1.0) > left(3.9, 1.0) > left(5.2, 1.0) > left(6.7, 1.0)
    hours = np.array([0.0, 1.0, 2.0, 8.0, 24.0])
    remaining = np.asarray(solvent_retention(3.9, hours, 0.0, *CONSTANTS))
    assert (np.diff(remaining) < -0.02).all()


def test_two_contacts_do_what_one_of_both_times_does() -> None:
    assert left(3.9, 1.0) * left(3.9, 4.0, before=1.0) == pytest.approx(left(3.9, 4.0))


def test_a_mild_solvent_shows_in_part_and_one_that_dissolves_wholly() -> None:
    assert visible_damage_frac(2.5, 0.08) == pytest.approx(0.08, abs=1e-4)
    assert visible_damage_frac(6.7, 0.08) == pytest.approx(1.0, abs=1e-4)


def test_warm_contact_counts_more() -> None:
    assert contact_h(3600.0, 70.0, 45.0) == pytest.approx(
        np.exp(-45e3 / 8.314462618 * (1 / 343.15 - 1 / 298.15))
    )
    assert contact_h(3600.0, 10.0, 45.0) < 1.0


def test_the_attack_on_a_coating_takes_the_rates_of_the_classes_and_lies_between_them() -> None:
    rates = (0.002, 0.01, 0.05, 0.5)
    for polarity, rate in ((0.1, 0.002), (2.5, 0.002), (4.0, 0.01), (5.9, 0.05), (10.2, 0.5), (11.0, 0.5)):
        assert coating_attack_per_h(polarity, *rates) == pytest.approx(rate)
    assert coating_attack_per_h(3.25, *rates) == pytest.approx(np.sqrt(0.002 * 0.01))
