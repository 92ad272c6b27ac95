"""Webs: stack layers, lay webs side by side, cut lanes away, and combine layers into one figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from twin.core.lanes import Lanes
from twin.core.material import FIELDS, PROPERTIES, Array, Material, Outside, blank


def stack(
    layers: list[Material], area_m2: float, mass_kg: float, constants: Mapping[str, Array] | None = None
) -> Material:
    """Join the layers of several materials into one web, separator side first.

    `constants`: those of the web, if they have been stacked before. Raises ValueError where the lanes of
    the layers do not lie on top of each other.
    """
    first = layers[0]
    if len(layers) == 1:
        return first.with_(area_m2=area_m2, mass_kg=mass_kg)
    if any(layer.lanes != first.lanes for layer in layers):
        raise ValueError("webs whose lanes were cut differently cannot be joined")
    known = stacked_constants(layers) if constants is None else constants
    outside = frozenset[Outside]().union(*(layer.outside for layer in layers))
    joined = {name: _on_top([getattr(layer, name) for layer in layers]) for name in FIELDS}
    web = blank(known, mass_kg, area_m2, *first.shape[1:])
    return web.with_(form=first.form, lanes=first.lanes, outside=outside, **joined)


def stacked_constants(layers: list[Material]) -> Mapping[str, Array]:
    """Return the constants of a web of several layers."""
    names = layers[0].constants.keys()
    stacked = {name: np.concatenate([layer.constants[name] for layer in layers]) for name in names}
    for array in stacked.values():
        array.setflags(write=False)
    return stacked


def cut_to(web: Material, lanes: Lanes) -> Material:
    """Return the part of a web that lies in some of its lanes, or in a part of their widths.

    What is on a lane stays as it is. Area goes with the width, mass with the loading of each lane, so what
    was cut off is the difference to the web.
    """
    if lanes == web.lanes:
        return web
    place = lanes.within(web.lanes)
    loading = of_web(web, "loading_mg_cm2").mean(axis=1)
    fields: dict[str, Any] = {name: _lanes_of(getattr(web, name), place) for name in FIELDS}
    mass_share = np.dot(loading[place], lanes.widths) / np.dot(loading, web.lanes.widths)
    return replace(
        web,
        lanes=lanes,
        area_m2=web.area_m2 * (lanes.width / web.lanes.width),
        mass_kg=web.mass_kg * float(mass_share),
        **fields,
    )


def _lanes_of(values: Array, place: slice) -> Array:
    """Return some lanes of a field, read-only; what is the same all over a layer stays stored once."""
    part = values[:, place]
    if values.strides[1] or values.strides[2]:
        part = part.copy()
        part.setflags(write=False)
    return part


def side_by_side(webs: list[Material], names: Iterable[str]) -> Material:
    """Return one web as wide as several of the same constants together, lanes next to each other.

    Of it, only the fields `names` are known.
    """
    first = webs[0]
    mass_kg, area_m2 = sum(web.mass_kg for web in webs), sum(web.area_m2 for web in webs)
    lanes, segments = sum(web.shape[1] for web in webs), first.shape[2]
    wide = blank(first.constants, mass_kg, area_m2, lanes, segments)
    fields = {name: _beside([getattr(web, name) for web in webs]) for name in names}
    return wide.with_(form=first.form, **fields)


def _beside(parts: list[Array]) -> Array:
    """Return fields of webs next to each other; one shared by all and even in each layer as (layer, 1, 1)."""
    first = parts[0]
    if not first.strides[1] and not first.strides[2] and all(part is first for part in parts):
        return first[:, :1, :1]
    return np.concatenate(parts, 1)


def _on_top(parts: list[Array]) -> Array:
    """Return layers on top of each other; those that are even in each layer as (layer, 1, 1)."""
    if any(part.strides[1] or part.strides[2] for part in parts):
        return np.concatenate(parts)
    return np.concatenate([part[:, :1, :1] for part in parts])


def of_web(material: Material, name: str) -> Array:
    """Return a property of the whole web, shape (lane, segment): layers combined as its table says."""
    values: Array = getattr(material, name)
    top: Array = values[0]
    if values.shape[0] == 1:
        return top
    combine = PROPERTIES[name].combine
    if combine == "sum":
        return np.asarray(values.sum(axis=0))
    if combine == "top":
        return top
    if combine == "max":
        return np.asarray(values.max(axis=0))
    if combine == "by_thickness" and not np.isnan(material.thickness_um).any():
        return np.asarray((values * material.thickness_um).sum(axis=0) / material.thickness_um.sum(axis=0))
    return np.asarray(values.mean(axis=0))
