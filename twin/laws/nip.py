"""The roll gap: contact, pressure, bending, and how much of a gap error reaches the web."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Annotated

import numpy as np

from twin.core.arrays import is_zero, sqrt
from twin.core.material import Array
from twin.laws.registry.argument import From, Range
from twin.laws.registry.law import definition, law, part_of

_UM_PER_MM = 1000.0
_POISSON = 0.3
_USUAL_DRAFT = 0.4
_USUAL_SLOPE = -0.2
_LEAST_STEP = 1e-3
LEAST_DRAFT = 1e-6
_MILLS = "; range: assumption, from laboratory mills to industrial ones of 2500 N/mm"

Radius = Annotated[Array | float, Range(25.0, 1000.0, "Radius of the rolls.", "R", 250.0)]
Draft = Annotated[Array | float, Range(0.5, 1000.0, "Thickness before less thickness in the nip.", "Δ", 60.0)]
Diameter = Annotated[Array | float, Range(50.0, 2000.0, "Diameter of the rolls.", "D", 500.0)]


@law("Length of the arc of contact", unit="mm", source="Geometry of two equal rolls" + _MILLS)
def contact_length_mm(radius_mm: Radius, draft_um: Draft) -> Array | float:
    """Return the length of the arc of contact of two equal rolls.

        a = √(R · Δ / 1000)

    >>> round(contact_length_mm(400.0, 90.0), 4)
    6.0
    """
    return sqrt(radius_mm / _UM_PER_MM * draft_um)


@law(
    "Mean pressure of a nip",
    unit="MPa",
    source="Line load over the arc of contact, angles below 1 degree: Sangros Gimenez 2019, "
    "doi:10.1016/j.powtec.2019.03.020" + _MILLS,
)
def nip_pressure(
    line_load_N_mm: Annotated[Array | float, Range(1.0, 3000.0, "Force per width of web.", "q", 500.0)],
    roll_diameter_mm: Diameter,
    draft_um: Draft,
) -> Array | float:
    """Return the mean pressure (MPa) of a nip: the line load over the arc of contact.

        P = q / √(D / 2 · Δ / 1000)

    >>> round(nip_pressure(500.0, 500.0, 100.0), 4)
    100.0
    """
    return line_load_N_mm / contact_length_mm(roll_diameter_mm / 2.0, draft_um)


@part_of("nip_pressure")
def carrying_pressure_MPa(
    line_load_N_mm: float,
    radius_mm: float,
    thickness_before_um: float,
    thickness_in_nip_um: Callable[[float], float],
) -> tuple[float, float]:
    """Return the mean pressure that carries a load, and the change of thickness per e-fold of pressure.

    Solves P = nip_pressure(q, draft(P)), with the thickness under load falling as pressure rises. The map
    P -> q / sqrt(R · draft) has a slope between -1/2 and 0 in logarithms: two Newton steps, the first
    with a slope in the middle, the second with the slope found, leave less than 1 %.
    """

    def draft_um(pressure: float) -> float:
        return max(thickness_before_um - thickness_in_nip_um(pressure), LEAST_DRAFT * thickness_before_um)

    def pressed_MPa(draft: float) -> float:
        return float(nip_pressure(line_load_N_mm, 2.0 * radius_mm, draft))

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


@law("Bending of a roll", unit="um", source="Beam held at its ends, uniform load" + _MILLS)
def roll_sag_um(
    line_load_N_mm: Annotated[float, Range(1.0, 3000.0, "Force per width of web.", "q", 500.0)],
    face_width_mm: Annotated[float, Range(50.0, 3000.0, "Distance over which a roll bends.", "b", 800.0)],
    diameter_mm: Annotated[float, Range(50.0, 2000.0, "Diameter of the rolls.", "D", 500.0)],
    modulus_GPa: Annotated[float, Range(50.0, 700.0, "Elastic modulus of the rolls.", "E", 210.0)],
) -> float:
    """Return how far the middle of one roll bends away from its ends.

        s = 1000 · 5 · q · b⁴ / (384 · 1000 · E · I),   I = π · D⁴ / 64

    >>> round(roll_sag_um(500.0, 1000.0, 400.0, 210.0), 2)
    24.67
    """
    inertia_mm4 = math.pi * diameter_mm**4 / 64.0
    modulus_MPa = modulus_GPa * 1000.0
    return _UM_PER_MM * 5.0 * line_load_N_mm * face_width_mm**4 / (384.0 * modulus_MPa * inertia_mm4)


@law(
    "Flattening of two rolls",
    unit="um·mm/N",
    source="Johnson, Contact Mechanics (1985), equation 5.58, steel" + _MILLS,
)
def flattening_um_mm_N(
    radius_mm: Annotated[float, Range(25.0, 1000.0, "Radius of the rolls.", "R", 250.0)],
    contact_mm: Annotated[float, Range(0.1, 40.0, "Length of the arc of contact.", "a", 3.5)],
    modulus_GPa: Annotated[float, Range(50.0, 700.0, "Elastic modulus of the rolls.", "E", 210.0)],
) -> float:
    """Return how much two equal rolls flatten together per force per width of web.

        f = 2 · (1 - 0.3²) / (π · E) · (2 · ln(8 · R / a) - 1)

    Each between its axis and the contact, half of which is a / 2; steel with a Poisson ratio of 0.3.

    >>> round(flattening_um_mm_N(250.0, 3.0, 210.0), 5)
    0.03312
    """
    reach = 2.0 * math.log(8.0 * radius_mm / contact_mm) - 1.0
    return 2.0 * (1.0 - _POISSON**2) / (math.pi * modulus_GPa) * reach


@law(
    "Thickness error behind a gap",
    unit="um",
    source="Gaugemeter equation, linear: textbook of rolling; range: assumption",
)
def thickness_error_um(
    gap_error_um: Annotated[Array | float, Range(-50.0, 50.0, "Error of the gap.", "g", 1.0)],
    thickness_before_error_um: Annotated[
        Array | float, Range(-100.0, 100.0, "Error of the web that comes in.", "h0", 2.0)
    ],
    mill_stiffness: Annotated[
        Array | float, Range(0.01, 1000.0, "Force that opens the mill, kN/um.", "M", 5.0)
    ],
    plastic_stiffness: Annotated[
        Array | float, Range(0.01, 1000.0, "Force that thins the web, kN/um.", "Q", 2.0)
    ],
) -> Array | float:
    """Return the error of thickness behind a roll gap: a stiff mill passes on its own errors, a stiff web
    those it came with.

        h = (M · g + Q · h0) / (M + Q)

    Both stiffnesses in the same unit of force per micrometre.

    >>> round(thickness_error_um(1.0, 2.0, 6.0, 2.0), 4)
    1.25
    """
    own = mill_stiffness / (mill_stiffness + plastic_stiffness)
    passed_on = own * gap_error_um
    if is_zero(thickness_before_error_um):
        return passed_on
    return passed_on + (1.0 - own) * thickness_before_error_um


@law("Gap across the web", unit="um", source="Assumption: parabola over the face")
def bent_gap_um(
    place_ratio: Annotated[
        Array | float, Range(-1.0, 1.0, "Place across the web, -1 and 1 at its edges.", "y", 0.5)
    ],
    sag_um: Annotated[Array | float, Range(0.0, 200.0, "Bending of one roll.", "s", 5.0)],
    crown_um: Annotated[
        Array | float,
        Range(0.0, 500.0, "How much thicker both rolls are in the middle, together.", "c", 5.0),
    ],
    covered_frac: Annotated[Array | float, Range(0.1, 1.0, "Web width over face width.", "w", 0.75)],
) -> Array | float:
    """Return how much wider the gap is than at the edge of the web.

        g = (2 · s - c) · w² · (1 - y²)

    Both rolls sag, their crown makes up for it; parabolic over the face, of which the web covers a share.

    >>> bent_gap_um(0.0, 5.0, 4.0, 1.0)
    6.0
    """
    return (2.0 * sag_um - crown_um) * covered_frac**2 * (1.0 - place_ratio * place_ratio)


@definition
def turns(
    place_m: Annotated[Array | float, Range(0.0, 1e5, "Place along the web.", "x", 0.3)],
    roll_diameter_mm: Diameter,
) -> Array | float:
    """Return the turns of a roll that lay a length of web: x / (π · D / 1000)."""
    return place_m / (math.pi * 1e-3 * roll_diameter_mm)


@law(
    "Gap of a roll out of true",
    unit="um",
    source="Assumption: one sine per turn; readings of 1 to 5 um are specified for dry films",
)
def run_out_um(
    turned: Annotated[Array | float, From(turns, "n")],
    rms_um: Annotated[
        Array | float,
        Range(0.0, 20.0, "Root mean square of the gap error; a third of the reading.", "r", 1.0),
    ],
) -> Array:
    """Return the gap error of a roll out of true along the web: one wave per turn, in the unit of `rms_um`.

        g = √2 · r · sin(2π · n),   n = x / (π · D / 1000)

    >>> round(float(run_out_um(0.25, 1.0)), 4)
    1.4142
    """
    return np.asarray(math.sqrt(2.0) * rms_um * np.sin(2.0 * math.pi * turned))
