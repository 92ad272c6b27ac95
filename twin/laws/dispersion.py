"""Dispersion: what shear does to agglomerates, fibres and electrolyte, in dry powder and in slurry."""

from __future__ import annotations

from typing import Annotated

from twin.core.arrays import cbrt, exp, larger
from twin.core.material import Array
from twin.laws.registry.argument import Range
from twin.laws.registry.law import definition, law

STRESS_NUMBER_EXPONENT = 0.62
STRESS_INTENSITY_EXPONENT = 2.1
POWER_EXPONENT = 2.82
"""Exponents on tool speed of number, intensity and power of the stress events in a dry high-shear mixer,
10.1016/j.powtec.2024.119403 as digested; intensity there 2.09 to 2.17."""

_FRANKENBERG = "Frankenberg 2024, doi:10.1016/j.powtec.2024.119403"

AddedEnergy = Annotated[Array | float, Range(0.0, 200.0, "Mixing energy taken up.", "e", 30.0)]
"""Intensive mixers put in 2 to 100 kJ/kg (Lischka 2025, doi:10.1016/j.partic.2025.06.002)."""
SpeedRatio = Annotated[Array | float, Range(0.1, 3.0, "Speed over the reference speed.", "v", 1.0)]


@law("Stress events, told as minutes at the reference speed", unit="min", source=_FRANKENBERG)
def stress_clock_min(
    time_s: Annotated[Array | float, Range(0.0, 7200.0, "Time of shear.", "t", 900.0)],
    speed_ratio: SpeedRatio,
) -> Array | float:
    """Return the minutes at reference speed that hold as many stress events.

        tm = t / 60 · v^0.62

    >>> round(stress_clock_min(600.0, 2.0), 4)
    15.3688
    """
    return time_s / 60.0 * speed_ratio**STRESS_NUMBER_EXPONENT


@law("Power of a mixing tool", unit="W/kg", source=_FRANKENBERG)
def specific_power_W_kg(
    reference_W_kg: Annotated[Array | float, Range(0.01, 1e4, "Power at the reference speed.", "P0", 50.0)],
    speed_ratio: SpeedRatio,
) -> Array | float:
    """Return the power a tool puts into a kilogram at a speed relative to the reference.

        P = P0 · v^2.82

    >>> round(specific_power_W_kg(50.0, 2.0), 4)
    353.0812
    """
    return reference_W_kg * speed_ratio**POWER_EXPONENT


@law(
    "Breakage of carbon agglomerates",
    unit="um",
    source="Asylbekov 2023, doi:10.1002/ente.202200867; " + _FRANKENBERG,
)
def carbon_size_um(
    before_um: Annotated[Array | float, Range(0.1, 200.0, "Size before.", "d0", 10.0)],
    aggregate_um: Annotated[
        Array | float, Range(0.05, 1.0, "Smallest aggregate, the floor of breakage.", "da", 0.2)
    ],
    time_s: Annotated[Array | float, Range(0.0, 7200.0, "Time of shear.", "t", 120.0)],
    breakage_per_s: Annotated[Array | float, Range(1e-4, 1.0, "Rate at the reference speed.", "k", 0.014)],
    speed_ratio: Annotated[Array | float, Range(0.3, 3.0, "Speed over the reference speed.", "v", 1.0)],
) -> Array | float:
    """Return the size of carbon agglomerates after first-order breakage down to the aggregate.

        d = da + (d0 - da) · exp(-k · v^2.1 · t)

    The rate rises with the stress intensity. A population balance collapsed to its mean: dry, wet and
    simulated milling end at the same aggregate.

    >>> round(carbon_size_um(10.2, 0.2, 100.0, 0.01, 1.0), 4)
    3.8788
    """
    rate_per_s = breakage_per_s * speed_ratio**STRESS_INTENSITY_EXPONENT
    return aggregate_um + (before_um - aggregate_um) * exp(-rate_per_s * time_s)


@definition
def agglomerate_um(primary_um: Array | float, primaries_count: Array | float) -> Array | float:
    """Return the size of an agglomerate of so many primary particles, packed without gaps."""
    return primary_um * cbrt(primaries_count)


