"""Laws and outcomes as JSON documents: the shapes of the command line's contract."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from twin.core.number_text import finite_or_none
from twin.laws.registry.book import LAWS
from twin.laws.registry.law import Law
from twin.validation.law_state import outcomes_of
from twin.validation.model import Outcome


def laws_document() -> dict[str, object]:
    """Return every law with its arguments."""
    return {
        "format": 1,
        "laws": [
            {
                "law": law.name,
                "unit": law.unit,
                "arguments": [
                    {"name": a.name, "unit": a.unit, "typical": a.typical, "low": a.low, "high": a.high}
                    for a in law.arguments
                ],
                "source": law.source,
            }
            for law in LAWS.values()
        ],
    }


def explained_laws_document(laws: Iterable[Law]) -> dict[str, object]:
    """Return some laws with all there is to say about them, and the shipped series that test them."""
    return {"format": 1, "laws": [_explained(law) for law in laws]}


def _explained(law: Law) -> dict[str, object]:
    explanation = law.explanation
    return {
        "law": law.name,
        "title": law.title,
        "unit": law.unit,
        "meaning": explanation.sentence,
        "equation": explanation.equation,
        "remarks": list(explanation.remarks),
        "arguments": [
            {
                "symbol": a.symbol,
                "name": a.name,
                "unit": a.unit,
                "typical": a.typical,
                "low": a.low,
                "high": a.high,
                "meaning": a.doc,
            }
            for a in law.arguments
        ],
        "source": law.source,
        "example": explanation.example,
        "reference_only": law.reference_only,
        "target": None if law.target is None else {"error": law.target.error, "rmse": law.target.rmse},
        "sets": [
            {
                "file": Path(outcome.series.file).name,
                "title": outcome.series.title,
                "error": outcome.series.error,
                "n_tested": outcome.count("test"),
                "rmse": finite_or_none(outcome.rmse),
                "meets_target": outcome.meets_target,
            }
            for outcome in outcomes_of(law)
        ],
    }


def outcomes_document(outcomes: Iterable[Outcome]) -> dict[str, object]:
    """Return every set with its predictions; a number that is not finite becomes null."""
    return {"format": 1, "sets": [_outcome(outcome) for outcome in outcomes]}


def _outcome(outcome: Outcome) -> dict[str, object]:
    series = outcome.series
    return {
        "file": series.file,
        "title": series.title,
        "law": series.law.name,
        "error": series.error,
        "constants": {name: finite_or_none(value) for name, value in outcome.constants.items()},
        "n_calibrated": outcome.count("calibrate"),
        "n_tested": outcome.count("test"),
        "rmse": finite_or_none(outcome.rmse),
        "bias": finite_or_none(outcome.bias),
        "worst_row": outcome.worst_row,
        "rows_outside": list(outcome.rows_outside),
        "predictions": [
            {
                "row": p.row,
                "measured": p.measured,
                "predicted": finite_or_none(p.predicted),
                "error": p.error,
                "use": p.use,
            }
            for p in outcome.predictions
        ],
    }
