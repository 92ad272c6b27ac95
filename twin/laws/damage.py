"""Damage: what mixing and pressing break on the active particles."""

from __future__ import annotations

import math
from typing import Annotated

from twin.core.arrays import exp, expm1, is_zero, larger, smaller
from twin.core.material import Array
from twin.laws.dispersion import AddedEnergy
from twin.laws.registry.argument import From, Range
from twin.laws.registry.law import law

_GRAINS = (
    "Weibull 1951; Wheatcroft 2023, index entry: secondary particles of 207 +- 49 MPa pressed flat, tips 67, "
    "36 after three loads; a bed of grains, its cushion and memory: assumption"
)
_LARGEST_MODULUS = 100.0
_LARGEST_RATIO = 1000.0
"""Modulus, and pressure over strength, beyond which nothing changes and powers could overflow."""


@law(
    "Wear of the particle coating",
    unit="frac",
    source="Assumption: first order in time and energy, dry and wet alike",
)
def coating_left(
    intact_frac: Annotated[
        Array | float, Range(0.0, 1.0, "Share of the particle coating intact before.", "c0", 0.9)
    ],
    time_h: Annotated[Array | float, Range(0.0, 48.0, "Time in the solvent; none in dry powder.", "t", 2.5)],
    solvent_per_h: Annotated[
        Array | float, Range(0.0, 1.0, "Attack of the solvent, 0.02 mild to 0.5 polar.", "k", 0.02)
    ],
    energy_kJ_kg: AddedEnergy,
    wear_energy_kJ_kg: Annotated[
        Array | float, Range(10.0, 1e6, "Energy leaving 1/e of the coating.", "ew", 2000.0)
    ],
) -> Array | float:
    """Return the intact share of the particle coating after mixing.

        c = c0 · exp(-k · t - e / ew)

    The attack of a solvent goes with time, abrasion with the energy put in, dry and wet.

    >>> round(coating_left(1.0, 10.0, 0.02, 0.0, 2000.0), 4)
    0.8187
    """
    return intact_frac * exp(-solvent_per_h * time_h - energy_kJ_kg / wear_energy_kJ_kg)


@law("Pressure that counts for cracks", unit="MPa", source=_GRAINS)
def cracking_pressure_MPa(
    pressure_MPa: Annotated[Array | float, Range(0.0, 1000.0, "Pressure of this pass.", "P", 250.0)],
    highest_pressure_MPa: Annotated[
        Array | float, Range(0.0, 1000.0, "Highest pressure of the passes before.", "P0", 150.0)
    ],
    memory_frac: Annotated[
        Array | float, Range(0.0, 1.0, "Share of the lower of the two that still counts.", "m", 0.3)
    ],
) -> Array | float:
    """Return the pressure that counts for cracks: the higher of this and earlier, plus a share of the lower.

        Pc = max(P, P0) + m · min(P, P0)

    Repeated loading weakens particles.

    >>> cracking_pressure_MPa(250.0, 100.0, 0.3)
    280.0
    """
    higher = larger(pressure_MPa, highest_pressure_MPa)
    if is_zero(highest_pressure_MPa):
        return higher
    return higher + memory_frac * smaller(pressure_MPa, highest_pressure_MPa)


@law("Strength of grains in a soft bed", unit="MPa", source=_GRAINS)
def bedded_strength_MPa(
    strength_MPa: Annotated[
        Array | float,
        Range(30.0, 3000.0, "Pressure at which half of the grains crack, none but active ones.", "Ps", 290.0),
    ],
    cushion_frac: Annotated[
        Array | float, Range(0.0, 1.0, "How much of its share of the volume electrolyte carries.", "c", 1.0)
    ],
    electrolyte_volume: Annotated[
        Array | float, Range(0.0, 1.0, "Volume of electrolyte, in any unit.", "Ve", 0.25)
    ],
    active_volume: Annotated[
        Array | float, Range(0.01, 1.0, "Volume of active material, in the same.", "Va", 0.75)
    ],
) -> Array | float:
    """Return the pressure at which half of the grains crack where soft electrolyte lies between them.

        Pb = Ps / (1 - c · Ve / (Ve + Va))

    Electrolyte that yields carries its part of the pressure evenly; the grains bear the rest at their points
    of contact.

    >>> round(bedded_strength_MPa(290.0, 1.0, 0.25, 0.75), 4)
    386.6667
    """
    share = electrolyte_volume / (electrolyte_volume + active_volume)
    return strength_MPa / (1.0 - cushion_frac * share)


@law("Particles cracked over passes", unit="frac", source=_GRAINS)
def cracked_frac(
    before_frac: Annotated[Array | float, Range(0.0, 1.0, "Share cracked before.", "x0", 0.0)],
    felt_MPa: Annotated[Array | float, From(cracking_pressure_MPa, "Pc")],
    strength_MPa: Annotated[
        Array | float, Range(30.0, 3000.0, "Pressure at which half of the particles crack.", "Ps", 290.0)
    ],
    spread_MPa: Annotated[
        Array | float, Range(5.0, 1000.0, "Standard deviation of that strength.", "w", 69.0)
    ],
) -> Array | float:
    """Return the share of active particles cracked; never less than before, none at zero pressure.

        x = max(1 - 2^-(Pc / Ps)^m, x0),   m = (w / Ps)^-1.086
        Pc = max(P, P0) + m0 · min(P, P0)

    The weakest flaw of a grain decides. A secondary particle has boundaries all through it: 207 ± 49 MPa
    pressed flat, which a bed of seven neighbours at 80 % density feels at 290 ± 69 MPa, for each grain bears
    4 P / (7 · 0.8). A single crystal has none.

    >>> round(cracked_frac(0.0, cracking_pressure_MPa(290.0, 0.0, 0.3), 290.0, 69.0), 4)
    0.5
    """
    # the exponent is within 3 % of the exact relation for relative spreads of 0.06 to 0.8
    modulus = smaller((spread_MPa / strength_MPa) ** -1.086, _LARGEST_MODULUS)
    broken = -expm1(-math.log(2.0) * smaller(felt_MPa / strength_MPa, _LARGEST_RATIO) ** modulus)
    return larger(broken, before_frac)
