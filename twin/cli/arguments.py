"""Arguments of the commands that simulate: changes, conditions, run times, folder of the report."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NotRequired, TypedDict

import click

from twin.core.file_names import file_name

if TYPE_CHECKING:
    from twin.kpi.declaration import Declaration
    from twin.laws.registry.law import Law
    from twin.line.model.line import Line

DAY_S = 86_400.0
DEFAULT_DAYS = 30.0
DEFAULT_WARMUP_DAYS = 3.0
AUTO = "auto"
"""The word for a warm-up that is found by MSER-5."""


class Change(NamedTuple):
    """One `--set`: as it was typed, the path in the line and the value in TOML's words."""

    text: str
    path: str
    value: object


class FailCondition(NamedTuple):
    """One `--fail-if`: the condition under which the command fails, e.g. yield < 0.9."""

    text: str
    line: str
    station: str
    property: str
    kpi: str
    below: bool
    or_equal: bool
    bound: float

    def is_missed_by(self, value: float) -> bool:
        """Say whether a value meets the condition; no value at all is a miss."""
        if value != value:
            return True
        if self.or_equal and value == self.bound:
            return True
        return value < self.bound if self.below else value > self.bound


class Options(TypedDict):
    """The options of `run` and `compare` as click hands them over; times in seconds, None = not given.

    `warmup`: seconds, or the word auto; `best`, `indifference`: of `compare` alone.
    """

    days: float | None
    warmup: float | str | None
    precision: float | None
    replications: int
    seed: int
    workers: int | None
    out: str | None
    targets: tuple[FailCondition, ...]
    changes: tuple[Change, ...]
    as_json: bool
    verbose: bool
    force: bool
    best: NotRequired[str | None]
    indifference: NotRequired[float | None]


class RunTimes(NamedTuple):
    """Length of a run and of its warm-up in seconds; no length = until the line is empty."""

    horizon_s: float | None
    warmup_s: float


def run_times(options: Options, lines: Sequence[Line]) -> RunTimes:
    """Complete the times: lines whose sources end run until empty unless told otherwise.

    A warm-up that is still to be found is 0 here.
    Raises click.UsageError for times that make no sense together.
    """
    ends = all(
        source.lots is not None or source.times is not None for line in lines for source in line.source
    )
    days_s, asked_for = options["days"], options["warmup"]
    warmup_s = asked_for if isinstance(asked_for, float) else None
    if asked_for == AUTO:
        warmup_s = 0.0
    if days_s is None and ends:
        return RunTimes(None, warmup_s or 0.0)
    horizon_s = DEFAULT_DAYS * DAY_S if days_s is None else days_s
    if warmup_s is None:
        warmup_s = DEFAULT_WARMUP_DAYS * DAY_S
    if horizon_s <= 0:
        raise click.UsageError("--days must be longer than 0")
    if warmup_s >= horizon_s:
        raise click.UsageError(
            f"--warmup ({warmup_s / DAY_S:g} days) must be shorter than --days ({horizon_s / DAY_S:g} days)"
        )
    return RunTimes(horizon_s, warmup_s)


_CHOICE = ("best", "indifference")


ALLOW_OUTSIDE = "twin.allow_outside"
"""Where the context of a command keeps whether its files are trusted."""


def is_outside_allowed() -> bool:
    """Say whether the command lets files read outside their own folder."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(ALLOW_OUTSIDE))


def is_given(option: str) -> bool:
    """Say whether an option was typed, not left to its default."""
    source = click.get_current_context().get_parameter_source(option)
    return source is not click.core.ParameterSource.DEFAULT


def report_folder(options: Options, lines: Sequence[Line], bare: str) -> Path:
    """Return the folder of the report: --out, else `bare`, else one named after the lines."""
    if options["out"]:
        return Path(options["out"])
    if bare:
        return Path(bare)
    return Path("reports") / file_name("_vs_".join(file_name(line.name) for line in lines))


def command_line(name: str, files: Sequence[str], options: Options, *, workers: bool = False) -> str:
    """Return the command that asks for the same numbers again; with `workers` the same run to go on with."""
    words = ["twin", name, *files]
    numbers = ("days", "warmup", "precision", "replications", "seed", *_CHOICE)
    for option in (*numbers, *(("workers", "out") if workers else ())):
        value = options.get(option)
        if value is not None and is_given(option):
            in_days = option in ("days", "warmup") and isinstance(value, float)
            words += [f"--{option}", f"{float(str(value)) / DAY_S:g}" if in_days else str(value)]
    for change in options["changes"]:
        words += ["--set", change.text]
    for target in options["targets"]:
        words += ["--fail-if", target.text]
    words += ["--force"] if options["force"] else []
    words += ["--allow-outside"] if is_outside_allowed() else []
    return shlex.join(words)


def place_of_kpi(path: str) -> tuple[str, str, str]:
    """Return station, property and KPI of "[station.[property.]]kpi", "" where left out."""
    *where, kpi = path.strip().split(".")
    station, name = [*where, "", ""][:2]
    return station, name, kpi


def known_kpi(name: str) -> Declaration:
    """Return a KPI by its name. Raises click.UsageError, with the name most like it, where there is none."""
    from twin.core.near_match import did_you_mean
    from twin.kpi.registry import declared

    known = declared()
    if name not in known:
        hint = did_you_mean(name, list(known)) or "`twin kpis` lists all"
        raise click.UsageError(f"there is no KPI {name}; {hint}")
    return known[name]


def known_law(name: str) -> Law:
    """Return a law by its name. Raises click.UsageError, with the name most like it, where there is none."""
    from twin.core.near_match import did_you_mean
    from twin.laws.registry.book import LAWS

    if name not in LAWS:
        hint = did_you_mean(name, list(LAWS)) or "`twin laws` lists all"
        raise click.UsageError(f"there is no law {name}; {hint}")
    return LAWS[name]
