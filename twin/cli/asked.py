"""What a simulation command was asked for, checked and completed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from twin.cli.options import DAY_S, DEFAULT_DAYS, DEFAULT_WARMUP_DAYS, Change, Target

if TYPE_CHECKING:
    from twin.line.model import Line


class Options(TypedDict):
    """The options of `run` and `compare` as click hands them over; times in seconds, None = not given."""

    days: float | None
    warmup: float | None
    replications: int
    seed: int
    workers: int | None
    out: str | None
    targets: tuple[Target, ...]
    changes: tuple[Change, ...]
    as_json: bool
    verbose: bool


@dataclass(frozen=True)
class Times:
    """Length of a run and of its warm-up in seconds; no length = until the line is empty."""

    horizon_s: float | None
    warmup_s: float


def times(options: Options, lines: Sequence[Line]) -> Times:
    """Complete the times: lines whose sources end run until empty unless told otherwise.

    Raises click.UsageError for times that make no sense together.
    """
    ends = all(
        source.lots is not None or source.times is not None for line in lines for source in line.source
    )
    days_s, warmup_s = options["days"], options["warmup"]
    if days_s is None and ends:
        return Times(None, warmup_s or 0.0)
    horizon_s = DEFAULT_DAYS * DAY_S if days_s is None else days_s
    if warmup_s is None:
        warmup_s = DEFAULT_WARMUP_DAYS * DAY_S
    if horizon_s <= 0:
        raise click.UsageError("--days must be longer than 0")
    if warmup_s >= horizon_s:
        raise click.UsageError(
            f"--warmup ({warmup_s / DAY_S:g} days) must be shorter than --days ({horizon_s / DAY_S:g} days)"
        )
    return Times(horizon_s, warmup_s)


def folder(options: Options, lines: Sequence[Line], bare: str) -> Path:
    """Return the folder of the report: --out, else `bare`, else one named after the lines."""
    if options["out"]:
        return Path(options["out"])
    if bare:
        return Path(bare)
    names = [re.sub(r"[^\w.-]+", "-", line.name).strip("-.") or "line" for line in lines]
    return Path("reports") / "_vs_".join(names)


def command(name: str, files: Sequence[str], options: Options, *, workers: bool = False) -> str:
    """Return the command that asks for the same numbers again; with `workers` the same run to go on with."""
    words = ["twin", name, *files]
    context = click.get_current_context()
    for option in ("days", "warmup", "replications", "seed", *(("workers", "out") if workers else ())):
        value = options[option]  # type: ignore[literal-required]
        if (
            value is not None
            and context.get_parameter_source(option) is not click.core.ParameterSource.DEFAULT
        ):
            shown = f"{value / DAY_S:g}" if option in ("days", "warmup") else str(value)
            words += [f"--{option}", shown]
    for change in options["changes"]:
        words += ["--set", change.text]
    for target in options["targets"]:
        words += ["--fail-if", target.text]
    return shlex.join(words)
