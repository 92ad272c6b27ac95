"""`twin laws`: the laws with their arguments, units, ranges and references; all about some of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from twin.laws.registry.law import Law


@click.command(short_help="List the laws, or say all about some of them.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document to stdout.")
@click.option("-v", "--verbose", is_flag=True, help="Show the traceback of an internal error.")
def laws(names: tuple[str, ...], as_json: bool, verbose: bool) -> None:  # noqa: ARG001
    """List every law with its arguments, units, range and reference.

    With NAME the equation, its symbols, a worked example and how well it was tested.
    """
    from twin.cli.arguments import known_law
    from twin.cli.json_output import print_document
    from twin.laws.registry.book import LAWS
    from twin.validation.documents import explained_laws_document, laws_document

    chosen = [known_law(name) for name in names]
    if as_json:
        print_document(explained_laws_document(chosen) if names else laws_document())
    elif names:
        click.echo("\n\n".join(_details(law) for law in chosen))
    else:
        click.echo("\n\n".join(_entry(law) for law in LAWS.values()))


def _entry(law: Law) -> str:
    """Return a law as the list has it."""
    head = f"{law.name} -> {law.unit}\n  {law.title}. {law.source}"
    width = max(len(argument.name) for argument in law.arguments)
    rows = [
        f"  {a.name:{width}}  {'' if a.typical is None else format(a.typical, '.4g'):>8}"
        f"  {a.low:g} .. {a.high:g} {a.unit}  {a.doc}"
        for a in law.arguments
    ]
    return "\n".join([head, *rows])


def _details(law: Law) -> str:
    """Return all there is to say about a law."""
    from twin.validation.law_state import state_lines

    explanation = law.explanation
    parts = [
        f"{law.name}: {law.title}\n  {explanation.sentence}",
        _indented(explanation.equation, 4),
        _symbols(law),
        *(_indented(remark, 2) for remark in explanation.remarks),
        f"  source   {law.source}",
        "  example\n" + _indented(explanation.example, 4),
        "  tested\n" + "\n".join(f"    {line}" for line in state_lines(law)),
    ]
    return "\n\n".join(parts)


def _symbols(law: Law) -> str:
    """Return the symbols of the equation as columns: argument, unit, typical value, range, meaning."""
    from twin.core.units import SUFFIXES

    rows = [("symbol", "argument", "unit", "typical", "range", "meaning")]
    rows += [
        (
            a.symbol,
            a.name,
            a.unit or "-",
            "" if a.typical is None else f"{a.typical:.4g}",
            f"{a.low:g} to {a.high:g}",
            a.doc,
        )
        for a in law.arguments
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = ["  ".join([*map(str.ljust, row[:5], widths), row[5]]) for row in rows]
    return _indented("\n".join([*lines, f"answer in {SUFFIXES.get(law.unit, law.unit)}"]), 2)


def _indented(text: str, spaces: int) -> str:
    return "\n".join(" " * spaces + line if line else "" for line in text.splitlines())
