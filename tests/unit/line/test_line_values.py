"""Values with unit and source, what was left out, the resolved dict, changes by path."""

import copy
import pickle
import tomllib
from pathlib import Path
from typing import Any

import pytest
from support.good_line import GOOD

from twin.core.errors import LineError, Problem
from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.line.model.line import Line, Value
from twin.line.toml_text import toml_text

DRY = lines_folder() / "dry_sulfide_cathode.toml"


@pytest.fixture
def line(tmp_path: Path) -> Line:
    """Return the good line, from a file."""
    path = tmp_path / "line.toml"
    path.write_text(GOOD)
    return load_line(path)


def value_at(line: Line, path: str) -> Value:
    """Return the one value at a path."""
    (found,) = (value for value in line.values if value.path == path)
    return found


@pytest.mark.parametrize(
    ("path", "value", "unit", "source"),
    [
        ("powder.conwip", 12, "", ""),
        ("foil.interval.mean", 600, "s", ""),
        ("mixer.equipment.service.shape", 2, "", ""),
        ("film.equipment.service", 1800, "s", "assumption"),
        ("film.equipment.max_wait", 14400, "s", ""),
        ("film.equipment.failure.web break.repair.cv", 0.5, "", ""),
        ("film.equipment.maintenance.0.every", 720_000, "s", ""),
        ("laminate.equipment.batch.wait", 1800, "s", ""),
        ("laminate.equipment.service.values", 10.5, "s", ""),
        ("room.dew_point_C", -50, "°C", "measured in the pilot room"),
    ],
)
def test_a_number_is_listed_with_unit_and_source(
    line: Line, path: str, value: float, unit: str, source: str
) -> None:
    assert value_at(line, path)[:4] == (path, value, unit, source)


def test_every_number_is_listed_once(line: Line) -> None:
    paths = [value.path for value in line.values]
    assert len(paths) == len(set(paths)) == 25


def test_a_source_of_a_table_stands_for_the_numbers_in_it() -> None:
    plain = tomllib.loads(GOOD)
    plain["station"][0]["equipment"]["service"]["source"] = "stop watch, 40 lots"
    plain["station"][0]["equipment"]["source"] = "assumption"
    read = load_line(plain)
    assert value_at(read, "mixer.equipment.service.mean").source == "stop watch, 40 lots"
    assert value_at(read, "mixer.equipment.machines").source == "assumption"


def test_numbers_of_a_recipe_are_listed_below_its_source() -> None:
    read = load_line(DRY)
    assert value_at(read, "powder.recipe.active.d50_um").unit == "µm"
    assert value_at(read, "powder.recipe.active.conductivity_mS_cm").source == "minnmann2021"
    assert "10.1021" in read.references["minnmann2021"] or "doi.org" in read.references["minnmann2021"]


def test_references_are_those_that_are_used() -> None:
    read = load_line(DRY)
    assert set(read.references) == {v.source for v in read.values} - {"", "assumption"} - {
        v.source for v in read.values if " " in v.source
    }


def test_own_references_stand_in_the_line() -> None:
    plain = tomllib.loads(GOOD)
    plain["sources"] = {"log2024": {"title": "Plant log", "year": 2024}, "unused": {"title": "Other"}}
    plain["room"]["dew_point_C"]["source"] = "log2024"
    read = load_line(plain)
    assert read.references == {"log2024": "Plant log (2024)"}
    assert load_line(read.to_dict()).references == read.references


def test_left_out_keys_are_listed_with_their_meaning(line: Line) -> None:
    assert "film.equipment.machines: 1" in line.defaults
    assert "film.equipment.blocking: after_service" in line.defaults
    assert "laminate.equipment.buffer_before: unlimited" in line.defaults
    assert "film.equipment.failure.web break.then: resume" not in line.defaults
    assert any(words.startswith("mixer.equipment: no setup, batch") for words in line.defaults)
    bare = {"format": 1, "name": "x", "source": [{"name": "a", "mode": "saturated"}]}
    defaults = load_line(bare | {"station": [{"name": "s", "kind": "delay"}]}).defaults
    assert {"calendar: always on", "room: no moisture", "grid: no material", "a.lots: without end"} <= set(
        defaults
    )
    assert "s.equipment.service: 0 s" in defaults


def test_the_resolved_dict_reads_back_as_dict_and_as_toml(tmp_path: Path) -> None:
    for path in (DRY, tmp_path / "line.toml"):
        if path != DRY:
            path.write_text(GOOD)
        read = load_line(path)
        assert load_line(read.to_dict()) == read
        resolved = tmp_path / "resolved.toml"
        resolved.write_text(toml_text(read.to_dict()))
        again = load_line(resolved)
        assert again == read
        assert again.file == str(resolved)


def test_the_resolved_dict_says_from_and_carries_the_recipe() -> None:
    resolved: dict[str, Any] = load_line(DRY).to_dict()
    assert resolved["station"][0]["from"] == ["powder"]
    assert resolved["source"][0]["recipe"]["name"] == "ncm811-lpscl"


def test_a_changed_dict_does_not_change_the_line(line: Line) -> None:
    before = copy.deepcopy(line.to_dict())
    line.to_dict()["station"].clear()  # type: ignore[attr-defined]
    assert line.to_dict() == before


def test_a_line_survives_pickling(line: Line) -> None:
    for read in (line, load_line(DRY)):
        again = pickle.loads(pickle.dumps(read))
        assert again == read
        assert again.to_dict() == read.to_dict()


