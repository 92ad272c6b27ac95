"""Surface roughness: what particles and drying leave, and what a nip takes away. One law for every line."""

from __future__ import annotations

from typing import Annotated

from twin.core.arrays import exp, sqrt
from twin.core.material import Array
from twin.laws.dried_film import Peclet
from twin.laws.registry.argument import Range
from twin.laws.registry.law import law

_FORM = "Form: assumption"


_SINGH = "Singh 2022, doi:10.1016/j.xcrp.2022.101043: 1.1 um with grains of 0.5 um, 6.5 with 30, isostatic"
_CAPS = "; by geometry 0.12 (caps side by side) to 0.31 (heights at random)"

Grain = Annotated[
    Array | float, Range(0.05, 200.0, "Largest particle or agglomerate at the surface.", "d", 4.0)
]
GrainShare = Annotated[Array | float, Range(0.02, 0.35, "Roughness per grain.", "s", 0.214)]
Unevenness = Annotated[
    Array | float, Range(0.0, 3.0, "Roughness of a layer of the finest grains.", "b", 1.09)
]


@law(
    "Roughness before any roll", unit="um", source=_SINGH + _CAPS + "; squares of wrinkles add up: assumption"
)
def fresh_roughness_um(
    particle_um: Grain,
    wrinkle_um: Annotated[Array | float, Range(0.0, 20.0, "Height of drying wrinkles.", "w", 0.0)],
    share: GrainShare,
    unevenness_um: Unevenness,
) -> Array | float:
    """Return the roughness (root mean square) of a surface no roll has touched.

        Rq = √((s · d)² + b² + w²)

    >>> round(fresh_roughness_um(40.0, 4.0, 0.075, 0.0), 4)
    5.0
    """
    stands_out_um = share * particle_um
    uneven_um2 = unevenness_um * unevenness_um + wrinkle_um * wrinkle_um
    return sqrt(stands_out_um * stands_out_um + uneven_um2)


@law("Wrinkles of a dried film", unit="um", source=_FORM + ", no measured law found")
def wrinkle_um(
    shrinkage_um: Annotated[
        Array | float, Range(0.0, 1000.0, "Thickness the film loses while it dries.", "Δ", 80.0)
    ],
    peclet: Peclet,
    wrinkle_ratio: Annotated[
        Array | float, Range(0.0, 0.08, "Wrinkle height over shrinkage, 0.02 to 0.04.", "k", 0.03)
    ],
) -> Array | float:
    """Return the height of drying wrinkles: a share of the shrinkage, where the surface dries first.

        w = k · Δ · Pe / (1 + Pe)

    >>> round(wrinkle_um(80.0, 1.0, 0.03), 4)
    1.2
    """
    return wrinkle_ratio * shrinkage_um * (peclet / (1.0 + peclet))


@law("Roughness behind a nip", unit="um", source=_FORM + ", exponential in pressure")
def nip_roughness_um(
    before_um: Annotated[Array | float, Range(0.0, 20.0, "Roughness before the nip.", "R0", 2.0)],
    pressure_MPa: Annotated[Array | float, Range(0.0, 600.0, "Pressure of the nip.", "P", 100.0)],
    roll_roughness_um: Annotated[
        Array | float, Range(0.0, 2.0, "Roughness of the rolls, 0.1 to 0.2 when ground.", "Rr", 0.15)
    ],
    smoothing_pressure_MPa: Annotated[
        Array | float, Range(75.0, 1200.0, "Pressure leaving 1/e, 150 to 600.", "Ps", 400.0)
    ],
) -> Array | float:
    """Return the roughness after a nip: it approaches that of the roll exponentially in pressure.

        R = Rr + (R0 - Rr) · exp(-P / Ps)

    A surface smoother than the roll takes up the roll's roughness.

    >>> round(nip_roughness_um(1.2, 400.0, 0.2, 400.0), 4)
    0.5679
    """
    left = exp(pressure_MPa * (-1.0 / smoothing_pressure_MPa))
    return roll_roughness_um + (before_um - roll_roughness_um) * left
