"""What is said about one set: errors, verdict, constants."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from twin.core.number_text import NO_VALUE, number
from twin.laws.registry.law import ErrorKind
from twin.validation.model import Outcome, Prediction, Use
from twin.validation.shipped import Notes

_ROUNDING = 1e-7
_CONDUCTION = {"ionic_conductivity", "electronic_conductivity"}


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
    """Return a value with so many digits; what is left of a fit that goes through its points is 0."""
    if abs(value) < _ROUNDING:
        return "0"
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
    rows_of_runs = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)
    return f"{'row' if len(rows) == 1 else 'rows'} {rows_of_runs}"


def worst_text(outcome: Outcome) -> str:
    """Return the worst test point: its row, measured → predicted."""
    point: Prediction | None = next((p for p in outcome.predictions if p.row == outcome.worst_row), None)
    if point is None:
        return NO_VALUE
    return f"row {point.row}: {number(point.measured)} → {number(point.predicted)}"


def rank(outcome: Outcome) -> tuple[int, float, str]:
    """Return the key that sorts sets by error over target, the worst first.

    Sets without a target follow by their error, then those without a test row.
    """
    target, title = outcome.series.law.target, outcome.series.title
    if not outcome.count("test"):
        return 2, 0.0, title
    size = math.inf if outcome.rmse is None else outcome.rmse
    if target is None or outcome.meets_target is None:
        return 1, -size, title
    return 0, -size / target.rmse, title


def verdict(outcome: Outcome, notes: Notes) -> tuple[str, str]:
    """Return (class, sentence): target met or missed and why, or why there is none."""
    if not outcome.count("test"):
        return "", "; ".join(["nothing left to test", *_edges(outcome)])
    mark, words = _against_target(outcome, notes)
    return mark, "; ".join([*_lost(outcome), *([words] if words else []), *_edges(outcome)])


def _against_target(outcome: Outcome, notes: Notes) -> tuple[str, str]:
    target, law = outcome.series.law.target, outcome.series.law
    if target is None:
        return "", f"no target: {notes.no_target.get(law.name, 'none was set for this law beforehand')}"
    wanted = error_text(target.rmse, target.error, law.unit)
    if target.error != outcome.series.error:
        return "", f"target is {wanted}: another measure"
    if outcome.meets_target:
        return "met", f"target met (≤ {wanted})"
    if outcome.rmse is None:
        return "missed", f"target of {wanted} missed"
    if outcome.rmse <= target.rmse:
        return "missed", f"only the others are within the target (≤ {wanted})"
    reason = notes.why_missed(outcome.series.file) or _guess(outcome)
    return "missed", f"target of {wanted} missed: {reason}"


def _lost(outcome: Outcome) -> Iterable[str]:
    """Yield how many test rows the law gives nothing for, which no mean error shows."""
    tested = outcome.count("test")
    conducts = outcome.series.law.name in _CONDUCTION
    rows = [
        p
        for p in outcome.predictions
        if p.use == "test" and (p.error is None or (conducts and p.predicted <= 0.0 < p.measured))
    ]
    for count, what in _kinds(rows, conducts=conducts):
        yield f"{count} of {'1 row' if tested == 1 else f'{tested} rows'} {what}"


def _kinds(rows: Iterable[Prediction], *, conducts: bool) -> Iterable[tuple[int, str]]:
    """Yield (count, what became of them) of rows without a usable prediction."""
    values = [p.predicted for p in rows]
    zero = "predicted as not conducting" if conducts else "predicted as zero"
    for count, what in (
        (sum(value == 0.0 for value in values), zero),
        (sum(-math.inf < value < 0.0 for value in values), "predicted below zero"),
        (sum(not math.isfinite(value) for value in values), "without a finite prediction"),
    ):
        if count:
            yield count, what


def _edges(outcome: Outcome) -> list[str]:
    return [f"{name} at the edge of its range" for name in outcome.at_edge]


def _guess(outcome: Outcome) -> str:
    """Say how a set misses, from bias against scatter."""
    if outcome.rmse is None or outcome.bias is None:
        return ""
    if outcome.count("test") == 1:
        return "a single test row"
    if abs(outcome.bias) > 0.8 * outcome.rmse:
        return f"the law lies {'above' if outcome.bias > 0 else 'below'} the measurements throughout"
    return "measurements lie on both sides of the law: its shape differs, or they scatter"


def remarks(outcome: Outcome) -> list[str]:
    """Return what else there is to a set, a sentence each; its origin left out."""
    series = outcome.series
    sentences: list[str] = [series.remarks] if series.remarks else []
    fitted = {name: outcome.constants[name] for name in series.free}
    edges = dict.fromkeys(outcome.at_edge, " (at the edge of its range)")
    given = {k: v for k, v in series.starts.items() if k not in series.typical and k not in series.free}
    left_out = {k: v for k, v in series.starts.items() if k in series.typical and k not in series.free}
    for heading, values in (("Fitted", fitted), ("Given", given), ("Left out, so typical", left_out)):
        if values:
            sentences.append(f"{heading}: {_values(values, edges)}.")
    if series.silent:
        sentences.append(f"Left out, so the law's own: {', '.join(series.silent)}.")
    if outcome.rmse_calibrated is not None:
        size = error_text(outcome.rmse_calibrated, series.error, series.law.unit)
        sentences.append(f"RMSE on the calibration rows: {size}.")
    sentences += _counts(outcome)
    return sentences


def _values(values: Mapping[str, float], edges: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value:.4g}{edges.get(name, '')}" for name, value in values.items())


def _counts(outcome: Outcome) -> Iterable[str]:
    series = outcome.series
    for count, what in _kinds(outcome.unscored(), conducts=series.law.name in _CONDUCTION):
        yield f"{_rows(count)} {what}, without an error and left out of the mean."
    if outcome.rows_outside:
        listed = ", ".join(map(str, outcome.rows_outside))
        yield f"Outside the range of the law: {'row' if len(outcome.rows_outside) == 1 else 'rows'} {listed}."
    if series.skipped:
        listed = ", ".join(map(str, series.skipped))
        yield f"{'Row' if len(series.skipped) == 1 else 'Rows'} {listed} skipped: a cell in use is empty."


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"
