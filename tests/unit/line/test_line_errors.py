"""Each mistake in a line file is one message with its place, what is allowed and a near match."""

from pathlib import Path

import pytest
from support.good_line import GOOD

from twin.core.errors import LineError, Problem
from twin.line.api import load_line


def problems_of(tmp_path: Path, old: str, new: str) -> list[Problem]:
    """Spoil the good line in one place and return what is found."""
    assert GOOD.count(old) >= 1
    path = tmp_path / "line.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LineError) as caught:
        load_line(path)
    assert all(problem.file == str(path) for problem in caught.value.problems)
    return caught.value.problems


SPOILED = [
    # --- values
    (
        "machines = 2",
        "machines = 0",
        "mixer.equipment.machines",
        "invalid-value",
        "must be 1 or more, found 0",
    ),
    (
        "machines = 2",
        "machines = true",
        "mixer.equipment.machines",
        "invalid-value",
        "must be a whole number, found true",
    ),
    (
        "machines = 2",
        'machines = "2"',
        "mixer.equipment.machines",
        "invalid-value",
        'must be a whole number, found "2"',
    ),
    (
        "machines = 2",
        "machines = 2.5",
        "mixer.equipment.machines",
        "invalid-value",
        "must be a whole number, found 2.5",
    ),
    (
        "machines = 2",
        "machines = [2]",
        "mixer.equipment.machines",
        "invalid-value",
        "must be a whole number, found a list",
    ),
    ("-50.0", "nan", "room.dew_point_C", "invalid-value", "must be a finite number, found nan"),
    ("-50.0", "-inf", "room.dew_point_C", "invalid-value", "must be a finite number, found -inf"),
    (
        "-50.0",
        "-500",
        "room.dew_point_C",
        "invalid-value",
        "must be -100 or more, found -500 (unit: °C, allowed -100 to 40)",
    ),
    ("-50.0", "1979-05-27", "room.dew_point_C", "invalid-value", "must not be a date"),
    (
        "[room]",
        "[room]\nheight_m = 3.0",
        "room.height_m",
        "unknown-key",
        "dew_point_C, floor_m2, reference_kW_m2, reference_dew_point_C, load_per_K",
    ),
    (
        "[room]",
        "[room]\nfloor_m2 = 600.0\nreference_kW_m2 = 0.6\nload_per_K = 0.02",
        "room.reference_dew_point_C",
        "missing-key",
        "floor_m2 asks for the room's energy, which needs all of floor_m2, reference_kW_m2",
    ),
    (
        'max_wait = "4 h"',
        'max_wait = "-4 h"',
        "film.equipment.max_wait",
        "invalid-value",
        'must be a time of 0 s or more, found "-4 h"',
    ),
    (
        'max_wait = "4 h"',
        "max_wait = -4",
        "film.equipment.max_wait",
        "invalid-value",
        "must be a time of 0 s or more",
    ),
    ('max_wait = "4 h"', 'max_wait = "4 parsecs"', "film.equipment.max_wait", "invalid-value", '"90 min"'),
    (
        'every = "200 h"',
        "every = 0",
        "film.equipment.maintenance.0.every",
        "invalid-value",
        "must be greater than 0",
    ),
    ("conwip = 12", "conwip = 0", "powder.conwip", "invalid-value", "must be 1 or more"),
    ("size = 2", "size = -1", "fitters.size", "invalid-value", "must be 1 or more"),
    (
        'wait = "30 min"',
        'wait = "fuel"',
        "laminate.equipment.batch.wait",
        "invalid-value",
        'must be "full" or',
    ),
    ('name = "film"', 'name = ""', "station.1.name", "invalid-value", "must be a name"),
    ("format = 1", "format = 2", "format", "unknown-format", "must be 1"),
    # --- distributions
    ("shape = 2.0", "shape = 0", "mixer.equipment.service.shape", "invalid-value", "must be 0.01 or more"),
    (
        'mean = "1 h", shape = 2.0',
        "shape = 2.0",
        "mixer.equipment.service.mean",
        "missing-key",
        "mean is missing",
    ),
    (
        "cv = 0.5",
        "cv = -1",
        "film.equipment.failure.web break.repair.cv",
        "invalid-value",
        "must be from 0 to 10",
    ),
    (
        "cv = 0.5",
        "cv = true",
        "film.equipment.failure.web break.repair.cv",
        "invalid-value",
        "must be a number",
    ),
    (
        '{ dist = "exponential", mean = "10 min" }',
        '{ dist = "uniform", low = 5, high = 1 }',
        "foil.interval.high",
        "invalid-value",
        "must not be less than low (5 s), found 1 s",
    ),
    (
        "[1, 2, 3,",
        "[1, -2, 3,",
        "laminate.equipment.service.values.1",
        "invalid-value",
        "must be a time of 0 s or more",
    ),
    (
        '"table", values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10,',
        '"table", values = [',
        "laminate.equipment.service",
        "table-too-short",
        "the table has 10 entries, 20 lots come here",
    ),
    # --- words that need or exclude each other
    (
        'mode = "saturated"',
        'mode = "arrivals"',
        "powder.interval",
        "missing-key",
        'mode = "arrivals" needs it',
    ),
    ('mode = "saturated"', 'mode = "table"', "powder.times", "missing-key", 'mode = "table" needs it'),
    (
        'mode = "saturated"',
        'mode = "saturated"\ninterval = "1 h"',
        "powder.interval",
        "not-allowed",
        "belongs to",
    ),
    (
        'mode = "saturated"',
        'mode = "table"\ntimes = { values = [3, 2] }\n',
        "powder.times.values.1",
        "invalid-value",
        "never fall",
    ),
    (
        'mode = "saturated"',
        'mode = "table"\ntimes = { values = [2, 3] }\n',
        "powder.times",
        "table-too-short",
        "times has 2 entries, lots asks for 10",
    ),
    (
        'every = "200 h"',
        'every = "200 h"\nevery_lots = 3',
        "film.equipment.maintenance.0.every_lots",
        "not-allowed",
        "not both",
    ),
    ('every = "200 h"\n', "", "film.equipment.maintenance.0.every", "missing-key", "every or every_lots"),
    # --- the route
    ('from = ["powder"]', 'from = "powder"', "mixer.from", "invalid-value", 'must be a list, found "powder"'),
    ('from = ["powder"]', "from = []", "mixer.from", "invalid-value", "must have at least 1 entry"),
    (
        'from = ["powder"]',
        'from = ["laminate"]',
        "mixer.from",
        "route-loop",
        "mixer -> film -> laminate -> mixer",
    ),
    (
        'from = ["film", "foil"]',
        'from = ["film", "film"]',
        "laminate.from.1",
        "duplicate-name",
        "twice in this join",
    ),
    ('from = ["film", "foil"]', 'from = ["film"]', "foil.name", "orphan", "no station takes from the source"),
    (
        'from = ["film", "foil"]',
        'from = ["film", "powder"]',
        "laminate.from.1",
        "several-consumers",
        '"powder" already feeds "mixer"',
    ),
    ('from = ["film", "foil"]', 'from = ["foil"]', "film.name", "orphan", "only one may be the last"),
    (
        'from = ["film", "foil"]',
        'from = ["film", "fitters"]',
        "laminate.from.1",
        "unknown-name",
        '"fitters" is a crew',
    ),
    ('name = "film"', 'name = "mixer"', "mixer.name", "duplicate-name", "there is already a station named"),
    (
        "[calendar]",
        '[[crew]]\nname = "foil"\nsize = 1\n[calendar]',
        "foil.name",
        "duplicate-name",
        "there is already a source named",
    ),
    # --- the flow
    (
        "buffer_before = 2",
        "buffer_before = 1",
        "mixer.equipment.blocking",
        "too-few-places",
        "reserves 2 places",
    ),
    (
        "buffer_before = 2",
        "buffer_before = 0",
        "mixer.equipment.blocking",
        "too-few-places",
        "buffer_before = 0",
    ),
    (
        'batch = { lots = 6, wait = "30 min" }',
        'batch = { lots = 6, wait = "full" }\nbuffer_before = 3',
        "laminate.equipment.batch.lots",
        "batch-never-full",
        "hold at most 4",
    ),
    # --- the calendar
    ("Sat 06:00-14:00", "Sat 06:00-25:00", "calendar.shifts.1", "invalid-value", "must be a time of day"),
    ("Sat 06:00-14:00", "06:00-14:00", "calendar.shifts.1", "invalid-value", "must be days and times"),
    (
        "Sat 06:00-14:00",
        "Sat 06:00-06:00",
        "calendar.shifts.1",
        "invalid-value",
        "must not start when it ends",
    ),
    ('["Mon-Fri 06:00-22:00", "Sat 06:00-14:00"]', "[]", "calendar.shifts", "invalid-value", "at least 1"),
    # --- sources of values
    (
        'source = "assumption"',
        "source = 3",
        "film.equipment.service.source",
        "invalid-source",
        "a key of sources.toml",
    ),
    (
        '{ value = -50.0, source = "measured in the pilot room" }',
        "{ value = { value = -50.0 } }",
        "room.dew_point_C",
        "invalid-value",
        "value must be a number",
    ),
]


