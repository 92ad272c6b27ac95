"""The section on the web: profile across, spectrum along, and what sampling makes of each roll."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from twin.core.material import Array
from twin.line.model.line import StationPlan
from twin.quality.finished_cells import Finished
from twin.quality.spectrum import Sampling, along_spectrum, along_web, cross_web_profile, sampling
from twin.report.blocks import Cell, Group, Head, Section, Table
from twin.report.cells import all_finished
from twin.report.charts import Chart
from twin.report.figures.style import house_style, svg
from twin.report.figures.web import profiles, spectrum
from twin.report.labels import property_label
from twin.report.numbers import NO_VALUE, number
from twin.report.results import Results, Shown
from twin.stations.contract.kinds import load

PROPERTIES = ("thickness_um", "density_g_cm3")


def web_section(results: Results) -> Section:
    """Return the section; it is empty where no finished cell is known or the web has one lane and segment."""
    known = all_finished(results)
    with house_style():
        across = tuple(_across(results, known))
        along = tuple(_along(results, known))
    text = (
        "Finished lots of the first replication after the warm-up. Bars: 95 % intervals over lots. A period "
        "is resolved where it spans two sample positions or more; a shorter one is folded: it shows as "
        "another, longer one, and which roll it comes from cannot be read from this spectrum."
    )
    groups = tuple(
        group
        for group in (
            Group("Profile across the web", "Deviation of each lane from its lot's mean.", across),
            Group("Spectrum along the web", "Mean square by period; dashed: where each roll shows.", along),
        )
        if group.charts
    )
    rolls = _rolls(results, known)
    return Section("web", "Across and along the web", text, groups, (rolls,) if groups and rolls.rows else ())


def _across(results: Results, known: dict[str, Finished]) -> Iterator[Chart]:
    for place, name in enumerate(PROPERTIES, start=1):
        drawn = [
            (shown.name, shown.colour, cross_web_profile(values))
            for shown in results.lines
            if len(values := covered(known[shown.name], name)) > 1 and values.shape[1] > 1
        ]
        if drawn:
            key = f"across-{place}"
            says = f"Profile of {property_label(name)} across the web"
            yield Chart("web", "", key, says, svg(profiles(name, drawn), key))


def _along(results: Results, known: dict[str, Finished]) -> Iterator[Chart]:
    for place, shown in enumerate(results.lines, start=1):
        name = PROPERTIES[0]
        one = known[shown.name]
        spacing_m = spacing(shown, one)
        values = covered(one, name)
        if len(values) < 2 or values.shape[2] < 3 or math.isnan(spacing_m):
            continue
        marks = {
            f"{station}: {number(found.apparent_m)} m": found.apparent_m
            for station, found in roll_samplings(shown, one)
            if math.isfinite(found.apparent_m)
        }
        key = f"along-{place}"
        says = f"Spectrum of {property_label(name)} along the web of {shown.name}"
        figure = spectrum(
            name, along_spectrum(along_web(values), spacing_m), marks, (shown.name, shown.colour)
        )
        yield Chart("web", "", key, says, svg(figure, key))


def covered(one: Finished, name: str) -> Array:
    """Return the lots with a good cell in every lane and in every segment, (lot, lane, segment)."""
    if name not in one.names:
        return np.zeros((0, 1, 1))
    values = one.field(name)
    known = np.isfinite(values)
    found: Array = values[np.all(known.any(axis=1), axis=1) & np.all(known.any(axis=2), axis=1)]
    return found


def spacing(shown: Shown, one: Finished) -> float:
    """Return the distance of two sample positions in metres, NaN where no station knows the web's width."""
    widths = [getattr(plan.params, "web_width_m", None) for plan in shown.line.station]
    known = [float(width) for width in widths if width is not None]
    if not known or not len(one.lots):
        return math.nan
    lanes = int(one.cells["lane"].max())
    return float(np.median(one.area_m2)) * lanes / known[-1]


def roll_samplings(shown: Shown, one: Finished) -> Iterator[tuple[str, Sampling]]:
    """Yield each station with a roll, and what the sample positions make of a turn of it."""
    spacing_m = spacing(shown, one)
    if math.isnan(spacing_m):
        return
    segments = int(one.cells["segment"].max())
    for name in shown.stations:
        turn_m = _turn_m(next(plan for plan in shown.line.station if plan.name == name))
        if turn_m is not None:
            yield name, sampling(turn_m, spacing_m, segments)


def _turn_m(plan: StationPlan) -> float | None:
    turn = load(plan.kind).circumference_m
    return None if turn is None or plan.params is None else float(turn(plan.params))


def _rolls(results: Results, known: dict[str, Finished]) -> Table:
    head = (
        Head("Line"), Head("Roll of"), Head("circumference, m", numeric=True),
        Head("sample positions every, m", numeric=True), Head("shows as, m", numeric=True), Head("seen"),
    )  # fmt: skip
    rows = []
    for shown in results.lines:
        for station, found in roll_samplings(shown, known[shown.name]):
            apparent = number(found.apparent_m) if math.isfinite(found.apparent_m) else NO_VALUE
            texts = (station, number(found.period_m), number(found.spacing_m), apparent, found.text)
            rows.append((Cell(shown.name, colour=shown.colour), *(Cell(text) for text in texts)))
    return Table(head, tuple(rows), "Rolls")
