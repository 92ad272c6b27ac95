"""Ratios of ISO 22400-2 from times and counts: the words of the standard, one function each.

APT: actual production time (state `working`). PBT: planned busy time (all but `off_shift` and
`maintenance`). PQ, GQ: produced and good quantity. All take arrays or numbers; a ratio to nothing is NaN.
"""

from __future__ import annotations

import numpy as np

from twin.core.material import Array

Amount = Array | float


def ratio(part: Amount, whole: Amount) -> Array:
    """Return part / whole, NaN where the whole is 0."""
    top, bottom = np.broadcast_arrays(np.asarray(part, np.float64), np.asarray(whole, np.float64))
    return np.asarray(np.divide(top, bottom, out=np.full(bottom.shape, np.nan), where=bottom != 0.0))


def availability(apt_s: Amount, pbt_s: Amount) -> Array:
    """Return APT / PBT: starved and blocked are delay inside PBT."""
    return ratio(apt_s, pbt_s)


def effectiveness(ideal_s: Amount, apt_s: Amount) -> Array:
    """Return the ideal time of what was produced / APT."""
    return ratio(ideal_s, apt_s)


def quality_ratio(good: Amount, produced: Amount) -> Array:
    """Return GQ / PQ."""
    return ratio(good, produced)


def oee(available: Amount, effective: Amount, good: Amount) -> Array:
    """Return availability x effectiveness x quality ratio."""
    return np.asarray(available * effective * good, dtype=np.float64)


def teep(oee_share: Amount, pbt_s: Amount, total_s: Amount) -> Array:
    """Return the OEE of the whole calendar time instead of the planned time."""
    return np.asarray(oee_share * ratio(pbt_s, total_s))


def technical_efficiency(apt_s: Amount, down_s: Amount) -> Array:
    """Return APT / (APT + downtime); starved and blocked are no downtime."""
    return ratio(apt_s, apt_s + down_s)


def setup_ratio(setup_s: Amount, apt_s: Amount) -> Array:
    """Return the setup's part of unit processing time, setup / (APT + setup)."""
    return ratio(setup_s, apt_s + setup_s)


def net_equipment_effectiveness(
    apt_s: Amount, setup_s: Amount, pbt_s: Amount, effective: Amount, good: Amount
) -> Array:
    """Return the OEE with setup counted as production."""
    return np.asarray(ratio(apt_s + setup_s, pbt_s) * effective * good)
