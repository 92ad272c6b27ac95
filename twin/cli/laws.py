"""`twin laws`: the laws with their arguments, units, ranges and references."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from twin.laws.registry.law import Law


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document to stdout.")
@click.option("-v", "--verbose", is_flag=True, help="Show the traceback of an internal error.")
def laws(as_json: bool, verbose: bool) -> None:  # noqa: ARG001
    """List every law with its arguments, units, range and reference."""
    from twin.laws.registry.book import LAWS
    from twin.validation.documents import laws_document

    if as_json:
        click.echo(json.dumps(laws_document(), allow_nan=False, ensure_ascii=False))
        return
    click.echo("\n\n".join(_law_text(law) for law in LAWS.values()))


def _law_text(law: Law) -> str:
    head = f"{law.name} -> {law.unit}\n  {law.title}. {law.source}"
    width = max(len(argument.name) for argument in law.arguments)
    rows = [
        f"  {a.name:{width}}  {'' if a.typical is None else format(a.typical, '.4g'):>8}"
        f"  {a.low:g} .. {a.high:g} {a.unit}  {a.doc}"
        for a in law.arguments
    ]
    return "\n".join([head, *rows])
