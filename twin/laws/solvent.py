"""What a solvent does to a slurry: electrolyte, density, viscosity, coating window."""

from __future__ import annotations

import math

import numpy as np

from twin.core.arrays import expm1, larger
from twin.core.material import Array


def exposed_electrolyte(
    conductivity_mS_cm: Array | float,
    damage_frac: Array | float,
    rate_per_h: Array | float,
    time_s: Array | float,
) -> Array | float:
    """Return the conductivity of an electrolyte after contact with a solvent.

    The loss approaches `damage_frac` at first order; both belong to the pair of solvent and electrolyte.
    Anchors: Li6PS5Cl in butyl butyrate, 10.1016/j.ensm.2026.104930 as digested. Kinetics: assumption.
    """
    return conductivity_mS_cm * (1.0 + damage_frac * expm1(-rate_per_h * time_s / 3600.0))


def solvent_content_kg_kg(solids_frac: Array | float) -> Array | float:
    """Return the solvent per dry solids of a slurry."""
    return 1.0 / solids_frac - 1.0


def slurry_density_g_cm3(
    solvent_kg_kg: Array | float, solids_g_cm3: Array | float, solvent_g_cm3: Array | float
) -> Array | float:
    """Return the density of a slurry without air, volumes adding up."""
    return (1.0 + solvent_kg_kg) / (1.0 / solids_g_cm3 + solvent_kg_kg / solvent_g_cm3)


def power_law_viscosity_Pa_s(
    consistency_Pa_s: Array | float, flow_index: Array | float, shear_per_s: Array | float
) -> Array | float:
    """Return the viscosity of a shear-thinning slurry; consistency in Pa·sⁿ."""
    return consistency_Pa_s * shear_per_s ** (flow_index - 1.0)


def capillary_number(viscosity_Pa_s: float, speed_m_s: float, surface_tension_N_m: float) -> float:
    """Return viscous over capillary stress in the coating bead."""
    return viscosity_Pa_s * speed_m_s / surface_tension_N_m


def wet_thickness_um(flow_L_min: Array | float, speed_m_min: Array | float, width_m: float) -> Array | float:
    """Return the wet film of a pump-fed die: all that is pumped lies on the web."""
    return 1e3 * flow_L_min / (speed_m_min * width_m)


def low_flow_limit(gap_um: Array | float, wet_um: Array | float) -> Array | float:
    """Return the highest capillary number at which the coating bead stays whole.

    Ca = 0.65 (2 / (gap/film - 1))^(3/2), Carvalho and Kheshgi, AIChE J. 46 (2000) 1907; inf where the
    film fills the gap.
    """
    room = larger(gap_um / wet_um - 1.0, 0.0)
    if isinstance(room, float):
        return 0.65 * (2.0 / room) ** 1.5 if room > 0.0 else math.inf
    with np.errstate(divide="ignore"):
        return np.asarray(0.65 * (2.0 / room) ** 1.5)


def bead_load(
    consistency_Pa_s: float,
    flow_index: float,
    speed_m_s: float,
    gap_um: float,
    wet_um: float,
    surface_tension_N_m: float,
) -> float:
    """Return the capillary number of the coating bead over its low-flow limit; above 1 the bead breaks."""
    shear_per_s = speed_m_s / (gap_um * 1e-6)
    viscosity = float(power_law_viscosity_Pa_s(consistency_Pa_s, flow_index, shear_per_s))
    number = capillary_number(viscosity, speed_m_s, surface_tension_N_m)
    return number / float(low_flow_limit(gap_um, wet_um))
