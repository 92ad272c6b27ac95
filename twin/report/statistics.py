"""The section on statistics: length, warm-up with its evidence, replications, intervals, dice."""

from __future__ import annotations

from twin.records.time_series import BUCKETS
from twin.report.blocks import Cell, Group, Head, Section, Table, rows
from twin.report.charts import Chart
from twin.report.figures.style import house_style, svg
from twin.report.figures.warmup import settling
from twin.report.numbers import NO_VALUE, number
from twin.report.results import Results, Shown
from twin.report.route import duration_text
from twin.study.warmup import DAY_S, Pilot, judge_run_length

_TEXT = (
    "MSER-5 leaves out the start of a run that makes the mean of the rest least certain, by the mean course "
    f"over all replications in {BUCKETS} stretches; it refuses where more than half would have to go. A "
    "replication supports its interval with 20 independent observations or more after the warm-up and a "
    "start-up shift below half a standard error (se) of the mean; coverage: what such a shift leaves of the "
    "95 % of an interval."
)


def difference_words(results: Results) -> str:
    """Return how differences between lines are made, "" for one line."""
    if len(results.lines) == 1:
        return ""
    if len(results.lines) == 2:
        return "differences are paired"
    each = number(100.0 * results.confidence, 4)
    count = len(results.lines) - 1
    return (
        f"differences are paired and of {each} % each, so that the {count} of one KPI hold together with "
        "95 % (Bonferroni)"
    )


def statistics_section(results: Results) -> Section:
    """Return the section; figures and evidence where the runs have a length."""
    judged = _judged(results)
    with house_style():
        charts = tuple(_chart(number, shown, found) for number, (shown, found) in enumerate(judged, start=1))
    groups = (Group("Warm-up", _TEXT, charts),) if charts else ()
    tables = [Table((Head("what"), Head("how")), rows(_facts(results)))]
    if judged:
        tables.append(_evidence(judged))
    return Section("statistics", "Statistics", groups=groups, tables=tuple(tables))


def _judged(results: Results) -> list[tuple[Shown, Pilot]]:
    horizon_s, warmup_s = results.settings.horizon_s, results.settings.warmup_s
    if horizon_s is None:
        return []
    return [
        (shown, judge_run_length(shown.name, shown.courses, horizon_s, warmup_s))
        for shown in results.lines
        if len(shown.courses)
    ]


def _chart(place: int, shown: Shown, found: Pilot) -> Chart:
    key = f"statistics-{place}"
    says = f"Mean course of {shown.name} from empty, with the warm-up by MSER-5"
    return Chart("statistics", "warmup", key, says, svg(settling(found, shown.colour), key))


def _evidence(judged: list[tuple[Shown, Pilot]]) -> Table:
    head = (
        Head("Line"), Head("Series"), Head("left out, d", numeric=True),
        Head("observations", numeric=True), Head("shift, se", numeric=True),
        Head("coverage, %", numeric=True), Head("speaks against the interval"),
    )  # fmt: skip
    return Table(head, tuple(row for shown, found in judged for row in _rows(shown, found)), "Evidence")


def _rows(shown: Shown, found: Pilot) -> list[tuple[Cell, ...]]:
    made = []
    for name, one in found.warm_ups.items():
        known = found.supports.get(name)
        figures = [NO_VALUE] * 3
        if known is not None:
            figures = [number(known.effective), number(known.bias_errors, 2), number(100.0 * known.coverage)]
        cut = "refused" if one.refused else number(one.drop * found.bucket_s / DAY_S, 2)
        texts = (name, cut, *figures, "; ".join(found.against(name)) or "nothing")
        made.append((Cell(shown.name, colour=shown.colour), *(Cell(text) for text in texts)))
    return made


def _facts(results: Results) -> list[list[str]]:
    settings = results.settings
    horizon = "until the line is empty" if settings.horizon_s is None else duration_text(settings.horizon_s)
    left_out = f"{duration_text(settings.warmup_s)}; what happens in it is not counted, nothing is reset"
    words = difference_words(results)
    facts = [
        ["Length of a run", f"{horizon}, warm-up included"],
        ["Warm-up", left_out],
        ["Replications", f"{settings.replications} per line asked for"],
        *([shown.name, _replications(results, shown)] for shown in results.lines),
        ["Intervals", "95 %, Student t over replications; not adjusted for the number of KPIs compared"],
        ["Differences", "pair by replication: lines share their dice wherever they share stations"],
        ["Random numbers", f"seed {settings.seed}; an own generator per station, lot, visit and purpose"],
    ]
    if not words:
        del facts[-2]
    elif len(results.lines) > 2:
        facts[-2][1] += f"; {words}"
    return facts


def _replications(results: Results, shown: Shown) -> str:
    finished = results.kpis.loc[results.kpis["line"].astype(str) == shown.name, "replication"].nunique()
    failed = f", {len(shown.failed)} failed" if shown.failed else ""
    return f"{finished} replications finished{failed}"