@pytest.mark.parametrize(("old", "new", "path", "code", "words"), SPOILED)
def test_a_mistake_is_told_once_with_its_path(
    tmp_path: Path, old: str, new: str, path: str, code: str, words: str
) -> None:
    problems = problems_of(tmp_path, old, new)
    assert [(p.path, p.code) for p in problems] == [(path, code)]
    assert words in problems[0].message
    assert problems[0].line is not None
    assert problems[0].column is not None


MISSPELT = [
    ("machines = 2", "machnes = 2", "mixer.equipment.machnes", "did you mean machines?"),
    ("machines = 2", "Machines = 2", "mixer.equipment.Machines", "did you mean machines?"),
    ("size = 2", "sise = 2", "fitters.sise", "did you mean size? (size is missing here)"),
    ('mode = "saturated"', 'mod = "saturated"', "powder.mod", "did you mean mode? (mode is missing here)"),
    ('mode = "saturated"', 'mode = "satured"', "powder.mode", "did you mean saturated?"),
    ('kind = "delay"', 'kind = "delai"', "mixer.kind", "did you mean delay?"),
    ('from = ["powder"]', 'from = ["powdr"]', "mixer.from.0", "did you mean powder?"),
    ('from = ["powder"]', 'from = "powder"', "mixer.from", 'did you mean ["powder"]?'),
    ('crew = "fitters"', 'crew = "fiters"', "film.equipment.failure.web break.crew", "did you mean fitters?"),
    (
        '"web break", "roll_wear"',
        '"web brake", "roll_wear"',
        "film.equipment.maintenance.0.restores.0",
        "did you mean web break?",
    ),
    (
        '"exponential", mean = "40 h"',
        '"exponental", mean = "40 h"',
        "film.equipment.failure.web break.uptime.dist",
        "did you mean exponential?",
    ),
    (
        '"exponential", mean = "40 h"',
        '"exponential", maen = "40 h"',
        "film.equipment.failure.web break.uptime.maen",
        "did you mean mean? (mean is missing here)",
    ),
    (
        '"exponential", mean = "40 h"',
        '"exponential", mean = "40 hours"',
        "film.equipment.failure.web break.uptime.mean",
        'did you mean "40 h"?',
    ),
    (
        "dew_point_C =",
        "dewpoint_C =",
        "room.dewpoint_C",
        "did you mean dew_point_C? (dew_point_C is missing here)",
    ),
    (
        'blocking = "before_service"',
        'blocking = "before"',
        "mixer.equipment.blocking",
        "did you mean before_service?",
    ),
    ("[room]", "[rom]", "rom", "did you mean room?"),
    (
        'source = "assumption"',
        'source = "asumption"',
        "film.equipment.service.source",
        "did you mean assumption?",
    ),
    ('source = "assumption"', 'sorce = "assumption"', "film.equipment.service.sorce", "did you mean source?"),
    ("Sat 06", "Sut 06", "calendar.shifts.1", ""),
]


