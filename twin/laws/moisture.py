"""Moisture: water in the air of the dry room, and what it costs the electrolyte."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from twin.core.arrays import exp
from twin.core.material import Array
from twin.laws.evaporation import ATMOSPHERE_PA
from twin.laws.registry.argument import Range
from twin.laws.registry.law import definition, law, part_of

MASS_RATIO_WATER_AIR = 0.621945
"""Molar mass of water over that of dry air (ASHRAE Fundamentals 2017, chapter 1)."""
_ZERO_C_K = 273.15
_TRIPLE_POINT_C = 0.01
_CRITICAL_K = 647.096
_CRITICAL_PA = 22.064e6
_WAGNER_PRUSS = (
    (-7.85951783, 1.0),
    (1.84408259, 1.5),
    (-11.7866497, 3.0),
    (22.6807411, 3.5),
    (-15.9618719, 4.0),
    (1.80122502, 7.5),
)
"""Factors and exponents of the distance from the critical temperature."""
_SECONDS_PER_HOUR = 3600.0


@part_of("water_ppmv")
def saturation_pressure_Pa(temperature_C: Array | float) -> Array:
    """Return the vapour pressure over ice below the triple point, else over water.

    Ice: Murphy and Koop, Q. J. R. Meteorol. Soc. 131 (2005) 1539, equation 7, from -160 °C. Water: Wagner
    and Pruss, J. Phys. Chem. Ref. Data 31 (2002) 387, equation 2.5, up to the critical point at 373.9 °C.
    """
    t = np.asarray(temperature_C, dtype=np.float64) + _ZERO_C_K
    ice = np.exp(9.550426 - 5723.265 / t + 3.53068 * np.log(t) - 0.00728332 * t)
    below = np.maximum(1.0 - t / _CRITICAL_K, 0.0)
    powers = sum(factor * below**power for factor, power in _WAGNER_PRUSS)
    water = _CRITICAL_PA * np.exp(_CRITICAL_K / t * powers)
    return np.where(np.asarray(temperature_C) < _TRIPLE_POINT_C, ice, water)


@law(
    "Water of moist air",
    unit="ppmv",
    source="Murphy and Koop, Q. J. R. Meteorol. Soc. 131 (2005) 1539; Wagner and Pruss, J. Phys. Chem. Ref. "
    "Data 31 (2002) 387; Buck, J. Appl. Meteorol. 20 (1981) 1527",
)
def water_ppmv(
    dew_point_C: Annotated[Array | float, Range(-100.0, 20.0, "Dew point of the air.", "Td", -50.0)],
    pressure_Pa: Annotated[Array | float, Range(7e4, 1.1e5, "Pressure of the air.", "p")] = ATMOSPHERE_PA,
) -> Array:
    """Return the water of moist air from its dew (frost) point, moles per 10⁶ moles of dry air.

        y = 1e6 · e / (p - e),   e = (1.0003 + 4.18e-8 · p) · psat(Td)
        over ice     ln psat = 9.550426 - 5723.265 / T + 3.53068 · ln T - 0.00728332 · T,   T = Td + 273.15
        over water   ln(psat / 22.064e6) = 647.096 / T · (-7.85951783 z + 1.84408259 z^1.5 - 11.7866497 z^3
                     + 22.6807411 z^3.5 - 15.9618719 z^4 + 1.80122502 z^7.5),   z = 1 - T / 647.096

    Ice below 0.01 °C after Murphy and Koop, equation 7; water after Wagner and Pruss, equation 2.5;
    real-gas enhancement after Buck, equation f_i3. Raises ValueError where the vapour pressure exceeds the
    total pressure.

    >>> round(float(water_ppmv(-50.0)), 2)
    39.05
    """
    enhancement = 1.0003 + 4.18e-8 * pressure_Pa
    share = enhancement * saturation_pressure_Pa(dew_point_C) / pressure_Pa
    if np.any(share >= 1.0):
        raise ValueError(f"dew point {dew_point_C} °C is above boiling at {pressure_Pa} Pa")
    return np.asarray(1e6 * share / (1.0 - share))


@definition
def humidity_kg_kg(dew_point_C: Array | float, pressure_Pa: float = ATMOSPHERE_PA) -> Array:
    """Return the water of moist air per dry air, by mass."""
    return MASS_RATIO_WATER_AIR * 1e-6 * water_ppmv(dew_point_C, pressure_Pa)


@law(
    "Electrolyte that waits in moist air",
    unit="mS/cm",
    source="Form: assumption, anchored on doi:10.3389/fenrg.2022.882508",
)
def exposed_conductivity(
    conductivity_mS_cm: Annotated[
        Array | float, Range(0.01, 30.0, "Ion conductivity of the electrolyte before.", "σ0", 1.87)
    ],
    waited_s: Annotated[Array | float, Range(0.0, 604_800.0, "Time of the wait.", "t", 3600.0)],
    water_ppmv: Annotated[
        Array | float,
        Range(0.0, 400.0, "Water in the air; 400 is a dew point near -30 C.", "y", 40.0),
    ],
    uptake_frac: Annotated[
        Array | float, Range(0.0, 1.0, "1 for powder spread out, less in drum and roll.", "u", 0.2)
    ],
    threshold_ppmv_h: Annotated[Array | float, Range(10.0, 1e6, "Exposure leaving 1/e of it.", "X0", 1000.0)],
) -> Array | float:
    """Return the conductivity left after a wait in moist air: first order in the exposure.

        σ = σ0 · exp(-u · y · t / 3600 / X0)

    >>> round(exposed_conductivity(2.0, 36000.0, 100.0, 1.0, 1000.0), 4)
    0.7358
    """
    exposure_ppmv_h = uptake_frac * water_ppmv * (waited_s / _SECONDS_PER_HOUR)
    return conductivity_mS_cm * exp(-exposure_ppmv_h / threshold_ppmv_h)
