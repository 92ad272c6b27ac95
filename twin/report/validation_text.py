"""What the validation page says about one set: errors, verdict, constants, origin."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from markupsafe import Markup, escape

from twin.lawbook.model import ErrorKind
from twin.report.numbers import NO_VALUE, number
from twin.validation.model import Outcome, Prediction, Use

_DOI = re.compile(r"(?:doi:|DOI |https://doi\.org/)(10\.\d{4,9}/\S*[^\s.,;:)&]\)?)", re.IGNORECASE)
_NOT_CONDUCTING = {"ionic_conductivity", "electronic_conductivity"}


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


def error_text(value: float | None, kind: ErrorKind, unit: str, digits: int = 3) -> str:
    """Return an error with its unit; relative errors in percent, fractions in points."""
    if value is None:
        return NO_VALUE
    if kind == "decades":
        return f"{_short(value, digits)} dec"
    if kind == "relative":
        return f"{_short(100.0 * value, digits)} %"
    if unit == "frac":
        return f"{_short(100.0 * value, digits)} points"
    return f"{_short(value, digits)} {unit}"


def _short(value: float, digits: int) -> str:
    return f"{value:.{digits}g}".replace("-", "−")


def rmse_text(outcome: Outcome) -> str:
    """Return the error of a set; where it misses its target, exact enough to tell the two apart."""
    series = outcome.series
    return error_text(outcome.rmse, series.error, series.law.unit, 4 if outcome.meets_target is False else 3)


def rows_text(outcome: Outcome, use: Use) -> str:
    """Return the rows of a use, runs of numbers drawn together: "rows 0–8, 12"."""
    rows = [p.row for p in outcome.predictions if p.use == use]
    if not rows:
        return "none"
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    shown = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)
    return f"{'row' if len(rows) == 1 else 'rows'} {shown}"


def worst_text(outcome: Outcome) -> str:
    """Return the worst test point: its row, measured → predicted."""
    point: Prediction | None = next((p for p in outcome.predictions if p.row == outcome.worst_row), None)
    if point is None:
        return NO_VALUE
    return f"row {point.row}: {number(point.measured)} → {number(point.predicted)}"


def verdict(outcome: Outcome, reasons: Mapping[str, str]) -> tuple[str, str]:
    """Return (class, sentence): target met or missed and why, or why there is none."""
    target = outcome.series.law.target
    if outcome.rmse is None:
        return "", "nothing left to test"
    if target is None:
        return "", "no target"
    wanted = error_text(target.rmse, target.error, outcome.series.law.unit)
    if target.error != outcome.series.error:
        return "", f"target is {wanted}: another measure"
    if outcome.meets_target:
        return "met", f"target met (≤ {wanted})"
    reason = reasons.get(Path(outcome.series.file).stem) or _guess(outcome)
    return "missed", f"target of {wanted} missed: {reason}"


def _guess(outcome: Outcome) -> str:
    """Say how a set misses, from bias against scatter."""
    if outcome.rmse is None or outcome.bias is None:
        return ""
    if outcome.count("test") == 1:
        return "a single test row"
    if abs(outcome.bias) > 0.8 * outcome.rmse:
        return f"the law lies {'above' if outcome.bias > 0 else 'below'} the measurements throughout"
    return "measurements lie on both sides of the law: its shape differs, or they scatter"


def lines(outcome: Outcome) -> list[str | Markup]:
    """Return what else is to be said of a set, a sentence each."""
    series = outcome.series
    said: list[str | Markup] = [series.remarks] if series.remarks else []
    fitted = {name: outcome.constants[name] for name in series.free}
    given = {k: v for k, v in series.starts.items() if k not in series.typical and k not in series.free}
    left_out = {k: v for k, v in series.starts.items() if k in series.typical and k not in series.free}
    for heading, values in (("Fitted", fitted), ("Given", given), ("Left out, so typical", left_out)):
        if values:
            said.append(f"{heading}: {_values(values)}.")
    if series.silent:
        said.append(f"Left out, so the law's own: {', '.join(series.silent)}.")
    said += _counts(outcome)
    said.append(with_links(f"{series.source} · {series.data_file}: {series.citation}"))
    return said


def _values(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.4g}" for name, value in values.items())


def _counts(outcome: Outcome) -> Iterable[str]:
    series = outcome.series
    if outcome.zeros:
        what = "not conducting" if series.law.name in _NOT_CONDUCTING else "zero"
        yield f"{_rows(outcome.zeros)} predicted as {what}, without an error in decades."
    odd = sum(not math.isfinite(p.predicted) for p in outcome.predictions)
    if odd:
        yield f"{_rows(odd)} without a finite prediction."
    if outcome.rows_outside:
        listed = ", ".join(map(str, outcome.rows_outside))
        yield f"Outside the range of the law: {'row' if len(outcome.rows_outside) == 1 else 'rows'} {listed}."
    if series.skipped:
        yield f"{_rows(len(series.skipped))} skipped: a cell in use is empty."


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"
