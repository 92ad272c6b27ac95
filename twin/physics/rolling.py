"""Pressing a web of one or several layers between two rolls: load-controlled, cell by cell."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.material import Array
from twin.physics import nip
from twin.physics.compaction import calendered_porosity
from twin.physics.mass import thickness_um

HIGHEST_FITTED_MPA = 160.0
"""Highest pressure of the series behind `calendered_porosity`."""


class Rolls(NamedTuple):
    """A pair of equal rolls: load per width, radius, stiffness of the mill per width of web.

    Load, temperature and gap error are floats or arrays (lane, segment).
    """

    line_load_N_mm: Array | float
    radius_mm: float
    stiffness_N_mm_um: float
    temperature_C: Array | float
    gap_error_um: Array | float


class Compactible(NamedTuple):
    """How a layer gives way, arrays that broadcast to (layer, lane, segment) (see `calendered_porosity`)."""

    floor_porosity_frac: Array
    flow_pressure_MPa: Array
    rearranged_share_frac: Array
    rearrangement_pressure_MPa: Array
    softening_per_K: Array
    instant_springback_frac: Array


class Pressed(NamedTuple):
    """What a nip leaves: `pressure_MPa` (lane, segment), the rest (layer, lane, segment)."""

    pressure_MPa: Array
    porosity_frac: Array
    thickness_um: Array


def flow_pressure_MPa(
    pure_MPa: Array, electrolyte_softening_frac: Array, electrolyte_volume: Array, active_volume: Array
) -> Array:
    """Return the flow pressure of a layer, lower the more soft electrolyte there is among the grains.

    Volumes in any common unit. Linear mixing rule: assumption.
    """
    share = electrolyte_volume / (electrolyte_volume + active_volume)
    return np.asarray(pure_MPa * (1.0 - electrolyte_softening_frac * share))


def pores_left_frac(pressure_MPa: Array | float, temperature_C: Array | float, layer: Compactible) -> Array:
    """Return the share of the closable pores a pressure leaves open."""
    return calendered_porosity(
        pressure_MPa,
        1.0,
        temperature_C,
        0.0,
        layer.flow_pressure_MPa,
        layer.rearranged_share_frac,
        layer.rearrangement_pressure_MPa,
        layer.softening_per_K,
    )


def press(
    loading_mg_cm2: Array,
    porosity_frac: Array,
    pore_free_g_cm3: Array,
    highest_pressure_MPa: Array,
    layer: Compactible,
    rolls: Rolls,
) -> Pressed:
    """Return pressure, porosity and thickness of every cell behind a load-controlled pair of rolls.

    The mean over the web carries the line load. Layers lie in series and share the pressure of their
    cell. A cell that is thicker, or where the gap is narrower, takes more force, which opens the mill
    there by force over stiffness; that balance is solved to first order around the mean. Pores closed
    earlier stay closed: only a pressure above the highest so far compacts, as if the earlier one had
    acted at this roll temperature. Mass is conserved exactly: thickness = loading / density.
    """
    closable = np.maximum(porosity_frac - layer.floor_porosity_frac, 0.0)
    closable = closable / pores_left_frac(highest_pressure_MPa, rolls.temperature_C, layer)
    solid_um = thickness_um(loading_mg_cm2, pore_free_g_cm3)
    before_um = (solid_um / (1.0 - porosity_frac)).sum(axis=0)
    stack = _Stack(solid_um, closable, highest_pressure_MPa, layer.flow_pressure_MPa, before_um)
    pressure = _cell_pressure_MPa(stack, layer, rolls)
    left = pores_left_frac(np.maximum(pressure, highest_pressure_MPa), rolls.temperature_C, layer)
    porosity = layer.floor_porosity_frac + closable * left
    return Pressed(pressure, porosity, solid_um / (1.0 - porosity))


class _Stack(NamedTuple):
    """Thickness without pores, pores that any pressure could close, highest pressure, flow pressure, and
    thickness before."""

    solid_um: Array
    closable_frac: Array
    highest_MPa: Array
    flow_MPa: Array
    before_um: Array


def _cell_pressure_MPa(stack: _Stack, layer: Compactible, rolls: Rolls) -> Array:
    """Return the pressure of every cell, shape (lane, segment)."""
    cells = stack.before_um.size
    solid, closable, highest, flow = (_layer_mean(values, cells) for values in stack[:4])
    layer_mean, temperature = layer._replace(flow_pressure_MPa=flow), _mean(rolls.temperature_C)
    under_load = 1.0 + layer.instant_springback_frac

    def pores_in_nip(pressure: float) -> Array:
        return pores_left_frac(np.maximum(pressure, highest), temperature, layer_mean)

    def thickness_in_nip_um(pressure: float) -> float:
        solid_frac = 1.0 - layer.floor_porosity_frac - closable * pores_in_nip(pressure)
        return float((solid / (solid_frac * under_load)).sum())

    load, radius = _mean(rolls.line_load_N_mm), rolls.radius_mm
    before_um = float(stack.before_um.sum()) / cells
    pressure, slope_um = nip.nip_pressure_MPa(load, radius, before_um, thickness_in_nip_um)
    solid_frac = 1.0 - layer.floor_porosity_frac - stack.closable_frac * pores_in_nip(pressure)
    cell_um = (stack.solid_um / (solid_frac * under_load)).sum(axis=0)
    mean_um = float(cell_um.sum()) / cells
    # dq/q per e-fold of pressure: the arc of contact grows with the draft
    gain = 1.0 - 0.5 * slope_um / max(before_um - mean_um, nip.LEAST_DRAFT * before_um)
    cell_load = pressure * nip.contact_length_mm(radius, np.maximum(stack.before_um - cell_um, 0.0))
    opened_um = (cell_load - load) / rolls.stiffness_N_mm_um
    shift = (mean_um + rolls.gap_error_um + opened_um - cell_um) / (
        slope_um - gain * load / rolls.stiffness_N_mm_um
    )
    return np.asarray(pressure * np.exp(shift) * (rolls.line_load_N_mm / load) ** (1.0 / gain))


def _mean(values: Array | float) -> float:
    """Return the mean of a set-point."""
    return values if isinstance(values, float) else float(np.mean(values))


def _layer_mean(values: Array, cells: int) -> Array:
    """Return the mean of every layer, shape (layer, 1, 1)."""
    if values.shape[1:] == (1, 1):
        return values
    return np.asarray(values.sum(axis=(1, 2), keepdims=True) / cells)