@law(
    "De-agglomeration of the electrolyte",
    unit="um",
    source="Form: assumption; sizes of Otani 2025, doi:10.5796/electrochemistry.25-71025",
)
def electrolyte_size_um(
    before_um: Annotated[Array | float, Range(0.1, 200.0, "Size of the agglomerates before.", "d0", 3.0)],
    primary_um: Annotated[Array | float, Range(0.05, 50.0, "Size of the primary particles.", "dp", 0.5)],
    energy_kJ_kg: AddedEnergy,
    scale_kJ_kg: Annotated[
        Array | float, Range(0.1, 1e4, "Energy leaving 1/e of the agglomeration.", "es", 10.0)
    ],
) -> Array | float:
    """Return the size of electrolyte agglomerates after shear of some specific energy.

        d = dp · (1 + ((d0 / dp)³ - 1) · exp(-e / es))^(1/3)

    The primaries held together beyond the first decay exponentially with energy.

    >>> round(electrolyte_size_um(1.0, 0.5, 0.0, 10.0), 4)
    1.0
    """
    bound = (before_um / primary_um) ** 3 - 1.0
    return primary_um * cbrt(1.0 + bound * exp(-energy_kJ_kg / scale_kJ_kg))


@law(
    "Carbon that drying draws together",
    unit="um",
    source="Form: assumption; share: Kang 2025, Adv. Mater. 2416872, dry electrodes conduct 5 to 32 times "
    "as well as a wet one",
)
def dried_carbon_um(
    size_um: Annotated[Array | float, Range(0.05, 200.0, "Size in the slurry.", "d", 1.0)],
    delivered_um: Annotated[Array | float, Range(0.1, 200.0, "Size as delivered.", "d0", 30.0)],
    drawn_frac: Annotated[Array | float, Range(0.0, 0.6, "Free carbon drawn together.", "k", 0.3)],
) -> Array | float:
    """Return the size of carbon agglomerates in a dried film: menisci draw part of the free carbon together.

        d' = d + (d0 - d) · k

    The size tells the share locked up, see `dispersed_frac`: of the free carbon, 1 - k stays free. Powder
    that never was wet keeps all of it.

    >>> round(dried_carbon_um(1.0, 31.0, 0.3), 4)
    10.0
    """
    return size_um + larger(delivered_um - size_um, 0.0) * drawn_frac


@law(
    "Shortening of carbon fibres",
    unit="ratio",
    source="Assumption: first order in energy, nanotubes from 100 to 30 diameters",
)
def aspect_ratio(
    before_ratio: Annotated[Array | float, Range(1.0, 1000.0, "Length over diameter before.", "a0", 100.0)],
    shortest_ratio: Annotated[
        Array | float, Range(1.0, 1000.0, "What shear leaves of it at last.", "amin", 30.0)
    ],
    energy_kJ_kg: AddedEnergy,
    scale_kJ_kg: Annotated[
        Array | float, Range(1.0, 1e5, "Energy leaving 1/e of the excess length.", "es", 100.0)
    ],
) -> Array | float:
    """Return the aspect ratio of carbon fibres that shear shortens towards a shortest one.

        a = amin + (a0 - amin) · exp(-e / es)

    >>> round(aspect_ratio(130.0, 30.0, 100.0, 100.0), 4)
    66.7879
    """
    return shortest_ratio + (before_ratio - shortest_ratio) * exp(-energy_kJ_kg / scale_kJ_kg)


@law(
    "Electrolyte under shear",
    unit="mS/cm",
    source="Lee 2025, doi:10.1038/s41467-025-59363-4; Minnmann 2021, doi:10.1149/1945-7111/abf8d7; "
    "form in energy: assumption",
)
def sheared_conductivity(
    conductivity_mS_cm: Annotated[
        Array | float, Range(0.01, 30.0, "Ion conductivity of the electrolyte before.", "σ0", 1.87)
    ],
    energy_before_kJ_kg: Annotated[Array | float, Range(0.0, 200.0, "Energy taken up before.", "e0", 3.0)],
    energy_after_kJ_kg: Annotated[Array | float, Range(0.0, 200.0, "Energy taken up in all.", "e", 40.0)],
    loss_frac: Annotated[Array | float, Range(0.0, 0.6, "Lost at last.", "q", 0.25)],
    scale_kJ_kg: Annotated[
        Array | float, Range(1.0, 1e5, "Energy at which half of that is lost.", "es", 500.0)
    ],
) -> Array | float:
    """Return the conductivity left when shear makes part of the electrolyte amorphous.

        σ = σ0 · L(e) / L(e0),   L(x) = 1 - q · x / (x + es)

    All the energy taken up since the fresh powder counts, so two visits do the same as one long one.

    >>> round(sheared_conductivity(2.0, 0.0, 500.0, 0.25, 500.0), 4)
    1.75
    """
    kept, lost = 1.0 - loss_frac, loss_frac * scale_kJ_kg  # 1 - q · e / (e + s) = kept + lost / (e + s)
    before = kept + lost / (energy_before_kJ_kg + scale_kJ_kg)
    after = kept + lost / (energy_after_kJ_kg + scale_kJ_kg)
    return conductivity_mS_cm / before * after
