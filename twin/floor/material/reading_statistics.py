"""Figures of readings from cells: mean, spread by lane, along the web and by cell, extremes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from twin.core.material import Array

_LEAST_WEIGHT = 1e-10
"""Cells' worth of pull on every effect towards 0, so that an effect without cells is 0."""


def figures_of(cells: Array) -> dict[str, Array]:
    """Return the figures of readings from cells of shape (visit, property, lane, segment); NaN = cut.

    The lot's spread is taken apart into lanes, segments and the rest, each lane and each segment by
    the mean of its known cells. Where cells are missing the degrees of freedom of the rest are those left.
    """
    figures = _figures(cells)
    incomplete = np.isnan(figures["mean"]).any(axis=1)
    if incomplete.any():
        webs = cells[incomplete]
        known = ~np.isnan(webs)
        shape = webs.shape[:2]
        if (known != known[:, :1]).any():  # each property has holes of its own
            webs = webs.reshape(-1, 1, *webs.shape[2:])
            known = known.reshape(webs.shape)
        for name, values in _figures_incomplete(webs, known[:, 0]).items():
            figures[name][incomplete] = values.reshape(shape)
    return figures


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
    missing = np.full(mean.shape, np.nan)
    return {
        "cells": np.full(mean.shape, float(size)),
        "mean": mean,
        "sd_within": np.sqrt(squares / (size - 1)) if size > 1 else missing,
        "sd_lane": np.sqrt(np.add.reduce(lane * lane, 2) / lanes),
        "sd_along": np.sqrt(np.add.reduce(along * along, 2) / segments),
        "sd_cell": np.sqrt(_squares(rest) / freedom) if freedom > 0 else missing.copy(),
        "minimum": np.minimum.reduce(cells, (2, 3)),
        "maximum": np.maximum.reduce(cells, (2, 3)),
    }


def _squares(cells: Array) -> Array:
    """Return the sum of squares over the cells of each property and visit."""
    return np.asarray(np.einsum("vpls,vpls->vp", cells, cells))


def _figures_incomplete(cells: Array, known: NDArray[np.bool_]) -> dict[str, Array]:
    """Return the figures of webs of which cells are missing, `known` of shape (visit, lane, segment)."""
    seen = known.astype(np.float64)
    per_lane, per_segment = np.add.reduce(seen, 2), np.add.reduce(seen, 1)
    count = np.add.reduce(per_lane, 1)[:, None]
    filled = np.where(known[:, None], cells, 0.0)
    mean = np.add.reduce(filled, (2, 3)) / np.maximum(count, 1.0)
    filled -= mean[:, :, None, None]
    filled *= seen[:, None]
    lane, along, rest = _additive(filled, seen)
    lanes, segments = np.count_nonzero(per_lane, axis=1), np.count_nonzero(per_segment, axis=1)
    sd_cell = _root_mean(_squares(rest), count - (lanes + segments - 1)[:, None])
    by_lane, by_segment = _noise_shares(seen)
    cells_left = np.maximum(count[:, 0], 1.0)
    figures = {
        "mean": mean,
        "sd_within": _root_mean(_squares(filled), count - 1.0),
        "sd_lane": _as_if_even(
            _deviation(lane, per_lane > 0.0), sd_cell, by_lane, (lanes - 1.0) / cells_left
        ),
        "sd_along": _as_if_even(
            _deviation(along, per_segment > 0.0), sd_cell, by_segment, (segments - 1.0) / cells_left
        ),
        "sd_cell": sd_cell,
        "minimum": np.fmin.reduce(cells, (2, 3)),
        "maximum": np.fmax.reduce(cells, (2, 3)),
    }
    figures = {name: np.where(count > 0.0, values, np.nan) for name, values in figures.items()}
    return {**figures, "cells": np.broadcast_to(count, mean.shape)}


def _as_if_even(deviation: Array, sd_cell: Array, noise: Array, even: Array) -> Array:
    """Return a spread of effects with as much cell noise in it as if the holes were spread evenly.

    `noise`: variance that cells of variance 1 put into the fitted effects of each visit; `even`: what they
    put in where every lane and every segment has lost as many cells. So one correction serves all webs.
    """
    surplus = np.nan_to_num(sd_cell) ** 2 * (noise - even)[:, None]
    return np.asarray(np.sqrt(np.maximum(deviation**2 - surplus, 0.0)))


