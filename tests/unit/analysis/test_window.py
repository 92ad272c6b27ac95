"""Process windows: the maps are the stations' own figures, limits and ranges are found where they lie."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import twin
from twin.analysis.process_window import Axis, Window, axis, points, room, window
from twin.core.material import Outside
from twin.line.library import lines_folder
from twin.line.model.line import Limit, Line
from twin.report.pages.process_window import sentences, write_windows

LOAD, HEAT = "line_load_N_mm", "roll_temperature_C"
FIGURES = (
    ("density_g_cm3", "calender"),
    ("cracked_frac", "calender"),
    ("contact_area_frac", "hot_press"),
    ("area_resistance_ohm_cm2", "hot_press"),
)


@cache
def dry() -> Line:
    return twin.load_line(lines_folder() / "dry_sulfide_cathode.toml")


@cache
def calender() -> Window:
    line = dry()
    x, y = axis(line, "calender", LOAD, 60.0, 560.0, 6), axis(line, "calender", HEAT, 20.0, 140.0, 5)
    return window(line, "calender", x, y, FIGURES)


def values(name: str) -> np.ndarray:
    return next(shown.values for shown in calender().maps if shown.figure == name)


def test_a_point_is_what_a_line_with_these_set_points_has_today() -> None:
    found = calender()
    moved = dry().with_changes(
        {f"calender.params.{LOAD}": found.x.values[3], f"calender.params.{HEAT}": found.y.values[1]}
    )
    line = (axis(moved, "calender", LOAD, 50.0, 60.0, 2), axis(moved, "calender", HEAT, 50.0, 60.0, 2))
    today = {shown.figure: shown.today for shown in window(moved, "calender", *line, FIGURES).maps}
    for shown in found.maps:
        assert shown.values[1, 3] == pytest.approx(today[shown.figure], rel=1e-12)


def test_load_and_heat_make_dense_and_load_cracks() -> None:
    density, cracked = values("density_g_cm3"), values("cracked_frac")
    assert (np.diff(density, axis=0) >= 0.0).all()
    assert (np.diff(density, axis=1) > 0.0).all()
    assert (np.diff(cracked, axis=1) > 0.0).all()


def test_stations_behind_feel_it() -> None:
    assert np.ptp(values("area_resistance_ohm_cm2")) > 1.0


def test_points_beyond_a_law_are_told_and_those_of_other_stations_are_not() -> None:
    outside = calender().outside
    assert set(outside) == {
        Outside("calendered_porosity", "pressure_MPa"),
        Outside("calendered_porosity", "temperature_C"),
        Outside("springback", "temperature_C"),
    }
    hot = outside[Outside("calendered_porosity", "temperature_C")]
    np.testing.assert_array_equal(hot, np.broadcast_to([[False]] * 4 + [[True]], hot.shape))
    pressed = outside[Outside("calendered_porosity", "pressure_MPa")]
    assert (np.diff(pressed.astype(int), axis=1) >= 0).all()


def test_limits_come_from_the_line() -> None:
    density = calender().maps[0]
    assert [(limit.at, limit.lower, limit.upper) for limit in density.limits] == [("calender", 3.0, 3.2)]
    assert calender().maps[1].limits == ()


@pytest.mark.parametrize(
    ("lower", "upper", "kept"),
    [(2.0, 4.0, (20.0, 40.0)), (None, 4.0, (0.0, 40.0)), (2.0, None, (20.0, 100.0)), (5.0, 6.0, None)],
)
def test_room_around_today(
    lower: float | None, upper: float | None, kept: tuple[float, float] | None
) -> None:
    # a figure of a tenth of the set-point; today 30
    along = Axis("x", np.linspace(0.0, 100.0, 5), 30.0)
    limit = Limit(property="density_g_cm3", at="calender", lower=lower, upper=upper, action="flag")
    found = room(along, along.values / 10.0, limit)
    assert found == (None if kept is None else pytest.approx(kept, abs=0.1))  # a thousandth of the axis


def test_sentences_say_the_room_and_the_laws_left() -> None:
    said = list(sentences(calender()))
    assert said[0].startswith("Today at 365 N/mm and 80.0 °C: density 3.10 g/cm³")
    assert said[1].startswith("To keep density within 3.00 to 3.20 g/cm³: line load from ")
    assert any("outside the range of calendered_porosity (temperature_C)" in text for text in said)


def test_table_holds_every_point() -> None:
    rows = points([calender()])
    assert len(rows) == 4 * 30
    one = rows[(rows["figure"] == "cracked_frac") & (rows["x_value"] == 160.0) & (rows["y_value"] == 50.0)]
    assert one["value"].item() == values("cracked_frac")[1, 1]
    assert set(rows.loc[rows["y_value"] > 120.0, "outside"].str.contains("temperature_C")) == {True}


def test_page_stands_alone_and_is_the_same_again(tmp_path: Path) -> None:
    path = write_windows([calender()], dry(), tmp_path / "a")
    again = write_windows([calender()], dry(), tmp_path / "b")
    text = path.read_text(encoding="utf-8")
    assert text == again.read_text(encoding="utf-8")
    assert text.count("<figure") == 4
    assert "http" not in text.replace("http://www.w3.org", "")
    assert len(pd.read_csv(tmp_path / "a" / "window.csv")) == 120


@pytest.mark.parametrize(
    ("station", "name", "figure"),
    [
        ("nobody", LOAD, FIGURES[0]),
        ("calender", "colour", FIGURES[0]),
        ("calender", LOAD, ("density_g_cm3", "nobody")),
        ("calender", LOAD, ("colour", "calender")),
    ],
)
def test_what_the_line_does_not_have_is_refused(station: str, name: str, figure: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match=r"nobody|colour"):
        window(
            dry(),
            station,
            axis(dry(), station, name, 60.0, 100.0, 2),
            axis(dry(), station, HEAT, 60.0, 100.0, 2),
            (figure,),
        )


def test_a_value_out_of_bounds_is_refused() -> None:
    far = axis(dry(), "calender", LOAD, 100.0, 1e6, 2)
    with pytest.raises(ValueError, match="line_load_N_mm"):
        window(dry(), "calender", far, axis(dry(), "calender", HEAT, 60.0, 100.0, 2), FIGURES)
