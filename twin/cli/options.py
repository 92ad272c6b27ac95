"""Options that several commands share, and what their words mean."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click
import click.shell_completion

from twin.cli.arguments import (
    ALLOW_OUTSIDE,
    AUTO,
    DAY_S,
    DEFAULT_DAYS,
    DEFAULT_WARMUP_DAYS,
    Change,
    FailCondition,
    place_of_kpi,
)
from twin.cli.lines import load_lines
from twin.core.errors import LineError

Decorated = TypeVar("Decorated", bound=Callable[..., object])


if TYPE_CHECKING:
    from click import ParamType
else:

    class ParamType(click.ParamType):
        """The class itself: before 8.4 click's own takes no type of what it converts to."""

        def __class_getitem__(cls, converted: object) -> type:
            return cls


class DaysType(ParamType[float]):
    """Days as a number, or text with a unit; becomes seconds."""

    name = "days"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return seconds."""
        from twin.core.units import parse_duration_s

        try:
            return parse_duration_s(float(str(value)) * DAY_S)
        except ValueError:
            pass
        try:
            return parse_duration_s(str(value))
        except ValueError:
            if str(value).strip().startswith("-"):
                self.fail(f"{value!r} must be a time of 0 or more", param, ctx)
            self.fail(
                f'{value!r} is neither a number of days nor a time such as "36 h" or "30 d"', param, ctx
            )


class WarmUpType(ParamType[float | str]):
    """Days as a number, text with a unit, or the word auto; becomes seconds or that word."""

    name = "days|auto"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float | str:
        """Return seconds, or AUTO."""
        return AUTO if value == AUTO else DaysType().convert(value, param, ctx)


class ShareType(ParamType[float]):
    """A share above 0 and below 1: 2% or 0.02."""

    name = "share"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the share as a fraction."""
        text = str(value).strip()
        try:
            share = float(text.removesuffix("%")) / (100.0 if text.endswith("%") else 1.0)
        except ValueError:
            share = float("nan")
        if not 0.0 < share < 1.0:
            self.fail(f"{value!r} is not a share such as 2% or 0.02", param, ctx)
        return share


class ChangeType(ParamType[Change]):
    """PATH=VALUE; the value as in a TOML file, text that is no TOML value as it stands."""

    name = "path=value"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Change:
        """Return path and value."""
        if isinstance(value, Change):
            return value
        path, equals, text = str(value).partition("=")
        if not equals or not path.strip() or not text.strip():
            self.fail(f"{value!r} is not PATH=VALUE, e.g. hot_press.params.pressure_MPa=300", param, ctx)
        try:
            return Change(str(value), path.strip(), tomllib.loads(f"value = {text}")["value"])
        except tomllib.TOMLDecodeError:
            return Change(str(value), path.strip(), text.strip())

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        """Return the paths of all numbers of the lines typed so far."""
        del param
        # while `--set` still lacks its value, click leaves what was typed before among the arguments
        typed = ctx.params.get("line") or ctx.params.get("lines") or ctx.args
        try:
            lines = load_lines([typed] if isinstance(typed, str) else typed)
        except (LineError, OSError):
            return []
        paths = dict.fromkeys(f"{value.path}=" for line in lines for value in line.values)
        return [click.shell_completion.CompletionItem(path) for path in paths if path.startswith(incomplete)]


class FailConditionType(ParamType[FailCondition]):
    """[LINE:][station.][property.]kpi<bound, with <, <=, > or >=."""

    name = "kpi<bound"
    _form = re.compile(r"(?:(?P<line>[^:<>]+):)?(?P<path>[^<>:]+)(?P<sign><=|>=|<|>)(?P<bound>[^<>=]+)")

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> FailCondition:
        """Return the condition. The station is named as in the line, the property with its unit."""
        if isinstance(value, FailCondition):
            return value
        match = self._form.fullmatch(str(value).strip())
        parts = match["path"].strip().split(".") if match else []
        try:
            bound = float(match["bound"]) if match else float("nan")
        except ValueError:
            bound = float("nan")
        if match is None or bound != bound or not 1 <= len(parts) <= 3:
            self.fail(
                f'{value!r} is not a condition such as "yield<0.9" or "calender.thickness_um.cpk<1.33"',
                param,
                ctx,
            )
        station, name, kpi = place_of_kpi(match["path"])
        sign = match["sign"]
        line = (match["line"] or "").strip()
        return FailCondition(str(value), line, station, name, kpi, sign[0] == "<", len(sign) == 2, bound)


def _keep_trust(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001
    ctx.meta[ALLOW_OUTSIDE] = value


def allow_outside_option(command: Decorated) -> Decorated:
    """Add --allow-outside; `arguments.is_outside_allowed` tells whether it was typed."""
    return click.option(
        "--allow-outside",
        is_flag=True,
        expose_value=False,
        callback=_keep_trust,
        help="Let files read recipes and tables outside their own folder.",
    )(command)


def line_options(command: Decorated) -> Decorated:
    """Add the options of every command that reads a line."""
    command = allow_outside_option(command)
    for option in (
        click.option("-v", "--verbose", is_flag=True, help="Show the traceback of an internal error."),
        click.option("--json", "as_json", is_flag=True, help="Write one JSON document to stdout."),
        click.option(
            "--set", "changes", multiple=True, type=ChangeType(),
            help="Change a value of the line, e.g. hot_press.params.pressure_MPa=300, in every line, "
            "or in one: dry:calender.params.line_load_N_mm=900. Repeatable.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def simulation_options(command: Decorated) -> Decorated:
    """Add the options of the commands that simulate."""
    for option in (
        click.option(
            "--fail-if", "targets", multiple=True, type=FailConditionType(),
            help="Leave with exit code 5 if this holds for the mean, e.g. yield<0.9. Repeatable.",
        ),
        click.option("--out", type=click.Path(file_okay=False), help="Folder of the report [reports/NAME]."),
        click.option("--force", is_flag=True, help="Run it however large it is expected to be."),
        click.option("--workers", type=click.IntRange(min=1), help="Worker processes [all cores]."),
        click.option(
            "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of all dice."
        ),
        click.option(
            "--replications", type=click.IntRange(min=1), default=20, show_default=True,
            help="Independent runs of each line.",
        ),
        click.option(
            "--precision", type=ShareType(), metavar="SHARE",
            help="Replications until the output of each line is known within this share, e.g. 2%; "
            "--replications, if given, is then the most.",
        ),
        click.option(
            "--warmup", type=WarmUpType(),
            help=f"Left out at the start [{DEFAULT_WARMUP_DAYS:g}]; auto: found by MSER-5 in pilot runs.",
        ),
        click.option(
            "--days", type=DaysType(), help=f"Length of a run, warm-up included [{DEFAULT_DAYS:g}]."
        ),
    ):  # fmt: skip
        command = option(command)
    return command
