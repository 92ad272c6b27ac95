"""What a solvent does to a slurry: electrolyte, density, viscosity, coating window."""

from __future__ import annotations

import math
from typing import Annotated

import numpy as np

from twin.core.arrays import expm1, larger
from twin.core.material import Array
from twin.laws.registry.argument import Physical, Range
from twin.laws.registry.law import definition, law, part_of

_CARVALHO = "Carvalho and Kheshgi, AIChE J. 46 (2000) 1907"

SurfaceTension = Annotated[Array | float, Range(0.015, 0.08, "Surface tension of the solvent.", "γ", 0.025)]
Gap = Annotated[Array | float, Range(50.0, 2000.0, "Gap between die and web.", "G", 300.0)]
WetFilm = Annotated[Array | float, Range(10.0, 1000.0, "Film on the web.", "H", 200.0)]
Consistency = Annotated[Array | float, Range(0.01, 100.0, "Viscosity of the slurry at 1/s.", "K", 10.0)]
FlowIndex = Annotated[Array | float, Range(0.2, 1.2, "Exponent of stress on shear rate.", "n", 0.5)]


@law(
    "Electrolyte in a solvent",
    unit="mS/cm",
    source="Hong 2026, doi:10.1016/j.ensm.2026.104930, Li6PS5Cl in butyl butyrate as digested; "
    "kinetics: assumption",
    reference_only=True,
)
def exposed_electrolyte(
    conductivity_mS_cm: Annotated[
        Array | float, Range(0.01, 30.0, "Ion conductivity of the electrolyte before.", "σ0", 1.87)
    ],
    damage_frac: Annotated[Array | float, Range(0.0, 0.95, "Lost at last; belongs to the pair.", "q", 0.2)],
    rate_per_h: Annotated[Array | float, Range(0.0, 100.0, "Rate of the loss.", "k", 0.5)],
    time_s: Annotated[Array | float, Range(0.0, 172_800.0, "Time in the solvent.", "t", 9000.0)],
) -> Array | float:
    """Return the conductivity of an electrolyte after contact with a solvent.

        σ = σ0 · (1 - q · (1 - exp(-k · t / 3600)))

    The loss approaches its end at first order; both belong to the pair of solvent and electrolyte. For a line
    that states them itself; the shipped ones name their solvent.

    >>> round(exposed_electrolyte(2.0, 0.2, 0.5, 7200.0), 4)
    1.7472
    """
    return conductivity_mS_cm * (1.0 + damage_frac * expm1(-rate_per_h * time_s / 3600.0))


@definition
def solvent_content_kg_kg(
    solids_frac: Annotated[
        Array | float,
        Range(0.2, 0.9, "Solids of the slurry by mass.", "w", 0.7, Physical(0.0, 1.0, above=True)),
    ],
) -> Array | float:
    """Return the solvent per dry solids of a slurry: 1 / w - 1."""
    return 1.0 / solids_frac - 1.0


@definition
def slurry_density_g_cm3(
    solvent_kg_kg: Array | float, solids_g_cm3: Array | float, solvent_g_cm3: Array | float
) -> Array | float:
    """Return the density of a slurry without air, volumes adding up."""
    return (1.0 + solvent_kg_kg) / (1.0 / solids_g_cm3 + solvent_kg_kg / solvent_g_cm3)


@law(
    "Viscosity of a slurry",
    unit="Pa·s",
    source="Ostwald and de Waele 1925; range: assumption around 5 to 30 Pa s^n, index 0.4 to 0.7",
)
def power_law_viscosity_Pa_s(
    consistency_Pa_s: Consistency,
    flow_index: FlowIndex,
    shear_per_s: Annotated[Array | float, Range(0.01, 1e5, "Shear rate.", "s", 1000.0)],
) -> Array | float:
    """Return the viscosity of a shear-thinning slurry; consistency in Pa·sⁿ.

        η = K · s^(n - 1)

    >>> round(power_law_viscosity_Pa_s(10.0, 0.5, 100.0), 4)
    1.0
    """
    return consistency_Pa_s * shear_per_s ** (flow_index - 1.0)


@part_of("bead_load")
def capillary_number(viscosity_Pa_s: float, speed_m_s: float, surface_tension_N_m: float) -> float:
    """Return viscous over capillary stress in the coating bead."""
    return viscosity_Pa_s * speed_m_s / surface_tension_N_m


@definition
def wet_thickness_um(flow_L_min: Array | float, speed_m_min: Array | float, width_m: float) -> Array | float:
    """Return the wet film of a pump-fed die: all that is pumped lies on the web."""
    return 1e3 * flow_L_min / (speed_m_min * width_m)


@law("Highest capillary number of a coating bead", unit="ratio", source=_CARVALHO)
def low_flow_limit(gap_um: Gap, wet_um: WetFilm) -> Array | float:
    """Return the highest capillary number at which the coating bead stays whole.

        Ca = 0.65 · (2 / (G / H - 1))^1.5

    inf where the film fills the gap.

    >>> round(low_flow_limit(300.0, 100.0), 4)
    0.65
    """
    room = larger(gap_um / wet_um - 1.0, 0.0)
    if isinstance(room, float):
        return 0.65 * (2.0 / room) ** 1.5 if room > 0.0 else math.inf
    with np.errstate(divide="ignore"):
        return np.asarray(0.65 * (2.0 / room) ** 1.5)


@law(
    "How near a coating bead is to its limit",
    unit="ratio",
    source=_CARVALHO + "; range: assumption",
)
def bead_load(
    consistency_Pa_s: Annotated[float, Range(0.01, 100.0, "Viscosity of the slurry at 1/s.", "K", 10.0)],
    flow_index: Annotated[float, Range(0.2, 1.2, "Exponent of stress on shear rate.", "n", 0.5)],
    speed_m_s: Annotated[float, Range(0.005, 3.0, "Speed of the web.", "u", 0.3)],
    gap_um: Annotated[float, Range(50.0, 2000.0, "Gap between die and web.", "G", 300.0)],
    wet_um: Annotated[float, Range(10.0, 1000.0, "Film on the web.", "H", 200.0)],
    surface_tension_N_m: Annotated[float, Range(0.015, 0.08, "Surface tension of the solvent.", "γ", 0.025)],
) -> float:
    """Return the capillary number of the coating bead over its low-flow limit; above 1 the bead breaks.

        b = K · s^(n - 1) · u / γ / Ca,   s = u / (1e-6 · G),   Ca = 0.65 · (2 / (G / H - 1))^1.5

    The viscosity is that at the shear rate s of the gap.

    >>> round(bead_load(10.0, 0.5, 0.3, 300.0, 200.0, 0.025), 4)
    0.7298
    """
    shear_per_s = speed_m_s / (gap_um * 1e-6)
    viscosity = float(power_law_viscosity_Pa_s(consistency_Pa_s, flow_index, shear_per_s))
    number = capillary_number(viscosity, speed_m_s, surface_tension_N_m)
    return number / float(low_flow_limit(gap_um, wet_um))
