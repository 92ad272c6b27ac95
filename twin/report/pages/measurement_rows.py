"""Measurements of whole lines as rows of a page or of a terminal."""

from __future__ import annotations

from typing import NamedTuple

from twin.cases.model import CaseOutcome
from twin.core.number_text import NO_VALUE, interval, number


class MeasurementRow(NamedTuple):
    """One measurement: what was stated, what the twin says, how far off it is, and on what that rests."""

    id: str
    subject: str
    source: str
    stated: str
    twin: str
    error: str
    basis: str
    note: str


def measurement_row(outcome: CaseOutcome) -> MeasurementRow:
    """Return the texts of an outcome."""
    checked, answer = outcome.case.checked, outcome.answer
    stated, unit = checked.stated, outcome.unit
    spread = f" ± {number(stated.sd, 2)}" if stated.sd else ""
    half = answer.chance_half_width if answer else 0.0
    shown = interval(answer.value, answer.value - half, answer.value + half) if answer else NO_VALUE
    error = outcome.error
    told = [outcome.stopped, checked.scope, checked.inconsistent, checked.basis.note]
    if outcome.in_spreads is not None:
        told.insert(0, f"off by {abs(outcome.in_spreads):.1f} standard deviations of the measurement")
    return MeasurementRow(
        checked.id,
        checked.subject,
        outcome.case.reference,
        f"{number(stated.value)}{spread} {stated.unit}".strip(),
        f"{shown} {unit}".strip(),
        NO_VALUE if error is None else f"{'+' if error > 0 else ''}{number(error)} {unit}".strip(),
        f"calibrated: {', '.join(checked.basis.calibrated)}" if checked.basis.calibrated else "predicted",
        "; ".join(text for text in told if text),
    )
