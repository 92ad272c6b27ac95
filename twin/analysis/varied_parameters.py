"""Which set-point moves a figure: Sobol indices over the parameters of the stations, dice at rest."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from twin.analysis.single_lot import Chain, QuietDice
from twin.analysis.variance_attribution import SHAPLEY_COLUMNS, origins
from twin.core.material import Array
from twin.floor.material.inspection import within_bounds
from twin.line.model.line import Line
from twin.stations.contract.visit import Params
from twin.stats.shapley import shapley as shapley_effects
from twin.stats.sobol import from_results, saltelli

COLUMNS = (
    "station", "parameter", "value", "low", "high", "first", "first_low", "first_high", "total", "total_low",
    "total_high",
)  # fmt: skip
"""`low`, `high`: the range the parameter was varied in, in its unit."""


def ranges(line: Line, within: float) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the range of every set-point that is a number other than 0: its value +- a share of it.

    The bounds of a parameter cut its range; whole numbers (counts) stay as they are.
    """
    limits = {}
    for plan in line.station:
        for name, value in plan.params or ():
            if isinstance(value, float) and value != 0.0 and plan.params is not None:
                ends = sorted((value * (1.0 - within), value * (1.0 + within)))
                low, high = (within_bounds(plan.params, name, end) for end in ends)
                limits[plan.name, name] = (low, high)
    return limits


def parameter_effects(
    line: Line,
    figure: str,
    *,
    at: str | None = None,
    within: float = 0.05,
    rows: int = 64,
    seed: int = 1,
    shapley: bool = False,
) -> pd.DataFrame:
    """Return first and total index of every set-point for the mean of a figure over the web, largest first.

    Each is varied evenly and independently by +- `within` of its value: what a change of the same share would
    do, not what the plant does. Rows a power of two; 2 + parameters runs per row, with `shapley` about twice
    as many. Set-points that only cost time have no effect here. Raises ValueError for a figure that is not
    known at the station.
    """
    if not 0.0 < within < 1.0:
        raise ValueError(f"a range of +-{within} is not between 0 and 1")
    chain = Chain(line, at)
    if figure not in chain.lot(QuietDice()):
        raise ValueError(f"{figure!r} is not known at {chain.end.plan.name}")
    still, quiet = frozenset(origins(chain)), QuietDice()
    varied = ranges(line, within)

    def model(inputs: Array) -> Array:
        lots = (chain.lot(quiet, params=_params(line, varied, row), frozen=still) for row in inputs)
        return np.array([float(lot[figure].mean()) for lot in lots])

    quantiles = [lambda p, low=low, high=high: low + (high - low) * p for low, high in varied.values()]
    generator = np.random.default_rng(seed)
    design = saltelli(quantiles, rows, generator)
    results = model(design.inputs).reshape(len(varied) + 2, rows)
    indices = from_results(results, generator)
    table = pd.DataFrame(list(varied), columns=COLUMNS[:2]).assign(
        value=[_value(line, *key) for key in varied],
        low=[low for low, _ in varied.values()],
        high=[high for _, high in varied.values()],
        **indices.columns(),
    )
    if shapley:
        effects = shapley_effects(model, design, results[:2], generator)
        columns = zip(SHAPLEY_COLUMNS, (effects.effect, effects.low, effects.high), strict=True)
        table = table.assign(**dict(columns))
    return table.sort_values("total", ascending=False, ignore_index=True)


def _value(line: Line, station: str, name: str) -> float:
    """Return a set-point of the line."""
    plan = next(plan for plan in line.station if plan.name == station)
    return float(getattr(plan.params, name))


def _params(
    line: Line, varied: Mapping[tuple[str, str], tuple[float, float]], row: Array
) -> dict[str, Params]:
    """Return the parameters of all stations with one row of values."""
    changes: dict[str, dict[str, float]] = {}
    for (station, name), value in zip(varied, row.tolist(), strict=True):
        changes.setdefault(station, {})[name] = value
    plans = {plan.name: plan.params for plan in line.station}
    return {
        station: params.model_copy(update=update)
        for station, update in changes.items()
        if (params := plans[station]) is not None
    }
