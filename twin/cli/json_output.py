"""Results as one JSON document: the shapes of the command line's contract."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import pandas as pd

    from twin.analysis.results import Results

JsonValue = None | bool | int | float | str


def records(table: pd.DataFrame) -> list[dict[str, JsonValue]]:
    """Return the rows of a table as plain objects, NaN as null."""
    columns = [str(column) for column in table.columns]
    return [
        {column: _json_value(value) for column, value in zip(columns, row, strict=True)}
        for row in table.itertuples(index=False, name=None)
    ]


def _json_value(value: object) -> JsonValue:
    if hasattr(value, "item"):
        value = value.item()
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value)


def results_document(results: Results) -> dict[str, object]:
    """Return lines, settings, KPIs, summary and, with more than one line, differences and their level."""
    settings: dict[str, object] = dict(asdict(results.settings))
    if len(results.lines) > 1:
        settings["difference_confidence"] = results.confidence
    document: dict[str, object] = {
        "format": 1,
        "lines": [{"name": entry.name, "file": entry.line.file} for entry in results.lines],
        "settings": settings,
        "kpis": records(results.kpis),
        "summary": records(results.summary),
    }
    if len(results.lines) > 1:
        document["differences"] = records(results.differences)
    return document


def print_document(document: Mapping[str, object] | Sequence[object]) -> None:
    """Write one document to stdout."""
    click.echo(json.dumps(document, allow_nan=False, ensure_ascii=False))
