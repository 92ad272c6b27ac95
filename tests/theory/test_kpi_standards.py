"""Group D: KPIs of ISO 22400 from totals, and the same from the log of a line file."""

import json

import pytest
from support.accounting import check_run, kpi
from support.flowlines import constant, line, station
from support.paths import DATA

import twin
from twin.kpi import iso22400

EXPECTED = json.loads((DATA / "oracles" / "expected_flow.json").read_text())


def did_you_mean(value: float, key: str) -> None:
    assert value == pytest.approx(EXPECTED[key], rel=1e-8)


def test_iso_22400_from_totals():
    """Busy time 120 h: production 100, set-up 6, down 9, delay 5; 201,600 of 210,000 m2 good at 40 m2/min."""
    available = iso22400.availability(100.0, 120.0)
    effective = iso22400.effectiveness(210_000 / 40 / 60, 100.0)
    good = iso22400.quality_ratio(201_600.0, 210_000.0)
    did_you_mean(float(available), "D1_availability=APT/PBT")
    did_you_mean(float(effective), "D1_effectiveness=PRI*PQ/APT")
    did_you_mean(float(good), "D1_quality=GQ/PQ")
    did_you_mean(float(iso22400.oee(available, effective, good)), "D1_OEE")
    did_you_mean(float(iso22400.technical_efficiency(100.0, 9.0)), "D1_technical_eff=APT/(APT+ADOT)")
    did_you_mean(float(iso22400.setup_ratio(6.0, 100.0)), "D1_setup_ratio=AUST/AUPT(106)")


def test_worked_example_of_a_shift():
    """480 min planned, 420 run, 400 pieces of 1 min, 380 of them good."""
    found = iso22400.oee(
        iso22400.availability(420.0, 480.0),
        iso22400.effectiveness(400.0, 420.0),
        iso22400.quality_ratio(380.0, 400.0),
    )
    did_you_mean(100.0 * float(found), "E3_OEE")


def busy_machine():
    """Ten lots of 10 h, a set-up of 3 h after five, a repair of 9 h after 60 h of work, 5 h without a lot."""
    stop = {"name": "stop", "uptime": constant("60 h"), "repair": constant("9 h")}
    return line(
        "busy",
        [{"name": "lots", "mode": "saturated", "lots": 10}],
        [
            station(
                "coater",
                constant("10 h"),
                buffer_before=0,
                setup={"every_lots": 5, "time": "3 h"},
                failure=[stop],
            )
        ],
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("availability", 100 / 120),
        ("effectiveness", 1.0),
        ("quality_ratio", 1.0),
        ("oee", 100 / 120),
        ("technical_efficiency", 100 / 109),
        ("setup_ratio", 6 / 106),
        ("net_equipment_effectiveness", 106 / 120),
        ("mttr_s", 9 * 3600.0),
    ],
)
def test_iso_22400_from_the_log(name, value):
    study = twin.simulate(twin.load_line(busy_machine()), horizon="120 h", replications=1, workers=1)
    check_run(study, ["coater"])
    assert kpi(study, name, "coater")[0] == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize(
    ("state", "hours"), [("working", 100), ("setup", 6), ("down", 9), ("starved", 5), ("blocked", 0)]
)
def test_state_hours_from_the_log(state, hours):
    study = twin.simulate(twin.load_line(busy_machine()), horizon="120 h", replications=1, workers=1)
    assert kpi(study, "state_share", "coater", state)[0] == pytest.approx(hours / 120, rel=1e-9, abs=1e-12)


def test_a_lot_started_again_costs_effectiveness_not_availability():
    """Service 10 h restarted after 6 h: 16 h of work for 10 h that count, 4 h of repair."""
    given_line = busy_machine()
    given_line["source"][0]["lots"] = 1
    stop = {"name": "stop", "uptime": constant("6 h"), "repair": constant("4 h"), "then": "restart"}
    # the second stop would come after 12 h of work: it finds a lot that is through after 16
    stop["uptime"] = {"dist": "table", "values": [6 * 3600.0, 1e9]}
    equipment = given_line["station"][0]["equipment"]
    equipment["failure"] = [stop]
    del equipment["setup"]
    study = twin.simulate(twin.load_line(given_line), horizon="20 h", replications=1, workers=1)
    assert kpi(study, "state_share", "coater", "working")[0] == pytest.approx(16 / 20, rel=1e-9)
    assert kpi(study, "availability", "coater")[0] == pytest.approx(16 / 20, rel=1e-9)
    assert kpi(study, "effectiveness", "coater")[0] == pytest.approx(10 / 16, rel=1e-9)
    assert kpi(study, "oee", "coater")[0] == pytest.approx(10 / 20, rel=1e-9)
