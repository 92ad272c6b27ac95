"""Statistics: length, warm-up with its evidence, replications, intervals, random numbers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from matplotlib.figure import Figure

from twin.analysis.analysed_results import AnalysedResults
from twin.analysis.results import LineResults, Results
from twin.core.number_text import NO_VALUE, number
from twin.line.route import duration_text
from twin.records.time_series import BUCKETS
from twin.report.blocks import Cell, Content, Drawn, Section, filled, group, groups, line_cell, numbers, table
from twin.report.figures.curves import Curve, Pane, curves
from twin.report.figures.style import line_colour
from twin.stats.run_length_check import FEWEST_EFFECTIVE, FEWEST_EFFECTIVE_EVEN, WORST_BIAS
from twin.study.warmup import DAY_S, Pilot

_TEXT = (
    "MSER-5 leaves out the start of a run without which the mean of the rest is most certain, by the mean "
    f"course over all replications in {BUCKETS} stretches; it refuses where more than half would have to go "
    "and the replications agree that the halves differ. A replication supports its interval with "
    f"{FEWEST_EFFECTIVE:.0f} independent observations or more after the warm-up ({FEWEST_EFFECTIVE_EVEN:.0f} "
    f"where they are not skewed) and a start-up shift of at most {WORST_BIAS:g} standard errors (se) of the "
    "mean; coverage: what such a shift leaves of the 95 % of an interval."
)


def build(data: AnalysedResults) -> Content:
    """Return the facts; figures and evidence where the runs have a length."""
    facts = table(("what", "how"), _facts(data.results))
    measured = numbers("left out, d", "observations", "shift, se", "coverage, %")
    rows = (row for shown, pilot in data.pilots for row in _rows(shown, pilot))
    evidence = table(("Line", "Series", *measured, "speaks against the interval"), rows, "Evidence")
    charts = groups(group("statistics", _settling(data), "Warm-up", _TEXT))
    return Content(groups=charts, tables=filled(facts, evidence))


def _settling(data: AnalysedResults) -> Drawn:
    for shown, pilot in data.pilots:
        yield (
            f"Mean course of {shown.name} from empty, with the warm-up by MSER-5",
            settling(pilot, line_colour(shown.place)),
        )


def settling(pilot: Pilot, colour: str) -> Figure:
    """Draw the mean course of each series over its level after the drop; grey is left out by MSER-5."""
    panes = []
    for name, course in pilot.courses.items():
        known = pilot.warm_ups[name]
        days = np.asarray(pilot.bucket_s * (np.arange(len(course)) + 0.5) / DAY_S, dtype=np.float64)
        span = (0.0, known.drop * pilot.bucket_s / DAY_S) if known.drop else None
        curve = Curve(days, course, colour, width=1.0)
        panes.append(Pane(name, [curve], levels=(known.mean,), span=span, from_zero=True))
    label = "d from the start, empty line; mean over replications"
    height_in = 1.0 + 1.1 * len(panes)
    return curves(panes, label, pilot.line, ends=(0.0, pilot.horizon_s / DAY_S), height_in=height_in)


def _rows(shown: LineResults, pilot: Pilot) -> Iterator[tuple[Cell | str, ...]]:
    for name, warm_up in pilot.warm_ups.items():
        known = pilot.supports.get(name)
        values = [NO_VALUE] * 3
        if known is not None:
            values = [number(known.effective), number(known.bias_errors, 2), number(100.0 * known.coverage)]
        cut = "refused" if warm_up.refused else number(warm_up.drop * pilot.bucket_s / DAY_S, 2)
        yield (line_cell(shown), name, cut, *values, "; ".join(pilot.against(name)) or "nothing")


def _facts(results: Results) -> Iterator[tuple[str, str]]:
    settings = results.settings
    horizon = "until the line is empty" if settings.horizon_s is None else duration_text(settings.horizon_s)
    left_out = f"{duration_text(settings.warmup_s)}; what happens in it is not counted, nothing is reset"
    yield "Length of a run", f"{horizon}, warm-up included"
    yield "Warm-up", left_out
    yield "Replications", f"{settings.replications} per line asked for"
    for shown in results.lines:
        yield shown.name, _replications(results, shown)
    yield "Intervals", "95 %, Student t over replications; not adjusted for the number of KPIs compared"
    if len(results.lines) > 1:
        paired = "pair by replication: lines share their dice wherever they share stations"
        words = f"; {difference_words(results)}" if len(results.lines) > 2 else ""
        yield "Differences", f"{paired}{words}"
    yield "Random numbers", f"seed {settings.seed}; an own generator per station, lot, visit and purpose"


def _replications(results: Results, shown: LineResults) -> str:
    finished = results.kpis.loc[results.kpis["line"].astype(str) == shown.name, "replication"].nunique()
    failed = f", {len(shown.failed)} failed" if shown.failed else ""
    return f"{finished} replications finished{failed}"


def run_in_words(results: Results) -> str:
    """Return how many runs of each line were made, and how long they are."""
    settings = results.settings
    length = "until empty" if settings.horizon_s is None else duration_text(settings.horizon_s)
    warm = f", the first {duration_text(settings.warmup_s)} left out" if settings.warmup_s else ""
    counts = sorted({int(n) for n in results.kpis.groupby("line", observed=True)["replication"].nunique()})
    runs = " to ".join(str(n) for n in dict.fromkeys((counts[0], counts[-1]))) if counts else "0"
    return f"{runs} simulated {'run' if runs == '1' else 'runs'} of each line, {length}{warm}."


def difference_words(results: Results) -> str:
    """Return how differences between lines are made, "" for one line."""
    if len(results.lines) == 1:
        return ""
    if len(results.lines) == 2:
        return "differences are paired"
    each = number(100.0 * results.confidence, 4)
    return (
        f"differences are paired and of {each} % each, so that the {len(results.lines) - 1} of one KPI hold "
        "together with 95 % (Bonferroni)"
    )


SECTION = Section(key="statistics", heading="Statistics", order=180, build=build)
