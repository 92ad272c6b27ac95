"""How a blend is laid on a web: spots that differ, grains that stand out, a feed that settles."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from twin.core.arrays import larger, mean, sqrt
from twin.core.mass_balance import per_layer, pore_free_per_layer
from twin.core.material import Array, Material, plain
from twin.laws.feeding import guest_loading_cv, held_ratio, settled_ratio
from twin.stations.contract.fields import parameter
from twin.stations.contract.visit import Params, Visit

_LEAST_SHARE = 0.01
_REACH_FRAC = 0.2
"""A loop trims a feed by a fifth at most: what is further off is a machine set wrong."""


class FeedParams(Params):
    """What a web is laid down with: how the feed settles and over which spot the blend evens out."""

    spot_mm: float = parameter(0.1, 1000, "Side of the spot over which loading is averaged.")
    settling_length_m: float = parameter(
        0.01, 1000, "Web made until 1/e of the starting error is left.", settled_ratio="settling_m"
    )
    starting_error_frac: float = parameter(
        -0.9, 1, "Error of the loading where a roll starts.", settled_ratio="starting_error_frac"
    )


def laid_mg_cm2(
    fed_mg_cm2: Array | float,
    material: Material,
    params: FeedParams,
    width_m: float,
    visit: Visit,
    flow_cv: Array | float = 0.0,
) -> Array:
    """Return the loading of a web from what an even, settled feed without in-line control would give.

    Spots differ as the blend does and, by `flow_cv`, as the feed flows; a roll starts with an error that
    fades along the web. Control in line takes out what lasts.
    """
    _, lanes, segments = visit.shape
    drawn = visit.normal("local_loading", lanes * segments).reshape(1, lanes, segments)
    blend_cv = local_loading_cv(material, params.spot_mm)
    loading = fed_mg_cm2 * uneven(sqrt(blend_cv * blend_cv + flow_cv * flow_cv), drawn)
    if not params.starting_error_frac and visit.in_line is None:
        return loading
    web_m = spots_m(material.area_m2 / width_m, segments, visit.normal("start", 1).item())
    settled = settled_ratio(web_m, params.settling_length_m, params.starting_error_frac)
    return loading * (settled * _held(fed_mg_cm2, web_m, visit))


def _held(fed_mg_cm2: Array | float, web_m: Array, visit: Visit) -> Array | float:
    """Return what in-line control makes of the loading along the web, shape (segment,); 1 without it."""
    loop = visit.in_line
    if loop is None:
        return 1.0
    lasting = min(max(mean(fed_mg_cm2) / loop.target - 1.0, -_REACH_FRAC), _REACH_FRAC)
    seen = loop.error_frac * visit.normal("in-line gauge", 1).item()
    return held_ratio(web_m, lasting, seen, loop.dead_m, loop.length_m)


def uneven(cv: Array | float, standard_normal: Array) -> Array:
    """Return loading over its mean, spot by spot; a spot holds a hundredth of the mean at least."""
    return np.maximum(1.0 + cv * standard_normal, _LEAST_SHARE)


def largest_grain_um(material: Material) -> Array | float:
    """Return the size of the largest grains or agglomerates of a blend; a number where it is even."""
    agglomerates_um = larger(
        plain(material.carbon_agglomerate_um), plain(material.electrolyte_agglomerate_um)
    )
    return larger(agglomerates_um, material.known["active_d50_um"])


def local_loading_cv(material: Material, spot_mm: float) -> Array | float:
    """Return the spread of loading between spots that the blend itself makes; a number where it is even."""
    known = material.known
    blend = (
        known["active_density_g_cm3"],
        known["active_d50_um"],
        plain(material.mixing_index_frac),
        known["target_loading_mg_cm2"] * (spot_mm / 10.0) ** 2,
        pore_free_per_layer(material),
    )
    electrolyte = guest_loading_cv(
        per_layer(material.electrolyte_mass_frac),
        known["electrolyte_density_g_cm3"],
        plain(material.electrolyte_agglomerate_um),
        *blend,
    )
    carbon = guest_loading_cv(
        per_layer(material.carbon_mass_frac),
        known["carbon_density_g_cm3"],
        plain(material.carbon_agglomerate_um),
        *blend,
    )
    return sqrt(electrolyte * electrolyte + carbon * carbon)


def spots_m(length_m: float, segments: int, drawn: float) -> Array:
    """Return how far behind the start of a web its spots lie, shape (segment,).

    A cell stands for one spot of its segment; where that lies is uniform, from one standard normal, the same
    place in every segment.
    """
    place = 0.5 * (1.0 + math.erf(drawn / math.sqrt(2.0)))
    return length_m / segments * (_starts(segments) + place)


@cache
def _starts(segments: int) -> Array:
    """Return 0, 1, 2, ...: where the segments of a web start, in segments."""
    starts = np.arange(segments, dtype=np.float64)
    starts.flags.writeable = False
    return starts
