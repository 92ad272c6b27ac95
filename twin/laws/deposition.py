"""Atomic layer deposition: dose and coverage of three reactors, growth, film over a rough surface."""

from __future__ import annotations

import numpy as np

from twin.core.arrays import expm1, larger, smaller
from twin.core.material import Array

_HALVINGS = 60
_LARGEST_EXPONENT = 600.0
_LEAST_SHORT = 1e-300
"""Added to what a dose is short of saturation: lost in rounding, but never 0."""


def well_stirred_dose(coverage_frac: Array | float, reactivity: Array | float) -> Array:
    """Return the dose for a coverage in a well-stirred reactor: t = θ - ln(1-θ)/Da.

    Dose in units of the ideal saturation dose; Da = `reactivity` compares reaction with gas exchange.
    inf for a full coverage.
    """
    with np.errstate(divide="ignore"):
        return np.asarray(coverage_frac - np.log1p(-np.asarray(coverage_frac)) / reactivity)


def well_stirred_coverage(dose: Array | float, reactivity: Array | float) -> Array:
    """Return the coverage a dose gives in a well-stirred reactor: the dose law solved by bisection."""
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


def fluid_bed_coverage(dose: Array | float, reactivity: Array | float) -> Array:
    """Return the coverage of a powder bed the gas flows through: 1 - ln(1 + (e^Da - 1) e^(-Da t)) / Da."""
    reactivity = np.asarray(reactivity, dtype=float)
    return np.asarray(1.0 - np.logaddexp(0.0, _log_expm1(reactivity) - reactivity * dose) / reactivity)


def fluid_bed_dose(coverage_frac: Array | float, reactivity: Array | float) -> Array:
    """Return the dose for a coverage in a fluid bed: ln((e^Da - 1) / (e^(Da(1-θ)) - 1)) / Da."""
    reactivity = np.asarray(reactivity, dtype=float)
    with np.errstate(divide="ignore"):
        left = _log_expm1(reactivity * (1.0 - np.asarray(coverage_frac)))
    return np.asarray((_log_expm1(reactivity) - left) / reactivity)


def spatial_coverage(dose: Array | float, reactivity: Array | float) -> Array | float:
    """Return the coverage behind a spatial reactor: 1 - (1-t) / (1 - t e^(-Da(1-t))), Da/(1+Da) at t = 1."""
    short = (1.0 - dose) + _LEAST_SHORT
    kept = dose * expm1(smaller(-reactivity * short, _LARGEST_EXPONENT))
    return kept / (kept - short)


def required_exposure_ratio(aspect_ratio: Array | float) -> Array | float:
    """Return the exposure that saturates a hole over that of a plane: 1 + 19a/4 + 3a²/2.

    Gordon, Hausmann, Kim and Shepard, Chem. Vap. Deposition 9 (2003) 73.
    """
    return 1.0 + aspect_ratio * (4.75 + 1.5 * aspect_ratio)


def deposited_thickness(
    cycles: Array | float, growth_per_cycle_nm: Array | float, delay_cycles: Array | float
) -> Array | float:
    """Return the thickness (nm) of a film: nothing while it nucleates, then the same with every cycle."""
    return growth_per_cycle_nm * larger(cycles - delay_cycles, 0.0)


def film_coverage(
    thickness_nm: Array | float,
    closing_nm: Array | float,
    roughness_um: Array | float,
    uncovered_frac: Array | float,
    uncovered_per_um: Array | float,
) -> Array | float:
    """Return the area share a film covers: it closes as it thickens, and leaves steep flanks bare.

    Bare share of a closed film: `uncovered_frac` + `uncovered_per_um` · roughness, at most 1. Form:
    assumption; closure by 2-2.5 nm.
    """
    covered = larger((1.0 - uncovered_frac) - uncovered_per_um * roughness_um, 0.0)
    return expm1(thickness_nm * (-1.0 / closing_nm)) * -covered


def powder_film(
    powder_kg: float, surface_m2_g: float, cycles: float, growth_per_cycle_nm: float, film_g_cm3: float
) -> tuple[float, float, float]:
    """Return area (m²), mass (kg) and ppm by mass of a film grown on a powder."""
    area_m2 = powder_kg * 1e3 * surface_m2_g
    film_kg = area_m2 * cycles * growth_per_cycle_nm * 1e-9 * film_g_cm3 * 1e3
    return area_m2, film_kg, 1e6 * film_kg / powder_kg


def powder_film_ppm(
    surface_m2_g: Array | float,
    cycles: Array | float,
    growth_per_cycle_nm: Array | float,
    film_g_cm3: Array | float,
) -> Array | float:
    """Return the mass of a film on a powder, ppm of the powder."""
    return 1e3 * surface_m2_g * cycles * growth_per_cycle_nm * film_g_cm3
