"""The web: profile across, spectrum along, and what sampling makes of each roll."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.figure import Figure

from twin.analysis.analysed_results import AnalysedResults
from twin.analysis.results import LineResults
from twin.core.number_text import NO_VALUE, number
from twin.kpi.labels import property_label, property_title, property_unit
from twin.quality.finished_web import covered, roll_samplings, spacing_m
from twin.quality.spectrum import Profile, Spectrum, along_spectrum, along_web, cross_web_profile
from twin.report.blocks import (
    Content,
    Drawn,
    Section,
    Table,
    filled,
    group,
    groups,
    line_cell,
    numbers,
    table,
)
from twin.report.figures.curves import Curve, Pane, curves
from twin.report.figures.points import Points, points
from twin.report.figures.style import line_colour

PROPERTIES = ("thickness_um", "density_g_cm3")
_APART = 0.06
"""How far the marks of two lines at one lane stand apart, in lanes."""

_TEXT = (
    "Finished lots of the first replication after the warm-up. Bars: 95 % intervals over lots. A period "
    "is resolved where it spans two sample positions or more; a shorter one is folded: it shows as "
    "another, longer one, and which roll it comes from cannot be read from this spectrum."
)
_ACROSS = "Deviation of each lane from its lot's mean."
_ALONG = "Mean square by period; dashed: where each roll shows."


def build(data: AnalysedResults) -> Content | None:
    """Return the section; None where no finished cell is known or the web has one lane and segment."""
    parts = groups(
        group("across", _across(data), "Profile across the web", _ACROSS),
        group("along", _along(data), "Spectrum along the web", _ALONG),
    )
    return Content(_TEXT, parts, filled(_rolls(data))) if parts else None


def _across(data: AnalysedResults) -> Drawn:
    for name in PROPERTIES:
        profiles = [
            (shown, cross_web_profile(values))
            for shown in data.lines_with_tables
            if len(values := covered(data.finished[shown.name], name)) > 1 and values.shape[1] > 1
        ]
        if profiles:
            yield f"Profile of {property_label(name)} across the web", _profiles(name, profiles)


def _profiles(name: str, profiles: list[tuple[LineResults, Profile]]) -> Figure:
    """Draw the deviation of each lane, with limits."""
    marks = [
        Points(
            np.arange(1.0, len(known.mean) + 1.0) + _APART * (place - (len(profiles) - 1) / 2.0),
            known.mean,
            line_colour(shown.place),
            shown.name,
            reach=(known.mean - known.low, known.high - known.mean),
            joined=True,
        )
        for place, (shown, known) in enumerate(profiles)
    ]
    lanes = len(profiles[0][1].mean)
    return points(marks, "lane, across the web", property_title(name), zero=True, whole=lanes)


def _along(data: AnalysedResults) -> Drawn:
    name = PROPERTIES[0]
    for shown in data.lines_with_tables:
        finished = data.finished[shown.name]
        distance_m = spacing_m(shown.line, finished)
        values = covered(finished, name)
        if len(values) < 2 or values.shape[2] < 3 or math.isnan(distance_m):
            continue
        marks = {
            f"{station}: {number(known.apparent_m)} m": known.apparent_m
            for station, known in roll_samplings(shown.line, finished, shown.stations)
            if math.isfinite(known.apparent_m)
        }
        says = f"Spectrum of {property_label(name)} along the web of {shown.name}"
        yield says, _spectrum(name, along_spectrum(along_web(values), distance_m), marks, shown)


def _spectrum(name: str, known: Spectrum, marks: dict[str, float], shown: LineResults) -> Figure:
    """Draw the mean square by period with limits; `marks`: label -> period at which a roll shows."""
    periods = known.period_m
    inside = {label: min(max(at, periods.min()), periods.max()) for label, at in marks.items()}
    curve = Curve(
        periods, known.mean_square, line_colour(shown.place), dotted=True, band=(known.low, known.high)
    )
    pane = Pane(f"mean square, ({property_unit(name)})²", [curve], from_zero=True)
    axis = "period along the web, m"
    return curves([pane], axis, shown.name, height_in=2.6, marks=inside, log=True)


def _rolls(data: AnalysedResults) -> Table:
    rows = []
    for shown in data.lines_with_tables:
        finished = data.finished[shown.name]
        for station, known in roll_samplings(shown.line, finished, shown.stations):
            apparent = number(known.apparent_m) if math.isfinite(known.apparent_m) else NO_VALUE
            distances = number(known.period_m), number(known.spacing_m), apparent
            rows.append((line_cell(shown), station, *distances, known.text))
    head = numbers("circumference, m", "sample positions every, m", "shows as, m")
    return table(("Line", "Roll of", *head, "seen"), rows, "Rolls")


SECTION = Section(key="web", heading="Across and along the web", order=130, build=build)
