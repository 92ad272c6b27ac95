"""The page: one HTML file that holds everything, the same bytes for the same results."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from importlib import resources
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from twin.core.version import __version__
from twin.report.answer import answer
from twin.report.appendix import appendix_sections
from twin.report.charts import charts
from twin.report.evidence import Evidence, evidence
from twin.report.kpi_tables import shown as estimate_text
from twin.report.measures import Measure, decisive, final_measures, line_measures
from twin.report.ranges import outside_ranges
from twin.report.result_sections import result_sections
from twin.report.results import Results
from twin.report.route import duration_text
from twin.report.run_file import run_id
from twin.report.statistics import difference_words
from twin.report.variance_sections import variance_sections

_MOST_CARDS = 8
CARD_ORDER = (
    ("", "good_area_m2_per_h"),
    ("", "throughput_per_h"),
    ("", "yield"),
    ("", "energy_kWh_per_m2"),
    ("", "room_energy_kWh_per_m2"),
    ("", "flow_time_s"),
    ("energy_density_Wh_L", "mean"),
    ("area_resistance_ohm_cm2", "mean"),
    ("retention_frac", "mean"),
    ("density_g_cm3", "sd_total"),
    ("thickness_um", "sd_total"),
)
"""(property, KPI) of the figures a reader asks for first."""


class Card(NamedTuple):
    """One figure of the verdict: what, by how much, who is better."""

    what: str
    figure: str
    who: str
    colour: str


def page(results: Results, line_files: Mapping[str, str]) -> str:
    """Return the page; `line_files`: file name -> text of the resolved lines."""
    measures = [*line_measures(results), *final_measures(results)]
    known = results.lines if results.has_tables else ()
    why: dict[str, Evidence] = {shown.name: evidence(results, shown) for shown in known}
    sections = [
        *result_sections(results, measures, charts(results, measures, why)),
        *variance_sections(results, why),
        *appendix_sections(results, line_files),
    ]
    filled = [section for section in sections if not section.is_empty]
    environment = Environment(
        loader=PackageLoader("twin.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["unbroken"] = _unbroken
    return environment.get_template("page.html.j2").render(
        title=_title(results),
        question=_question(results),
        version=__version__,
        run_id=run_id(results, line_files),
        lines=results.lines,
        warnings=_warnings(results),
        answer=answer(results, measures, why),
        run_in_words=_run_in_words(results),
        differences=difference_words(results),
        cards=_cards(results, measures),
        direction=_direction(results),
        has_intervals=results.has_intervals,
        contents=[(section.key, section.heading) for section in filled],
        sections=filled,
        style=_file("page.css"),
        script=_file("page.js"),
    )


def _file(name: str) -> str:
    from markupsafe import Markup

    return Markup((resources.files("twin.report") / "templates" / name).read_text(encoding="utf-8"))


def _unbroken(text: str) -> str:
    """Keep a number with its interval and its unit on one row."""
    return re.sub(r"(?<=[0-9]) (?=[±%])|(?<=±) ", "\u00a0", text)


def _title(results: Results) -> str:
    return " against ".join(results.names)


def _question(results: Results) -> str:
    if len(results.lines) == 1:
        return "What does this line make, how good is it, and what holds it back?"
    return "Which line is better, by how much, and why?"


def _run_in_words(results: Results) -> str:
    settings = results.settings
    length = "until empty" if settings.horizon_s is None else duration_text(settings.horizon_s)
    warm = f", the first {duration_text(settings.warmup_s)} left out" if settings.warmup_s else ""
    counts = sorted({int(n) for n in results.kpis.groupby("line", observed=True)["replication"].nunique()})
    runs = " to ".join(str(n) for n in dict.fromkeys((counts[0], counts[-1]))) if counts else "0"
    return f"{runs} simulated {'run' if runs == '1' else 'runs'} of each line, {length}{warm}."


def _warnings(results: Results) -> list[str]:
    found: list[str] = []
    if results.interrupted:
        found.append("The run was interrupted: the page shows the replications that were finished.")
    for shown in results.lines:
        if shown.failed:
            said = "; ".join(f"replication {number}: {message}" for number, message in shown.failed[:3])
            found.append(
                f"{shown.name}: {len(shown.failed)} replications failed and are missing here ({said})."
            )
    if not results.has_tables:
        found.append("The first replication is missing: what is drawn from its tables is left out.")
    if not results.has_intervals:
        found.append("One replication has no interval: nothing on this page says how sure it is.")
    found += [*results.standing, *results.doubts]
    outside = outside_ranges(results)
    if outside:
        found.append(f"Some values left the range a law was made for: {'; '.join(outside)}.")
    return found


def _cards(results: Results, measures: list[Measure]) -> list[Card]:
    """Return the measures that decide, two lines only; the clear ones first."""
    if len(results.lines) != 2:
        return []
    known = [measure for measure in decisive(measures) if measure.differences[1] is not None]
    known.sort(key=lambda measure: (not measure.counts(1), _place(measure), -_size(measure)))
    return [_card(results, measure) for measure in known[:_MOST_CARDS]]


def _direction(results: Results) -> str:
    """Return which way the cards point, "" for another number of lines than two."""
    if len(results.lines) != 2:
        return ""
    first, other = results.names
    return f"Each figure: {other} minus {first}, in percent of {first}; of shares in percentage points."


def _place(measure: Measure) -> int:
    """Return the place of a measure in the verdict: the line first, then the cell, then all the others."""
    name = (measure.property, measure.kpi)
    return CARD_ORDER.index(name) if name in CARD_ORDER else len(CARD_ORDER)


def _size(measure: Measure) -> float:
    """Return how far the lines are apart, the same for twice and for half."""
    relative = measure.percent(1)
    ratio = 0.0 if relative is None else 1.0 + relative.mean / 100.0
    return abs(math.log(ratio)) if ratio > 0 else math.inf


def _card(results: Results, measure: Measure) -> Card:
    winner = measure.winner(1)
    relative = measure.percent(1)
    if relative is not None and measure.word.unit != "%":
        figure = f"{estimate_text(relative, signed=True)} %"
    else:
        figure = f"{estimate_text(measure.differences[1], signed=True)} {measure.word.unit}".strip()
        figure = figure.removesuffix("%") + "points" if measure.word.unit == "%" else figure
    if not winner:
        return Card(measure.word.label, figure, "no difference shown", "#8a96a3")
    better = results.lines[1] if winner > 0 else results.first
    return Card(measure.word.label, figure, f"{better.name} is better", better.colour)
