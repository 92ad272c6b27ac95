"""Print what is wrong with a file: for people on stderr, as one document on stdout with --json."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from twin.core.errors import Problem


def print_problems(problems: Sequence[Problem], *, as_json: bool) -> None:
    """Print every problem."""
    if as_json:
        click.echo(json.dumps({"format": 1, "errors": [problem._asdict() for problem in problems]}, indent=1))
        return
    from twin.line.problem_text import format_problems

    click.echo(format_problems(problems), err=True)
