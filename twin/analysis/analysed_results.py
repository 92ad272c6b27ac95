"""Results and what follows from them, each worked out once: measures, evidence, finished cells, pilots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from twin.analysis.evidence import Evidence, evidence
from twin.analysis.extrapolation import Left, left_ranges
from twin.analysis.measures import Measure, final_measures, line_measures
from twin.analysis.results import LineResults, Results
from twin.quality.finished_cells import Finished, finished
from twin.study.warmup import Pilot, judge_run_length


@dataclass(frozen=True)
class AnalysedResults:
    """Results of lines; `line_files`: file name -> text of the resolved lines."""

    results: Results
    line_files: Mapping[str, str] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[LineResults, ...]:
        """Return the lines in order."""
        return self.results.lines

    @property
    def lines_with_tables(self) -> tuple[LineResults, ...]:
        """Return the lines, none of them where any has no tables of its first replication."""
        return self.results.lines if self.results.has_tables else ()

    @cached_property
    def measures(self) -> list[Measure]:
        """Return what the lines are compared on."""
        return [*line_measures(self.results), *final_measures(self.results)]

    @cached_property
    def evidence(self) -> dict[str, Evidence]:
        """Return by line why it does what it does."""
        return {shown.name: self._evidence(shown) for shown in self.lines_with_tables}

    def _evidence(self, shown: LineResults) -> Evidence:
        summary = self.results.summary[self.results.summary["line"].astype(str) == shown.name]
        window_s = self.results.window_s(shown)
        return evidence(shown.tables, shown.line, summary, shown.stations, window_s)

    @cached_property
    def finished(self) -> dict[str, Finished]:
        """Return the finished cells by line."""
        return {
            shown.name: finished(shown.tables.cells, shown.tables.lots, self.results.window_s(shown))
            for shown in self.lines_with_tables
        }

    @cached_property
    def extrapolations(self) -> list[tuple[LineResults, Left]]:
        """Return every law that was asked beyond its range, line by line."""
        return [
            (shown, left)
            for shown in self.lines
            for left in left_ranges(shown.tables, shown.line, shown.stations)
        ]

    @cached_property
    def pilots(self) -> list[tuple[LineResults, Pilot]]:
        """Return how each line settles and whether its runs support their intervals."""
        settings = self.results.settings
        if settings.horizon_s is None:
            return []
        return [
            (shown, judge_run_length(shown.name, shown.courses, settings.horizon_s, settings.warmup_s))
            for shown in self.lines
            if len(shown.courses)
        ]
