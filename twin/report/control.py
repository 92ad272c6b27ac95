"""The section on control charts: of the gauges' readings lot by lot, and of lots as subgroups of cells."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from twin.core.material import Array
from twin.quality.charts import frozen, xbar_r, xbar_s
from twin.quality.finished_cells import Finished
from twin.quality.monitoring import PHASE_ONE, gauged, monitor
from twin.quality.run_rules import signals
from twin.report.blocks import Group, Section
from twin.report.cells import all_finished
from twin.report.charts import Chart
from twin.report.figures.control import control, subgroups, sums
from twin.report.figures.style import house_style, svg
from twin.report.labels import property_label, property_unit
from twin.report.results import Results

SUBGROUPED = "thickness_um"
"""Property of the finished web whose lots are charted as subgroups."""

LARGEST_FOR_RANGES = 10
"""Subgroups up to this size have a range chart, larger ones a chart of standard deviations (AIAG SPC)."""

_TEXT = (
    f"Limits: from the first {PHASE_ONE} lots after the warm-up, which a chart needs at least; first "
    "replication. Red: a point the four Western Electric rules mark, or one outside its limits."
)
_READINGS = (
    "The gauge's mean reading of each lot: single readings (I) and their moving range (MR), exponentially "
    "weighted moving average (EWMA), cumulative sums in sigma with their decision interval (CUSUM)."
)
_LOTS = (
    f"Finished {property_label(SUBGROUPED)}, each lot one subgroup: the means of its lanes, and the means of "
    "its segments. Xbar limits come from the spread within a lot, as in SPC practice; where lots differ by "
    "more than their cells, points leave them without anything having changed."
)


def control_section(results: Results) -> Section:
    """Return the section; it is empty where too few lots were measured or finished."""
    with house_style():
        readings = tuple(_readings(results))
        lots = tuple(_lots(results))
    parts = (Group("Gauges, lot by lot", _READINGS, readings), Group("Lots as subgroups", _LOTS, lots))
    groups = tuple(group for group in parts if group.charts)
    return Section("control", "Control charts", _TEXT, groups)


def _readings(results: Results) -> Iterator[Chart]:
    place = 0
    for shown in results.lines:
        table = results.readings(shown)
        for station, name in gauged(table):
            place += 1
            found = monitor(table, station, name)
            title = f"{shown.name}: {property_label(name)} at {station}"
            says = f"{title}, run rules signal on {100 * found.signalled_share:.0f} % of later lots"
            key = f"control-{place}"
            figure = control(found, shown.colour, title, property_unit(name))
            yield Chart("control", "", key, says, svg(figure, key))
            key = f"control-sums-{place}"
            figure = sums(found, shown.colour, title, property_unit(name))
            yield Chart("control", "", key, f"{title}: moving range and cumulative sums", svg(figure, key))


def _lots(results: Results) -> Iterator[Chart]:
    known = all_finished(results)
    for shown in results.lines:
        one = known[shown.name]
        for kind, groups in lot_subgroups(one, SUBGROUPED).items():
            if len(groups) < PHASE_ONE or not np.ptp(groups[:PHASE_ONE], axis=1).all():
                continue
            ranged = groups.shape[1] <= LARGEST_FOR_RANGES
            first, spread = (xbar_r if ranged else xbar_s)(groups[:PHASE_ONE])
            within = np.ptp(groups, axis=1) if ranged else groups.std(axis=1, ddof=1)
            means = frozen(first, groups.mean(axis=1))
            marked = np.any(list(signals(means.z).values()), axis=0)
            name = f"Xbar-{'R' if ranged else 's'}"
            title = f"{shown.name}: {name}, {groups.shape[1]} {kind} per lot"
            key = f"subgroups-{kind}-{results.names.index(shown.name) + 1}"
            drawn = (means, frozen(spread, within), marked)
            figure = subgroups(drawn, PHASE_ONE, (title, shown.colour), property_unit(SUBGROUPED))
            yield Chart("control", "", key, title, svg(figure, key))


def lot_subgroups(one: Finished, name: str) -> dict[str, Array]:
    """Return the means of lanes and of segments of each lot with none missing, shape (lot, n)."""
    if name not in one.names:
        return {}
    field = one.field(name)
    field = field[np.isfinite(field).all(axis=(1, 2))]
    found = {"lanes": field.mean(axis=2), "segments": field.mean(axis=1)}
    return {kind: groups for kind, groups in found.items() if groups.shape[1] > 1}
