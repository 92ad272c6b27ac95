"""What a gauge sees of a web, what a control makes of it, and what limits decide, one lot at a time."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from support.wet_samples import visit

from twin.floor.material.inspection import inspect, is_outside, measure, outside_of, steer, within_bounds
from twin.floor.state import LotState
from twin.line.model.line import Control, Gauge, Limit
from twin.records.log import LotRow
from twin.stations.contract.kinds import load
from twin.stations.contract.visit import bounds_of

PARAMS = load("slit").params
WIDTH_M, SPEED_M_MIN = 0.6, 20.0
LOW, HIGH = bounds_of(PARAMS, "speed_m_min")
PROFILE = np.array([[1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 4.0, 6.0, 8.0, 10.0]])


def a_lot() -> LotState:
    """Return a lot of two lanes and five segments, 10 m2 and 2 kg."""
    row = LotRow(1, (), "", 0.0, area_m2=10.0, mass_kg=2.0)
    return LotState(1, row, None, 0, (), {}, 0.0)  # type: ignore[arg-type]


def cells(values: list[list[bool]]) -> Any:
    return np.array(values, dtype=bool)


def seen(true: np.ndarray, **gauge: Any) -> np.ndarray:
    ones = SimpleNamespace(normal=lambda _, n: np.arange(1.0, n + 1.0))
    return measure({"t": Gauge(**gauge)}, ones, {"t": true})["t"]  # type: ignore[arg-type]


def test_a_gauge_adds_its_bias_and_a_normal_per_measured_cell() -> None:
    np.testing.assert_allclose(seen(PROFILE, bias=0.5), PROFILE + 0.5)
    noisy = seen(PROFILE, bias=0.5, repeatability=0.1)
    np.testing.assert_allclose(noisy, PROFILE + 0.5 + 0.1 * np.arange(1.0, 11.0).reshape(2, 5))


def test_a_value_stands_for_the_segments_up_to_the_next_one_measured() -> None:
    skipping = seen(PROFILE, every_segments=2, repeatability=0.1)
    first = np.array([1.1, 3.2, 5.3])
    np.testing.assert_allclose(skipping[0], first[[0, 0, 1, 1, 2]])
    np.testing.assert_allclose(skipping[1], (np.array([2.4, 6.5, 10.6]))[[0, 0, 1, 1, 2]])


def test_a_gauge_without_scatter_draws_nothing() -> None:
    conditions = visit()
    assert measure({"t": Gauge()}, conditions, {"t": PROFILE})["t"].tolist() == PROFILE.tolist()


def steered(saw: float, good: Any = None, speed: float = SPEED_M_MIN, **control: Any) -> tuple[float, str]:
    """Return the set-point after a gauge saw a web, and what held it back; target 5, gain 2."""
    plan = Control(setpoint="speed_m_min", property="t", target=5.0, gain=2.0, **control)
    params = PARAMS(web_width_m=WIDTH_M, speed_m_min=speed, power_kW=1.0)
    machine: Any = SimpleNamespace(params=params, station=SimpleNamespace(plan=SimpleNamespace(control=plan)))
    lot = a_lot()
    if good is not None:
        lot.keep(good)
    held = steer(machine, lot, {"t": np.array([[saw, saw + 1.0]])})
    return machine.params.speed_m_min, held


@pytest.mark.parametrize(
    ("saw", "control", "speed", "held"),
    [
        (3.5, {}, 22.0, ""),  # mean 4, one below the target
        (5.5, {}, 18.0, ""),
        (3.5, {"largest_step": 0.5}, 20.5, ""),
        (5.5, {"largest_step": 0.5}, 19.5, ""),
        (3.5, {"largest_step": 3.0}, 22.0, ""),
        (3.5, {"setpoint_upper": 21.0}, 21.0, "speed_m_min at 21"),
        (3.5, {"setpoint_upper": 22.0}, 22.0, ""),
        (5.5, {"setpoint_lower": 19.0}, 19.0, "speed_m_min at 19"),
        (5.5, {"setpoint_lower": 18.0}, 18.0, ""),
        (5.5, {"setpoint_lower": 21.0}, 20.0, "speed_m_min at 20"),  # from beyond its guard it stays,
        (3.5, {"setpoint_lower": 21.0}, 22.0, ""),  # or comes back
        (3.5, {"setpoint_upper": 19.0}, 20.0, "speed_m_min at 20"),
        (5.5, {"setpoint_upper": 19.0}, 18.0, ""),
        (1e9, {}, LOW, f"speed_m_min at {LOW:g}"),
        (-1e9, {}, HIGH, f"speed_m_min at {HIGH:g}"),
        (1e9, {"setpoint_lower": -5.0}, LOW, f"speed_m_min at {LOW:g}"),
        (-1e9, {"setpoint_upper": 1e9}, HIGH, f"speed_m_min at {HIGH:g}"),
    ],
)
def test_a_control_moves_its_set_point_by_gain_and_error_within_its_guard(
    saw: float, control: dict[str, float], speed: float, held: str
) -> None:
    assert steered(saw, **control) == (pytest.approx(speed), held)


def test_a_control_looks_at_the_cells_that_are_not_cut() -> None:
    assert steered(4.0, good=cells([[False, True]])) == (pytest.approx(20.0), "")


def test_a_station_without_control_or_numbers_is_left_alone() -> None:
    for params, control in (
        (PARAMS(web_width_m=WIDTH_M, speed_m_min=20.0, power_kW=1.0), None),
        (None, True),
    ):
        machine: Any = SimpleNamespace(
            params=params, station=SimpleNamespace(plan=SimpleNamespace(control=control))
        )
        assert steer(machine, a_lot(), {}) == ""
        assert machine.params is params


def test_a_set_point_is_kept_within_the_bounds_of_its_parameter() -> None:
    params = PARAMS(web_width_m=WIDTH_M, speed_m_min=20.0, power_kW=1.0)
    assert [within_bounds(params, "speed_m_min", value) for value in (LOW - 1.0, 7.0, HIGH + 1.0)] == [
        LOW,
        7.0,
        HIGH,
    ]


def limit(action: str = "scrap_lot", **more: Any) -> Limit:
    return Limit(property="t", at="here", action=action, **more)


@pytest.mark.parametrize(
    ("bounds", "outside"),
    [
        ({"lower": 2.0}, [True, False, False, False]),
        ({"upper": 3.0}, [False, False, False, True]),
        ({"lower": 2.0, "upper": 3.0}, [True, False, False, True]),
        ({}, [False] * 4),
    ],
)
def test_what_lies_on_a_limit_is_inside(bounds: dict[str, float], outside: list[bool]) -> None:
    values = [1.0, 2.0, 3.0, 4.0]
    assert [is_outside(limit(**bounds), value) for value in values] == outside
    assert outside_of(limit(**bounds), np.array(values)).tolist() == outside
    assert not is_outside(limit(**bounds), float("nan"))


def judged(*limits: Limit, lot: LotState | None = None, true: Any = PROFILE, measured: Any = None) -> Any:
    saw = {"t": true if measured is None else measured}
    return inspect(lot or a_lot(), list(enumerate(limits)), {"t": true}, saw)


def test_a_lot_is_judged_by_its_mean() -> None:
    assert judged(limit(upper=4.5)).name == "ok"  # the mean is 4.5
    assert tuple(judged(limit(upper=4.4))) == ("scrap_lot", "t", "", ())
    assert judged(limit(upper=4.6), measured=PROFILE + 1.0).name == "ok"
    assert judged(limit(upper=4.6, judged_on="measured"), measured=PROFILE + 1.0).name == "scrap_lot"


def test_cells_outside_are_cut_out_of_the_lot_and_what_is_left_is_judged_further() -> None:
    lot = a_lot()
    verdict = judged(limit("scrap_cells", upper=5.0), limit("flag", upper=3.0), limit(upper=3.1), lot=lot)
    # 6, 8 and 10 are cut: the mean of the other seven is 3
    assert tuple(verdict) == ("scrap_cells", "", "", ((pytest.approx(0.3), "t"),))
    assert lot.good is not None
    assert lot.good.tolist() == (PROFILE <= 5.0).tolist()
    assert lot.good_share == pytest.approx(0.7)
    again = judged(limit("scrap_cells", upper=4.0), lot=lot)
    assert again.cut == ((pytest.approx(0.1), "t"),)
    assert lot.good_share == pytest.approx(0.6)
    assert judged(limit("scrap_cells", upper=4.0), lot=lot) == ("ok", "", "", ())


def test_a_lot_without_a_good_cell_is_scrapped() -> None:
    verdict = judged(
        limit("scrap_cells", upper=5.0), limit("scrap_cells", upper=0.0), limit("flag", upper=0.0)
    )
    assert tuple(verdict) == ("scrap_lot", "t", "", ((pytest.approx(0.3), "t"), (pytest.approx(0.7), "t")))


def test_a_flag_lets_the_lot_go_on_and_keeps_a_cut_in_its_name() -> None:
    assert judged(limit("flag", upper=1.0)).name == "flag"
    assert judged(limit("scrap_cells", upper=9.0), limit("flag", upper=1.0)).name == "scrap_cells"
    assert judged(limit("flag", upper=1.0), limit("scrap_cells", upper=9.0)).name == "scrap_cells"
    assert judged(limit("flag", upper=1.0), limit(upper=1.0)).name == "scrap_lot"


def test_rework_is_tried_as_often_as_allowed_and_then_the_lot_is_scrapped() -> None:
    lot, back = a_lot(), limit("rework", upper=1.0, to="before", at_most=2)
    names = [judged(limit("flag", upper=1.0), back, lot=lot) for _ in range(3)]
    assert [(verdict.name, verdict.cause, verdict.target) for verdict in names] == [
        ("rework", "t", "before"),
        ("rework", "t", "before"),
        ("scrap_lot", "t", ""),
    ]
    assert judged(limit("rework", upper=1.0, to="before")).name == "scrap_lot"
