"""The validation page: every law against measured series, one HTML file, the same bytes for the same sets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from markupsafe import Markup, escape
from matplotlib.figure import Figure

from twin.cases.documents import measurements
from twin.cases.model import CaseOutcome
from twin.core.number_text import number
from twin.kpi.labels import property_label
from twin.laws.registry.book import LAWS
from twin.laws.registry.law import Law
from twin.report.figures.points import Points, Scales, points
from twin.report.figures.style import INK, LINE_COLOURS, house_style, svg
from twin.report.pages.measurement_rows import measurement_row
from twin.report.pages.template import render, write_page
from twin.validation.curves import curves
from twin.validation.data_files import data_files
from twin.validation.documents import outcomes_document
from twin.validation.model import Outcome
from twin.validation.reader import read_series
from twin.validation.runner import run_series
from twin.validation.shipped import Notes, notes, unscored_sets
from twin.validation.thresholds import threshold_rows
from twin.validation.verdict_text import (
    error_text,
    rank,
    remarks,
    rmse_text,
    rows_text,
    verdict,
    worst_text,
)

_USES = (("calibrate", "calibration", "o", LINE_COLOURS[0]), ("test", "test", "D", LINE_COLOURS[1]))

_DOI = re.compile(r"(?:doi:|DOI |https://doi\.org/)(10\.\d{4,9}/\S{0,200}[^\s.,;:)&]\)?)", re.IGNORECASE)


class ShownSet(NamedTuple):
    """One set as the page shows it."""

    key: str
    title: str
    law: str
    n: int
    calibrated: str
    tested: str
    rmse: str
    rmse_value: str
    bias: str
    bias_value: str
    worst: str
    mark: str
    verdict: str
    lines: list[str | Markup]
    svg: str
    is_shipped: bool
    rank: tuple[int, float, str]


def write_validation(
    shipped: Sequence[Outcome],
    given: Sequence[Outcome],
    folder: Path,
    cases: Sequence[CaseOutcome] = (),
) -> Path:
    """Write the page and run.json into a folder; return the path of the page.

    Raises FolderRefused for a folder that is not empty and that twin did not write, OSError where the
    disk says no.
    """
    document = outcomes_document([*given, *shipped]) | {"measurements": measurements(cases)}
    return write_page(validation_page(shipped, given, cases), document, folder)


def validation_page(
    shipped: Sequence[Outcome], given: Sequence[Outcome] = (), cases: Sequence[CaseOutcome] = ()
) -> str:
    """Return the page; `given` are sets of the user, `cases` measurements of whole lines that were run."""
    known = notes()
    unscored = [run_series(series) for series in read_series(unscored_sets())]
    with house_style():
        sets = [_set(outcome, f"set-{n}", known, is_shipped=False) for n, outcome in enumerate(given, 1)]
        sets += [_set(o, Path(o.series.file).stem, known, is_shipped=True) for o in shipped]
    return render(
        "validation.html.j2",
        title="Laws against measurements",
        eyebrow="twin validate",
        question="What was each law calibrated on, and how well does it predict what it was not fitted to?",
        answer=_answer([*given, *shipped]),
        table=sorted(sets, key=lambda one: one.rank),
        measurements=[measurement_row(outcome) for outcome in cases],
        laws=[_law(law, sets, known) for law in LAWS.values()],
        thresholds=threshold_rows([*given, *shipped], unscored),
        threshold_notes=[with_links(_unscored_note(outcome)) for outcome in unscored],
        data=[(file, with_links(file.citation)) for file in data_files(shipped, unscored)],
    )


def _unscored_note(outcome: Outcome) -> str:
    series = outcome.series
    return f"{series.title} ({series.source}): {series.remarks}"


def _set(outcome: Outcome, key: str, known: Notes, *, is_shipped: bool) -> ShownSet:
    series = outcome.series
    mark, words = verdict(outcome, known)
    return ShownSet(
        key=key,
        title=series.title,
        law=series.law.name,
        n=len(series.rows),
        calibrated=rows_text(outcome, "calibrate"),
        tested=rows_text(outcome, "test"),
        rmse=rmse_text(outcome),
        rmse_value="" if outcome.rmse is None else f"{outcome.rmse:.6g}",
        bias=error_text(outcome.bias, series.error, series.law.unit),
        bias_value="" if outcome.bias is None else f"{outcome.bias:.6g}",
        worst=worst_text(outcome),
        mark=mark,
        verdict=words,
        lines=[*remarks(outcome), with_links(f"{series.source} · {series.data_file}: {series.citation}")],
        svg=svg(_series_figure(outcome), key),
        is_shipped=is_shipped,
        rank=rank(outcome),
    )


def _law(law: Law, sets: Sequence[ShownSet], known: Notes) -> dict[str, object]:
    target = law.target
    return {
        "name": law.name,
        "title": law.title,
        "unit": law.unit,
        "target": error_text(target.rmse, target.error, law.unit) if target else "",
        "source": with_links(law.source),
        "none_found": known.none_found.get(law.name, ""),
        "sets": [one for one in sets if one.law == law.name],
        "arguments": [
            {
                "name": a.name,
                "unit": a.unit,
                "typical": "" if a.typical is None else number(a.typical),
                "low": number(a.low),
                "high": number(a.high),
                "doc": a.doc,
            }
            for a in law.arguments
        ],
    }


def _answer(outcomes: Sequence[Outcome]) -> list[str]:
    judged = [outcome for outcome in outcomes if outcome.meets_target is not None]
    met = sum(outcome.meets_target is True for outcome in judged)
    rows = sum(outcome.count("test") for outcome in outcomes)
    tested = {outcome.series.law.name for outcome in outcomes if outcome.rmse is not None}
    missed = [o.series.title for o in judged if not o.meets_target]
    said = [
        f"{len(tested)} of {len(LAWS)} laws are tested on {rows} rows they were not fitted to; "
        f"{met} of {len(judged)} sets with a target meet it."
    ]
    if missed:
        said.append(f"Missed: {'; '.join(missed)}. The table says why.")
    return said


def with_links(text: str) -> Markup:
    """Return a text with every DOI as a link."""
    parts: list[str] = []
    at = 0
    for found in _DOI.finditer(text):
        doi = found[1]
        if doi.count(")") > doi.count("("):
            doi = doi.rstrip(")")
        parts += [escape(text[at : found.start()])]
        parts += [Markup('<a href="https://doi.org/{0}">doi:{0}</a>').format(doi)]
        at = found.start(1) + len(doi)
    return Markup("").join([*parts, escape(text[at:])])


def _series_figure(outcome: Outcome) -> Figure:
    """Draw one series over the input that changes most."""
    known, series = curves(outcome), outcome.series
    argument = series.law.argument(known.name)
    low, high = max(argument.low, known.ends[0]), min(argument.high, known.ends[1])
    groups = []
    if known.rows is not None:
        groups.append(Points(*known.rows, INK, "law", "x", dotted=True))
    for use, label, marker, colour in _USES:
        chosen = np.array([prediction.use == use for prediction in outcome.predictions])
        if chosen.any():
            x, y = series.inputs[known.name][chosen], series.measured[chosen]
            groups.append(Points(x, y, colour, label, marker))
    words = property_label(known.name)
    return points(
        groups,
        f"{words}, {argument.unit}" if argument.unit else words,
        series.law.unit,
        curves=[(x, y, "law" if n == 0 else "") for n, (x, y) in enumerate(known.curves)],
        span=(low, high, "range of the law") if low < high else None,
        scales=Scales(known.x_log, known.y_log, known.ends),
        height_in=2.9,
        columns=4,
    )
