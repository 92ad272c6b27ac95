"""Units: what a name's suffix means, how durations are written, bounded fields."""

import math
import re
from typing import Any

from pydantic import Field

SUFFIXES: dict[str, str] = {
    "mS_cm": "mS/cm",
    "mg_cm2": "mg/cm²",
    "g_cm3": "g/cm³",
    "ohm_cm2": "Ω·cm²",
    "mAh_cm2": "mAh/cm²",
    "mA_cm2": "mA/cm²",
    "mAh_g": "mAh/g",
    "kWh_per_m2": "kWh/m²",
    "kWh_per_kg": "kWh/kg",
    "kWh_per_m3": "kWh/m³",
    "kJ_kg_K": "kJ/(kg·K)",
    "kJ_m2_K": "kJ/(m²·K)",
    "kJ_kg": "kJ/kg",
    "kJ_mol": "kJ/mol",
    "g_mol": "g/mol",
    "g_m2_s": "g/(m²·s)",
    "W_m2_K": "W/(m²·K)",
    "W_h_L": "Wh/L",
    "Wh_L": "Wh/L",
    "kg_kg": "kg/kg",
    "m2_s": "m²/s",
    "m2_g": "m²/g",
    "m2_per_h": "m²/h",
    "mPa_s": "mPa·s",
    "Pa_s": "Pa·s",
    "m3_h": "m³/h",
    "L_min": "L/min",
    "W_kg": "W/kg",
    "N_mm": "N/mm",
    "N_m": "N/m",
    "m_min": "m/min",
    "m_s": "m/s",
    "um_mm": "µm/mm",
    "um_per_h": "µm/h",
    "per_h": "1/h",
    "per_min2": "1/min²",
    "per_min": "1/min",
    "per_s": "1/s",
    "per_K": "1/K",
    "per_MPa": "1/MPa",
    "kN_um": "kN/µm",
    "ppmv_h": "ppmv·h",
    "ppmv": "ppmv",
    "ppm": "ppm",
    "MPa": "MPa",
    "GPa": "GPa",
    "kPa": "kPa",
    "Pa": "Pa",
    "kWh": "kWh",
    "kW": "kW",
    "kg": "kg",
    "um": "µm",
    "nm": "nm",
    "mm": "mm",
    "mg": "mg",
    "m2": "m²",
    "m": "m",
    "s": "s",
    "min": "min",
    "h": "h",
    "d": "d",
    "C": "°C",
    "K": "K",
    "V": "V",
    "frac": "fraction",
    "ratio": "ratio",
    "index": "index",
    "count": "count",
}
"""Name suffix -> printed unit. The one table of units in the project."""

_LONGEST_FIRST = sorted(SUFFIXES, key=len, reverse=True)
_DURATION = re.compile(
    r"\s*+(-?+(?:[0-9]++(?:\.[0-9]++)?+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+)\s*+(ms|s|min|h|d)\s*+"
)
"""Nothing is tried twice: a text from a file may be of any length."""
_SECONDS = {"ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
SHORTEST_S, LONGEST_S = 1e-6, 1e12
"""A time that is not 0 lies between: nothing on a line takes less, and no plant stands longer."""
DURATION_WORDS = 'a number of seconds, or text with a unit such as "1 s", "90 min", "40 h", "7 d"'


def unit_of(name: str) -> str:
    """Return the printed unit of a name, "" where the name carries none.

    >>> unit_of("line_load_N_mm")
    'N/mm'
    """
    for suffix in _LONGEST_FIRST:
        if name.endswith("_" + suffix):
            return SUFFIXES[suffix]
    return ""


def parse_duration_s(value: object) -> float:
    """Return seconds from a number of seconds or a text with a unit (ms, s, min, h, d).

    >>> parse_duration_s("90 min")
    5400.0

    Raises ValueError for anything else, for a negative value, and for one without physical sense.
    """
    if isinstance(value, bool):
        raise ValueError(f"must be {DURATION_WORDS}")
    if isinstance(value, int | float):
        seconds = float(value)
    elif isinstance(value, str) and (match := _DURATION.fullmatch(value)):
        seconds = float(match[1]) * _SECONDS[match[2]]
    else:
        raise ValueError(f"must be {DURATION_WORDS}")
    if not math.isfinite(seconds) or seconds < 0:
        raise ValueError("must be a time of 0 s or more")
    if seconds > LONGEST_S or 0.0 < seconds < SHORTEST_S:
        raise ValueError(f"must be 0 s, or a time from {SHORTEST_S:g} s to {LONGEST_S:g} s")
    return seconds


def bounded(low: float, high: float, doc: str, *, above: bool = False) -> Any:
    """Return a pydantic field between two bounds; `above` leaves the lower bound itself out."""
    lower = {"gt": low} if above else {"ge": low}
    return Field(le=high, description=doc, allow_inf_nan=False, **lower)  # type: ignore[call-overload]
