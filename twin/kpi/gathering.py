"""Totals of a replication, gathered chunk by chunk while it runs, or from its tables."""

from __future__ import annotations

from typing import Any

from twin.kpi.parts import PartReader
from twin.kpi.registry import totals
from twin.kpi.time_window import Window
from twin.kpi.totals import Total, Totals
from twin.line.model.line import Line
from twin.records.chunk import Chunk
from twin.records.saved_chunk import chunk_of
from twin.records.tables import Tables


class Gathering:
    """Adds up the totals of one replication; needs no row twice."""

    def __init__(self, line: Line, warmup_s: float = 0.0, horizon_s: float | None = None) -> None:
        self.line = line
        self._reader = PartReader(line, warmup_s, horizon_s)
        self._window: Window | None = None
        self._values: dict[Total[Any], Any] = {}

    def add(self, chunk: Chunk) -> None:
        """Add what has happened since the last chunk."""
        part = self._reader.part(chunk)
        for wanted in totals():
            value = wanted(part)
            before = self._values.get(wanted)
            self._values[wanted] = value if before is None else before + value
        if chunk.is_last:
            self._window = part.window

    def totals(self) -> Totals:
        """Return the totals. Raises ValueError before the last chunk."""
        if self._window is None:
            raise ValueError("the run has not come to its end")
        return Totals(self.line, self._window, self._values)


def totals_of(tables: Tables, line: Line, warmup_s: float = 0.0, horizon_s: float | None = None) -> Totals:
    """Return the totals of a replication from its tables."""
    gathering = Gathering(line, warmup_s, horizon_s)
    gathering.add(chunk_of(tables))
    return gathering.totals()