def test_neighbours_are_told_by_name(line: Line) -> None:
    assert line.downstream("powder") == "mixer"
    assert line.downstream("laminate") is None
    assert line.upstream("laminate") == ("film", "foil")
    with pytest.raises(KeyError):
        line.upstream("nowhere")


# --- changes


@pytest.mark.parametrize(
    ("path", "value", "seen"),
    [
        ("mixer.equipment.machines", 3, 3.0),
        ("film.equipment.service", "45 min", 2700.0),
        ("film.equipment.failure.web break.repair", "2 h", 7200.0),
        ("film.equipment.maintenance.0.time", 60, 60.0),
        ("foil.interval.mean", "1 h", 3600.0),
        ("grid.segments", 9, 9.0),
        ("room.dew_point_C", -20.5, -20.5),
        ("laminate.equipment.buffer_before", 7, 7.0),
        ("powder.conwip", 3, 3.0),
        ("fitters.size", 1, 1.0),
    ],
)
def test_a_path_changes_one_value(line: Line, path: str, value: object, seen: float) -> None:
    new = line.with_changes({path: value})
    assert value_at(new, path)[1:4] == (seen, value_at(new, path).unit, "set by a change")
    others = {v.path: v for v in new.values if not v.path.startswith(path)}
    assert others == {v.path: v for v in line.values if not v.path.startswith(path)}
    assert new.file == line.file


def test_a_recipe_is_changed_below_its_source() -> None:
    new = load_line(DRY).with_changes({"powder.recipe.active.d50_um": 5.0})
    assert new.source[0].recipe is not None
    assert new.source[0].recipe.active.d50_um == 5.0


def test_none_takes_a_key_away(line: Line) -> None:
    assert line.with_changes({"powder.conwip": None}).source[0].conwip is None


def test_a_whole_table_can_be_set(line: Line) -> None:
    new = line.with_changes({"film.equipment.service": {"dist": "exponential", "mean": "1 h"}})
    assert new.station[1].equipment.service is not None
    assert new.station[1].equipment.service.dist == "exponential"


def test_no_change_gives_the_same_line(line: Line) -> None:
    assert line.with_changes({}) == line


@pytest.mark.parametrize(
    ("path", "value", "code", "hint"),
    [
        ("flm.equipment.machines", 1, "unknown-path", "did you mean film?"),
        ("film", 1, "unknown-path", ""),
        ("film.equipmnt.machines", 1, "unknown-key", "did you mean equipment?"),
        ("film.equipment.machnes", 1, "unknown-key", "did you mean machines?"),
        ("film.equipment.failure.web brek.repair", 1, "unknown-path", "did you mean web break?"),
        ("film.equipment.service.mean", 1, "unknown-path", ""),
        ("film.equipment.machines", 0, "invalid-value", ""),
        ("room.dew_point_C", -500.0, "invalid-value", ""),
        ("rom.dew_point_C", -50.0, "unknown-path", "did you mean room?"),
        ("name.x", 1, "unknown-path", ""),
        ("", 1, "unknown-path", ""),
        ("...", 1, "unknown-path", ""),
    ],
)
def test_a_wrong_path_is_an_error_with_near_match(
    line: Line, path: str, value: object, code: str, hint: str
) -> None:
    with pytest.raises(LineError) as caught:
        line.with_changes({path: value})
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.column, problem.code) == ("<changes>", None, None, code)
    assert problem.hint == hint
    assert isinstance(problem, Problem)


def with_limits(*at: str) -> Line:
    """Return the dry line with one limit on density at each of some stations."""
    plain = load_line(DRY).to_dict()
    limit = {"property": "density_g_cm3", "lower": 2.0, "upper": 4.0, "action": "flag"}
    return load_line(plain | {"limit": [limit | {"at": name} for name in at]})


@pytest.mark.parametrize(
    ("at", "name"),
    [
        (["calender"], "0"),
        (["calender"], "density_g_cm3"),
        (["calender"], "calender.density_g_cm3"),
        (["calender", "film"], "calender.density_g_cm3"),
    ],
)
def test_a_limit_is_named_by_its_property_and_station(at: list[str], name: str) -> None:
    new = with_limits(*at).with_changes({f"limit.{name}.upper": 3.5})
    assert [limit.upper for limit in new.limit] == [3.5, 4.0][: len(at)]


def test_a_limit_that_is_not_the_only_one_asks_for_its_station() -> None:
    with pytest.raises(LineError) as caught:
        with_limits("calender", "film").with_changes({"limit.density_g_cm3.upper": 3.5})
    (problem,) = caught.value.problems
    ways = "write a number from 0, or calender.density_g_cm3 or film.density_g_cm3"
    assert problem.message == f'limit has no "density_g_cm3.upper"; {ways}'


def test_all_wrong_paths_are_told() -> None:
    with pytest.raises(LineError) as caught:
        load_line(DRY).with_changes({"a.b": 1, "c.d": 2})
    assert [p.path for p in caught.value.problems] == ["a.b", "c.d"]


def test_names_with_dots_are_found() -> None:
    plain = tomllib.loads(GOOD.replace('"film"', '"film 1.5"'))
    new = load_line(plain).with_changes({"film 1.5.equipment.machines": 2})
    assert new.station[1].equipment.machines == 2
