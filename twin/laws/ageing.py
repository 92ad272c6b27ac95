"""Ageing: losses that grow with the square root of cycles on unprotected surface."""

from __future__ import annotations

import numpy as np

from twin.core.material import Array


def side_reaction_ratio(
    coverage_frac: Array | float, thickness_nm: Array | float, decay_nm: Array | float
) -> Array:
    """Return the side reaction of a covered surface over that of a bare one.

    Bare spots react at the full rate, covered ones as exp(-thickness/decay); decay 0 = a tight film.
    """
    covered = np.asarray(coverage_frac)
    with np.errstate(divide="ignore", invalid="ignore"):
        through = np.where(np.asarray(decay_nm) > 0.0, np.exp(-np.asarray(thickness_nm) / decay_nm), 0.0)
    return np.asarray(1.0 - covered * (1.0 - through))


def grown_resistance(first: Array | float, rate: Array | float, cycles: Array | float) -> Array:
    """Return a resistance after cycles: first + rate · √cycles, in the unit of `first`.

    Square root after 10.1016/j.cej.2025.170461 (as digested): a film that slows its own growth.
    """
    return np.asarray(first + rate * np.sqrt(cycles))


def retention_frac(fade_frac: Array | float, cycles: Array | float) -> Array:
    """Return the capacity left: 1 - fade · √cycles, never below 0."""
    return np.asarray(np.maximum(1.0 - fade_frac * np.sqrt(cycles), 0.0))


def first_cycle_efficiency_frac(lost_mAh_g: Array | float, charge_mAh_g: Array | float) -> Array:
    """Return discharge over charge of the first cycle, never below 0."""
    return np.asarray(np.maximum(1.0 - np.asarray(lost_mAh_g) / charge_mAh_g, 0.0))
