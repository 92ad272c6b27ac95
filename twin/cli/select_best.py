"""`--best`: which of the compared lines is the best, with a stated guarantee."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import click

from twin.cli.arguments import Options, known_kpi, place_of_kpi

if TYPE_CHECKING:
    from twin.line.model.line import Line
    from twin.stats.ranking_selection import Selected
    from twin.study.api import Comparison


class Choice(NamedTuple):
    """What was chosen, in words and as one object for JSON."""

    sentence: str
    document: dict[str, object]


def check_selection(options: Options, lines: Sequence[Line]) -> None:
    """Refuse what cannot be chosen by before any time is spent. Raises click.UsageError."""
    from twin.study.selection import FEWEST

    path = options.get("best")
    if (path is None) != (options.get("indifference") is None):
        raise click.UsageError("--best and --indifference, the difference that does not matter, go together")
    if path is None:
        return
    if len(lines) < 2:
        raise click.UsageError("--best needs two lines or more")
    if options["precision"] is None and options["replications"] < FEWEST:
        raise click.UsageError(f"--best needs --replications of {FEWEST} or more")
    try:
        from twin.cli.fail_if import check_kpi

        check_kpi(path, lines)
    except click.UsageError as error:
        raise click.UsageError(f"--best {path}: {error.message}") from error
    _better(path)


def choose(comparison: Comparison, options: Options) -> Choice | None:
    """Choose the best line, running more replications where those at hand do not decide."""
    from twin.core.number_text import number
    from twin.study.selection import CONFIDENCE, SelectionKpi, best_of

    path, indifference = options.get("best"), options.get("indifference")
    if path is None or indifference is None:
        return None
    station, name, kpi = place_of_kpi(path)
    figure = SelectionKpi(kpi, _better(path), station, name)
    lines = [study.line for study in comparison.studies]
    try:
        picked = best_of(
            lines, comparison.kpis, comparison.studies[0].settings, figure, indifference,
            workers=options["workers"], on_further_runs=_print_further_runs,
            expected=partial(_print_bound, comparison),
        )  # fmt: skip
    except (ValueError, RuntimeError) as error:
        return _not_decided(path, str(error), indifference)
    rows = ", ".join(
        f"{line.name} {number(figure.better * mean, 4)} ({n})"
        for line, mean, n in zip(lines, picked.means, picked.replications, strict=True)
    )
    sentence = (
        f"Best by {path}: {lines[picked.best].name}. With {100 * CONFIDENCE:g} % confidence no other line is "
        f"better by {indifference:g} or more (Kim-Nelson; mean and replications: {rows})."
    )
    return Choice(sentence, _document(path, figure.better, picked, [line.name for line in lines]))


def _not_decided(path: str, why: str, indifference: float) -> Choice:
    """Return that nothing was chosen: what was simulated is reported all the same."""
    document: dict[str, object] = {"kpi": path, "line": None, "indifference": indifference, "undecided": why}
    return Choice(f"Best by {path}: not decided. {why}; a larger --indifference needs fewer.", document)


def _print_bound(comparison: Comparison, replications: int) -> None:
    """Say how many replications the choice may need, and how long the further ones would take."""
    from twin.study.selection import MOST

    done, wall_s = comparison.studies[0].settings.replications, comparison.studies[0].wall_s
    most = max(MOST, done)
    further_s = wall_s / done * (min(replications, most) - done)
    given_up = f"; it is given up after {most}" if replications > most else ""
    click.echo(
        f"--best: at most {replications} replications of each line decide it, {done} are done{given_up}: "
        f"at most {further_s:.0f} s more",
        err=True,
    )


def _document(path: str, better: int, picked: Selected, names: list[str]) -> dict[str, object]:
    return {
        "kpi": path,
        "line": names[picked.best],
        "indifference": picked.indifference,
        "confidence": picked.confidence,
        "means": [better * mean for mean in picked.means],
        "replications": list(picked.replications),
    }


def _better(path: str) -> int:
    """Return which way a KPI is better. Raises click.UsageError where neither is."""
    from twin.kpi.labels import word

    _, name, kpi = place_of_kpi(path)
    better = word(known_kpi(kpi).name, name).better
    if not better:
        raise click.UsageError(f"--best {path}: neither more nor less of it is better")
    return better


def _print_further_runs(further: int, name: str) -> None:
    click.echo(f"--best: {further} further replications, the last of {name}", err=True)
