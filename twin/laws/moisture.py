"""Moisture: water in the air of the dry room, and what it costs the electrolyte."""

from __future__ import annotations

import numpy as np

from twin.core.arrays import exp
from twin.core.material import Array

ATMOSPHERE_PA = 101_325.0
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


def water_ppmv(dew_point_C: Array | float, pressure_Pa: float = ATMOSPHERE_PA) -> Array:
    """Return the water of moist air from its dew (frost) point, moles per 10⁶ moles of dry air.

    Real-gas enhancement after Buck, J. Appl. Meteorol. 20 (1981) 1527, equation f_i3.
    Raises ValueError where the vapour pressure exceeds the total pressure.
    """
    enhancement = 1.0003 + 4.18e-8 * pressure_Pa
    share = enhancement * saturation_pressure_Pa(dew_point_C) / pressure_Pa
    if np.any(share >= 1.0):
        raise ValueError(f"dew point {dew_point_C} °C is above boiling at {pressure_Pa} Pa")
    return np.asarray(1e6 * share / (1.0 - share))


def humidity_kg_kg(dew_point_C: Array | float, pressure_Pa: float = ATMOSPHERE_PA) -> Array:
    """Return the water of moist air per dry air, by mass."""
    return MASS_RATIO_WATER_AIR * 1e-6 * water_ppmv(dew_point_C, pressure_Pa)


def relative_humidity_frac(dew_point_C: Array | float, temperature_C: Array | float) -> Array:
    """Return the relative humidity of air at a temperature, over liquid water."""
    return np.asarray(saturation_pressure_Pa(dew_point_C) / saturation_pressure_Pa(temperature_C))


def exposed_conductivity(
    conductivity_mS_cm: Array | float,
    waited_s: float,
    water_ppmv: float,
    uptake_frac: Array | float,
    threshold_ppmv_h: Array | float,
) -> Array | float:
    """Return the conductivity left after a wait in moist air.

    First order in the exposure X = uptake · water · time: factor exp(-X / threshold). `uptake_frac`
    is 1 for spread powder and less for slurry, closed drums and rolls. Form: assumption, anchored on
    10.3389/fenrg.2022.882508 (abstract).
    """
    exposure_ppmv_h = uptake_frac * water_ppmv * (waited_s / _SECONDS_PER_HOUR)
    return conductivity_mS_cm * exp(-exposure_ppmv_h / threshold_ppmv_h)
