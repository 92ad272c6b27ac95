"""Variance components and capability from readings: against variances put in by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.core.material import Array
from twin.floor.material.reading_statistics import figures_of
from twin.kpi.quality_yield import Components, capability, components
from twin.kpi.spread_sums import LotFigures, spread_sums

LANES, SEGMENTS = 6, 24


def lot_figures(cells: Array) -> LotFigures:
    """Return the readings of lots from their cells, shape (lot, lane, segment)."""
    figures = figures_of(cells[:, None])
    return LotFigures(*(np.asarray(figures[name][:, 0], dtype=np.float64) for name in LotFigures._fields))


def web(rng: np.random.Generator, lots: int, sd: tuple[float, float, float, float]) -> Array:
    """Return cells of lots with the given lot, lane, along and cell standard deviations about 80."""
    lot, lane, along, cell = sd
    profile = rng.standard_normal(LANES)
    profile -= profile.mean()
    profile /= np.sqrt((profile**2).mean())
    phase = rng.uniform(0, 2 * np.pi, (lots, 1, 1))
    wave = np.sqrt(2.0) * np.sin(2 * np.pi * np.arange(SEGMENTS) / 8 + phase)
    noise = rng.standard_normal((lots, LANES, SEGMENTS))
    level = 80.0 + lot * rng.standard_normal((lots, 1, 1))
    return level + lane * profile[:, None] + along * wave + cell * noise


def found(cells: Array) -> Components:
    """Return the estimated components."""
    sums = spread_sums(lot_figures(cells), np.zeros(len(cells), dtype=np.int64), 1)
    return components(*sums.of(0), LANES, SEGMENTS)


@pytest.mark.parametrize("sd", [(0.5, 0.3, 0.4, 0.8), (0.0, 0.0, 0.0, 2.0), (1.0, 0.2, 0.0, 0.5)])
def test_components_put_in_come_out(sd: tuple[float, float, float, float]) -> None:
    # mean over 40 studies of 50 lots: the standard error of a variance is below 3 % of the total
    rng = np.random.default_rng(11)
    studies = [found(web(rng, 50, sd)) for _ in range(40)]
    total = sum(part**2 for part in sd)
    for name, true in zip(("lot", "lane", "along", "cell"), sd, strict=True):
        variances = np.array([getattr(study, name) for study in studies]) ** 2
        assert variances.mean() == pytest.approx(true**2, abs=0.03 * total), name


@given(st.tuples(*[st.floats(0, 3)] * 4), st.integers(0, 1000))
def test_total_is_the_sum_of_the_components(sd: tuple[float, float, float, float], seed: int) -> None:
    parts = found(web(np.random.default_rng(seed), 5, sd))
    squares = parts.lot**2 + parts.lane**2 + parts.along**2 + parts.cell**2
    assert parts.total**2 == pytest.approx(squares, rel=1e-12, abs=1e-300)


def test_cut_cells_do_not_bias_the_cells_part() -> None:
    rng = np.random.default_rng(5)
    cells = web(rng, 400, (0.0, 0.0, 0.0, 1.0))
    cells[rng.random(cells.shape) < 0.05] = np.nan
    parts = found(cells)
    assert parts.cell == pytest.approx(1.0, rel=0.02)  # 400 lots of 137 cells: standard error 0.3 %
    assert parts.lane**2 + parts.along**2 + parts.lot**2 < 0.01  # how uneven the cuts are is not known


def test_lot_without_a_good_cell_counts_for_nothing() -> None:
    cells = web(np.random.default_rng(2), 6, (0.5, 0.3, 0.4, 0.8))
    spoilt = np.concatenate([cells, np.full((1, LANES, SEGMENTS), np.nan)])
    assert found(spoilt) == found(cells)


def test_equal_cells_have_no_spread() -> None:
    parts = found(np.full((4, LANES, SEGMENTS), 0.1 + 0.2))
    assert (parts.total, parts.within) == (0.0, 0.0)
    assert parts.mean == pytest.approx(0.3)


def test_one_lot_has_no_spread_between_lots_to_tell() -> None:
    parts = found(web(np.random.default_rng(2), 1, (0.5, 0.3, 0.4, 0.8)))
    assert np.isnan(parts.lot)
    assert parts.cell > 0.0


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [(8.0, 20.0, 0.666667), (8.0, None, 1.333333), (None, 20.0, 0.666667), (None, None, np.nan)],
)
def test_capability_of_the_published_example(
    lower: float | None, upper: float | None, expected: float
) -> None:
    # NIST handbook 6.1.6: limits 8 and 20, mean 16, s 2
    assert capability(16.0, 2.0, lower, upper) == pytest.approx(expected, abs=5e-7, nan_ok=True)


def test_capability_without_spread_is_unknown() -> None:
    assert np.isnan(capability(16.0, 0.0, 8.0, 20.0))
