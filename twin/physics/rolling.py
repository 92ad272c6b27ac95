"""Pressing a web of one or several layers between two rolls: load-controlled, cell by cell."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.material import Array
from twin.physics import nip
from twin.physics.compaction import pores_left_frac, softening
from twin.physics.mass import thickness_um

HIGHEST_FITTED_MPA = 160.0
"""Highest pressure of the series behind `calendered_porosity`."""

_UM_PER_CM3_G = 10.0
"""1 mg/cm² that takes up 1 cm³/g is 10 um thick; 1 MPa over 1 cm³/g is 1 kJ/kg."""


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
    """How each layer gives way (see `calendered_porosity`) and springs back; arrays (layer, 1, 1)."""

    floor_porosity_frac: Array
    flow_pressure_MPa: Array
    rearranged_share_frac: Array
    rearrangement_pressure_MPa: Array
    softening_per_K: Array
    instant_springback_frac: Array


class Pressed(NamedTuple):
    """What a nip leaves: `pressure_MPa` (lane, segment), the rest (layer, lane, segment).

    `work_kJ_kg`: mean pressure times the volume closed.
    """

    pressure_MPa: Array
    porosity_frac: Array
    thickness_um: Array
    work_kJ_kg: Array


def flow_pressure_MPa(
    pure_MPa: Array, electrolyte_softening_frac: Array, electrolyte_volume: Array, active_volume: Array
) -> Array:
    """Return the flow pressure of a layer, lower the more soft electrolyte there is among the grains.

    Volumes in any common unit. Linear mixing rule: assumption.
    """
    share = electrolyte_volume / (electrolyte_volume + active_volume)
    return np.asarray(pure_MPa * (1.0 - electrolyte_softening_frac * share))


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
    softer = softening(rolls.temperature_C, layer.softening_per_K)
    felt_MPa = highest_pressure_MPa * softer
    closable = np.maximum(porosity_frac - layer.floor_porosity_frac, 0.0) / _left(felt_MPa, layer)
    solid_um = thickness_um(loading_mg_cm2, pore_free_g_cm3)
    layers_um = solid_um / (1.0 - porosity_frac)
    stack = _Stack(solid_um, closable, highest_pressure_MPa, softer, _through(layers_um))
    pressure = _cell_pressure_MPa(stack, layer, rolls)
    left = _left(np.maximum(pressure, highest_pressure_MPa) * softer, layer)
    porosity = layer.floor_porosity_frac + closable * left
    thickness = solid_um / (1.0 - porosity)
    work_kJ_kg = pressure * np.maximum(layers_um - thickness, 0.0) / (_UM_PER_CM3_G * loading_mg_cm2)
    return Pressed(pressure, porosity, thickness, work_kJ_kg)


class _Stack(NamedTuple):
    """A web before the nip, arrays (layer, lane, segment); its thickness (lane, segment)."""

    solid_um: Array
    closable_frac: Array
    highest_MPa: Array
    softer: Array
    before_um: Array


def _cell_pressure_MPa(stack: _Stack, layer: Compactible, rolls: Rolls) -> Array:
    """Return the pressure of every cell, shape (lane, segment)."""
    cells = stack.before_um.size
    solid, closable, highest, softer = (_layer_mean(values, cells) for values in stack[:4])
    room, under_load = 1.0 - layer.floor_porosity_frac, 1.0 + layer.instant_springback_frac

    def pores_in_nip(pressure: float) -> Array:
        return _left(np.maximum(pressure, highest) * softer, layer)

    def thickness_in_nip_um(pressure: float) -> float:
        return float(np.add.reduce(solid / ((room - closable * pores_in_nip(pressure)) * under_load), None))

    load, radius = _mean(rolls.line_load_N_mm), rolls.radius_mm
    before_um = float(np.add.reduce(stack.before_um, None)) / cells
    pressure, slope_um = nip.nip_pressure_MPa(load, radius, before_um, thickness_in_nip_um)
    cell_um = _through(
        stack.solid_um / ((room - stack.closable_frac * pores_in_nip(pressure)) * under_load)
    )
    mean_um = float(np.add.reduce(cell_um, None)) / cells
    # dq/q per e-fold of pressure: the arc of contact grows with the draft
    gain = 1.0 - 0.5 * slope_um / max(before_um - mean_um, nip.LEAST_DRAFT * before_um)
    cell_load = pressure * nip.contact_length_mm(radius, np.maximum(stack.before_um - cell_um, 0.0))
    opened_um = (cell_load - load) / rolls.stiffness_N_mm_um
    shift = (mean_um + rolls.gap_error_um + opened_um - cell_um) / (
        slope_um - gain * load / rolls.stiffness_N_mm_um
    )
    if isinstance(rolls.line_load_N_mm, np.ndarray):
        shift = shift + np.log(rolls.line_load_N_mm / load) / gain
    return np.asarray(pressure * np.exp(shift))


def _left(felt_MPa: Array, layer: Compactible) -> Array:
    """Return the share of the closable pores a pressure leaves open."""
    return pores_left_frac(
        felt_MPa, layer.flow_pressure_MPa, layer.rearranged_share_frac, layer.rearrangement_pressure_MPa
    )


def _mean(values: Array | float) -> float:
    """Return the mean of a set-point."""
    return values if isinstance(values, float) else float(np.mean(values))


def _layer_mean(values: Array, cells: int) -> Array:
    """Return the mean of every layer, shape (layer, 1, 1)."""
    if values.shape[1:] == (1, 1):
        return values
    return np.asarray(np.add.reduce(values, (1, 2), keepdims=True) / cells)


def _through(values: Array) -> Array:
    """Return the sum over the layers, shape (lane, segment)."""
    return np.asarray(values[0] if len(values) == 1 else np.add.reduce(values, 0))
