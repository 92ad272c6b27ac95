"""`twin kpis`: the catalogue of everything that is computed of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from twin.kpi.declaration import Declaration


@click.command(short_help="List the KPIs, or say all about some of them.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document to stdout.")
@click.option("-v", "--verbose", is_flag=True, help="Show the traceback of an internal error.")
def kpis(names: tuple[str, ...], as_json: bool, verbose: bool) -> None:  # noqa: ARG001
    """List the KPIs with unit, direction and definition; with NAME all there is to say about it."""
    from twin.cli.arguments import known_kpi
    from twin.cli.json_output import print_document
    from twin.kpi.registry import declared

    chosen = [known_kpi(name) for name in names] or list(declared().values())
    if as_json:
        print_document({"format": 1, "kpis": [document(kpi) for kpi in chosen]})
    elif names:
        click.echo("\n\n".join(_details(kpi) for kpi in chosen))
    else:
        _print_catalogue(chosen)


def document(kpi: Declaration) -> dict[str, object]:
    """Return a KPI as one JSON object."""
    return {
        "name": kpi.name,
        "unit": kpi.unit,
        "label": kpi.label,
        "better": kpi.better,
        "definition": kpi.definition,
        "iso22400": kpi.iso,
        "topic": kpi.topic.value,
        "scope": kpi.scope.words,
        "shown_in": kpi.shown_in or kpi.unit,
        "shown_at": [place.value for place in kpi.places],
    }


def _print_catalogue(kpis: list[Declaration]) -> None:
    """Print a table per topic."""
    from twin.cli.text_tables import Column, print_table
    from twin.kpi.labels import BETTER

    columns = [Column("name"), Column("unit"), Column("better"), Column("meaning", sentence=True)]
    for number, topic in enumerate(dict.fromkeys(kpi.topic for kpi in kpis)):
        if number:
            click.echo()
        rows = [
            (kpi.name, kpi.unit or "its own", BETTER[kpi.better], _meaning(kpi))
            for kpi in kpis
            if kpi.topic is topic
        ]
        print_table(columns, rows, topic.value)


def _meaning(kpi: Declaration) -> str:
    """Return label and definition, with the name in the standard where it is another one."""
    iso = "ISO 22400-2" if kpi.iso == kpi.label else f"ISO 22400-2: {kpi.iso}"
    return f"{kpi.label}: {kpi.definition}" + (f" ({iso})" if kpi.iso else "")


def _details(kpi: Declaration) -> str:
    """Return all there is to say about a KPI, a row for each."""
    from twin.kpi.labels import BETTER

    unit = kpi.unit or "that of the property"
    lots = f"; {kpi.unit_of_lots} where lots carry no material" if kpi.unit_of_lots else ""
    printed = f", shown in {kpi.shown_in}" if kpi.shown_in else ""
    rows = {
        "unit": f"{unit}{printed}{lots}",
        "better": BETTER[kpi.better] or "neither",
        "of": ", ".join(kpi.scope.words),
        "ISO 22400-2": kpi.iso or "no name there",
        "asked for as": ", ".join(kpi.paths),
        "on the page": ", ".join(place.value for place in kpi.places),
        "follows from": kpi.restates,
    }
    lines = [f"  {name:12}  {text}" for name, text in rows.items() if text]
    return "\n".join([f"{kpi.name}: {kpi.label}", f"  {kpi.definition}", *lines])
