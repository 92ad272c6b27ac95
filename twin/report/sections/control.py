"""Control charts: of the gauges' readings lot by lot, and of lots as subgroups of cells."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from matplotlib.figure import Figure

from twin.analysis.analysed_results import AnalysedResults
from twin.core.material import Array
from twin.kpi.labels import property_label, property_unit
from twin.quality.charts import ControlChart
from twin.quality.finished_web import SubgroupCharts, lot_subgroups, subgroup_charts
from twin.quality.monitoring import PHASE_ONE, Monitored, gauged, monitor
from twin.quality.run_length import of_charts
from twin.report.blocks import Content, Group, Section, groups
from twin.report.figures.curves import Curve, Pane, curves
from twin.report.figures.style import Chart, chart, line_colour

SUBGROUPED = "thickness_um"
"""Property of the finished web whose lots are charted as subgroups."""

_HOUR_S = 3600.0
_HEIGHT_IN = 3.6
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


def build(data: AnalysedResults) -> Content | None:
    """Return the section; None where too few lots were measured or finished."""
    parts = groups(
        Group("Gauges, lot by lot", _READINGS, tuple(_readings(data))),
        Group("Lots as subgroups", _LOTS, tuple(_lots(data))),
    )
    return Content(f"{_TEXT} {_false_signals()}", parts) if parts else None


def _false_signals() -> str:
    """Return how often the charts signal without a cause, and how soon with one."""
    still, moved = of_charts(), of_charts(1.0)
    return (
        f"These rules signal falsely once in {still.rules:.0f} subgroups (the limits alone once in "
        f"{still.limits:.0f}), EWMA once in {still.ewma:.0f}, CUSUM once in {still.cusum:.0f}; a shift of "
        f"one sigma they show after {moved.rules:.0f} ({moved.limits:.0f}), {moved.ewma:.0f} and "
        f"{moved.cusum:.0f} on average, where points are independent and normal and the limits known exactly."
    )


def _readings(data: AnalysedResults) -> Iterator[Chart]:
    place = 0
    for shown in data.lines_with_tables:
        readings = data.results.readings(shown)
        for station, name in gauged(readings):
            place += 1
            known = monitor(readings, station, name)
            title = f"{shown.name}: {property_label(name)} at {station}"
            says = f"{title}, run rules signal on {100 * known.signalled_share:.0f} % of later lots"
            unit = property_unit(name)
            yield chart(f"control-{place}", says, _single(known, line_colour(shown.place), title, unit))
            says = f"{title}: moving range and cumulative sums"
            yield chart(f"control-sums-{place}", says, _sums(known, line_colour(shown.place), title, unit))


def _single(known: Monitored, colour: str, title: str, unit: str) -> Figure:
    """Draw single readings above their exponentially weighted average."""
    hours = known.time_s / _HOUR_S
    marked = np.any(list(known.rules.values()), axis=0)
    panes = (
        _pane(f"reading, {unit}" if unit else "reading", hours, known.single, marked, colour),
        _pane("EWMA", hours, known.smoothed, known.smoothed.out, colour),
    )
    return _drawn(panes, hours, known.phase_one, title)


def _sums(known: Monitored, colour: str, title: str, unit: str) -> Figure:
    """Draw the moving ranges above the cumulative sums, upwards and downwards, in sigma."""
    hours, bound = known.time_s / _HOUR_S, known.sums.interval
    ranges = known.moving_range
    sums = [
        Curve(hours, side * values, colour, width=0.9, dotted=True, signals=values > bound)
        for side, values in ((1.0, known.sums.upper), (-1.0, known.sums.lower))
    ]
    panes = (
        _pane(f"MR, {unit}" if unit else "MR", hours[1:], ranges, ranges.out, colour),
        Pane("CUSUM, sigma", sums, levels=(0.0,), dashes=(bound, -bound)),
    )
    return _drawn(panes, hours, known.phase_one, title)


def _drawn(panes: tuple[Pane, Pane], x: Array, phase_one: int, title: str, what: str = "") -> Figure:
    span = float(x[0]), float(x[phase_one - 1])
    label = what or "h from the start; grey: the lots the limits come from"
    return curves([pane._replace(span=span) for pane in panes], label, title, height_in=_HEIGHT_IN)


def _pane(label: str, x: Array, values: ControlChart, marked: np.ndarray, colour: str) -> Pane:
    """Return a pane with the points of a chart, its centre and its limits."""
    points = Curve(x, values.values, colour, width=0.9, dotted=True, signals=marked)
    limits = [Curve(x, limit, "#5F6C78", width=1.0, dashed=True) for limit in (values.lower, values.upper)]
    return Pane(label, [points, *limits], levels=(values.centre,))


def _lots(data: AnalysedResults) -> Iterator[Chart]:
    for place, shown in enumerate(data.lines_with_tables, start=1):
        for kind, subgroups in lot_subgroups(data.finished[shown.name], SUBGROUPED).items():
            known = subgroup_charts(subgroups)
            if known is not None:
                title = f"{shown.name}: {known.name}, {known.size} {kind} per lot"
                yield chart(
                    f"subgroups-{kind}-{place}", title, _subgroups(known, line_colour(shown.place), title)
                )


def _subgroups(known: SubgroupCharts, colour: str, title: str) -> Figure:
    """Draw means above ranges or standard deviations."""
    unit = property_unit(SUBGROUPED)
    lots = np.arange(1.0, len(known.means.values) + 1.0)
    panes = (
        _pane(f"{known.means.name}, {unit}", lots, known.means, known.marked, colour),
        _pane(f"{known.spread.name}, {unit}", lots, known.spread, known.spread.out, colour),
    )
    what = "lots in the order they left; grey: those the limits come from"
    return _drawn(panes, lots, PHASE_ONE, title, what)


SECTION = Section(key="control", heading="Control charts", order=120, build=build)
