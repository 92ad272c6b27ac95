"""Atomic layer deposition: dose and coverage of three reactors, growth, film over a rough surface."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from twin.core.arrays import exp, expm1, larger, smaller, sqrt
from twin.core.material import Array
from twin.laws.registry.argument import Range
from twin.laws.registry.law import law, part_of

_HALVINGS = 60
_LARGEST_EXPONENT = 600.0
_LEAST_SHORT = 1e-300
"""Added to what a dose is short of saturation: lost in rounding, but never 0."""

_LANGMUIR = "Langmuir adsorption at first order; range: assumption, from exchange alone to reaction alone"

Dose = Annotated[Array | float, Range(0.0, 20.0, "Dose over the ideal dose of saturation.", "t", 0.7)]
Reactivity = Annotated[Array | float, Range(0.01, 1000.0, "Reaction over gas exchange, Da.", "Da", 3.0)]
Growth = Annotated[Array | float, Range(0.02, 3.0, "Growth per cycle once it has started.", "g", 0.112)]


@part_of("well_stirred_coverage")
def well_stirred_dose(coverage_frac: Array | float, reactivity: Array | float) -> Array:
    """Return the dose for a coverage in a well-stirred reactor; inf for a full coverage."""
    with np.errstate(divide="ignore"):
        return np.asarray(coverage_frac - np.log1p(-np.asarray(coverage_frac)) / reactivity)


@law("Coverage in a well-stirred reactor", unit="frac", source=_LANGMUIR, reference_only=True)
def well_stirred_coverage(dose: Dose, reactivity: Reactivity) -> Array:
    """Return the coverage a dose gives in a well-stirred reactor: the law of the dose, solved by bisection.

        t = θ - ln(1 - θ) / Da

    >>> round(float(well_stirred_coverage(0.5 - np.log(0.5) / 3.0, 3.0)), 4)
    0.5
    """
    dose, reactivity = np.broadcast_arrays(np.asarray(dose, dtype=float), np.asarray(reactivity, dtype=float))
    low, high = np.zeros(dose.shape), np.minimum(dose, 1.0)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        enough = well_stirred_dose(middle, reactivity) > dose
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.asarray(0.5 * (low + high))


def _log_expm1(x: Array) -> Array:
    """Return ln(e^x - 1) without overflow."""
    return np.asarray(x + np.log(-np.expm1(-x)))


@law("Coverage of a powder in a fluid bed", unit="frac", source=_LANGMUIR, reference_only=True)
def fluid_bed_coverage(dose: Dose, reactivity: Reactivity) -> Array:
    """Return the coverage of a powder bed the gas flows through.

        θ = 1 - ln(1 + (exp(Da) - 1) · exp(-Da · t)) / Da

    >>> round(float(fluid_bed_coverage(0.7, 3.0)), 4)
    0.5983
    """
    reactivity = np.asarray(reactivity, dtype=float)
    return np.asarray(1.0 - np.logaddexp(0.0, _log_expm1(reactivity) - reactivity * dose) / reactivity)


@law("Coverage behind a spatial reactor", unit="frac", source=_LANGMUIR)
def spatial_coverage(dose: Dose, reactivity: Reactivity) -> Array | float:
    """Return the coverage behind a spatial reactor, in which gas and web move against each other.

        θ = 1 - (1 - t) / (1 - t · exp(-Da · (1 - t))),   Da / (1 + Da) at t = 1

    >>> round(spatial_coverage(1.0, 3.0), 4)
    0.75
    """
    short = (1.0 - dose) + _LEAST_SHORT
    kept = dose * expm1(smaller(-reactivity * short, _LARGEST_EXPONENT))
    return kept / (kept - short)


@law("Exposure that saturates a hole", unit="ratio", source="Gordon 2003, doi:10.1002/cvde.200390005")
def required_exposure_ratio(
    aspect_ratio: Annotated[Array | float, Range(0.0, 200.0, "Depth over width of the hole.", "a", 10.0)],
) -> Array | float:
    """Return the exposure that saturates a hole over that of a plane.

        r = 1 + 4.75 · a + 1.5 · a²

    >>> required_exposure_ratio(10.0)
    198.5
    """
    return 1.0 + aspect_ratio * (4.75 + 1.5 * aspect_ratio)


@law(
    "Area a dose does not reach",
    unit="frac",
    source="Depth a dose fills: Gordon 2003, doi:10.1002/cvde.200390005; depths spread exponentially around "
    "their mean: assumption; no measured coverage found",
)
def unreached_frac(
    aspect_ratio: Annotated[
        Array | float, Range(0.0, 50.0, "Mean depth over width of the hollows.", "a", 1.0)
    ],
    dose: Annotated[Array | float, Range(1.0, 1e5, "Dose over that which saturates a plane.", "t", 25.0)],
) -> Array | float:
    """Return the share of a rough surface that lies deeper than a dose saturates.

        u = exp(-af / a),   af = (√(16.5625 + 6 · t) - 4.75) / 3

    af is the aspect ratio that takes this dose: 1 + 4.75 · af + 1.5 · af² = t. A longer dose reaches all.

    >>> round(unreached_frac(2.0, 16.5), 4)
    0.3679
    """
    filled = larger(sqrt(16.5625 + 6.0 * dose) - 4.75, 0.0) / 3.0
    return exp(-filled / larger(aspect_ratio, _LEAST_SHORT))


@law("Thickness of a deposited film", unit="nm", source="doi:10.3390/coatings9020092")
def deposited_thickness(
    cycles: Annotated[Array | float, Range(0.0, 1000.0, "Cycles of deposition.", "N", 45.0)],
    growth_per_cycle_nm: Growth,
    delay_cycles: Annotated[Array | float, Range(0.0, 30.0, "Cycles until growth starts.", "N0", 0.0)],
) -> Array | float:
    """Return the thickness (nm) of a film: nothing while it nucleates, then the same with every cycle.

        d = g · max(N - N0, 0)

    >>> round(deposited_thickness(45.0, 0.112, 5.0), 4)
    4.48
    """
    return growth_per_cycle_nm * larger(cycles - delay_cycles, 0.0)


@law(
    "Coverage over a rough surface",
    unit="frac",
    source="Form: assumption; films close by 2 to 2.5 nm; roughness 0.3 to 2 um: assumption",
)
def film_coverage(
    thickness_nm: Annotated[Array | float, Range(0.0, 100.0, "Thickness of the film.", "d", 5.0)],
    closing_nm: Annotated[
        Array | float, Range(0.3, 5.0, "Thickness at which 1 - 1/e is covered.", "dc", 1.0)
    ],
    roughness_um: Annotated[Array | float, Range(0.0, 5.0, "Roughness of the surface.", "Rq", 0.5)],
    uncovered_frac: Annotated[Array | float, Range(0.0, 0.5, "Bare share on a smooth surface.", "b0", 0.01)],
    uncovered_per_um: Annotated[
        Array | float, Range(0.0, 0.5, "Bare share added per roughness.", "b1", 0.13)
    ],
) -> Array | float:
    """Return the area share a film covers: it closes as it thickens, and leaves steep flanks bare.

        θ = max(1 - b0 - b1 · Rq, 0) · (1 - exp(-d / dc))

    >>> round(film_coverage(1.0, 1.0, 0.0, 0.0, 0.13), 4)
    0.6321
    """
    covered = larger((1.0 - uncovered_frac) - uncovered_per_um * roughness_um, 0.0)
    return expm1(thickness_nm * (-1.0 / closing_nm)) * -covered


@law("Mass of a film on a powder", unit="ppm", source="Mass balance; range: assumption", reference_only=True)
def powder_film_ppm(
    surface_m2_g: Annotated[Array | float, Range(0.01, 100.0, "Surface of the powder.", "S", 0.5)],
    cycles: Annotated[Array | float, Range(0.0, 1000.0, "Cycles of deposition.", "N", 4.0)],
    growth_per_cycle_nm: Growth,
    film_g_cm3: Annotated[Array | float, Range(1.0, 10.0, "Density of the film.", "ρ", 3.0)],
) -> Array | float:
    """Return the mass of a film on a powder, ppm of the powder.

        x = 1000 · S · N · g · ρ

    >>> round(powder_film_ppm(0.5, 4.0, 0.1, 3.0), 4)
    600.0
    """
    return 1e3 * surface_m2_g * cycles * growth_per_cycle_nm * film_g_cm3
