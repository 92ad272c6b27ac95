"""What `twin run` and `twin compare` do with their lines: simulate, print, write the report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from twin.cli import arguments, exit_codes, select_best
from twin.cli.arguments import Options
from twin.cli.execute import simulated
from twin.cli.lines import load_lines

if TYPE_CHECKING:
    from twin.analysis.results import Results
    from twin.study.api import Comparison, Study


class Job(NamedTuple):
    """A command: its name, the files of its lines, the files as typed, the folder of the bare command."""

    name: str
    files: tuple[str, ...]
    typed: tuple[str, ...]
    bare_out: str


def run_job(job: Job, options: Options) -> int:
    """Simulate the lines of a command, print and write what came of it, return the exit code."""
    lines = load_lines(job.files, options["changes"])
    out = arguments.report_folder(options, lines, job.bare_out)
    _check_folder(out)
    select_best.check_selection(options, lines)
    if options["targets"]:
        from twin.cli.fail_if import check_targets

        check_targets(lines, options["targets"])
    store = out.parent / f".{out.name}.unfinished"
    again = arguments.command_line(job.name, job.typed, options, workers=True)
    with _told_what_is_kept(store, again) as kept:
        result = simulated(lines, options, store, alone=job.name == "run")
        studies = kept.studies = _studies(result)
        for note in dict.fromkeys(note for study in studies for note in study.notes):
            click.echo(note, err=True)
        if any(study.kpis.empty for study in studies):
            click.echo(
                f"interrupted before every line had a finished replication; to go on: {again}", err=True
            )
            return exit_codes.INTERRUPTED
        code = _write_and_print(result, out, arguments.command_line(job.name, job.typed, options), options)
        if code == exit_codes.NOT_WRITTEN:
            return code
        if any(study.interrupted for study in studies):
            click.echo(f"interrupted; what was finished is kept and reported. To go on: {again}", err=True)
            return exit_codes.INTERRUPTED
        kept.is_needed = False
    _tell_what_is_left(out, store)
    return code


@dataclass
class _Kept:
    """The replications on disk: still needed unless all went well."""

    studies: tuple[Study, ...] = ()
    is_needed: bool = True


@contextmanager
def _told_what_is_kept(store: Path, again: str) -> Iterator[_Kept]:
    """Take the replications of a run away when it ends well; else say where they are and how to go on."""
    from twin.study.replication_cache import Store, kept_runs

    kept = _Kept()
    try:
        yield kept
    except (Exception, KeyboardInterrupt) as error:
        is_about_the_command = isinstance(error, click.ClickException) and not kept.studies
        if kept_runs(store) and not is_about_the_command:
            click.echo(f"finished replications are kept in {store}; to go on: {again}", err=True)
        raise
    if not kept.is_needed:
        Store(store, [study.line for study in kept.studies], kept.studies[0].settings).remove()
    elif kept_runs(store) and not any(study.interrupted for study in kept.studies):
        click.echo(f"finished replications are kept in {store}; to go on: {again}", err=True)


def _tell_what_is_left(out: Path, store: Path) -> None:
    """Say what other runs have left beside the report, and how to be rid of it."""
    from twin.storage.folder import left_behind
    from twin.study.replication_cache import kept_runs

    for sentence in kept_runs(store).values():
        click.echo(sentence, err=True)
    for folder in left_behind(out):
        click.echo(
            f"{folder} is left of a run that was killed while it wrote its report; delete it if no other "
            "is writing there now",
            err=True,
        )


def _studies(result: Study | Comparison) -> tuple[Study, ...]:
    from twin.study.api import Comparison

    return result.studies if isinstance(result, Comparison) else (result,)


def _check_folder(out: Path) -> None:
    """Refuse a folder that is not ours before any time is spent."""
    from twin.storage.folder import FolderRefused, check_folder

    try:
        check_folder(out)
    except FolderRefused as error:
        raise click.UsageError(f"--out: {error}") from error


def _write_and_print(result: Study | Comparison, out: Path, command: str, options: Options) -> int:
    """Write the report, print the results, return the exit code."""
    from twin.analysis.results import results_of
    from twin.cli.json_output import print_document, results_document
    from twin.cli.text_output import print_results
    from twin.report.pages.comparison import write_results
    from twin.storage.folder import FolderRefused
    from twin.study.api import Comparison

    chosen = select_best.choose(result, options) if isinstance(result, Comparison) else None
    results = results_of(result, command)
    misses, refusal = _misses(results, options)
    results = replace(results, misses=misses)
    if options["as_json"]:
        print_document(results_document(results) | ({"best": chosen.document} if chosen else {}))
    else:
        print_results(results)
        if chosen:
            click.echo(chosen.sentence)
    try:
        page = write_results(results, out)
    except (OSError, FolderRefused) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        click.echo(f"the report is not written to {out}: {reason}; its numbers are printed", err=True)
        return exit_codes.NOT_WRITTEN
    if not options["as_json"]:
        click.echo(f"report: {page}")
    failed = [(entry.name, number, message) for entry in results.lines for number, message in entry.failed]
    for doubt in [*results.standing, *results.held, *results.not_conducting, *results.doubts]:
        click.echo(doubt, err=True)
    for name, number, message in failed:
        click.echo(f"{name}: replication {number} failed: {message}", err=True)
    if refusal is not None:
        raise refusal
    for miss in misses:
        click.echo(miss, err=True)
    if nothing := _made_nothing(results):
        click.echo(f"the model stopped: {nothing} shipped nothing after the warm-up", err=True)
        return exit_codes.MODEL_STOPPED
    if failed:
        return exit_codes.SOME_FAILED
    return exit_codes.TARGET_MISSED if misses else exit_codes.FINE


def _misses(results: Results, options: Options) -> tuple[tuple[str, ...], click.UsageError | None]:
    """Return which targets are missed; instead, why that cannot be said, to be raised with all written."""
    from twin.cli.fail_if import missed

    try:
        return tuple(missed(results.summary, results.names, options["targets"])), None
    except click.UsageError as error:
        return (), error


def _made_nothing(results: Results) -> str:
    """Return the names of the lines that shipped no lot in any replication."""
    rows = results.kpis[results.kpis["kpi"].astype(str) == "throughput_per_h"]
    most = rows.groupby("line", sort=False, observed=True)["value"].max()
    return ", ".join(str(name) for name, value in most.items() if not value > 0)
