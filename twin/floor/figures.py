"""Figures of readings from cells: mean, spread by lane, along the web and by cell, extremes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from twin.material import Array

_FITTING_ROUNDS = 20
_SETTLED = 1e-13
"""Change of a lane's or segment's mean, over the largest deviation, at which their fit is done."""


def figures_of(cells: Array) -> dict[str, Array]:
    """Return the figures of readings from cells of shape (visit, property, lane, segment); NaN = cut.

    The lot's spread is taken apart into lanes, segments and the rest, each lane and each segment by
    the mean of its known cells. Where cells are missing the degrees of freedom of the rest are those left.
    """
    found = _figures(cells)
    missing = np.isnan(found["mean"])
    if missing.any():
        for name, values in _figures_incomplete(cells[missing]).items():
            found[name][missing] = values
    return found


def _figures(cells: Array) -> dict[str, Array]:
    lanes, segments = cells.shape[2:]
    size, freedom = lanes * segments, (lanes - 1) * (segments - 1)
    mean = np.add.reduce(cells, (2, 3)) / size
    rest = cells - mean[:, :, None, None]
    lane = np.add.reduce(rest, 3) / segments
    along = np.add.reduce(rest, 2) / lanes
    squares = _squares(rest)
    rest -= lane[..., None]
    rest -= along[:, :, None, :]
    nothing = np.full(mean.shape, np.nan)
    return {
        "cells": np.full(mean.shape, float(size)),
        "mean": mean,
        "sd_within": np.sqrt(squares / (size - 1)) if size > 1 else nothing,
        "sd_lane": np.sqrt(np.add.reduce(lane * lane, 2) / lanes),
        "sd_along": np.sqrt(np.add.reduce(along * along, 2) / segments),
        "sd_cell": np.sqrt(_squares(rest) / freedom) if freedom > 0 else nothing.copy(),
        "minimum": np.minimum.reduce(cells, (2, 3)),
        "maximum": np.maximum.reduce(cells, (2, 3)),
    }


def _squares(cells: Array) -> Array:
    """Return the sum of squares over the cells of each property and visit."""
    return np.asarray(np.einsum("vpls,vpls->vp", cells, cells))


def _figures_incomplete(cells: Array) -> dict[str, Array]:
    """Return the figures of webs of which cells are missing, `cells` of shape (web, lane, segment)."""
    known = ~np.isnan(cells)
    per_lane, per_segment = known.sum(axis=2), known.sum(axis=1)
    count = per_lane.sum(axis=1)
    mean = np.where(known, cells, 0.0).sum(axis=(1, 2)) / np.maximum(count, 1)
    centred = np.where(known, cells - mean[:, None, None], 0.0)
    lane, along, rest = _additive(centred, known, per_lane, per_segment)
    lanes, segments = (per_lane > 0).sum(axis=1), (per_segment > 0).sum(axis=1)
    found = {
        "mean": mean,
        "sd_within": _root_mean(np.sum(centred**2, axis=(1, 2)), count - 1),
        "sd_lane": _deviation(lane, per_lane > 0),
        "sd_along": _deviation(along, per_segment > 0),
        "sd_cell": _root_mean(np.sum(rest**2, axis=(1, 2)), count - lanes - segments + 1),
        "minimum": np.where(known, cells, np.inf).min(axis=(1, 2)),
        "maximum": np.where(known, cells, -np.inf).max(axis=(1, 2)),
    }
    found = {name: np.where(count > 0, values, np.nan) for name, values in found.items()}
    return {**found, "cells": count.astype(np.float64)}


def _additive(
    centred: Array, known: NDArray[np.bool_], per_lane: Array, per_segment: Array
) -> tuple[Array, Array, Array]:
    """Return lane and segment effects fitted to the cells that are left, and what they leave."""
    rest, settled = centred.copy(), _SETTLED * np.abs(centred).max(initial=0.0)
    lane, along = np.zeros(per_lane.shape), np.zeros(per_segment.shape)
    lanes, segments = np.maximum(per_lane, 1), np.maximum(per_segment, 1)
    for _ in range(_FITTING_ROUNDS):
        by_lane = np.add.reduce(rest, 2) / lanes
        rest -= by_lane[:, :, None]
        rest *= known
        by_segment = np.add.reduce(rest, 1) / segments
        rest -= by_segment[:, None, :]
        rest *= known
        lane += by_lane
        along += by_segment
        if max(np.abs(by_lane).max(initial=0.0), np.abs(by_segment).max(initial=0.0)) <= settled:
            break
    return lane, along, rest


def _root_mean(squares: Array, freedom: Array) -> Array:
    """Return the root of squares over degrees of freedom, NaN without any."""
    return np.where(freedom > 0, np.sqrt(squares / np.maximum(freedom, 1)), np.nan)


def _deviation(means: Array, has_cells: Array) -> Array:
    """Return the root mean square of means about their mean, of those that have cells."""
    count = np.maximum(has_cells.sum(axis=1), 1)
    centre = (means * has_cells).sum(axis=1) / count
    return np.asarray(np.sqrt((((means - centre[:, None]) * has_cells) ** 2).sum(axis=1) / count))
