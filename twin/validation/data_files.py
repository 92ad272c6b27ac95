"""What becomes of the shipped data files: the sets that use each, or why nobody can."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from twin.validation.model import Outcome
from twin.validation.shipped import derived_from, notes, shipped_data
from twin.validation.table import Table, read_table


class DataFile(NamedTuple):
    """One data file: the sets that use it, or why nobody can; where its numbers come from."""

    name: str
    use: str
    citation: str


def data_files(shipped: Sequence[Outcome], unscored: Sequence[Outcome]) -> list[DataFile]:
    """Return every shipped data file with its use. `unscored`: outcomes that imply a threshold, no more."""
    uses: dict[str, list[str]] = {}
    for outcome in shipped:
        uses.setdefault(outcome.series.data_file, []).append(Path(outcome.series.file).stem)
    for outcome in unscored:
        uses.setdefault(outcome.series.data_file, []).append(f"{outcome.series.law.name}: threshold only")
    for path in shipped_data():
        for origin in derived_from(path):
            uses.setdefault(origin, []).append(path.name)
    return [_data_file(path, uses.get(path.name, [])) for path in shipped_data()]


def _data_file(path: Path, users: list[str]) -> DataFile:
    table = read_table(path)
    use = ", ".join(users) if users else f"reference only: {notes().reference[path.name]}"
    return DataFile(path.name, use, table.citation if isinstance(table, Table) else "")
