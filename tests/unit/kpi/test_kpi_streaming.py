"""KPIs gathered while a line runs are those of its tables, wherever the run is cut into chunks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.kpi_lines import reworking_line
from support.strategies import Words, lines

from twin.core.errors import ModelStopped
from twin.floor.run import run
from twin.kpi.compute import kpi_table, kpis
from twin.kpi.gathering import Gathering
from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.line.model.line import Line
from twin.records import chunk
from twin.records.log import Log
from twin.records.tables import from_log

DAY_S = 86_400.0
PLACE = ["station", "property", "kpi", "unit"]


def gathered(
    line: Line, horizon_s: float | None, warmup_s: float, rows: int, *, keep: bool
) -> tuple[pd.DataFrame, Log, int]:
    """Return the KPIs gathered in chunks of so many rows, the log, and how many chunks there were."""
    gathering, count = Gathering(line, warmup_s, horizon_s), 0

    def take(part: chunk.Chunk) -> None:
        nonlocal count
        count += 1
        gathering.add(part)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunk, "ROWS", rows)
        log = run(line, horizon_s, 3, 0, take=take, keep=keep)
    return kpi_table(gathering.totals()), log, count


def assert_same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found[PLACE], expected[PLACE])
    np.testing.assert_allclose(found["value"], expected["value"], rtol=1e-9, atol=1e-12)


def assert_streams(line: Line, horizon_s: float | None, warmup_s: float, rows: int) -> int:
    """Compare with the KPIs of the tables; returns the number of chunks."""
    found, log, count = gathered(line, horizon_s, warmup_s, rows, keep=True)
    assert_same(found, kpis(from_log(log), line, warmup_s, horizon_s))
    without_rows, empty, _ = gathered(line, horizon_s, warmup_s, rows, keep=False)
    pd.testing.assert_frame_equal(without_rows, found, check_exact=True)
    assert not len(empty.time_s) + len(empty.readings.lot) + len(empty.lots)
    assert empty.end_s == log.end_s
    return count


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(lines(Words()), st.sampled_from([1, 7, 40, 300]), st.sampled_from([0.0, 30.0]), st.booleans())
def test_random_lines_have_the_same_kpis_however_they_are_cut(
    line_dict: dict[str, Any], rows: int, warmup_s: float, until_empty: bool
) -> None:
    line = load_line(line_dict)
    ends = all(source.lots is not None or source.times is not None for source in line.source)
    try:
        assert_streams(line, None if until_empty and ends else 200.0, warmup_s, rows)
    except ModelStopped:
        return


@pytest.mark.parametrize("rows", [97, 1000])
def test_lines_with_material_and_rework_have_the_same_kpis_however_they_are_cut(rows: int) -> None:
    assert assert_streams(reworking_line(), 4 * DAY_S, DAY_S, rows) > 2
    wet = load_line(str(lines_folder() / "wet_sulfide_cathode.toml"))
    assert assert_streams(wet, 3 * DAY_S, 0.0, rows) > 1


def test_a_chunk_ends_between_two_instants() -> None:
    ends: list[float] = []
    line = load_line(str(lines_folder() / "dry_sulfide_cathode.toml"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunk, "ROWS", 50)
        log = run(line, DAY_S, 1, 0, take=lambda part: ends.extend(part.events.time_s[[0, -1]]))
    assert ends == sorted(ends)
    assert len(ends) > 10
    assert all(before < after for before, after in zip(ends[1::2], ends[2::2], strict=False))
    kept, plain = from_log(log), from_log(run(line, DAY_S, 1, 0))
    for name in ("events", "readings", "lots"):
        pd.testing.assert_frame_equal(getattr(kept, name), getattr(plain, name), check_exact=True)


def test_totals_are_not_told_before_the_end() -> None:
    gathering = Gathering(reworking_line())
    chunks: list[chunk.Chunk] = []
    run(reworking_line(), DAY_S, 1, 0, take=chunks.append)
    gathering.add(replace(chunks[0], is_last=False))
    with pytest.raises(ValueError, match="not come to its end"):
        gathering.totals()
