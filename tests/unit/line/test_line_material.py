"""What stations need and set along the route, and words about properties and set-points."""

from collections.abc import Callable
from typing import Any

import pytest

from twin.core.errors import LineError, Problem
from twin.line.api import load_line
from twin.line.library import lines_folder

DRY = load_line(lines_folder() / "dry_sulfide_cathode.toml")
Spoil = Callable[[dict[str, Any]], object]


def problems_of(spoil: Spoil) -> list[Problem]:
    """Spoil the shipped dry line and return what is found."""
    line: dict[str, Any] = DRY.to_dict()
    spoil(line)
    with pytest.raises(LineError) as caught:
        load_line(line)
    return caught.value.problems


def station(line: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return the first station of a kind."""
    return next(block for block in line["station"] if block["kind"] == kind)


def limit(**words: object) -> Spoil:
    """Add a limit."""
    return lambda line: line.setdefault("limit", []).append(words)


LIMIT: dict[str, Any] = {"property": "density_g_cm3", "at": "calender", "lower": 3.0, "action": "flag"}
LAST = len(DRY.limit)


def without_film(line: dict[str, Any]) -> None:
    """Take the film station out of the route."""
    film, calender = station(line, "film"), station(line, "calender")
    calender["from"] = film["from"]
    line["station"].remove(film)


@pytest.mark.parametrize(
    ("spoil", "path", "code", "words"),
    [
        (lambda line: line.pop("grid"), "grid", "missing-key", "works on material"),
        (lambda line: line["source"][0].pop("recipe"), "powder.recipe", "missing-key", "works on material"),
        (lambda line: line["source"][0].pop("lot_kg"), "powder.lot_kg", "missing-key", "works on material"),
        (
            lambda line: station(line, "calender").pop("params"),
            "calender.params",
            "missing-key",
            "params is missing; a calender needs: line_load_N_mm, roll_temperature_C, speed_m_min",
        ),
        (
            lambda line: station(line, "calender").__setitem__("params", {}),
            "calender.params",
            "missing-key",
            "params is missing; a calender needs: line_load_N_mm, roll_temperature_C, speed_m_min",
        ),
        (
            lambda line: station(line, "calender")["params"].pop("speed_m_min"),
            "calender.params.speed_m_min",
            "missing-key",
            "speed_m_min is missing: Web speed (unit: m/min, allowed",
        ),
        (
            limit(**LIMIT | {"property": "densty"}),
            f"limit.{LAST}.property",
            "unknown-property",
            "no property",
        ),
        (
            limit(**LIMIT | {"property": "solvent_kg_kg"}),
            f"limit.{LAST}.property",
            "property-not-set",
            'no station at or before "calender" sets solvent_kg_kg',
        ),
        (limit(**LIMIT | {"at": "mixer"}), f"limit.{LAST}.property", "property-not-set", 'before "mixer"'),
        (limit(**LIMIT | {"at": "powder"}), f"limit.{LAST}.at", "unknown-name", "no station named"),
        (limit(**LIMIT | {"lower": None}), f"limit.{LAST}.lower", "invalid-value", "NoneType"),
        (
            limit(property="density_g_cm3", at="calender", action="flag"),
            f"limit.{LAST}.lower",
            "missing-key",
            "upper",
        ),
        (
            limit(**LIMIT | {"upper": 2.0}),
            f"limit.{LAST}.upper",
            "invalid-value",
            "must not be less than lower (3)",
        ),
        (
            limit(**LIMIT | {"judged_on": "measured", "property": "porosity_frac"}),
            f"limit.{LAST}.judged_on",
            "no-gauge",
            '"calender" has no gauge of porosity_frac',
        ),
        (
            limit(**LIMIT | {"action": "rework", "to": "calender"}),
            f"limit.{LAST}.at_most",
            "missing-key",
            "needs it",
        ),
        (limit(**LIMIT | {"action": "rework", "at_most": 1}), f"limit.{LAST}.to", "missing-key", "needs it"),
        (
            limit(**LIMIT | {"to": "calender"}),
            f"limit.{LAST}.to",
            "not-allowed",
            'belongs to action = "rework"',
        ),
        (
            limit(**LIMIT | {"action": "rework", "at_most": 1, "to": "hot_press"}),
            f"limit.{LAST}.to",
            "rework-forward",
            '"hot_press" does not come before "calender"',
        ),
        (
            lambda line: station(line, "calender").__setitem__("noise", {"gap": {"lot": 1.0}}),
            "calender.noise.gap",
            "unknown-setpoint",
            "set-points with noise: line_load_N_mm, roll_temperature_C, gap_trim_um",
        ),
        (
            lambda line: station(line, "calender").__setitem__("noise", {"speed_m_min": {"lot": 1.0}}),
            "calender.noise.speed_m_min",
            "unknown-setpoint",
            'a calender has no noise on "speed_m_min"',
        ),
        (
            lambda line: station(line, "calender").__setitem__("noise", {"gap_trim_um": {"lot": -1.0}}),
            "calender.noise.gap_trim_um.lot",
            "invalid-value",
            "must be 0 or more",
        ),
        (
            lambda line: station(line, "calender").__setitem__("noise", {"gap_trim_um": {"lots": 1.0}}),
            "calender.noise.gap_trim_um.lots",
            "unknown-key",
            "lot, lane, run_out, cell",
        ),
        (
            lambda line: station(line, "dry_mix").__setitem__("gauge", {"thickness_um": {}}),
            "mixer.gauge.thickness_um",
            "property-not-set",
            'before "mixer" sets thickness_um',
        ),
        (
            lambda line: station(line, "dry_mix").__setitem__("gauge", {"thickness": {}}),
            "mixer.gauge.thickness",
            "unknown-property",
            "no property",
        ),
    ],
)
def test_a_mistake_about_material_is_told_once(spoil: Spoil, path: str, code: str, words: str) -> None:
    problems = problems_of(spoil)
    assert [(p.path, p.code) for p in problems] == [(path, code)]
    assert words in problems[0].message


def test_a_station_that_needs_a_field_nobody_set_is_named() -> None:
    def spoil(line: dict[str, Any]) -> None:
        without_film(line)
        line.pop("limit", None)

    first = problems_of(spoil)[0]
    assert (first.path, first.code) == ("calender.kind", "field-not-set")
    assert "calender needs" in first.message
    assert "loading_mg_cm2" in first.message


def test_stations_in_the_wrong_order_are_told_who_sets_the_field() -> None:
    def spoil(line: dict[str, Any]) -> None:
        film, calender = station(line, "film"), station(line, "calender")
        after = next(block for block in line["station"] if block["from"] == ["calender"])
        calender["from"], film["from"], after["from"] = film["from"], ["calender"], [film["name"]]
        line.pop("limit", None)

    problems = problems_of(spoil)
    assert problems[0].path == "calender.kind"
    assert "film" in problems[0].message
    assert "comes later" in problems[0].message


@pytest.mark.parametrize(
    ("control", "path", "code"),
    [
        ({"setpoint": "gap", "property": "density_g_cm3"}, "calender.control.setpoint", "unknown-setpoint"),
        (
            {"setpoint": "line_load_N_mm", "property": "porosity_frac"},
            "calender.control.property",
            "no-gauge",
        ),
        (
            {"setpoint": "line_load_N_mm", "property": "density"},
            "calender.control.property",
            "unknown-property",
        ),
    ],
)
def test_control_names_a_set_point_and_a_gauge(control: dict[str, object], path: str, code: str) -> None:
    words = control | {"target": 3.1, "gain": 0.4}
    problems = problems_of(lambda line: station(line, "calender").__setitem__("control", words))
    assert [(p.path, p.code) for p in problems] == [(path, code)]


def test_a_guard_that_leaves_nothing_is_refused() -> None:
    words = {"setpoint": "line_load_N_mm", "property": "density_g_cm3", "target": 3.1, "gain": 0.4}
    guard = {"setpoint_lower": 500.0, "setpoint_upper": 300.0}
    problems = problems_of(lambda line: station(line, "calender").__setitem__("control", words | guard))
    assert [(p.path, p.code) for p in problems] == [("calender.control.setpoint_upper", "empty-range")]
    assert problems[0].message == "must be above setpoint_lower, 500; found 300"


def test_control_of_a_gauged_property_is_fine() -> None:
    line: dict[str, Any] = DRY.to_dict()
    words = {"setpoint": "line_load_N_mm", "property": "density_g_cm3", "target": 3.1, "gain": 0.4}
    station(line, "calender")["control"] = words | {"largest_step": 20.0}
    read = load_line(line)
    assert {v.path: v.unit for v in read.values}["calender.control.largest_step"] == "N/mm"
    assert {v.path: v.unit for v in read.values}["calender.control.gain"] == "N/mm per g/cm³"


def test_every_shipped_line_is_read_and_comes_back_from_its_dict() -> None:
    for path in sorted(lines_folder().glob("*.toml")):
        if path.name != "sources.toml":
            line = load_line(path)
            assert line.has_material
            assert load_line(line.to_dict()) == line


def test_control_in_line_is_refused_where_the_kind_holds_nothing_while_the_web_runs() -> None:
    plain = load_line("dry_sulfide_cathode").to_dict()
    stations: Any = plain["station"]
    loop = next(s for s in stations if s["name"] == "film")["control"]["in_line"]
    next(s for s in stations if s["name"] == "calender")["control"]["in_line"] = loop
    with pytest.raises(LineError) as caught:
        load_line(plain)
    (problem,) = caught.value.problems
    assert problem.path == "calender.control.in_line"
    assert "a calender holds nothing while the web runs, not density_g_cm3" in problem.message
