"""The command `twin`: finds the subcommand, calls it, turns what went wrong into an exit code."""

from __future__ import annotations

import errno
import importlib
import sys
import traceback
from collections.abc import Sequence

import click

from twin.cli import exit_codes
from twin.cli.outputs import outputs
from twin.core.errors import LineError, ModelStopped, NewerFormat
from twin.core.interrupts import end_on_request

COMMANDS = ("run", "compare", "check", "show", "report", "laws", "validate", "sensitivity", "kpis", "gauge")
"""The commands in the order of their use, each a function in the file of its name, imported when called."""


class Commands(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands in the order of their use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command, importing its module; None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(f"twin.cli.{cmd_name}"), cmd_name)
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="electrode-twin", message="%(prog)s %(version)s")
def app() -> None:
    """Simulate electrode manufacturing lines for solid-state batteries: dry against wet.

    Bare `twin compare` compares the two shipped sulfide cathode lines and writes a page
    to reports/dry_vs_wet.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    with end_on_request(), outputs():
        try:
            code = _exit_code(given)
        except OSError as error:  # what went wrong could not be told
            code = _no_room(error)
    sys.exit(code)


def _exit_code(arguments: list[str]) -> int:
    try:
        code = app.main(args=arguments, prog_name="twin", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return exit_codes.WRONG_USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return exit_codes.INTERRUPTED
    except LineError as error:
        from twin.cli.error_output import print_problems

        print_problems(error.problems, as_json="--json" in arguments)
        return exit_codes.INVALID_FILE
    except NewerFormat as error:
        click.echo(str(error), err=True)
        return exit_codes.INVALID_FILE
    except ModelStopped as error:
        click.echo(f"the model stopped: {error}", err=True)
        return exit_codes.MODEL_STOPPED
    except OSError as error:
        if error.errno in NO_ROOM:
            return _no_room(error)
        return _internal_error(error, arguments)
    except Exception as error:
        return _internal_error(error, arguments)
    return code if isinstance(code, int) else exit_codes.FINE


NO_ROOM = frozenset(
    [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM]
)
"""What a disk says that takes no more, or nothing at all; no mistake of the program."""


def _no_room(error: OSError) -> int:
    place = f"{error.filename} cannot be written" if error.filename else "the output cannot be written"
    click.echo(f"{place}: {error.strerror}", err=True)
    return exit_codes.NOT_WRITTEN


def _internal_error(error: Exception, arguments: Sequence[str]) -> int:
    text = "".join(traceback.format_exception(error))
    reason = str(error).splitlines()[0] if str(error) else "no message"
    click.echo(f"internal error: {type(error).__name__}: {reason}", err=True)
    if "-v" in arguments or "--verbose" in arguments:
        click.echo(text, err=True)
        return exit_codes.INTERNAL_ERROR
    from twin.cli.crash_log import write_crash_log

    log = write_crash_log(text, arguments)
    click.echo(f"details: {log or 'run the same command with -v'}", err=True)
    return exit_codes.INTERNAL_ERROR
