"""The page of one line or of several: the answer, then its sections; the same bytes for the same results."""

from __future__ import annotations

from twin.analysis.results import Results
from twin.report.answer import answer
from twin.report.cards import cards, direction
from twin.report.page_data import PageData
from twin.report.pages.template import render
from twin.report.run_words import difference_words, run_in_words
from twin.report.sections import build_all
from twin.storage.run_file import run_id


def comparison_page(data: PageData) -> str:
    """Return the page."""
    results = data.results
    return render(
        "comparison.html.j2",
        title=" against ".join(results.names),
        question=_question(results),
        run_id=run_id(results, data.line_files),
        lines=results.lines,
        warnings=_warnings(data),
        answer=answer(results, data.measures, data.evidence),
        run_in_words=run_in_words(results),
        differences=difference_words(results),
        cards=cards(results, data.measures),
        direction=direction(results),
        has_intervals=results.has_intervals,
        sections=build_all(data),
    )


def _question(results: Results) -> str:
    if len(results.lines) == 1:
        return "What does this line make, how good is it, and what holds it back?"
    return "Which line is better, by how much, and why?"


def _warnings(data: PageData) -> list[str]:
    results = data.results
    warnings = [f"{miss[0].upper()}{miss[1:]}." for miss in results.misses]
    if results.interrupted:
        warnings.append("The run was interrupted: the page shows the replications that were finished.")
    for shown in results.lines:
        if shown.failed:
            messages = "; ".join(f"replication {number}: {message}" for number, message in shown.failed[:3])
            warnings.append(
                f"{shown.name}: {len(shown.failed)} replications failed and are missing here ({messages})."
            )
    if not results.has_tables:
        warnings.append("The first replication is missing: what is drawn from its tables is left out.")
    if not results.has_intervals:
        warnings.append("One replication has no interval: nothing on this page says how sure it is.")
    warnings += [*results.standing, *results.doubts]
    outside = [left.sentence for _, left in data.extrapolations]
    if outside:
        warnings.append(f"Some values left the range a law was made for: {'; '.join(outside)}.")
    return warnings
