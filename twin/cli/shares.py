"""Shares of a variance as cells of a printed table."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

from twin.cli.text_tables import Column

if TYPE_CHECKING:
    import pandas as pd

PRINTED = 10
"""Causes printed on stdout; page and JSON hold all of them."""


def interval_text(low: float, high: float) -> str:
    """Return the limits of a share in percent."""
    return f"[{100 * low:.1f}, {100 * high:.1f}]"


def shapley_columns(table: pd.DataFrame) -> list[Column]:
    """Return the headings of the Shapley shares, none where they were not asked for."""
    asked = "shapley" in table
    return [Column("Shapley %", numeric=True), Column("95 % interval")] if asked else []


def shapley_cells(row: Mapping[Hashable, float]) -> list[str]:
    """Return the Shapley share and its limits, nothing where it was not asked for."""
    if "shapley" not in row:
        return []
    return [f"{100 * row['shapley']:.1f}", interval_text(row["shapley_low"], row["shapley_high"])]
