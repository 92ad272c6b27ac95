"""What limits the line: the bottleneck, what each station could make alone, and where its time goes."""

from __future__ import annotations

import math
from itertools import count

from matplotlib.figure import Figure

from twin.analysis.analysed_results import AnalysedResults
from twin.analysis.evidence import Fall, falls, outputs_alone, station_means
from twin.analysis.measures import find
from twin.analysis.results import LineResults
from twin.core.number_text import fixed, number
from twin.kpi.labels import state_label
from twin.report.blocks import Content, Drawn, Section, group, groups
from twin.report.figures.bars import Axis, Layer, Note, bars, end_notes
from twin.report.figures.style import STATE_COLOURS, line_colour

_BOTTLENECK = (
    "At each instant the station in the longest unbroken active period limits the line; the bottleneck "
    "shifts while the next one is active already (active-period method, first replication)."
)
_ALONE = "Output if the station never starved and was never blocked; the dashed mark is what the line makes."
_OEE = "The station that limits the line most often; speed is the loss against the time without noise."

_MOST = 4.0
"""Bars of output end at so many times what the line makes."""

_INSIDE_PERCENT = 22.0
"""Bars of time longer than that have their text inside."""

_LOSS_COLOURS = {**STATE_COLOURS, "speed": "#0B7A75", "quality": "#B86B00"}


def build(data: AnalysedResults) -> Content:
    """Return three figures per line."""
    counter = count(1)
    return Content(
        groups=groups(
            group("limits", _bottlenecks(data), "Bottleneck", _BOTTLENECK, counter),
            group("limits", _alone(data), "What each station could make alone", _ALONE, counter),
            group("limits", _waterfalls(data), "From calendar time to good output", _OEE, counter),
        )
    )


def _bottlenecks(data: AnalysedResults) -> Drawn:
    for shown in data.lines_with_tables:
        known = data.evidence[shown.name]
        station, share = known.bottleneck
        sole, shifting = (list(100.0 * known.limiting[part]) for part in ("sole", "shifting"))
        layers = (
            Layer("alone", sole, line_colour(shown.place)),
            Layer("shifting", shifting, line_colour(shown.place), alpha=0.38, hatched=True),
        )
        notes = end_notes(layers, 1.5, lambda end: f"{fixed(end, 0)} %")
        axis = Axis("share of time the station limits the line, %", 112, range(0, 101, 20))
        says = f"Bottleneck of {shown.name}: {station} alone {100 * share:.0f} % of the time"
        yield says, bars(list(known.limiting["station"]), layers, axis, shown.name, notes=notes)


def _alone(data: AnalysedResults) -> Drawn:
    made = find(data.measures, "good_area_m2_per_h") or find(data.measures, "throughput_per_h")
    for index, shown in enumerate(data.lines_with_tables):
        value = made.values[index] if made else None
        if made and value and value.mean > 0:
            unit = made.word.unit
            says = f"What each station of {shown.name} could make alone; all make {number(value.mean)} {unit}"
            yield says, _ladder(data, shown, value.mean, unit)


def _ladder(data: AnalysedResults, shown: LineResults, made: float, unit: str) -> Figure:
    """Draw what each station could make alone; the dashed mark is what the line makes."""
    alone = outputs_alone(data.evidence[shown.name].states, made)
    top = _MOST * made
    notes = []
    for place, output in enumerate(alone.values()):
        label = f"{output / made:.1f}×" if output < 99 * made else "> 99×"
        far = output > top
        notes.append(
            Note(place, 0.985 * top, label, "right", "white")
            if far
            else Note(place, output + 0.02 * top, label)
        )
    bar = Layer("", [min(top, output) for output in alone.values()], line_colour(shown.place), alpha=0.75)
    axis = Axis(f"output if it never waited, {unit}", 1.1 * top)
    return bars(list(alone), [bar], axis, shown.name, notes=notes, mark=made)


def _waterfalls(data: AnalysedResults) -> Drawn:
    for shown in data.lines_with_tables:
        station = data.evidence[shown.name].bottleneck[0]
        says = f"From calendar time to good output at {station} in {shown.name}"
        yield says, _waterfall(data, shown, station)


def _waterfall(data: AnalysedResults, shown: LineResults, station: str) -> Figure:
    """Draw calendar time on top, each loss below it, what is left at the bottom."""
    ratios = [
        station_means(data.results.summary, shown.name, kpi).get(station, math.nan)
        for kpi in ("effectiveness", "quality_ratio")
    ]
    steps = falls(data.evidence[shown.name].states.loc[station].to_dict(), *ratios)
    levels = [100.0]
    for step in steps:
        levels.append(levels[-1] - step.percent)
    bar = Layer(
        "",
        [100.0, *(-step.percent for step in steps), levels[-1]],
        ["#C3CCD5", *(_LOSS_COLOURS[step.kind] for step in steps), line_colour(shown.place)],
    )
    names = ["", *(state_label(step.kind) for step in steps), "good output"]
    axis = Axis("share of calendar time, %", 100)
    title = f"{shown.name}: {station}"
    starts = [0.0, *levels[:-1], 0.0]
    return bars(names, [bar], axis, title, notes=_fall_notes(steps, levels), starts=starts)


def _fall_notes(steps: list[Fall], levels: list[float]) -> list[Note]:
    """Return the text of each bar of a waterfall, beside the bar on the side with room."""
    notes = [Note(0, 50, "calendar time", "center", "#1F2934")]
    for place, (step, level) in enumerate(zip(steps, levels[1:], strict=True), start=1):
        label = f"{'+' if step.percent < 0 else ''}{fixed(-step.percent, 1)} %"
        right = level + step.percent + 1.5
        notes.append(
            Note(place, level - 1.5, label, "right") if level > _INSIDE_PERCENT else Note(place, right, label)
        )
    left, label = levels[-1], f"{fixed(levels[-1], 1)} %"
    inside = Note(len(levels), left / 2, label, "center", "white")
    return [*notes, inside if left > _INSIDE_PERCENT else Note(len(levels), left + 1.5, label)]


SECTION = Section(key="limits", heading="What limits the line", order=20, build=build)
