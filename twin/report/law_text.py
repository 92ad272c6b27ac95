"""What is said about how far a law was tested, on the terminal and in the documentation."""

from __future__ import annotations

from twin.laws.registry.law import Law
from twin.report.validation_text import rmse_text, verdict
from twin.validation.law_state import outcomes_of
from twin.validation.shipped import notes

REFERENCE_ONLY = "For reference only: the simulator does not call it."
UNTESTED = "No shipped series tests it."


def state_lines(law: Law) -> list[str]:
    """Return a line per shipped series that tests a law: its title, rows, error and verdict."""
    lines = [REFERENCE_ONLY] if law.reference_only else []
    known = notes()
    for outcome in outcomes_of(law):
        count = outcome.count("test")
        rows = "1 row" if count == 1 else f"{count} rows"
        lines.append(f"{outcome.series.title}: {rows}, {rmse_text(outcome)}; {verdict(outcome, known)[1]}")
    return lines if len(lines) > law.reference_only else [*lines, UNTESTED]
