"""Where the spread sits: variance components of every property, between lots, lanes, segments and cells."""

from __future__ import annotations

import pandas as pd

from twin.analysis.analysed_results import AnalysedResults
from twin.analysis.results import LineResults
from twin.core.number_text import NO_VALUE, interval, number
from twin.kpi.labels import property_label, property_title, property_unit
from twin.quality.line_components import WITHIN_TOTAL, components, last_set, total_sd
from twin.report.blocks import Content, Drawn, Section, Table, figures, numbers, table
from twin.report.figures.bars import Axis, Layer, Note, bars

PROPERTIES = (
    "density_g_cm3", "thickness_um", "loading_mg_cm2", "interface_resistance_ohm_cm2",
    "area_resistance_ohm_cm2", "areal_capacity_mAh_cm2", "energy_density_Wh_L",
)  # fmt: skip
"""What is drawn, at the last station that sets it; the table holds every property at every station."""

_COLOURS = {"lot": "#0B62A4", "lane": "#E0A526", "along": "#00876C", "cell": "#B9C3CE"}
_WORDS = {"lot": "lot to lot", "lane": "across the web", "along": "along the web", "cell": "cell to cell"}
_TEXT = (
    "Variance components over the good cells of the first replication after the warm-up, with 95 % "
    "intervals that count batches, not cells. Along the web: the course of a lot over its length, as of "
    "a roll's run-out; a period shorter than two sample positions counts here too, folded."
)


def build(data: AnalysedResults) -> Content | None:
    """Return shares of the variance as bars, standard deviations as tables."""
    known = [
        (shown, parts)
        for shown in data.lines_with_tables
        if len(parts := components(data.results.readings(shown), shown.tables.lots, shown.line))
    ]
    tables = tuple(_table(shown, parts) for shown, parts in known)
    return Content(_TEXT, figures("spread", _shares(known)), tables) if known else None


def _shares(known: list[tuple[LineResults, pd.DataFrame]]) -> Drawn:
    for shown, parts in known:
        rows = last_set(parts, PROPERTIES, shown.stations)
        if rows:
            layers = [
                Layer(_WORDS[key], [100.0 * float(part["share"][key]) for part in rows.values()], colour)
                for key, colour in _COLOURS.items()
            ]
            notes = [
                Note(place, 101.5, f"{number(total_sd(part))} {property_unit(name)}".strip())
                for place, (name, part) in enumerate(rows.items())
            ]
            axis = Axis("% of the variance; at the end the standard deviation", 130, range(0, 101, 25))
            names = [property_label(name) for name in rows]
            says = f"Where the variance sits in {shown.name}, by property"
            yield says, bars(names, layers, axis, shown.name, notes=notes, columns=4)


def _table(shown: LineResults, parts: pd.DataFrame) -> Table:
    """Return standard deviations with intervals, a row per property and station."""
    rows = []
    for (station, name), part in parts.groupby(["station", "property"], sort=False):
        by = part.set_index("component")
        if not (by["sd"] > 0.0).any():
            continue
        cells = [
            interval(*by.loc[key, ["sd", "sd_low", "sd_high"]]) if key in by.index else NO_VALUE
            for key in (*WITHIN_TOTAL, "measurement")
        ]
        rows.append((property_title(str(name)), str(station), *cells))
    words = numbers(*(f"sd {word}" for word in (*_WORDS.values(), "one gauge reading")))
    return table(("Property", "Station", *words), rows, shown.name, folded=True, sortable=True)


SECTION = Section(key="spread", heading="Where the spread sits", order=90, build=build)
