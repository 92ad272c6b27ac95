"""Feeding powder: how uneven a blend makes the mass on a spot of the web, and how a feed starts."""

from __future__ import annotations

import math
from typing import Annotated

from twin.core.arrays import exp, larger, sqrt
from twin.core.material import Array
from twin.laws.mixing import Share, random_variance
from twin.laws.registry.argument import Range
from twin.laws.registry.law import definition, law

_KG_PER_MG = 1e-6
_CM_PER_UM = 1e-4
_KG_PER_G = 1e-3


@definition
def particle_mass_kg(diameter_um: Array | float, density_g_cm3: Array | float) -> Array | float:
    """Return the mass of a sphere."""
    kg_um3 = _KG_PER_G * density_g_cm3 * math.pi / 6.0 * _CM_PER_UM**3
    return kg_um3 * diameter_um * diameter_um * diameter_um


@law(
    "Loading made uneven by the blend",
    unit="frac",
    source="Stange 1954 and Lacey 1954, fed by volume: assumption",
)
def guest_loading_cv(
    share_frac: Share,
    guest_density_g_cm3: Annotated[Array | float, Range(0.5, 10.0, "Density of the guest.", "ρg", 1.95)],
    guest_um: Annotated[Array | float, Range(0.02, 200.0, "Size of its grains or agglomerates.", "dg", 10.0)],
    host_density_g_cm3: Annotated[
        Array | float, Range(0.5, 10.0, "Density of the grains it lies among.", "ρh", 4.75)
    ],
    host_um: Annotated[Array | float, Range(0.02, 200.0, "Their size.", "dh", 4.0)],
    mixing_index_frac: Annotated[Array | float, Range(0.0, 1.0, "0 apart, 1 random.", "M", 0.8)],
    spot_mg: Annotated[Array | float, Range(1e-5, 1e5, "Mass of a spot.", "m", 1e-3)],
    pore_free_g_cm3: Annotated[
        Array | float | None,
        Range(0.5, 10.0, "Density of the whole blend without pores; left out, of the two alone.", "ρ"),
    ] = None,
) -> Array | float:
    """Return the coefficient of variation of loading between spots of a mass that one component makes.

        cv = ρ · |1 / ρg - 1 / ρh| · √(V + (1 - M) · max(w · (1 - w) - V, 0))
        V = w · (1 - w) / m · ((1 - w) · ρg · π / 6 · dg³ + w · ρh · π / 6 · dh³)

    A feed meters volume, so a spot richer in a lighter guest is lighter. The share w of a guest varies by
    Stange's random limit V of spheres, and beyond it as far as the blend is from random (Lacey). The
    shares of several guests are taken as independent: their squares add up.

    >>> round(guest_loading_cv(0.02, 2.0, 10.0, 4.0, 4.0, 0.0, 1e3, 4.0), 4)
    0.14
    """
    share = share_frac * 1.0
    if pore_free_g_cm3 is None:
        pore_free_g_cm3 = 1.0 / (share / guest_density_g_cm3 + (1.0 - share) / host_density_g_cm3)
    guest_kg = particle_mass_kg(guest_um, guest_density_g_cm3)
    host_kg = particle_mass_kg(host_um, host_density_g_cm3)
    random = random_variance(share, spot_mg * _KG_PER_MG, guest_kg, host_kg)
    left = random + (1.0 - mixing_index_frac) * larger(share * (1.0 - share) - random, 0.0)
    lighter = pore_free_g_cm3 * (1.0 / guest_density_g_cm3 - 1.0 / host_density_g_cm3)
    return sqrt(left * (lighter * lighter))


@law(
    "Loading after a start",
    unit="ratio",
    source="Assumption, with 5 to 15 m of start-up scrap per roll",
)
def settled_ratio(
    web_m: Annotated[Array | float, Range(0.0, 10_000.0, "Web made since the start.", "x", 5.0)],
    settling_m: Annotated[Array | float, Range(0.1, 100.0, "Web until 1/e of the error is left.", "xs", 5.0)],
    starting_error_frac: Annotated[
        Array | float, Range(-0.5, 0.5, "Error of the loading at the start.", "e", -0.1)
    ],
) -> Array | float:
    """Return the loading over that of a settled feed after a length of web: the error decays exponentially.

        r = 1 + e · exp(-x / xs)

    >>> round(settled_ratio(5.0, 5.0, -0.1), 4)
    0.9632
    """
    return 1.0 + starting_error_frac * exp(web_m * (-1.0 / settling_m))


@law(
    "Loading under in-line control",
    unit="ratio",
    source="First-order loop with dead time, as gauges of coating lines are tuned; range: assumption",
)
def held_ratio(
    web_m: Annotated[Array | float, Range(0.0, 10_000.0, "Web made since the start.", "x", 20.0)],
    lasting_error_frac: Annotated[
        Array | float, Range(-0.2, 0.2, "Error of the lot without control.", "e", 0.01)
    ],
    gauge_error_frac: Annotated[Array | float, Range(-0.05, 0.05, "Error of the gauge.", "b", 0.0)],
    dead_m: Annotated[Array | float, Range(0.0, 200.0, "Web between tool and gauge.", "xd", 8.0)],
    length_m: Annotated[
        Array | float, Range(0.1, 1000.0, "Web until 1/e of a lasting error is left.", "xl", 12.0)
    ],
) -> Array | float:
    """Return the loading over that without control: what the gauge sees is brought to the target.

        r = (1 + b · h) / (1 + e · h)
        h = 1 - exp(-max(x - xd, 0) / xl)

    An error that lasts is taken out once the loop has seen it; what is faster than the loop stays. Far from
    the start the mean is on target but for what the gauge itself errs.

    >>> round(held_ratio(20.0, 0.01, 0.0, 8.0, 12.0), 5)
    0.99372
    """
    corrected = 1.0 - exp(larger(web_m - dead_m, 0.0) * (-1.0 / length_m))
    return (1.0 + gauge_error_frac * corrected) / (1.0 + lasting_error_frac * corrected)
