"""Group A.4: identities of electrode lines, exact arithmetic and renewal-reward."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from support.accounting import check_run, kpi, visits
from support.flowlines import constant, exponential, failure, line, serial, station
from support.paths import DATA
from support.statistical import agrees, agrees_share, replicated, throughput

import twin

EXPECTED = json.loads((DATA / "oracles" / "expected_flow.json").read_text())
slow = pytest.mark.slow
SATURATED = [{"name": "lots", "mode": "saturated"}]


def did_you_mean(value: float, key: str) -> None:
    assert value == pytest.approx(EXPECTED[key], rel=1e-6)


def coater(**equipment):
    return line(
        "roll-change", SATURATED, [station("coater", constant("75 min"), buffer_before=0, **equipment)]
    )


def run(given_line, **options):
    study = twin.simulate(twin.load_line(given_line), replications=1, workers=1, **options)
    check_run(study, [s["name"] for s in given_line["station"]])
    return study


def test_roll_change_between_rolls_and_none_before_the_first():
    study = run(coater(setup={"every_lots": 1, "time": "12 min"}), horizon="1440 min")
    left = visits(study.events).left.dropna().sort_values().to_numpy()
    k = np.arange(1, 17)
    assert (left == 60.0 * (75 * k + 12 * (k - 1))).all()


def test_roll_change_long_run():
    # 80 cycles of 87 min after one of them
    study = run(coater(setup={"every_lots": 1, "time": "12 min"}), horizon=f"{81 * 87} min", warmup="87 min")
    assert kpi(study, "state_share", "coater", "working")[0] == pytest.approx(75 / 87, rel=1e-9)
    assert kpi(study, "state_share", "coater", "setup")[0] == pytest.approx(12 / 87, rel=1e-9)
    per_day = kpi(study, "throughput_per_h")[0] * 24
    did_you_mean(per_day, "W1_rolls_per_24h_cont")
    did_you_mean(per_day * 3000 / 1440, "W1_gross_m_per_min")
    did_you_mean(75 / 87, "W1_utilisation")


@given(st.integers(1, 4), st.integers(1, 30), st.integers(0, 20), st.integers(1, 25))
def test_setup_after_every_so_many_lots(every, service, time, lots):
    """Lot k leaves at k services and one setup per full count before it."""
    given_line = line(
        "setup",
        [{"name": "lots", "mode": "saturated", "lots": lots}],
        [station("s", constant(service), buffer_before=0, setup={"every_lots": every, "time": time})],
    )
    left = visits(run(given_line).events).sort_values("lot").left.to_numpy()
    k = np.arange(1, lots + 1)
    assert (left == k * service + time * ((k - 1) // every)).all()


def test_mixer_that_must_hold_the_slurry_until_it_is_drawn():
    batch = 90.0 + 400.0 / 3.6
    source = [{"name": "lots", "mode": "saturated", "lots": 50}]
    study = run(line("mixer", source, [station("mixer", constant(60 * batch), buffer_before=0)]))
    litres_per_min = kpi(study, "throughput_per_h")[0] * 400.0 / 60.0
    did_you_mean(litres_per_min, "W4_rate_no_tank (mixer holds slurry)")


def test_tank_of_one_batch_keeps_the_coater_busy():
    """A window of 100 draws that begins and ends in the middle of one."""
    draw = 60 * 400.0 / 3.6
    start = 90 * 60 + 1.5 * draw
    study = run(serial([constant("90 min"), constant(draw)], (1,)), horizon=start + 100 * draw, warmup=start)
    did_you_mean(kpi(study, "throughput_per_h")[0] * 400.0 / 60.0, "W4_rate_tank_ge_M")
    assert kpi(study, "state_share", "s2", "working")[0] == pytest.approx(1.0, rel=1e-9)


@slow
def test_random_mixer_and_regular_coater_without_a_tank():
    study = replicated(
        serial([exponential("90 min"), constant("100 min")], (0,)), 129.6 * 60 * 6000, 60_000.0
    )
    per_min = throughput(study) * 60.0
    agrees(per_min, EXPECTED["W4c_b0_batches_per_min"])
    did_you_mean(1.0 / (100.0 + 90.0 * math.exp(-100.0 / 90.0)), "W4c_b0_batches_per_min")


@pytest.mark.parametrize(("at_min", "key"), [(5.0, "W5_point_avail_t5"), (20.0, "W5_point_avail_t20")])
def test_point_availability_formula(at_min, key):
    fail, repair = 1.0 / 480.0, 1.0 / 20.0
    rate = fail + repair
    did_you_mean(repair / rate + fail / rate * math.exp(-rate * at_min), key)
    did_you_mean(480.0 / 500.0, "W5_avail_MTBF480_MTTR20")


@slow
@pytest.mark.parametrize(
    ("at_min", "replications", "key"), [(5, 2000, "W5_point_avail_t5"), (20, 5000, "W5_point_avail_t20")]
)
def test_share_of_replications_up_at_an_instant(at_min, replications, key):
    given_line = line(
        "coater",
        SATURATED,
        [station("coater", constant("1 min"), buffer_before=0, failure=[failure("480 min", "20 min")])],
    )
    study = twin.simulate(
        twin.load_line(given_line), horizon=60.0 * at_min, replications=replications, workers=1, keep="all"
    )
    name = study.events.event.astype(str)
    down = (name == "failed").groupby(study.events.replication).sum()
    up_again = (name == "repaired").groupby(study.events.replication).sum()
    agrees((down == up_again).to_numpy(dtype=float), EXPECTED[key])


def age_replacement(
    interval_h: float, shape=2.5, scale=1000.0, planned=4.0, failed=24.0
) -> tuple[float, float]:
    """Return availability and share of cycles that end in a failure."""
    survives = math.exp(-((interval_h / scale) ** shape))
    worked = quad(lambda t: math.exp(-((t / scale) ** shape)), 0, interval_h, limit=200)[0]
    return worked / (worked + planned * survives + failed * (1 - survives)), 1.0 - survives


@pytest.mark.parametrize("interval_h", [300, 500])
def test_age_replacement_formula(interval_h):
    available, failures = age_replacement(interval_h)
    did_you_mean(available, f"W5_age_T{interval_h}_avail")
    did_you_mean(failures, f"W5_age_T{interval_h}_cm_fraction")
    did_you_mean(1000.0 * math.gamma(1.4), "W5_weibull_mean_uptime")
    did_you_mean(887.263818 / (887.263818 + 24.0), "W5_age_T1e+09_avail")


@slow
@pytest.mark.parametrize("interval_h", [300, 500, 900, None])
def test_age_replacement_when_repair_and_maintenance_both_renew(interval_h):
    """Lots of 2 h: the machine waits for the end of a lot, at most 2 h in the cycles after a failure."""
    wear_out = {
        "name": "wear-out",
        "uptime": {"dist": "weibull", "scale": "1000 h", "shape": 2.5},
        "repair": "24 h",
    }
    planned = {"every": f"{interval_h} h", "time": "4 h", "restores": ["wear-out"], "after_repair": "restart"}
    equipment = {"failure": [wear_out]} | ({"maintenance": [planned]} if interval_h else {})
    given_line = line("age", SATURATED, [station("mill", constant("2 h"), buffer_before=0, **equipment)])
    hours = 120_000 if interval_h and interval_h < 900 else 400_000  # the longer the cycle, the fewer
    study = replicated(given_line, 3600.0 * hours, 0.0)
    available, failures = age_replacement(interval_h or 1e5)
    agrees(1.0 - kpi(study, "state_share", "mill", "working"), 1.0 - available, power=0.1, band=0.002)
    if interval_h:
        repairs = kpi(study, "state_share", "mill", "down") / 24.0
        services = kpi(study, "state_share", "mill", "maintenance") / 4.0
        agrees_share(repairs / (repairs + services), failures, power=0.03)


def test_yields_in_series():
    yields = [0.985, 0.97, 0.99, 0.96, 0.995]
    did_you_mean(math.prod(yields), "W6_rolled_throughput_yield")
    for j in range(5):
        did_you_mean(100.0 / math.prod(yields[j:]), f"W6_flow_into_station{j + 1}_per_100_good")


def test_inspection_finds_and_loses():
    did_you_mean(0.04 * 0.95 + 0.96 * 0.02, "W7_reject_rate")
    did_you_mean(0.96 * 0.02, "W7_good_lost_fraction")


def test_cut_widths_and_sheet_yield():
    did_you_mean(1.0 - 4 * 285 / 1200, "W14_trim_fraction")
    did_you_mean(math.exp(-0.3 * 0.06), "W7_Poisson yield exp(-lambda A), .3 def/m2, .06 m2 sheet")


@slow
def test_production_hours_of_a_two_shift_week():
    given_line = coater(failure=[failure("50 h", "2 h")])
    given_line["calendar"] = {"shifts": ["Mon-Fri 06:00-22:00"]}
    given_line["station"][0]["equipment"]["service"] = constant("15 min")
    study = replicated(given_line, 7 * 86400.0 * 100, 0.0)
    agrees(168.0 * kpi(study, "state_share", "coater", "working"), EXPECTED["W10_prod_hours_week"])
    assert kpi(study, "state_share", "coater", "off_shift") == pytest.approx(88.0 / 168.0, rel=1e-9)


def test_web_goes_through_the_dryer_in_its_length():
    # identities of a web of 180 g/m2 dry, 70 % solids, 0.6 m wide at 40 m/min
    area_m2_h = 0.6 * 40 * 60
    did_you_mean(area_m2_h, "W8_electrode_m2_h")
    did_you_mean(180 / 0.7 * 0.3, "W8_solvent_g_per_m2")
    did_you_mean(180 / 0.7 * 0.3 * area_m2_h / 1000, "W8_solvent_kg_h_NMP")
    did_you_mean(0.18 * 0.96 * area_m2_h, "W8_active_kg_h (96%)")
    did_you_mean(18 * 0.96 * 185 / 1000, "W8_mAh_cm2 (185 mAh/g, 96 %)")
    did_you_mean(18 * 0.96 * 185 / 1000 * 10 * 3.7 * area_m2_h / 1000, "W8_one_side_kWh_h (3.7 V)")
    did_you_mean(45 / 60 * 40, "W8_dryer_length_m (45 s residence)")
