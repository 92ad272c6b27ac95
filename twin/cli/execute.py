"""How `run` and `compare` simulate: a fixed number of replications, or until a precision is reached."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from twin.cli import arguments
from twin.cli.arguments import AUTO, DAY_S, Options

if TYPE_CHECKING:
    from twin.line.model.line import Line
    from twin.stats.precision import Progress
    from twin.study.api import Comparison, Study
    from twin.study.warmup import Pilot


def simulated(lines: Sequence[Line], options: Options, store: Path, *, alone: bool) -> Study | Comparison:
    """Return the study of one line, or the comparison of several, as it was asked for.

    Raises click.UsageError for runs too large to be made unasked.
    """
    from twin.study.settings import TooLarge

    try:
        return _simulated(lines, options, store, alone=alone)
    except TooLarge as error:
        raise click.UsageError(f"{error}; --force runs it all the same") from error


def _simulated(lines: Sequence[Line], options: Options, store: Path, *, alone: bool) -> Study | Comparison:
    from twin.cli.progress import progress
    from twin.study.api import compare, simulate

    span = arguments.run_times(options, lines)
    if options["warmup"] == AUTO:
        span = span._replace(warmup_s=_warmup_by_pilots_s(lines, span, options))
    names = ", ".join(line.name for line in lines)
    if options["precision"] is not None:
        return _until_precise(lines, options, span, store, alone=alone)
    with progress(names) as report:
        if alone:
            return simulate(
                lines[0], span.horizon_s, span.warmup_s, options["replications"], options["seed"],
                workers=options["workers"], progress=report, store=store, force=options["force"],
            )  # fmt: skip
        return compare(
            lines, span.horizon_s, span.warmup_s, options["replications"], options["seed"],
            workers=options["workers"], progress=report, store=store, force=options["force"],
        )  # fmt: skip


def _until_precise(
    lines: Sequence[Line], options: Options, span: arguments.RunTimes, store: Path, *, alone: bool
) -> Study | Comparison:
    """Add replications until each line is as precise as asked for, telling the cost."""
    from twin.cli.progress import progress
    from twin.study.sequential import MOST, compare_to

    most = options["replications"] if arguments.is_given("replications") else MOST
    with progress(", ".join(line.name for line in lines)) as report:
        result = compare_to(
            lines, options["precision"] or 0.0, span.horizon_s, span.warmup_s, most=most,
            seed=options["seed"], workers=options["workers"], store=store, force=options["force"],
            on_look=_print_cost, progress=report,
        )  # fmt: skip
    if not result.progress.reached:
        reached, wanted = 100 * result.progress.relative_half_width, 100 * result.progress.target
        click.echo(
            f"precision not reached: ±{reached:.2g} % after {result.progress.n} replications, "
            f"±{wanted:.2g} % was asked for",
            err=True,
        )
    return result.comparison.studies[0] if alone else result.comparison


def _print_cost(stand: Progress) -> None:
    """Say how precise the run is, what it cost and what it is expected to cost."""
    click.echo(
        f"{stand.n} replications in {stand.spent_s:.0f} s: ±{100 * stand.relative_half_width:.2g} % "
        f"of ±{100 * stand.target:.2g} %; expected in all: {stand.needed} replications, "
        f"{stand.expected_s:.0f} s",
        err=True,
    )


def _warmup_by_pilots_s(lines: Sequence[Line], span: arguments.RunTimes, options: Options) -> float:
    """Return the warm-up by MSER-5. Raises click.UsageError where no warm-up can be stated."""
    from twin.study.warmup import Refused, common_warmup_s

    if span.horizon_s is None:
        raise click.UsageError("--warmup auto needs --days: a line that runs empty does not settle")
    try:
        return common_warmup_s(
            lines, span.horizon_s, seed=options["seed"], workers=options["workers"], on_pilot=_print_warmup,
            force=options["force"],
        )  # fmt: skip
    except Refused as refused:
        raise click.UsageError(f"--warmup auto: {refused}") from refused


def _print_warmup(pilot: Pilot) -> None:
    """Say which warm-up the pilot runs of a line ask for, series by series."""
    parts = [
        f"{name} {warm_up.drop * pilot.bucket_s / DAY_S:.2g} d" + (" (refused)" if warm_up.refused else "")
        for name, warm_up in pilot.warm_ups.items()
    ]
    click.echo(f"{pilot.line}: warm-up by MSER-5: {', '.join(parts)}", err=True)
