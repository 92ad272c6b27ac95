"""What drying makes of a film: binder that migrates to the surface, and cracks."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from scipy.special import dawsn, erf, expit

from twin.core.arrays import sqrt
from twin.core.material import Array
from twin.laws.registry.argument import Range
from twin.laws.registry.law import law
from twin.laws.solvent import SurfaceTension

_COORDINATION = 6.0
_LEAST_PECLET = 1e-9
_FONT = "Font 2018, doi:10.1016/j.jpowsour.2018.04.097"

Peclet = Annotated[Array | float, Range(0.0, 10.0, "Shrinkage over diffusion of the binder.", "Pe", 2.0)]


@law(
    "Shrinkage over diffusion of the binder",
    unit="ratio",
    source=f"{_FONT}; diffusivity 0.5e-10 to 1e-9: assumption",
)
def peclet(
    shrink_m_s: Annotated[Array | float, Range(0.0, 1e-5, "Speed at which the surface sinks.", "u", 1e-6)],
    wet_thickness_um: Annotated[Array | float, Range(10.0, 1000.0, "Film on the web.", "H", 150.0)],
    diffusivity_m2_s: Annotated[
        Array | float, Range(2.5e-11, 2e-9, "Effective diffusivity of the binder.", "D", 1e-10)
    ],
) -> Array:
    """Return how fast the surface sinks compared with the binder's diffusion.

        Pe = 1e-6 · u · H / D

    >>> round(float(peclet(1e-6, 150.0, 1e-10)), 4)
    1.5
    """
    return np.asarray(1e-6 / diffusivity_m2_s * shrink_m_s * wet_thickness_um)


@law(
    "Binder at the surface of a dried film",
    unit="frac",
    source="Diffusion in a film whose surface sinks, until its solids touch: Smith, Tiller and Rutter, "
    f"Can. J. Phys. 33 (1955) 723 for a short time, the film that shrinks evenly for a long one; {_FONT}",
)
def binder_surface_ratio(
    peclet: Peclet,
    shrunk_frac: Annotated[
        Array | float, Range(0.0, 0.9, "Share of its thickness a film lost when its solids touch.", "s", 0.4)
    ],
) -> Array:
    """Return binder at the surface over its mean where the solids touch; 1 without migration.

        r = w · re + (1 - w) · max(re, rl),   w = 1 / (1 + (F / 0.4)^6),   F = s / (Pe · (1 - s))
        re = (1 - s) · ((1 + erf(z)) · (1 + 2 · z²) + 2 · z / √π · exp(-z²)),   z = √(Pe · s / 4)
        rl = y / D(y),   y = √(Pe · (1 - s) / 2)

    D is Dawson's function; Pe that of the wet film. What sinks stops where the solids touch, and migration
    with it. Within 4 % of the diffusion equation for Pe to 30 and s to 0.7.

    >>> round(float(binder_surface_ratio(2.0, 0.4)), 3)
    1.485
    """
    pe = np.maximum(np.asarray(peclet, dtype=np.float64), _LEAST_PECLET)
    kept = 1.0 - np.asarray(shrunk_frac, dtype=np.float64)
    z = 0.5 * np.sqrt(pe * (1.0 - kept))
    grown = (1.0 + erf(z)) * (1.0 + 2.0 * z * z) + 2.0 / np.sqrt(np.pi) * z * np.exp(-z * z)
    early = kept * grown
    y = np.sqrt(0.5 * pe * kept)
    late = y / dawsn(y)
    diffused = (1.0 - kept) / (pe * kept)
    weight = 1.0 / (1.0 + (diffused / 0.4) ** 6)
    return np.asarray(weight * early + (1.0 - weight) * np.maximum(early, late))


@law(
    "Thickness at which a film cracks",
    unit="um",
    source="Singh and Tirumkudulu, Phys. Rev. Lett. 98 (2007) 218302; range: assumption",
)
def cracking_thickness_um(
    modulus_GPa: Annotated[
        Array | float, Range(0.01, 200.0, "Shear modulus of the carbon-binder phase.", "G", 10.0)
    ],
    radius_um: Annotated[Array | float, Range(0.01, 20.0, "Its particle radius.", "R", 0.6)],
    packed_frac: Annotated[Array | float, Range(0.2, 0.8, "Solids per volume.", "φ", 0.58)],
    surface_tension_N_m: SurfaceTension,
) -> Array | float:
    """Return the dry thickness above which capillary stress cracks a film.

        h = 0.41 · √(6 · G · φ · R³ / (2 · γ))

    In base units; every particle touches 6 others.

    >>> round(cracking_thickness_um(10.0, 0.6, 0.58, 0.025), 1)
    159.0
    """
    solid = modulus_GPa * 1e9 * _COORDINATION * (radius_um * 1e-6) ** 3
    return 0.41e6 * sqrt(solid / (2.0 * surface_tension_N_m)) * sqrt(packed_frac)


@law(
    "Area share of drying cracks",
    unit="frac",
    source="Assumption: logistic around the limit; slurry films of 150 um crack",
)
def crack_share(
    thickness_um: Annotated[Array | float, Range(1.0, 1000.0, "Thickness of the dry film.", "h", 120.0)],
    limit_um: Annotated[Array | float, Range(10.0, 1e5, "Thickness at which it cracks.", "hc", 140.0)],
    spread_ratio: Annotated[Array | float, Range(0.01, 0.5, "Scatter of the local limit.", "s", 0.1)],
) -> Array:
    """Return the area share whose local cracking thickness is exceeded: logistic around the limit.

        x = 1 / (1 + exp((1 - h / hc) / s))

    >>> round(float(crack_share(140.0, 140.0, 0.1)), 4)
    0.5
    """
    return np.asarray(expit((thickness_um / limit_um - 1.0) / spread_ratio))
