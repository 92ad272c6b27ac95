"""Feeding powder: how uneven a blend makes the mass that falls on a spot of the web."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from twin.core.arrays import exp, larger, sqrt
from twin.core.material import Array, Material, plain
from twin.laws.mass_balance import per_layer, pore_free_per_layer
from twin.laws.mixing import random_variance

_KG_PER_MG = 1e-6
_CM_PER_UM = 1e-4
_KG_PER_G = 1e-3
_LEAST_SHARE = 0.01


def particle_mass_kg(diameter_um: Array | float, density_g_cm3: Array | float) -> Array | float:
    """Return the mass of a sphere."""
    kg_um3 = _KG_PER_G * density_g_cm3 * math.pi / 6.0 * _CM_PER_UM**3
    return kg_um3 * diameter_um * diameter_um * diameter_um


def loading_cv(
    guests: Iterable[tuple[Array | float, Array | float, Array | float]],
    host: tuple[Array | float, Array | float],
    pore_free_g_cm3: Array | float,
    mixing_index_frac: Array | float,
    spot_mg: Array | float,
) -> Array | float:
    """Return the coefficient of variation of loading between spots of a mass.

    `guests`: mass fraction, density and grain size of each minor component; `host`: density and size of
    the grains they lie among. A feed meters volume, so a spot richer in a lighter guest is lighter. The
    share of a guest varies by Stange's random limit, and beyond it as far as the blend is from random
    (Lacey). Components are taken as independent.
    """
    host_kg = particle_mass_kg(host[1], host[0])
    spot_kg = spot_mg * _KG_PER_MG
    unmixed = 1.0 - mixing_index_frac
    variance: Array | float = 0.0
    for share, density, size_um in guests:
        random = random_variance(share, spot_kg, particle_mass_kg(size_um, density), host_kg)
        apart = share * (1.0 - share)
        left = random + unmixed * larger(apart - random, 0.0)
        variance = variance + left * (pore_free_g_cm3 * (1.0 / density - 1.0 / host[0])) ** 2
    return sqrt(variance)


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
    solid = known["electrolyte_density_g_cm3"]
    carbon = known["carbon_density_g_cm3"]
    return loading_cv(
        (
            (per_layer(material.electrolyte_mass_frac), solid, plain(material.electrolyte_agglomerate_um)),
            (per_layer(material.carbon_mass_frac), carbon, plain(material.carbon_agglomerate_um)),
        ),
        (known["active_density_g_cm3"], known["active_d50_um"]),
        pore_free_per_layer(material),
        plain(material.mixing_index_frac),
        known["target_loading_mg_cm2"] * (spot_mm / 10.0) ** 2,
    )


def starting_ratio(
    length_m: float, segments: int, settling_m: float, error_frac: float, drawn: float
) -> Array:
    """Return the loading over that of a settled feed along a web that starts anew, shape (segment,).

    The error decays exponentially with the length of web made. A cell stands for one spot of its segment;
    where that lies is uniform, from one standard normal, the same place in every segment.
    """
    per_segment = length_m / segments / settling_m
    place = 0.5 * (1.0 + math.erf(drawn / math.sqrt(2.0)))
    return 1.0 + error_frac * math.exp(-per_segment * place) * _settling(segments, per_segment)


@lru_cache(maxsize=64)
def _settling(segments: int, per_segment: float) -> Array:
    """Return what is left of a starting error at the start of every segment."""
    return np.asarray(np.exp(-per_segment * np.arange(segments)))


def guest_loading_cv(
    share_frac: Array | float,
    guest_density_g_cm3: Array | float,
    guest_um: Array | float,
    host_density_g_cm3: Array | float,
    host_um: Array | float,
    mixing_index_frac: Array | float,
    spot_mg: Array | float,
) -> Array | float:
    """Return the coefficient of variation of loading between spots, for one guest in one host."""
    share = share_frac * 1.0
    pore_free = 1.0 / (share / guest_density_g_cm3 + (1.0 - share) / host_density_g_cm3)
    guest, host = (share, guest_density_g_cm3, guest_um), (host_density_g_cm3, host_um)
    return loading_cv((guest,), host, pore_free, mixing_index_frac, spot_mg)


def settled_ratio(
    web_m: Array | float, settling_m: Array | float, starting_error_frac: Array | float
) -> Array | float:
    """Return the loading over that of a settled feed after a length of web: the error decays exponentially.

    Form: assumption.
    """
    return 1.0 + starting_error_frac * exp(-web_m / settling_m)
