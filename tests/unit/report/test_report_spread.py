"""The page on quality variance: components, capability, control charts."""

import re

import pytest
from support.film_line import film_line

import twin
from twin.analysis.analysed_results import AnalysedResults
from twin.analysis.results import Results, results_of
from twin.quality.line_components import components
from twin.report.blocks import Content
from twin.report.sections import build_one
from twin.report.sections.spread import PROPERTIES


def results(**changes) -> Results:
    """Return the film line, simulated once with 60 lots and a limit on what its gauge reads."""
    limit = {"property": "loading_mg_cm2", "at": "film", "lower": 21.2, "upper": 22.2}
    document = film_line(**{"powder.lots": 60, **changes}).to_dict()
    document["limit"] = [limit | {"judged_on": "measured", "action": "flag"}]
    return results_of(twin.simulate(twin.load_line(document), replications=1, workers=1))


@pytest.fixture(scope="module")
def film():
    """Return the results of the film line."""
    return results()


def content(key: str, results: Results) -> Content | None:
    """Return what a section says of results."""
    return build_one(key, AnalysedResults(results))


def test_components_of_the_table_are_those_of_the_readings(film):
    (table,) = content("spread", film).tables
    tables = film.first.tables
    known = components(tables.readings, tables.lots, film.first.line)
    loading = next(row for row in table.rows if row[0].text.startswith("loading") and row[1].text == "film")
    cell = known.query("property == 'loading_mg_cm2' and component == 'cell'").sd.item()
    shown = float(re.split(r"[ ±\[]", loading[5].text)[0])
    assert shown == pytest.approx(cell, rel=0.01)


def test_no_cell_of_the_table_is_what_rounding_leaves(film):
    (table,) = content("spread", film).tables
    # the share of cracked grains behind the film is real, and as small as 1e−10
    assert not [cell.text for row in table.rows for cell in row if re.search("e−1[2-9]", cell.text)]


def test_every_property_that_varies_has_a_row(film):
    (table,) = content("spread", film).tables
    labels = {row[0].text.split(",")[0] for row in table.rows}
    assert {"loading", "thickness", "density"} <= labels


def test_bars_are_drawn_for_the_chosen_properties(film):
    (group,) = content("spread", film).groups
    assert len(group.charts) == 1
    drawn = [name for name in ("density", "thickness", "loading") if f">{name}<" in group.charts[0].svg]
    assert drawn == ["density", "thickness", "loading"]
    assert "density_g_cm3" in PROPERTIES


def test_capability_row_has_limits_indices_and_the_gauges_risks(film):
    table, guards = content("capability", film).tables
    (row,) = table.rows
    texts = [cell.text for cell in row]
    assert "21.2 to 22.2 mg/cm²" in texts
    assert "±" in texts[4] or "[" in texts[4]
    # sd 0.17 and a gauge of 0.25 mg/cm2 against +- 0.5: many good cells would be refused
    assert float(guards.rows[0][4].text.replace("\u202f", "")) > 10_000


def test_a_gauge_read_on_enough_lots_has_its_chart(film):
    gauges, lots = content("control", film).groups
    assert [chart.name for chart in gauges.charts] == ["control-1", "control-sums-1"]
    assert "loading at film" in gauges.charts[0].says
    assert "CUSUM" in gauges.charts[1].svg
    assert [chart.says.split(": ")[1][:6] for chart in lots.charts] == ["Xbar-R", "Xbar-s"]


def test_the_charts_say_how_often_they_signal_falsely(film):
    # 92 and 370: Champ & Woodall (1987); 500: Lucas & Saccucci (1990); 465: Montgomery
    text = content("control", film).text
    assert "falsely once in 92 subgroups (the limits alone once in 370), EWMA once in 500" in text
    assert "CUSUM once in 465; a shift of one sigma they show after 9 (44), 11 and 10" in text


def ppm(text):
    """Return printed parts per million."""
    return float(text.removeprefix("below ").replace("\u202f", ""))


def test_guard_bands_refuse_more_good_cells_and_pass_fewer_bad_ones(film):
    _, table = content("capability", film).tables
    assert table.heading == "Guard bands"
    refused, passed = ([ppm(row[n].text) for row in table.rows] for n in (4, 5))
    assert refused == sorted(refused)
    assert passed == sorted(passed, reverse=True)
    assert len(table.rows) > 1


def test_capability_has_a_histogram_with_limits_and_indices(film):
    (group,) = content("capability", film).groups
    (chart,) = group.charts
    assert "Cpk" in chart.says
    assert "Ppk" in chart.svg


def test_few_lots_make_no_control_chart():
    assert content("control", results(**{"powder.lots": 8})) is None


def test_a_line_without_material_has_no_such_section():
    delay = {"dist": "constant", "value": 1.0}
    station = {"name": "s", "kind": "delay", "equipment": {"service": delay}}
    source = {"name": "a", "mode": "saturated", "lots": 3}
    line = twin.load_line({"format": 1, "name": "x", "source": [source], "station": [station]})
    found = results_of(twin.simulate(line, replications=1, workers=1))
    assert [content(key, found) for key in ("spread", "capability", "control")] == [None] * 3
