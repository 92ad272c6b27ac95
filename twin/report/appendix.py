"""The sections that say how the results came about: lines, inputs, assumptions, statistics, checklist."""

from __future__ import annotations

from collections.abc import Mapping

from twin.core.version import __version__
from twin.report import register
from twin.report.blocks import Cell, Group, Head, Section, Table, rows
from twin.report.charts import Chart
from twin.report.checklist import checklist
from twin.report.diagram import diagram
from twin.report.ranges import ranges_section
from twin.report.results import Results
from twin.report.run_file import sha256, versions
from twin.report.statistics import statistics_section

NOT_MODELLED = (
    "Operators other than the crews named in the line; transport times that are no station.",
    "Material between cells of the grid: a cell is the smallest piece the twin knows.",
    "Supply of materials and demand: a saturated source never runs dry, what is shipped is sold.",
    "The web as a continuum: lots start and end, a machine works on one lot (or batch) at a time.",
    "Cell assembly after the last station; cell figures are computed from the finished electrode.",
)


def appendix_sections(results: Results, line_files: Mapping[str, str]) -> list[Section]:
    """Return the sections behind the results, in the order of the page."""
    return [
        _lines(results),
        _inputs(results),
        ranges_section(results),
        _assumptions(results),
        statistics_section(results),
        _checklist(results),
        _reproduce(results, line_files),
    ]


def _lines(results: Results) -> Section:
    charts = tuple(
        Chart("lines", "", f"lines-{number}", f"Route of {shown.name}", diagram(shown.line, shown.colour))
        for number, shown in enumerate(results.lines, start=1)
    )
    text = "From the sources down to what is shipped; the figures at the arrows are places between stations."
    return Section("lines", "Lines", text, groups=(Group("", "", charts),))


def _inputs(results: Results) -> Section:
    lines = [shown.line for shown in results.lines]
    tallies = [(shown.name, register.counts(shown.line)) for shown in results.lines]
    count_rows = [[name, str(counts.total), *map(str, counts)] for name, counts in tallies]
    kinds = ("numbers", register.SOURCED, "assumed", register.BARE, register.CHANGED)
    counted = Table((Head("line"), *(Head(word, numeric=True) for word in kinds)), rows(count_rows))
    head = (
        Head("parameter"),
        *(Head(shown.name, numeric=True, colour=shown.colour) for shown in results.lines),
        Head("unit"),
        Head("source"),
    )
    body = tuple(
        (
            Cell(entry.path),
            *(Cell(text) for text in entry.values),
            Cell(entry.unit),
            Cell(entry.source or entry.kind),
        )
        for entry in register.entries(lines)
    )
    cited = register.references(lines)
    tables = [counted]
    if body:
        tables.append(Table(head, body, f"Every number ({len(body)})", folded=True, sortable=True))
    if cited:
        tables.append(
            Table((Head("key"), Head("reference")), rows(cited), f"References ({len(cited)})", folded=True)
        )
    left_out = [(shown.name, text) for shown in results.lines for text in shown.line.defaults]
    if left_out:
        heading = f"Left out of the line files, and what that means ({len(left_out)})"
        tables.append(Table((Head("line"), Head("meaning")), rows(left_out), heading, folded=True))
    return Section("inputs", "Inputs", tables=tuple(tables))


def _assumptions(results: Results) -> Section:
    found = register.assumptions([shown.line for shown in results.lines])
    tables: list[Table] = []
    if found:
        head = (
            Head("assumed"),
            *(Head(shown.name, numeric=True, colour=shown.colour) for shown in results.lines),
            Head("unit"),
        )
        body = tuple((Cell(e.path), *(Cell(text) for text in e.values), Cell(e.unit)) for e in found)
        tables.append(
            Table(
                head, body, f"Numbers without a published source ({len(found)})", folded=True, sortable=True
            )
        )
    tables.append(Table((Head("Not modelled"),), rows([[text] for text in NOT_MODELLED])))
    return Section("assumptions", "Assumptions", tables=tuple(tables))


def _checklist(results: Results) -> Section:
    body = [[item.number, item.asks, item.answer] for item in checklist(results)]
    table = Table((Head("item"), Head("asks for"), Head("answer")), rows(body), "24 rows", folded=True)
    text = "STRESS-DES, for the reporting of simulation studies (Monks et al., J. Simulation 13 (2019) 55)."
    return Section("checklist", "Checklist", text, tables=(table,))


def _reproduce(results: Results, line_files: Mapping[str, str]) -> Section:
    files = Table(
        (Head("resolved line file"), Head("SHA-256")),
        rows([(name, sha256(text)) for name, text in line_files.items()]),
    )
    packages = Table(
        (Head("package"), Head("version")), rows(list(versions().items())), "Package versions", folded=True
    )
    command = results.command or _python(results, line_files)
    text = f"electrode-twin {__version__}; the files stand beside this page."
    return Section("reproduce", "Reproduce", text, tables=(files, packages), code=(command,))


def _python(results: Results, line_files: Mapping[str, str]) -> str:
    """Return the Python lines that give these results again."""
    settings = results.settings
    options = (
        f"horizon={settings.horizon_s!r}, warmup={settings.warmup_s!r}, "
        f"replications={settings.replications}, seed={settings.seed}"
    )
    names = ", ".join(f"twin.load_line({name!r})" for name in line_files)
    if len(results.lines) == 1:
        return f"import twin\nresult = twin.simulate({names}, {options})"
    return f"import twin\nresult = twin.compare([{names}], {options})"
