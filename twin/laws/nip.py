"""The roll gap: contact, pressure, bending, and how much of a gap error reaches the web."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np

from twin.core.arrays import sqrt
from twin.core.material import Array

_UM_PER_MM = 1000.0
_POISSON = 0.3
_USUAL_DRAFT = 0.4
_USUAL_SLOPE = -0.2
_LEAST_STEP = 1e-3
LEAST_DRAFT = 1e-6


def contact_length_mm(radius_mm: Array | float, draft_um: Array | float) -> Array | float:
    """Return the length of the arc of contact of two equal rolls, sqrt(R · draft)."""
    return sqrt(radius_mm / _UM_PER_MM * draft_um)


def contact_time_s(contact_mm: Array | float, speed_m_min: Array | float) -> Array:
    """Return how long a point of the web is in contact with the rolls."""
    return np.asarray(60e-3 * contact_mm / speed_m_min)


def reduction_frac(thickness_before_um: Array | float, thickness_after_um: Array | float) -> Array:
    """Return the reduction of thickness over the thickness before."""
    return np.asarray(1.0 - np.asarray(thickness_after_um) / thickness_before_um)


def elongation_frac(thickness_before_um: Array | float, thickness_after_um: Array | float) -> Array:
    """Return the elongation of a web that neither densifies nor spreads."""
    return np.asarray(np.asarray(thickness_before_um) / thickness_after_um - 1.0)


def nip_pressure_MPa(
    line_load_N_mm: float,
    radius_mm: float,
    thickness_before_um: float,
    thickness_in_nip_um: Callable[[float], float],
) -> tuple[float, float]:
    """Return the mean pressure of a nip, and the change of thickness in the nip per e-fold of pressure.

    Solves P · sqrt(R · draft(P)) = q, with the thickness under load falling as pressure rises. The map
    P -> q / sqrt(R · draft) has a slope between -1/2 and 0 in logarithms: two Newton steps, the first
    with a slope in the middle, the second with the slope found, leave less than 1 %.
    """

    def draft_um(pressure: float) -> float:
        return max(thickness_before_um - thickness_in_nip_um(pressure), LEAST_DRAFT * thickness_before_um)

    def pressed_MPa(draft: float) -> float:
        return line_load_N_mm / math.sqrt(radius_mm * draft / _UM_PER_MM)

    first = pressed_MPa(_USUAL_DRAFT * thickness_before_um)
    draft_first = draft_um(first)
    step = math.log(pressed_MPa(draft_first) / first) / (1.0 - _USUAL_SLOPE)
    if abs(step) < _LEAST_STEP:
        step = _LEAST_STEP
    second = first * math.exp(step)
    draft_second = draft_um(second)
    slope = -0.5 * math.log(draft_second / draft_first) / step
    last = math.log(pressed_MPa(draft_second) / second) / (1.0 - slope)
    return second * math.exp(last), 2.0 * slope * draft_second


def roll_sag_um(line_load_N_mm: float, face_width_mm: float, diameter_mm: float, modulus_GPa: float) -> float:
    """Return how far the middle of one roll bends away from its ends.

    Uniform load on a beam held at its ends, 5 q b⁴ / (384 E I), I = π D⁴ / 64.
    """
    inertia_mm4 = math.pi * diameter_mm**4 / 64.0
    modulus_MPa = modulus_GPa * 1000.0
    return _UM_PER_MM * 5.0 * line_load_N_mm * face_width_mm**4 / (384.0 * modulus_MPa * inertia_mm4)


def flattening_um_mm_N(radius_mm: float, contact_mm: float, modulus_GPa: float) -> float:
    """Return how much two equal rolls flatten together per force per width of web.

    Each between its axis and the contact: (1 - ν²) / (π E) · (2 ln(4 R / a) - 1), a half the contact;
    Johnson, Contact Mechanics (1985), equation 5.58. Steel: ν = 0.3.
    """
    reach = 2.0 * math.log(8.0 * radius_mm / contact_mm) - 1.0
    return 2.0 * (1.0 - _POISSON**2) / (math.pi * modulus_GPa) * reach


@cache
def bent_gap_shape(lanes: int) -> Array:
    """Return the gap over the lanes, mean 0, when the middle is one wider than the ends; (lanes, 1)."""
    place = (2.0 * np.arange(lanes) + 1.0) / lanes - 1.0
    shape = 1.0 - place**2
    shape = (shape - shape.mean())[:, None]
    shape.flags.writeable = False
    return np.asarray(shape)


def thickness_error_um(
    gap_error_um: Array | float,
    thickness_before_error_um: Array | float,
    mill_stiffness: Array | float,
    plastic_stiffness: Array | float,
) -> Array:
    """Return the error of thickness behind a roll gap (gaugemeter): a stiff mill passes on its own errors,
    a stiff web those it came with. Both stiffnesses in the same unit of force per micrometre.
    """
    total = np.asarray(mill_stiffness) + plastic_stiffness
    own = mill_stiffness * np.asarray(gap_error_um)
    return np.asarray((own + plastic_stiffness * thickness_before_error_um) / total)


def nip_pressure(
    line_load_N_mm: Array | float, roll_diameter_mm: Array | float, draft_um: Array | float
) -> Array | float:
    """Return the mean pressure (MPa) of a nip: the line load over the arc of contact."""
    return line_load_N_mm / contact_length_mm(roll_diameter_mm / 2.0, draft_um)


def bent_gap_um(
    place_ratio: Array | float, sag_um: Array | float, crown_um: Array | float, covered_frac: Array | float
) -> Array | float:
    """Return how much wider the gap is than at the edge of the web; `place_ratio`: -1 and 1 at the edges.

    Both rolls sag, their crown makes up for it; parabolic over the face, of which the web covers a share.
    """
    return (2.0 * sag_um - crown_um) * covered_frac**2 * (1.0 - place_ratio**2)


def run_out_um(place_m: Array | float, roll_diameter_mm: Array | float, rms_um: Array | float) -> Array:
    """Return the gap error of a roll out of true along the web: one wave per turn."""
    turns = np.asarray(place_m) / (math.pi * 1e-3 * np.asarray(roll_diameter_mm))
    return np.asarray(math.sqrt(2.0) * rms_um * np.sin(2.0 * math.pi * turns))