def _noise_shares(seen: Array) -> tuple[Array, Array]:
    """Return the variance that cells of variance 1 put into the lane and the segment effects of each visit.

    From the covariance of the additive fit: of the lanes it is the inverse of their system M, of the
    segments 1/n + share' M^-1 share; centred on those that have cells, and averaged.
    """
    lanes, segments = seen.shape[1:]
    if lanes > segments:
        along, lane = _noise_shares(seen.swapaxes(1, 2))
        return lane, along
    per_lane, per_segment = np.add.reduce(seen, 2), np.add.reduce(seen, 1)
    has_lane, has_segment = per_lane > 0.0, per_segment > 0.0
    share = seen / np.maximum(per_segment, 1.0)[:, None, :]
    matrix = 1.0 + _LEAST_WEIGHT * np.eye(lanes) - seen @ share.swapaxes(1, 2)
    matrix[:, np.arange(lanes), np.arange(lanes)] += np.where(has_lane, per_lane, 1.0)
    inverse = np.linalg.inv(matrix) * (has_lane[:, :, None] & has_lane[:, None, :])
    count = np.maximum(np.count_nonzero(has_lane, axis=1), 1)
    lane = (np.einsum("vll->v", inverse) - np.add.reduce(inverse, (1, 2)) / count) / count
    own = np.where(has_segment, 1.0 / np.maximum(per_segment, 1.0), 0.0)
    through = np.einsum("vls,vlm,vms->vs", share, inverse, share)
    whole = np.add.reduce(share, 2)
    count = np.maximum(np.count_nonzero(has_segment, axis=1), 1)
    shared = np.add.reduce(own, 1) + np.einsum("vl,vlm,vm->v", whole, inverse, whole)
    along = (np.add.reduce(own + through, 1) - shared / count) / count
    return lane, along


def _additive(centred: Array, seen: Array) -> tuple[Array, Array, Array]:
    """Return lane and segment effects fitted to the cells that are left (`seen` 1, else 0), and the rest.

    Least squares, the segments eliminated: one small system per visit. The effects of a lane without
    cells, and of parts of a web that share neither lane nor segment, are as small as can be.
    """
    lanes, segments = seen.shape[1:]
    if lanes > segments:
        along, lane, rest = _additive(centred.swapaxes(2, 3), seen.swapaxes(1, 2))
        return lane, along, rest.swapaxes(2, 3)
    per_segment = np.maximum(np.add.reduce(seen, 1), 1.0)[:, None, :]
    share = seen / per_segment
    to_lanes = share.swapaxes(1, 2)
    matrix = 1.0 + _LEAST_WEIGHT * np.eye(lanes) - seen @ to_lanes
    matrix[:, np.arange(lanes), np.arange(lanes)] += np.add.reduce(seen, 2)
    by_segment = np.add.reduce(centred, 2)
    right = np.add.reduce(centred, 3) - by_segment @ to_lanes
    lane = np.linalg.solve(matrix, right.swapaxes(1, 2)).swapaxes(1, 2)
    along = by_segment / per_segment - lane @ share
    rest = centred - lane[..., None]
    rest -= along[:, :, None, :]
    rest *= seen[:, None]
    return lane, along, rest


def _root_mean(squares: Array, freedom: Array) -> Array:
    """Return the root of squares over degrees of freedom, NaN without any."""
    return np.where(freedom > 0, np.sqrt(squares / np.maximum(freedom, 1)), np.nan)


def _deviation(means: Array, has_cells: NDArray[np.bool_]) -> Array:
    """Return the root mean square of means about their mean, of those that have cells."""
    weight = has_cells / np.maximum(np.count_nonzero(has_cells, axis=1), 1)[:, None]
    centre = np.einsum("vpn,vn->vp", means, weight)
    return np.asarray(np.sqrt(np.einsum("vpn,vn->vp", (means - centre[:, :, None]) ** 2, weight)))