@pytest.mark.parametrize(("old", "new", "path", "hint"), MISSPELT)
def test_a_misspelling_gets_its_near_match(tmp_path: Path, old: str, new: str, path: str, hint: str) -> None:
    problems = problems_of(tmp_path, old, new)
    assert [p.path for p in problems] == [path]
    assert problems[0].hint == hint


def test_positions_point_to_the_value_or_to_the_unknown_key(tmp_path: Path) -> None:
    (value,) = problems_of(tmp_path, "machines = 2", "machines =   0")
    assert (value.line, value.column) == (21, 14)
    (key,) = problems_of(tmp_path, "machines = 2", "  machnes = 2")
    assert (key.line, key.column) == (21, 3)
    (inside,) = problems_of(tmp_path, "cv = 0.5 }", "cv = -0.5 }")
    line = GOOD.split("\n")[(inside.line or 0) - 1]
    assert line[(inside.column or 0) - 1 :] == "0.5 }"


def test_all_mistakes_are_told_in_one_pass(tmp_path: Path) -> None:
    text = GOOD
    for old, new in (
        ("machines = 2", "machines = 0"),
        ('from = ["powder"]', 'from = ["powdr"]'),
        ("size = 2", "sise = 2"),
        ("Sat 06:00", "Sat 26:00"),
        ("-50.0", "true"),
    ):
        text = text.replace(old, new, 1)
    path = tmp_path / "line.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LineError) as caught:
        load_line(path)
    assert [p.path for p in caught.value.problems] == [
        "mixer.from.0",
        "mixer.equipment.machines",
        "fitters.sise",
        "calendar.shifts.1",
        "room.dew_point_C",
    ]


def test_a_dict_has_no_lines_but_the_same_words() -> None:
    with pytest.raises(LineError) as caught:
        load_line(
            {
                "format": 1,
                "name": "x",
                "source": [{"name": "a", "mode": "saturated"}],
                "station": [{"name": "s"}],
            }
        )
    (problem,) = caught.value.problems
    assert problem == Problem("<dict>", None, None, "s.kind", "missing-key", "kind is missing")


@pytest.mark.parametrize(
    "odd", [None, {1, 2}, object(), 3 + 4j, b"x", {3: 4}, [None], "\ud800", 10**30, float("nan")]
)
def test_a_dict_with_odd_objects_is_refused_in_words(odd: object) -> None:
    line = {
        "format": 1,
        "name": "x",
        "source": [{"name": "a", "mode": "saturated"}],
        "station": [{"name": "s", "kind": "delay"}],
    }
    for place in (line, line["source"][0], line["station"][0]):  # type: ignore[index]
        place["description"] = odd  # type: ignore[index, call-overload]
        with pytest.raises(LineError):
            load_line(line)
        del place["description"]  # type: ignore[attr-defined]
    assert load_line(line).name == "x"


def test_a_dict_that_holds_itself_is_refused() -> None:
    line: dict[str, object] = {"format": 1, "name": "x"}
    line["grid"] = line
    with pytest.raises(LineError, match="nested"):
        load_line(line)
