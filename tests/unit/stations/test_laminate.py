"""Lamination gives a free film its collector: the same thing the wet line coats on."""

from __future__ import annotations

import math

import pytest
from support.chain import chain, visit_of
from support.shipped import LINES, shipped

from twin.core.material import Material
from twin.stations.calender import web_hazard
from twin.stations.contract.kinds import load
from twin.stations.shared.finished_cell import cell_figures

PLAN = next(plan for plan in shipped(LINES[0]).station if plan.kind == "laminate")


def laminated(**changes: float) -> Material:
    """The web of the dry line behind its laminator, some of its parameters changed; no noise."""
    lot = chain(shipped(LINES[0]))["calender"].after
    visit = visit_of(PLAN.model_copy(update={"noise": {}}), lot, None)
    assert PLAN.params is not None
    return load("laminate").transform(lot, PLAN.params.model_copy(update=changes), visit)


@pytest.mark.parametrize("name", LINES)
def test_every_line_ends_with_an_electrode_on_the_same_foil(name: str) -> None:
    last = shipped(name).station[-1].name
    web = chain(shipped(name))[last].after
    assert (web.collector_strength_N_m == 10.0 * 150.0).all()
    assert (web.collector_resistance_ohm_cm2 > 0.0).all()


def test_foil_carries_the_web_and_a_free_film_has_none() -> None:
    film = chain(shipped(LINES[0]))["film"].after
    calender = shipped(LINES[0]).station[3].params
    assert (film.collector_strength_N_m == 0.0).all()
    assert web_hazard(laminated(), calender) < 1e-6 * web_hazard(film, calender)


def test_adhesion_and_primer_by_hand() -> None:
    web = laminated()
    # half of what 2 % binder would hold, 20 of 15 MPa made e^(0.006 · 75) times as much by heat
    held = 57.0 * 0.5 * -math.expm1(-20.0 / 15.0 * math.exp(0.006 * 75.0))
    assert web.adhesion_N_m.mean() == pytest.approx(held, rel=1e-9)
    assert web.collector_resistance_ohm_cm2.mean() == pytest.approx(0.116 * (0.25 / 0.4) ** 1.53, rel=1e-9)


def test_light_or_cold_rolls_hold_less() -> None:
    usual = laminated().adhesion_N_m.mean()
    assert laminated(pressure_MPa=5.0).adhesion_N_m.mean() < 0.7 * usual
    assert laminated(temperature_C=25.0).adhesion_N_m.mean() < usual


def test_a_bad_contact_to_the_collector_adds_to_the_resistance_of_the_cell() -> None:
    web = chain(shipped(LINES[0]))["hot_press"].after
    worse = web.with_(collector_resistance_ohm_cm2=web.collector_resistance_ohm_cm2 + 20.0)
    gained = cell_figures(worse)["area_resistance_ohm_cm2"] - cell_figures(web)["area_resistance_ohm_cm2"]
    assert gained.mean() == pytest.approx(20.0, rel=1e-9)
