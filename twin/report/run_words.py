"""The runs behind a page in words: how many and how long, how differences are made."""

from __future__ import annotations

from twin.analysis.results import Results
from twin.core.number_text import number
from twin.line.route import duration_text


def run_in_words(results: Results) -> str:
    """Return how many runs of each line were made, and how long they are."""
    settings = results.settings
    length = "until empty" if settings.horizon_s is None else duration_text(settings.horizon_s)
    warm = f", the first {duration_text(settings.warmup_s)} left out" if settings.warmup_s else ""
    counts = sorted({int(n) for n in results.kpis.groupby("line", observed=True)["replication"].nunique()})
    runs = " to ".join(str(n) for n in dict.fromkeys((counts[0], counts[-1]))) if counts else "0"
    return f"{runs} simulated {'run' if runs == '1' else 'runs'} of each line, {length}{warm}."


def difference_words(results: Results) -> str:
    """Return how differences between lines are made, "" for one line."""
    if len(results.lines) == 1:
        return ""
    if len(results.lines) == 2:
        return "differences are paired"
    each = number(100.0 * results.confidence, 4)
    return (
        f"differences are paired and of {each} % each, so that the {len(results.lines) - 1} of one KPI hold "
        "together with 95 % (Bonferroni)"
    )
