"""Write docs/cli.md from the commands themselves: what each does, its arguments and options.

`python -m tools.command_reference` writes it anew; `tests/docs/test_generated.py` compares.
"""

from __future__ import annotations

import re

import click

from tools.layers import ROOT
from twin.cli.app import app

PAGE = ROOT / "docs" / "cli.md"


def page() -> str:
    """Return the page: a section per command, a row per option."""
    top = click.Context(app, info_name="twin")
    sections = [
        "# Commands\n\nWritten from the commands themselves by `python -m tools.command_reference`.\n"
    ]
    for name in app.list_commands(top):
        command = app.get_command(top, name)
        if command is None:
            raise LookupError(f"the command {name} is listed and not there")
        sections.append(_section(name, command))
    return "\n".join(sections)


def _section(name: str, command: click.Command) -> str:
    """Return what a command does and a table of its options."""
    usage = " ".join(["twin", name, *(_argument(p) for p in command.params if isinstance(p, click.Argument))])
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", (command.help or "").replace("\b", "").strip())
    rows = [
        _row(option) for option in command.params if isinstance(option, click.Option) and not option.hidden
    ]
    return f"## {name}\n\n`{usage} [OPTIONS]`\n\n{text}\n\n| option | means |\n|---|---|\n" + "".join(rows)


def _argument(argument: click.Argument) -> str:
    """Return an argument as it stands in a usage line: LINE, [LINE ...]."""
    word = (argument.metavar or argument.name or "").upper().strip("[].")
    if argument.nargs == -1:
        word += " ..."
    return word if argument.required else f"[{word}]"


def _row(option: click.Option) -> str:
    """Return an option as a row of the table."""
    words = "" if option.is_flag else f" {option.metavar or option.type.name.upper().removesuffix(' RANGE')}"
    text = re.sub(r"\s+", " ", option.help or "")
    return "| `{}` | {} |\n".format(
        *(cell.replace("|", "\\|") for cell in (", ".join(option.opts) + words, text))
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
