"""Dispersion: what shear does to agglomerates, fibres and electrolyte, in dry powder and in slurry."""

from __future__ import annotations

from twin.core.arrays import cbrt, exp
from twin.core.material import Array

STRESS_NUMBER_EXPONENT = 0.62
STRESS_INTENSITY_EXPONENT = 2.1
POWER_EXPONENT = 2.82
"""Exponents on tool speed of number, intensity and power of the stress events in a dry high-shear mixer,
10.1016/j.powtec.2024.119403 as digested; intensity there 2.09 to 2.17."""


def stress_clock_min(time_s: float, speed_ratio: Array | float) -> Array | float:
    """Return the minutes at reference speed that hold as many stress events."""
    return time_s / 60.0 * speed_ratio**STRESS_NUMBER_EXPONENT


def specific_power_W_kg(reference_W_kg: Array | float, speed_ratio: Array | float) -> Array | float:
    """Return the power a tool puts into a kilogram at a speed relative to the reference."""
    return reference_W_kg * speed_ratio**POWER_EXPONENT


def carbon_size_um(
    before_um: Array | float,
    aggregate_um: Array | float,
    time_s: Array | float,
    breakage_per_s: Array | float,
    speed_ratio: Array | float,
) -> Array | float:
    """Return the size of carbon agglomerates after first-order breakage down to the aggregate.

    The rate rises with the stress intensity. Collapsed population balance of
    10.1002/ente.202200867 (as digested: dry, wet and simulated milling end at the same aggregate).
    """
    rate_per_s = breakage_per_s * speed_ratio**STRESS_INTENSITY_EXPONENT
    return aggregate_um + (before_um - aggregate_um) * exp(-rate_per_s * time_s)


def agglomerate_um(primary_um: Array | float, primaries_count: Array | float) -> Array | float:
    """Return the size of an agglomerate of so many primary particles, packed without gaps."""
    return primary_um * cbrt(primaries_count)


def electrolyte_size_um(
    before_um: Array | float,
    primary_um: Array | float,
    energy_kJ_kg: Array | float,
    scale_kJ_kg: Array | float,
) -> Array | float:
    """Return the size of electrolyte agglomerates after shear of some specific energy.

    The primaries held together beyond the first decay exponentially with energy. Form: assumption;
    what the number does to packing and contact: 10.5796/electrochemistry.25-71025.
    """
    bound = (before_um / primary_um) ** 3 - 1.0
    return primary_um * cbrt(1.0 + bound * exp(-energy_kJ_kg / scale_kJ_kg))


def aspect_ratio(
    before_ratio: Array | float,
    shortest_ratio: Array | float,
    energy_kJ_kg: Array | float,
    scale_kJ_kg: Array | float,
) -> Array | float:
    """Return the aspect ratio of carbon fibres that shear shortens towards a shortest one.

    Form: assumption, first order in specific energy.
    """
    return shortest_ratio + (before_ratio - shortest_ratio) * exp(-energy_kJ_kg / scale_kJ_kg)


def sheared_conductivity(
    conductivity_mS_cm: Array | float,
    energy_before_kJ_kg: Array | float,
    energy_after_kJ_kg: Array | float,
    loss_frac: Array | float,
    scale_kJ_kg: Array | float,
) -> Array | float:
    """Return the conductivity left when shear makes part of the electrolyte amorphous.

    All the energy taken up since the fresh powder counts: left = 1 - loss · e / (e + scale), so two
    visits do the same as one long one. Loss anchored on milled argyrodite, 10.1149/1945-7111/abf8d7
    and 10.1038/s41467-025-59363-4; the form in energy is an assumption.
    """
    kept, lost = 1.0 - loss_frac, loss_frac * scale_kJ_kg  # 1 - loss · e / (e + s) = kept + lost / (e + s)
    before = kept + lost / (energy_before_kJ_kg + scale_kJ_kg)
    after = kept + lost / (energy_after_kJ_kg + scale_kJ_kg)
    return conductivity_mS_cm / before * after
