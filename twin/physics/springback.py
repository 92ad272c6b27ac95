"""Springback: how a calendered layer grows again while it is stored."""

from __future__ import annotations

from twin.material import Array
from twin.physics.elementary import exp, expm1

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
    stored = recovery_frac * exp(-relaxation_per_K * (temperature_C - REFERENCE_TEMPERATURE_C))
    return -stored * expm1(-time_d / recovery_time_d)
