"""Compaction of a porous layer under a roll: porosity and density after a pressure."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from twin.core.arrays import exp, larger
from twin.core.material import Array
from twin.laws.registry.argument import From, Range
from twin.laws.registry.law import Target, law, part_of

REFERENCE_TEMPERATURE_C = 25.0

REARRANGED_SHARE_FRAC = 0.232
FLOW_PRESSURE_MPA = 138.7
"""Fitted on two mills together: Sangros Gimenez 2019 (doi:10.1016/j.powtec.2019.03.020), cases C1 and C4, and
Duquesnoy 2020 (doi:10.1016/j.jpowsour.2020.229103), rows 1 and 2: NMC111 cathodes, 25 and 60 C.
Alone the first mill gives 101 MPa and 0.13, the second 228 MPa and 0.33: that is how far one carries over."""

POROSITY_MIN_FRAC = 0.15
REARRANGEMENT_PRESSURE_MPA = 5.0
SOFTENING_PER_K = 0.006
"""Assumptions: floor of the recipe (0.12-0.20) and end of the sliding of grains, both chosen with cases C2
and C3 of Sangros Gimenez 2019 in view, and a softening below that of
the binder phase alone, which loses 41 % of its modulus from 25 to 80 C (doi:10.1016/j.ensm.2026.105321)."""


class Pores(NamedTuple):
    """Pores of a layer as shares of its volume: those no pressure closes, and those one may close.

    A layer denser than the floor stays as it is: none of its pores can be closed.
    """

    kept_frac: Array | float
    closable_frac: Array | float


class Calendered(NamedTuple):
    """A layer under or behind a roll: its porosity, and the share of the closable pores left open."""

    porosity_frac: Array
    open_frac: Array | float


@part_of("calendered_porosity", "relative_density")
def softening(
    temperature_C: Annotated[Array | float, Range(15.0, 120.0, "Temperature of the rolls.", "T", 25.0)],
    softening_per_K: Annotated[
        Array | float, Range(0.0, 0.02, "Softening with temperature.", "a")
    ] = SOFTENING_PER_K,
) -> Array | float:
    """Return by how much a pressure works harder at a temperature than at 25 °C: exp(a (T - 25))."""
    return exp(softening_per_K * (temperature_C - REFERENCE_TEMPERATURE_C))


@part_of("calendered_porosity")
def closable_pores(
    porosity_before_frac: Annotated[Array | float, Range(0.05, 0.7, "Porosity before the nip.", "ε0", 0.5)],
    porosity_min_frac: Annotated[
        Array | float, Range(0.0, 0.4, "Floor of the recipe.", "εmin")
    ] = POROSITY_MIN_FRAC,
) -> Pores:
    """Return the pores a pressure can close: those above the floor of the recipe."""
    above = porosity_before_frac - porosity_min_frac
    if (above if isinstance(above, float) else above.item(above.argmin())) >= 0.0:
        return Pores(porosity_min_frac, above)
    above = larger(above, 0.0)
    return Pores(porosity_before_frac - above, above)


@law(
    "Porosity after the calender",
    unit="frac",
    source="Sangros Gimenez 2019, doi:10.1016/j.powtec.2019.03.020; Duquesnoy 2020, "
    "doi:10.1016/j.jpowsour.2020.229103",
    target=Target("absolute", 0.02),
    answer="porosity_frac",
)
def calendered_porosity(
    pressure_MPa: Annotated[Array | float, Range(0.0, 200.0, "Mean pressure of the nip.", "P", 100.0)],
    pores: Annotated[Pores, From(closable_pores, "ε0, εmin")],
    softer: Annotated[Array | float, From(softening, "s")],
    flow_pressure_MPa: Annotated[
        Array | float, Range(10.0, 2000.0, "Plastic flow.", "Pf")
    ] = FLOW_PRESSURE_MPA,
    rearranged_share_frac: Annotated[
        Array | float, Range(0.0, 1.0, "Pores that close as grains slide.", "r")
    ] = REARRANGED_SHARE_FRAC,
    rearrangement_pressure_MPa: Annotated[
        Array | float, Range(0.5, 100.0, "Pressure at which grains slide.", "Pr")
    ] = REARRANGEMENT_PRESSURE_MPA,
) -> Calendered:
    """Return the porosity after a nip: grains slide first, the binder phase flows after.

        ε = εmin + (ε0 - εmin) · (1 - r + r · exp(-s·P / Pr)) · exp(-s·P / Pf)
        s = exp(a · (T - 25))

    A share r of the closable pores closes by rearrangement at low pressure, the rest by plastic flow. Never
    opens pores: a layer denser than the floor stays as it is.

    >>> round(float(calendered_porosity(100.0, closable_pores(0.45), softening(25.0)).porosity_frac), 4)
    0.262
    """
    left = pores_left_frac(
        pressure_MPa * softer, flow_pressure_MPa, rearranged_share_frac, rearrangement_pressure_MPa
    )
    return Calendered(np.asarray(pores.kept_frac + pores.closable_frac * left), left)


@part_of("calendered_porosity")
def pores_left_frac(
    felt_MPa: Array | float,
    flow_pressure_MPa: Array | float,
    rearranged_share_frac: Array | float,
    rearrangement_pressure_MPa: Array | float,
) -> Array | float:
    """Return the share of the closable pores left open by a pressure that has been raised by softening."""
    still = 1.0 - rearranged_share_frac
    slid = still + rearranged_share_frac * exp(felt_MPa * (-1.0 / rearrangement_pressure_MPa))
    return slid * exp(felt_MPa * (-1.0 / flow_pressure_MPa))


@law(
    "Flow pressure of a mixture",
    unit="MPa",
    source="Assumption: linear in the share of soft electrolyte",
)
def flow_pressure_MPa(
    pure_MPa: Annotated[
        Array | float,
        Range(10.0, 2000.0, "Flow pressure without electrolyte.", "P0", FLOW_PRESSURE_MPA),
    ],
    electrolyte_softening_frac: Annotated[
        Array | float, Range(0.0, 0.95, "How much lower in pure electrolyte.", "q", 0.5)
    ],
    electrolyte_volume: Annotated[
        Array | float, Range(0.0, 1.0, "Volume of electrolyte, in any unit.", "Ve", 0.25)
    ],
    active_volume: Annotated[
        Array | float, Range(0.01, 1.0, "Volume of active material, in the same.", "Va", 0.75)
    ],
) -> Array | float:
    """Return the flow pressure of a layer, lower the more soft electrolyte there is among the grains.

        Pf = P0 · (1 - q · Ve / (Ve + Va))

    >>> round(flow_pressure_MPa(100.0, 0.5, 0.25, 0.75), 4)
    87.5
    """
    share = electrolyte_volume / (electrolyte_volume + active_volume)
    return pure_MPa * (1.0 - electrolyte_softening_frac * share)


@law(
    "Density against line load",
    unit="g/cm3",
    source="Meyer 2017, doi:10.1016/j.jmatprotec.2017.05.031",
    reference_only=True,
)
def meyer_density(
    line_load_N_mm: Annotated[Array | float, Range(0.0, 3000.0, "Load per width.", "q", 300.0)],
    density_before_g_cm3: Annotated[Array | float, Range(0.5, 4.0, "Density before the nip.", "ρ0", 2.4)],
    density_max_g_cm3: Annotated[
        Array | float, Range(1.0, 5.0, "Highest density of the coating.", "ρmax", 3.6)
    ],
    compaction_load_N_mm: Annotated[
        Array | float, Range(50.0, 1000.0, "Resistance to compaction.", "γ", 260.0)
    ],
) -> Array:
    """Return the density after a line load, where the pressure of the nip is not known.

        ρ = ρmax - (ρmax - ρ0) · exp(-q / γ)

    >>> round(float(meyer_density(260.0, 2.4, 3.6, 260.0)), 4)
    3.1585
    """
    span = np.asarray(density_max_g_cm3) - density_before_g_cm3
    return np.asarray(density_max_g_cm3 - span * np.exp(-np.asarray(line_load_N_mm) / compaction_load_N_mm))
