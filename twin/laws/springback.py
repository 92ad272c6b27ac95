"""Springback: how a calendered layer grows again while it is stored."""

from __future__ import annotations

from twin.core.arrays import exp, expm1
from twin.core.material import Array

RECOVERY_FRAC = 0.0648
RELAXATION_PER_K = 0.0238
"""Fitted on Hong 2026 (doi:10.1016/j.ensm.2026.105321): single-crystal NCMA at 3.5 g/cm3, rolls at 25 and
80 C, three weeks."""

RECOVERY_TIME_D = 5.0
"""Assumption within 3-7 d: growth is over after three weeks."""

REFERENCE_TEMPERATURE_C = 25.0


def springback(
    time_d: Array | float,
    temperature_C: Array | float,
    recovery_frac: Array | float = RECOVERY_FRAC,
    recovery_time_d: Array | float = RECOVERY_TIME_D,
    relaxation_per_K: Array | float = RELAXATION_PER_K,
) -> Array | float:
    """Return the growth in thickness after a storage time over the thickness just calendered.

    `temperature_C` is that of the rolls: a warm binder phase relaxes in the nip and stores less.
    `recovery_frac`: growth at last of a layer rolled at 25 °C.
    """
    stored = stored_growth(temperature_C, recovery_frac, relaxation_per_K)
    return -stored * expm1(-time_d / recovery_time_d)


def stored_growth(
    temperature_C: Array | float,
    recovery_frac: Array | float = RECOVERY_FRAC,
    relaxation_per_K: Array | float = RELAXATION_PER_K,
    closed_frac: Array | float = 1.0,
) -> Array | float:
    """Return the growth in thickness at last that a nip leaves to come, over the thickness behind it.

    `closed_frac`: share of the closable pores closed. A web pressed half-way has strained its binder half
    as much as the dense one of the data, which had hardly a pore left to close (assumption).
    """
    relaxed = exp(-relaxation_per_K * (temperature_C - REFERENCE_TEMPERATURE_C))
    return recovery_frac * relaxed * closed_frac


def skin_factor(binder_surface_ratio: Array | float, skin_springback_frac: Array | float) -> Array | float:
    """Return by how much a binder skin raises springback; 1 for evenly spread binder.

    The binder phase is what springs back. Moving it to the surface leaves its mean as it was; the excess
    comes from the skin being more compliant, so that it takes more of the strain. Form: assumption.
    """
    return 1.0 + skin_springback_frac * (binder_surface_ratio - 1.0)


def grown(
    left_frac: Array | float, time_d: float, recovery_time_d: Array | float
) -> tuple[Array | float, Array | float]:
    """Return the growth in a time over the thickness at its start, and what is left over that at its end.

    Two waits one after the other grow a layer exactly as one as long as both.
    """
    still = exp(-time_d / recovery_time_d)
    growth = left_frac * (1.0 - still)
    return growth, left_frac * still / (1.0 + growth)
