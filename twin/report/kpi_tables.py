"""KPI tables of the page: the whole line with paired differences, and station by station."""

from __future__ import annotations

from twin.analysis.measures import Estimate, Measure
from twin.analysis.results import LineResults, Results
from twin.analysis.station_kpis import property_table, station_tables
from twin.core.number_text import NO_VALUE, interval, number
from twin.kpi.labels import BETTER, Word, property_label, property_unit
from twin.kpi.registry import declared
from twin.report.blocks import Cell, Head, Table, line_heads, numbers, table
from twin.report.figures.style import line_colour


def comparison(results: Results, measures: list[Measure], heading: str) -> Table:
    """Return a row per measure: a column per line, the difference to the first one and who is better."""
    level = "" if len(results.lines) == 2 else f" ({number(100.0 * results.confidence)} %)"
    differences = numbers(*(f"{name} − {results.first.name}{level}" for name in results.names[1:]))
    better = ("better",) if differences else ()
    head = ("KPI", *line_heads(results.lines), *differences, "unit", *better)
    return table(head, (_row(results, measure) for measure in measures), heading)


def _row(results: Results, measure: Measure) -> tuple[Cell, ...]:
    where = list(dict.fromkeys(station for station in measure.stations if station))
    first = Cell(measure.word.label, small=" / ".join(where), title=measure.word.meaning)
    values = [Cell(estimate_text(value)) for value in measure.values]
    differences = [Cell(estimate_text(value, signed=True)) for value in measure.differences[1:]]
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
        return Cell(better.name, colour=line_colour(better.place))
    ahead = [results.names[number + 1] for number, winner in enumerate(winners) if winner > 0]
    if ahead:
        return Cell(", ".join(ahead))
    return Cell(results.first.name if all(winner < 0 for winner in winners) else "not shown")


def estimate_text(value: Estimate | None, *, signed: bool = False) -> str:
    """Return an estimate as text, a dash for none."""
    return NO_VALUE if value is None else interval(value.mean, value.low, value.high, signed=signed)


def stations(results: Results, line: LineResults) -> list[Table]:
    """Return the KPIs of each station of a line as tables of the page."""
    return [
        table(
            ("station", *map(_head, known.words)),
            ((name, *map(estimate_text, values)) for name, values in known.rows),
            known.heading,
            folded=True,
            is_open=True,
            sortable=True,
        )
        for known in station_tables(results, line)
    ]


def properties(results: Results, line: LineResults) -> Table | None:
    """Return mean, spread and capability of each property at each station of a line, None without any."""
    known = property_table(results, line)
    rows = (
        (property_label(name), station, property_unit(name), *map(_mean, values))
        for name, station, values in known.rows
    )
    if not known.rows:
        return None
    heads: tuple[Head | str, ...] = ("property", "station", "unit", *map(_head, known.words))
    return table(heads, rows, known.heading, folded=True, sortable=True)


def _mean(value: Estimate | None) -> str:
    """Return the mean alone, a dash for none."""
    return NO_VALUE if value is None else number(value.mean)


def definitions(results: Results) -> Table:
    """Return what each KPI of the results means, in the order of the catalogue."""
    used = set(results.summary["kpi"].astype(str))
    texts = [
        (kpi.label, kpi.name, BETTER[kpi.better], kpi.definition, kpi.iso)
        for kpi in declared().values()
        if kpi.name in used
    ]
    heads = ("KPI", "name in the tables", "better", "definition", "ISO 22400-2")
    return table(heads, texts, "What each KPI means", folded=True)


def _head(words: Word) -> Head:
    """Return the heading of a column of values of one KPI."""
    text = f"{words.label}, {words.unit}" if words.unit else words.label
    return Head(text, numeric=True, title=words.meaning)
