"""Outcomes of cases as one JSON document: the shape of the command line's contract."""

from __future__ import annotations

from collections.abc import Iterable

from twin.cases.model import CaseOutcome
from twin.core.number_text import finite_or_none


def measurements(outcomes: Iterable[CaseOutcome]) -> list[dict[str, object]]:
    """Return every measurement with what the twin says and how far off it is; null where nothing is."""
    return [_common(outcome) | {"error": finite_or_none(outcome.error)} for outcome in outcomes]


def _common(outcome: CaseOutcome) -> dict[str, object]:
    checked = outcome.case.checked
    stated, basis = checked.stated, checked.basis
    return {
        "id": checked.id,
        "subject": checked.subject,
        "source": outcome.case.reference,
        "stated": {
            "value": stated.value,
            "unit": stated.unit,
            "low": stated.low,
            "high": stated.high,
            "sd": stated.sd,
        },
        "twin": _twin(outcome),
        "basis": "calibrated" if basis.calibrated else "predicted",
        "calibrated": list(basis.calibrated),
        "cases": [{"name": case.name, "line": case.line, "set": case.changes} for case in checked.case],
        "sweep": [
            {"path": sweep.path, "value": value, "twin": finite_or_none(swept)}
            for sweep, answers in zip(checked.sweep, outcome.swept, strict=False)
            for value, swept in zip(sweep.values, answers, strict=True)
        ],
        "influences": [],
        "would_need": outcome.stopped or checked.scope or checked.inconsistent,
        "note": basis.note,
    }


def _twin(outcome: CaseOutcome) -> dict[str, object]:
    answer = outcome.answer
    return {
        "value": finite_or_none(answer.value if answer else None),
        "q05": finite_or_none(answer.q05 if answer else None),
        "q95": finite_or_none(answer.q95 if answer else None),
        "unit": outcome.unit,
        "chance_half_width": finite_or_none(answer.chance_half_width if answer else None),
    }
