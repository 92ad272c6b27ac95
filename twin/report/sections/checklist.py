"""STRESS-DES, the reporting checklist for simulation studies, filled from the results.

Monks et al., Journal of Simulation 13 (2019) 55; 20 items, 2.5 has five parts.
"""

from __future__ import annotations

import platform
from typing import NamedTuple

from twin.analysis.analysed_results import AnalysedResults
from twin.analysis.results import LineResults, Results
from twin.line.register import assumptions, calibrations, counts
from twin.line.route import duration_text
from twin.report.blocks import Content, Section, table
from twin.storage.run_file import versions

NOT_STATED = "not stated"
_TEXT = "STRESS-DES, for the reporting of simulation studies (Monks et al., J. Simulation 13 (2019) 55)."


class Item(NamedTuple):
    """One row of the checklist."""

    number: str
    asks: str
    answer: str


def build(data: AnalysedResults) -> Content:
    """Return the 24 rows as a table."""
    body = table(("item", "asks for", "answer"), checklist(data.results), "24 rows", folded=True)
    return Content(_TEXT, tables=(body,))


def checklist(results: Results) -> list[Item]:
    """Return the 24 rows; what only the author can say is taken from the line's description."""
    answers = {
        **_objectives(results),
        **_logic(results),
        **_data(results),
        **_experiment(results),
        **_software(results),
    }
    return [Item(key, asks, answers[key]) for key, asks in _ASKS.items()]


_ASKS = {
    "1.1": "Purpose of the model",
    "1.2": "Outputs",
    "1.3": "Aim of the experiments",
    "2.1": "Overview diagram",
    "2.2": "Base logic",
    "2.3": "Scenario logic",
    "2.4": "Algorithms",
    "2.5.1": "Entities",
    "2.5.2": "Activities",
    "2.5.3": "Resources",
    "2.5.4": "Queues",
    "2.5.5": "Entry and exit",
    "3.1": "Data sources",
    "3.2": "Pre-processing of data",
    "3.3": "Input parameters",
    "3.4": "Assumptions",
    "4.1": "Initialisation",
    "4.2": "Run length",
    "4.3": "Estimation",
    "5.1": "Software",
    "5.2": "Random numbers",
    "5.3": "Execution",
    "5.4": "System",
    "6.1": "Code access",
}


def _objectives(results: Results) -> dict[str, str]:
    texts = [f"{shown.name}: {shown.line.description}" for shown in results.lines if shown.line.description]
    aim = (
        f"Comparison of {', '.join(results.names)} under the same dice; reference {results.first.name}."
        if len(results.lines) > 1
        else "One line; no alternatives compared."
    )
    return {
        "1.1": " ".join(texts) or NOT_STATED,
        "1.2": "KPI table of this page, each with its definition; means over replications with t intervals.",
        "1.3": aim,
    }


def _logic(results: Results) -> dict[str, str]:
    shown = results.lines
    stations = [station for one in shown for station in one.line.station]
    machines = sum(station.equipment.machines for station in stations)
    crews = [f"{crew.name} ({crew.size})" for one in shown for crew in one.line.crew]
    waits = {
        f"{s.name} {duration_text(s.equipment.max_wait)}"
        for s in stations
        if s.equipment.max_wait is not None
    }
    limits = [f"{limit.property} at {limit.at} ({limit.action})" for one in shown for limit in one.line.limit]
    kinds = sorted({station.kind for station in stations})
    sources = sorted({source.name for one in shown for source in one.line.source})
    entries = "; ".join(f"{one.name}: {_entry(one)}" for one in shown)
    return {
        "2.1": "Section Lines of this page.",
        "2.2": "Lots pass from station to station; the floor decides when, station physics what they become.",
        "2.3": _scenario(results),
        "2.4": "Queues first come first served; laws by kind of station: " + ", ".join(kinds) + ".",
        "2.5.1": f"Lots of electrode material, cell by cell, from {', '.join(sources)}.",
        "2.5.2": f"{len(stations)} stations; limits: " + (", ".join(limits) or "none") + ".",
        "2.5.3": f"{machines} machines; crews: " + (", ".join(crews) or "none") + ".",
        "2.5.4": "First come first served; places between stations: see the diagrams; longest waits: "
        + (", ".join(sorted(waits)) or "none") + ".",
        "2.5.5": f"{entries}; lots leave shipped or scrapped.",
    }  # fmt: skip


def _scenario(results: Results) -> str:
    if len(results.lines) == 1:
        return "None."
    sets = [set(shown.stations) for shown in results.lines]
    only: list[str] = []
    for place, shown in enumerate(results.lines):
        others = set[str]().union(*(sets[:place] + sets[place + 1 :]))
        own = [name for name in shown.stations if name not in others]
        only += [f"only in {shown.name}: {', '.join(own)}"] if own else []
    return "; ".join(only) or "The lines have stations of the same names; they differ in numbers, see Inputs."


def _entry(shown: LineResults) -> str:
    return ", ".join(f"{source.name} {source.mode}" for source in shown.line.source)


def _data(results: Results) -> dict[str, str]:
    lines = [shown.line for shown in results.lines]
    found = [
        f"{shown.name} {counts(shown.line).sourced} of {counts(shown.line).total}" for shown in results.lines
    ]
    return {
        "3.1": "Sourced numbers: " + ", ".join(found) + "; references with DOI in section Inputs.",
        "3.2": "None: numbers are taken over as published.",
        "3.3": "Section Inputs: every number with unit and source.",
        "3.4": f"{len(assumptions(lines))} numbers are assumed, {len(calibrations(lines))} calibrated; "
        "section Assumptions, with ranges.",
    }


def _experiment(results: Results) -> dict[str, str]:
    settings = results.settings
    length = "until the line is empty" if settings.horizon_s is None else duration_text(settings.horizon_s)
    ending = "Terminating" if settings.horizon_s is None else "Non-terminating"
    return {
        "4.1": f"{ending}; the line starts empty, the first {duration_text(settings.warmup_s)} are left out.",
        "4.2": f"{length}, warm-up included.",
        "4.3": f"{settings.replications} independent replications per line.",
    }


def _software(results: Results) -> dict[str, str]:
    found = versions()
    packages = ", ".join(f"{name} {version}" for name, version in found.items() if name != "python")
    return {
        "5.1": f"{platform.system()}, Python {found['python']}; {packages}.",
        "5.2": f"One generator per seed ({results.settings.seed}), replication, station, lot, purpose; "
        "lines share their dice wherever they share stations.",
        "5.3": "SimPy events; simultaneous events in a fixed order; replications over worker processes, "
        "the same numbers for any number of workers.",
        "5.4": f"{platform.machine()}; run time in run.json.",
        "6.1": "Package electrode-twin, Apache-2.0.",
    }


SECTION = Section(key="checklist", heading="Checklist", order=190, build=build)
