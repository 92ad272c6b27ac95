"""Every KPI is on the page of a line that has it, with its value, and its definition can be read there."""

from __future__ import annotations

import html
import re

import pandas as pd
import pytest
from support.kpi_lines import reworking_line

import twin
from twin.analysis.analysed_results import AnalysedResults
from twin.analysis.measures import line_measures
from twin.analysis.results import Results, results_of
from twin.analysis.station_kpis import station_tables
from twin.core.number_text import NO_VALUE
from twin.kpi.declaration import Declaration, Place
from twin.kpi.labels import property_label
from twin.kpi.registry import declared
from twin.report.pages.comparison import comparison_page

SHOWN = [(known, place) for known in declared().values() for place in known.places]


@pytest.fixture(scope="module")
def results() -> Results:
    return results_of(twin.simulate(reworking_line(), "4 d", "1 d", replications=3, workers=1), "")


@pytest.fixture(scope="module")
def text(results: Results) -> str:
    return html.unescape(comparison_page(AnalysedResults(results)))


def table_under(text: str, heading: str) -> str:
    """Return the first table after the first heading that begins so."""
    (_, after) = re.split(rf"<(?:h3|summary)>{re.escape(heading)}", text, maxsplit=1)
    return after.split("</table>")[0]


def columns(table: str) -> pd.DataFrame:
    """Return a table of the page by its headings."""
    heads = [re.sub("<.*?>", "", head) for head in re.findall(r"<th .*?>(.*?)</th>", table)]
    rows = [re.findall(r"<td.*?>(.*?)</td>", row) for row in re.findall(r"<tr>(<td.*?)</tr>", table)]
    return pd.DataFrame(rows, columns=heads)


@pytest.mark.parametrize(("known", "place"), SHOWN, ids=lambda item: getattr(item, "name", ""))
def test_every_kpi_is_on_the_page_of_a_line_that_has_it(text: str, known: Declaration, place: Place) -> None:
    if place is Place.STATES:
        figure = text.split(f"<h3>{place.value}</h3>")[1].split("<h3>")[0]
        assert "<figure" in figure
        assert "working" in figure
        return
    table = table_under(text, place.value)
    if place is Place.LINE:
        values = re.findall(rf"<td[^>]*>{re.escape(known.label)}</td><td[^>]*>(.*?)</td>", table)
    else:
        frame = columns(table)
        (column,) = (name for name in frame if name in (known.label, f"{known.label}, {_unit(known)}"))
        values = list(frame[column])
    assert any(value != NO_VALUE for value in values)


def _unit(known: Declaration) -> str:
    return known.shown_in or known.unit


def test_values_on_the_page_are_those_of_the_summary(text: str, results: Results) -> None:
    summary = results.summary[results.summary["station"] == "calender"].set_index(["kpi", "property"])["mean"]
    frame = columns(table_under(text, Place.EQUIPMENT.value)).set_index("station")
    shown = re.match(r"[\d.]+", frame.loc["calender", "MTBF, h"])
    assert shown is not None
    assert float(shown[0]) == pytest.approx(summary["mtbf_s", ""] / 3600.0, rel=0.05)
    spread = columns(table_under(text, Place.PROPERTIES.value)).set_index(["property", "station"])
    shown = re.match(r"[\d.]+", spread.loc[(property_label("density_g_cm3"), "calender"), "sd lot to lot"])
    assert shown is not None
    assert float(shown[0]) == pytest.approx(summary["sd_lot", "density_g_cm3"], rel=0.05)


@pytest.mark.parametrize("known", declared().values(), ids=lambda known: known.name)
def test_the_page_says_what_a_kpi_means(text: str, known: Declaration) -> None:
    frame = columns(table_under(text, "What each KPI means")).set_index("name in the tables")
    assert frame.loc[known.name, "definition"] == known.definition
    assert frame.loc[known.name, "ISO 22400-2"] == known.iso


def test_what_a_line_does_not_know_is_no_row_and_no_column() -> None:
    line = {
        "format": 1,
        "name": "bare",
        "source": [{"name": "in", "mode": "saturated"}],
        "station": [
            {
                "name": "only",
                "kind": "delay",
                "from": ["in"],
                "equipment": {"service": {"dist": "constant", "value": 60.0}},
            }
        ],
    }
    results = results_of(twin.simulate(twin.load_line(line), "2 h", "0 h", replications=2, workers=1), "")
    names = {measure.kpi for measure in line_measures(results)}
    assert "throughput_per_h" in names
    assert names.isdisjoint(
        {"energy_kWh_per_m2", "rework_ratio", "good_area_m2_per_h", "room_energy_kWh_per_m2"}
    )
    (equipment, others) = station_tables(results, results.first)
    assert "OEE" in [words.label for words in equipment.words]
    assert not {"MTBF", "MTTR"} & {words.label for words in equipment.words}
    assert "kWh/lot" in [words.unit for words in others.words]
