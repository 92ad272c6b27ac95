"""Surface roughness: what particles and drying leave, and what a nip takes away. One law for every line."""

from __future__ import annotations

from twin.core.arrays import exp, sqrt
from twin.core.material import Array


def fresh_roughness_um(
    particle_um: Array | float, wrinkle_um: Array | float, share: Array | float
) -> Array | float:
    """Return the roughness (root mean square) of a surface no roll has touched.

    `particle_um`: largest particle or agglomerate at the surface, of which `share` stands out;
    wrinkles add in square. Form: assumption.
    """
    stands_out_um = share * particle_um
    return sqrt(stands_out_um * stands_out_um + wrinkle_um * wrinkle_um)


def wrinkle_um(
    shrinkage_um: Array | float, peclet: Array | float, wrinkle_ratio: Array | float
) -> Array | float:
    """Return the height of drying wrinkles: a share of the shrinkage, where the surface dries first.

    Zero without shrinkage and at a Péclet number of zero. Form: assumption.
    """
    return wrinkle_ratio * shrinkage_um * (peclet / (1.0 + peclet))


def nip_roughness_um(
    before_um: Array | float,
    pressure_MPa: Array | float,
    roll_roughness_um: Array | float,
    smoothing_pressure_MPa: Array | float,
) -> Array | float:
    """Return the roughness after a nip: it approaches that of the roll exponentially in pressure.

    A surface smoother than the roll takes up the roll's roughness. Form: assumption.
    """
    left = exp(pressure_MPa * (-1.0 / smoothing_pressure_MPa))
    return roll_roughness_um + (before_um - roll_roughness_um) * left
