"""Damage: what mixing and pressing break on the active particles."""

from __future__ import annotations

from typing import Annotated

from twin.core.arrays import exp, is_zero, larger, logistic, smaller
from twin.core.material import Array
from twin.laws.dispersion import AddedEnergy
from twin.laws.registry.argument import From, Range
from twin.laws.registry.law import law

_GRAINS = (
    "Wheatcroft 2023, index entry: grains of 67 to 207 MPa, 36 after three loads; range: twice that; "
    "form and memory: assumption"
)


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
    pressure_MPa: Annotated[Array | float, Range(0.0, 600.0, "Pressure of this pass.", "P", 250.0)],
    highest_pressure_MPa: Annotated[
        Array | float, Range(0.0, 600.0, "Highest pressure of the passes before.", "P0", 150.0)
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


@law("Particles cracked over passes", unit="frac", source=_GRAINS)
def cracked_frac(
    before_frac: Annotated[Array | float, Range(0.0, 1.0, "Share cracked before.", "x0", 0.0)],
    felt_MPa: Annotated[Array | float, From(cracking_pressure_MPa, "Pc")],
    strength_MPa: Annotated[
        Array | float, Range(30.0, 600.0, "Pressure at which half of the particles crack.", "Ps", 300.0)
    ],
    spread_MPa: Annotated[Array | float, Range(5.0, 200.0, "Width of that strength.", "w", 49.0)],
) -> Array | float:
    """Return the share of active particles cracked; never less than before, none at zero pressure.

        x = max((L(Pc) - L(0)) / (1 - L(0)), x0),   L(p) = 1 / (1 + exp((Ps - p) / w))
        Pc = max(P, P0) + m · min(P, P0)

    Anchors: flat compression of secondary particles 207 ± 49 MPa, tips 67 ± 21 MPa.

    >>> round(cracked_frac(0.0, cracking_pressure_MPa(300.0, 0.0, 0.3), 300.0, 49.0), 4)
    0.4989
    """
    distance = strength_MPa / spread_MPa
    bound = exp(-distance)
    unloaded = bound / (1.0 + bound)
    share = 1.0 / (1.0 - unloaded)
    broken = share * logistic(felt_MPa * (1.0 / spread_MPa) - distance) - share * unloaded
    return larger(broken, before_frac)
