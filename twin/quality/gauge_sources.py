"""The sources of variation of a gauge study as rows: what each makes of the spread and of a tolerance."""

from __future__ import annotations

import math
from typing import NamedTuple

from twin.quality.gauge import GaugeAnova, GaugeSpread
from twin.quality.variance_components import Component

LABELS = {
    "gauge": "gauge R&R (GRR)",
    "repeatability": "repeatability (EV)",
    "reproducibility": "reproducibility (AV)",
    "operator": "operator",
    "interaction": "operator x part",
    "part": "part to part (PV)",
    "total": "total variation (TV)",
}


class VariationSource(NamedTuple):
    """One source of variation: standard deviation and limits in the unit of the reading, NaN = no limits.

    Shares: of the total standard deviation, of the total variance; six standard deviations over the
    tolerance, NaN where there is none.
    """

    source: str
    sd: float
    sd_low: float
    sd_high: float
    share_of_sd: float
    share_of_variance: float
    share_of_tolerance: float


def anova_sources(result: GaugeAnova, tolerance: float = math.nan) -> list[VariationSource]:
    """Return the sources by the analysis of variance; a pooled interaction is none."""
    components = {
        "gauge": result.gauge,
        "repeatability": result.equipment,
        "reproducibility": result.reproducibility,
        "operator": result.appraiser,
        "interaction": result.interaction,
        "part": result.part,
        "total": result.total,
    }
    if result.pooled:
        del components["interaction"]
    return [_source(name, part, result.total.sd, tolerance) for name, part in components.items()]


def range_sources(gauge: GaugeSpread, tolerance: float = math.nan) -> list[VariationSource]:
    """Return the sources by average and range, which gives no limits."""
    deviations = {
        "gauge": gauge.gauge,
        "repeatability": gauge.equipment,
        "reproducibility": gauge.appraiser,
        "part": gauge.part,
        "total": gauge.total,
    }
    unlimited = {name: Component(sd**2, math.nan, math.nan) for name, sd in deviations.items()}
    return [_source(name, part, gauge.total, tolerance) for name, part in unlimited.items()]


def _source(name: str, part: Component, total: float, tolerance: float) -> VariationSource:
    low, high = part.sd_interval
    share = part.sd / total
    return VariationSource(name, part.sd, low, high, share, share**2, 6.0 * part.sd / tolerance)
