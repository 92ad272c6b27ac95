"""What a solvent takes from a sulfide electrolyte and from particle coatings: polarity, time, temperature."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from twin.core.arrays import exp, logistic
from twin.core.material import Array
from twin.laws.evaporation import GAS_CONSTANT_J_MOL_K
from twin.laws.registry.argument import Range
from twin.laws.registry.law import Target, law

_ZERO_C_K = 273.15
_ROOM_K = 298.15
_SERIES = (
    "Li5.7PS4.7Cl1.3 after an hour in toluene, dichloromethane and ethyl acetate, conductivity of a pellet "
    "pressed again (2025 argyrodite series as digested)"
)

PolarityIndex = Annotated[
    Array | float, Range(0.0, 11.0, "Polarity index of the solvent after Snyder.", "PI", 3.9)
]
ContactTime = Annotated[
    Array | float, Range(0.0, 50.0, "Hours of contact in all, as they count at 25 °C.", "t", 1.0)
]
FirstHour = Annotated[
    Array | float, Range(0.0, 1.0, "-ln of what an hour leaves of a powder at index 2.4.", "D", 0.46)
]
PolarityExponent = Annotated[Array | float, Range(0.0, 2.0, "Growth of the damage per index.", "b", 0.634)]
TimeExponent = Annotated[Array | float, Range(0.2, 1.0, "Growth of the damage with time.", "m", 0.5)]
VisibleShare = Annotated[
    Array | float, Range(0.0, 1.0, "Share of a powder's damage that shows in a composite.", "k", 1.0)
]


@law(
    "Conductivity a solvent leaves of an electrolyte",
    unit="frac",
    source=_SERIES + "; square root of time: diffusion through the skin that has reacted, assumption",
    target=Target("decades", 0.15),
)
def solvent_retention(
    polarity_index: PolarityIndex,
    contact_h: ContactTime,
    contact_before_h: Annotated[
        Array | float, Range(0.0, 50.0, "Of it, hours of earlier contact, already counted.", "t0", 0.0)
    ],
    first_hour_ratio: FirstHour,
    polarity_exponent: PolarityExponent,
    time_exponent: TimeExponent,
    visible_frac: VisibleShare,
) -> Array | float:
    """Return the ion conductivity of a sulfide after contact with a solvent over that before.

        r = exp(-k · D · exp(b · (PI - 2.4)) · (t^m - t0^m))

    Time is never free: the skin that has reacted slows the loss down and does not end it.

    >>> round(solvent_retention(2.4, 1.0, 0.0, 0.46, 0.634, 0.5, 1.0), 4)
    0.6313
    """
    first = first_hour_ratio * exp(polarity_exponent * (polarity_index - 2.4))
    return exp(-visible_frac * first * (contact_h**time_exponent - contact_before_h**time_exponent))


@law(
    "Contact with a solvent at another temperature",
    unit="h",
    source="Arrhenius 1889; activation energy: assumption, 30 to 70 kJ/mol",
)
def contact_h(
    time_s: Annotated[Array | float, Range(0.0, 180_000.0, "Time in the solvent.", "t", 7200.0)],
    temperature_C: Annotated[Array | float, Range(-20.0, 120.0, "Temperature of the slurry.", "T", 25.0)],
    activation_kJ_mol: Annotated[Array | float, Range(0.0, 150.0, "Activation energy.", "E", 45.0)],
) -> Array | float:
    """Return the hours at 25 °C that do as much harm as a time in the solvent does.

        th = t / 3600 · exp(-1000 · E / 8.314462618 · (1 / (T + 273.15) - 1 / 298.15))

    >>> contact_h(7200.0, 25.0, 45.0)
    2.0
    """
    cold = 1.0 / (temperature_C + _ZERO_C_K) - 1.0 / _ROOM_K
    return time_s / 3600.0 * exp(-activation_kJ_mol * 1e3 / GAS_CONSTANT_J_MOL_K * cold)


@law(
    "Share of a solvent's damage that shows in a composite",
    unit="frac",
    source="Hong 2026, doi:10.1016/j.ensm.2026.104930: 0.28 of a powder left and 0.91 of its composite; "
    "above index 4.5 all of it: assumption",
)
def visible_damage_frac(
    polarity_index: PolarityIndex,
    mild_frac: Annotated[Array | float, Range(0.0, 1.0, "The share in a mild solvent.", "k0", 0.08)],
) -> Array | float:
    """Return the share of the loss of a powder, in logarithms, that is left once a composite is pressed.

        k = k0 + (1 - k0) / (1 + exp((4.5 - PI) / 0.15))

    Pressing breaks the skin a mild solvent leaves on the grains. A solvent that dissolves the crystal leaves
    nothing to be mended.

    >>> round(visible_damage_frac(4.5, 0.08), 4)
    0.54
    """
    return mild_frac + (1.0 - mild_frac) * logistic((polarity_index - 4.5) / 0.15)


@law(
    "Attack of a solvent on a particle coating",
    unit="1/h",
    source="Assumption: rates per coating and class of solvent, on the logarithm between them",
)
def coating_attack_per_h(
    polarity_index: Annotated[
        Array | float, Range(0.0, 11.0, "Polarity index of the solvent after Snyder.", "PI", 3.0)
    ],
    nonpolar_per_h: Annotated[
        Array | float, Range(1e-5, 1.0, "Rate in hydrocarbons, up to index 2.5.", "kn", 0.002)
    ],
    ester_per_h: Annotated[
        Array | float, Range(1e-5, 10.0, "Rate in esters and ethers, index 4.", "ke", 0.01)
    ],
    alcohol_per_h: Annotated[
        Array | float, Range(1e-5, 10.0, "Rate in alcohols and amides, index 5.9.", "ka", 0.05)
    ],
    water_per_h: Annotated[Array | float, Range(1e-5, 100.0, "Rate in water, index 10.2.", "kw", 0.5)],
) -> Array | float:
    """Return the share of a particle coating that a solvent takes per hour.

        ln(k) = ln(kn) + s1 · ln(ke / kn) + s2 · ln(ka / ke) + s3 · ln(kw / ka)
        s1 = (PI - 2.5) / 1.5,   s2 = (PI - 4) / 1.9,   s3 = (PI - 5.9) / 4.3,   each within 0 and 1

    >>> round(float(coating_attack_per_h(4.0, 0.002, 0.01, 0.05, 0.5)), 4)
    0.01
    """
    first, second, third = (
        np.clip((polarity_index - start) / width, 0.0, 1.0)
        for start, width in ((2.5, 1.5), (4.0, 1.9), (5.9, 4.3))
    )
    logarithm = np.log(nonpolar_per_h) + first * np.log(ester_per_h / nonpolar_per_h)
    logarithm = logarithm + second * np.log(alcohol_per_h / ester_per_h)
    return np.asarray(np.exp(logarithm + third * np.log(water_per_h / alcohol_per_h)))
