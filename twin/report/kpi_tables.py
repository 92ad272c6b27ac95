"""KPI tables of the page: the whole line with paired differences, and station by station."""

from __future__ import annotations

from twin.report.blocks import Cell, Head, Table
from twin.report.labels import KPI_WORDS
from twin.report.measures import Estimate, Measure
from twin.report.numbers import NO_VALUE, interval, number
from twin.report.results import Results, Shown

STATION_KPIS = (
    "availability", "effectiveness", "quality_ratio", "oee", "scrap_ratio", "rework_ratio", "lots_scrapped",
    "queue_time_s", "energy_kWh_per_m2",
)  # fmt: skip


def comparison(results: Results, measures: list[Measure], heading: str) -> Table:
    """Return a row per measure: a column per line, the difference to the first one and who is better."""
    several = len(results.lines) > 1
    head = [Head("KPI"), *(Head(shown.name, numeric=True, colour=shown.colour) for shown in results.lines)]
    for shown in results.lines[1:]:
        level = "" if len(results.lines) == 2 else f" ({number(100.0 * results.confidence)} %)"
        head.append(Head(f"{shown.name} − {results.first.name}{level}", numeric=True))
    head.append(Head("unit"))
    if several:
        head.append(Head("better"))
    return Table(tuple(head), tuple(_row(results, measure) for measure in measures), heading)


def _row(results: Results, measure: Measure) -> tuple[Cell, ...]:
    where = list(dict.fromkeys(station for station in measure.stations if station))
    first = Cell(measure.word.label, small=" / ".join(where), title=measure.word.meaning)
    values = [Cell(shown(value)) for value in measure.values]
    differences = [Cell(shown(value, signed=True)) for value in measure.differences[1:]]
    cells = [first, *values, *differences, Cell(measure.word.unit)]
    if len(results.lines) > 1:
        cells.append(_better(results, measure))
    return tuple(cells)


def _better(results: Results, measure: Measure) -> Cell:
    if not measure.word.better or not any(measure.differences):
        return Cell("")
    winners = [measure.winner(index) for index in range(1, len(results.lines))]
    if len(results.lines) == 2:
        if not winners[0]:
            return Cell("not shown")
        better = results.lines[1] if winners[0] > 0 else results.first
        return Cell(better.name, colour=better.colour)
    ahead = [results.names[number + 1] for number, winner in enumerate(winners) if winner > 0]
    if ahead:
        return Cell(", ".join(ahead))
    return Cell(results.first.name if all(winner < 0 for winner in winners) else "not shown")


def shown(value: Estimate | None, *, signed: bool = False) -> str:
    """Return an estimate as text, a dash for none."""
    return NO_VALUE if value is None else interval(value.mean, value.low, value.high, signed=signed)


def stations(results: Results, line: Shown) -> Table | None:
    """Return the KPIs of each station of a line, None where there are none."""
    rows = results.summary[results.summary["line"].astype(str) == line.name]
    rows = rows[(rows["property"].astype(str) == "") & (rows["station"].astype(str) != "")]
    columns = ["station", "kpi", "mean", "ci_low", "ci_high", "n"]
    known = {
        (str(station), str(kpi)): Estimate(float(mean), float(low), float(high), int(n))
        for station, kpi, mean, low, high, n in rows[columns].itertuples(index=False, name=None)
        if mean == mean
    }
    used = [kpi for kpi in STATION_KPIS if any((name, kpi) in known for name in line.stations)]
    if not used:
        return None
    words = [KPI_WORDS[kpi] for kpi in used]
    head = [
        Head("station"),
        *(Head(f"{w.label}, {w.unit}" if w.unit else w.label, numeric=True) for w in words),
    ]
    body = tuple(
        (
            Cell(name),
            *(Cell(shown(_scaled(known.get((name, kpi)), KPI_WORDS[kpi].scale))) for kpi in used),
        )
        for name in line.stations
    )
    return Table(tuple(head), body, f"Stations of {line.name}", folded=True, sortable=True)


def _scaled(estimate: Estimate | None, factor: float) -> Estimate | None:
    return estimate.scaled(factor) if estimate else None
