"""Capability of every property with limits, from the readings of a line, with what its gauge costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from twin.line.model.line import Limit, Line
from twin.quality.capability import Index, Limits, cp, cp_interval, cpk, cpk_interval, out_of_limits_ppm
from twin.quality.guard_bands import Guard, Reading, guard_band
from twin.quality.line_components import components

WITHIN = ("lane", "along", "cell")
_Z = float(ndtri(0.975))


@dataclass(frozen=True)
class Specified:
    """A property against its limits at one station.

    `cp`, `cpk` use the spread within lots, `pp`, `ppk` that of all cells; their intervals count lots and
    components, not cells, since cells of a lot are alike. `out_ppm`: of a normal process, `observed_ppm`
    counted among the cells left. `guard`: risks of judging by the `reading` of the gauge; None where the true
    value is judged.
    """

    station: str
    name: str
    limits: Limits
    mean: float
    sd_within: float
    sd_total: float
    lots: int
    cp: Index
    cpk: Index
    pp: Index
    ppk: Index
    out_ppm: float
    observed_ppm: float
    guard: Guard | None
    reading: Reading | None


def specified(readings: pd.DataFrame, lots: pd.DataFrame, line: Line) -> tuple[Specified, ...]:
    """Judge each property with limits at its station; those read on fewer than three lots, or on
    lots of one batch alone, are left out.

    `readings`, `lots`: tables of a study with the warm-up cut. Readings are of the cells left after the
    limits have cut, so a limit that cuts much makes the process look better than it is.
    """
    parts = components(readings, lots, line)
    pairs = dict.fromkeys((limit.at, limit.property) for limit in line.limit)
    judged = (_judge(readings, parts, line, station, name) for station, name in pairs)
    return tuple(specified for specified in judged if specified is not None)


def _judge(
    readings: pd.DataFrame, parts: pd.DataFrame, line: Line, station: str, name: str
) -> Specified | None:
    part = parts[(parts["station"] == station) & (parts["property"] == name)].set_index("component")
    here = readings[(readings["station"] == station) & (readings["property"] == name)]
    if part.empty or not (part.loc[["lot", *WITHIN], "sd"] ** 2).sum(skipna=False) > 0.0:
        return None  # no spread, or lots of one batch alone, of which no spread between lots is known
    limits = [limit for limit in line.limit if (limit.at, limit.property) == (station, name)]
    bounds, reading = _narrowest(limits), _reading(line, limits, station)
    seen = here["cells"] > 0
    mean = float(np.average(here["mean"][seen], weights=here["cells"][seen]))
    variances = part["sd"] ** 2
    within, total = float(variances[list(WITHIN)].sum()), float(variances[["lot", *WITHIN]].sum())
    count = int(part["lots"].iloc[0])
    independent = count * total / max(float(variances["lot"]), total / 1e6)
    degrees = {key: _degrees(part, names) for key, names in (("w", WITHIN), ("t", ("lot", *WITHIN)))}
    sizes = {"w": np.sqrt(within), "t": np.sqrt(total)}

    def index(kind: str, key: str) -> Index:
        sd, freedom = float(sizes[key]), max(degrees[key], 1)
        if kind == "p":
            return Index(cp(bounds, sd), *cp_interval(cp(bounds, sd), freedom + 1))
        value = cpk(bounds, mean, sd)
        return Index(value, *cpk_interval(value, max(int(independent), 2), degrees=freedom))

    return Specified(
        station=station,
        name=name,
        limits=bounds,
        mean=mean,
        sd_within=float(np.sqrt(within)),
        sd_total=float(np.sqrt(total)),
        lots=count,
        cp=index("p", "w"),
        cpk=index("k", "w"),
        pp=index("p", "t"),
        ppk=index("k", "t"),
        out_ppm=out_of_limits_ppm(bounds, mean, float(np.sqrt(total))),
        observed_ppm=1e6 * float(here["out_of_spec_share"].mean()),
        guard=None if reading is None else guard_band(bounds, mean, float(np.sqrt(total)), reading),
        reading=reading,
    )


def _narrowest(limits: list[Limit]) -> Limits:
    """Return the narrowest of several limits on one property."""
    lower = [limit.lower for limit in limits if limit.lower is not None]
    upper = [limit.upper for limit in limits if limit.upper is not None]
    return Limits(max(lower, default=None), min(upper, default=None))


def _degrees(part: pd.DataFrame, names: tuple[str, ...]) -> int:
    """Return the degrees of freedom of a sum of components, from the widths of their intervals.

    Satterthwaite's idea with the variances that the intervals imply.
    """
    rows = part.loc[list(names)]
    total = float((rows["sd"] ** 2).sum())
    error = (rows["sd_high"] ** 2 - rows["sd_low"] ** 2) / (2.0 * _Z)
    spread = float((error**2).sum())
    return int(np.clip(2.0 * total**2 / spread, 1, 10**9)) if spread > 0.0 else 10**9


def _reading(line: Line, limits: list[Limit], station: str) -> Reading | None:
    """Return how the gauge reads where it judges; None for one without error, or where none judges."""
    plan = next(plan for plan in line.station if plan.name == station)
    gauge = plan.gauge.get(limits[0].property)
    if gauge is None or gauge.repeatability == 0.0 or all(limit.judged_on == "true" for limit in limits):
        return None
    return Reading(gauge.repeatability, gauge.bias)
