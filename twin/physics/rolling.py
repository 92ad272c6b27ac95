"""Pressing a web of one or several layers between two rolls: load-controlled, cell by cell."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.material import Array
from twin.physics import nip
from twin.physics.compaction import pores_left_frac, softening
from twin.physics.elementary import mean
from twin.physics.mass import thickness_um

_UM_PER_CM3_G = 10.0
"""1 mg/cm² that takes up 1 cm³/g is 10 um thick; 1 MPa over 1 cm³/g is 1 kJ/kg."""
_NEVER_ZERO = 1e-300
_LARGEST_SHIFT = 5.0
"""Of the logarithm of pressure: gap errors far beyond any mill must not overflow its exponential."""


class Rolls(NamedTuple):
    """A pair of equal rolls: load per width, radius, stiffness of the frame per width of web, modulus.

    Load, temperature and gap error are floats or arrays (lane, segment).
    """

    line_load_N_mm: Array | float
    radius_mm: float
    frame_N_mm_um: float
    modulus_GPa: float
    temperature_C: Array | float
    gap_error_um: Array | float


class Compactible(NamedTuple):
    """How each layer gives way (see `calendered_porosity`) and springs back.

    `softened_ratio`: how much harder a pressure works for solvent left in the binder. Arrays (layer, 1, 1) or
    by cell; plain numbers where all layers are alike, which is quicker than broadcasting.
    """

    floor_porosity_frac: Array | float
    flow_pressure_MPa: Array | float
    rearranged_share_frac: Array | float
    rearrangement_pressure_MPa: Array | float
    softening_per_K: Array | float
    instant_springback_frac: Array | float
    softened_ratio: Array | float = 1.0


class Pressed(NamedTuple):
    """What a nip leaves: `pressure_MPa` (1, lane, segment), the rest (layer, lane, segment).

    `work_kJ_kg`: mean pressure times the volume closed. `closed_frac`: share of the closable pores closed.
    """

    pressure_MPa: Array
    porosity_frac: Array
    thickness_um: Array
    work_kJ_kg: Array
    closed_frac: Array | float


def flow_pressure_MPa(
    pure_MPa: Array | float,
    electrolyte_softening_frac: Array | float,
    electrolyte_volume: Array | float,
    active_volume: Array | float,
) -> Array | float:
    """Return the flow pressure of a layer, lower the more soft electrolyte there is among the grains.

    Volumes in any common unit. Linear mixing rule: assumption.
    """
    share = electrolyte_volume / (electrolyte_volume + active_volume)
    return pure_MPa * (1.0 - electrolyte_softening_frac * share)


def press(
    loading_mg_cm2: Array,
    porosity_frac: Array | float,
    pore_free_g_cm3: Array | float,
    highest_pressure_MPa: Array,
    layer: Compactible,
    rolls: Rolls,
) -> Pressed:
    """Return pressure, porosity and thickness of every cell behind a load-controlled pair of rolls.

    The mean over the web carries the line load. Layers lie in series and share the pressure of their
    cell. A cell that is thicker, or where the gap is narrower, takes more force. The rolls flatten there;
    the frame opens by the mean over the width alone, as rolls do not bend from lane to lane. That balance
    is solved to first order around the mean. Pores closed earlier stay closed: only a pressure above the
    highest so far compacts, as if the earlier one had acted at this roll temperature. Mass is conserved
    exactly: thickness = loading / density.
    """
    softer = softening(rolls.temperature_C, layer.softening_per_K) * layer.softened_ratio
    softer = softer if isinstance(softer, float) else softer.reshape(-1, *softer.shape[-2:])
    closable = np.maximum(porosity_frac - layer.floor_porosity_frac, 0.0)
    closable = closable / (_left(highest_pressure_MPa * softer, layer) + _NEVER_ZERO)
    solid_um = thickness_um(loading_mg_cm2, pore_free_g_cm3)
    layers_um = solid_um / (1.0 - porosity_frac)
    stack = _Stack(solid_um, closable, highest_pressure_MPa, softer, _through(layers_um))
    pressure = _cell_pressure_MPa(stack, layer, rolls)[None]
    left = _left(np.maximum(pressure, highest_pressure_MPa) * softer, layer)
    porosity = layer.floor_porosity_frac + closable * left
    thickness = solid_um / (1.0 - porosity)
    work_kJ_kg = pressure * np.maximum(layers_um - thickness, 0.0) / (_UM_PER_CM3_G * loading_mg_cm2)
    return Pressed(pressure, porosity, thickness, work_kJ_kg, 1.0 - left)


class _Stack(NamedTuple):
    """A web before the nip, arrays (layer, lane, segment); its thickness (lane, segment)."""

    solid_um: Array
    closable_frac: Array
    highest_MPa: Array
    softer: Array | float
    before_um: Array


class _Layer(NamedTuple):
    """The mean of one layer of a stack, as plain numbers: many small arrays would cost more than the sum."""

    solid_um: float
    closable_frac: float
    highest_MPa: float
    softer: float
    room_frac: float
    flow_MPa: float
    rearranged_frac: float
    rearrangement_MPa: float
    under_load: float

    def pores_left(self, pressure_MPa: float) -> float:
        """Return the share of the closable pores left open under a pressure."""
        felt = max(pressure_MPa, self.highest_MPa) * self.softer
        left = pores_left_frac(felt, self.flow_MPa, self.rearranged_frac, self.rearrangement_MPa)
        return float(left)

    def in_nip_um(self, pressure_MPa: float) -> float:
        """Return the thickness under load."""
        solid_frac = self.room_frac - self.closable_frac * self.pores_left(pressure_MPa)
        return self.solid_um / (solid_frac * self.under_load)


def _cell_pressure_MPa(stack: _Stack, layer: Compactible, rolls: Rolls) -> Array:
    """Return the pressure of every cell, shape (lane, segment)."""
    layers = _layers(stack, layer)
    load, radius = mean(rolls.line_load_N_mm), rolls.radius_mm
    before_um = mean(stack.before_um)
    pressure, slope_um = nip.nip_pressure_MPa(
        load, radius, before_um, lambda guess: sum(part.in_nip_um(guess) for part in layers)
    )
    left = _stacked([part.pores_left(pressure) for part in layers])
    solid_frac = 1.0 - layer.floor_porosity_frac - stack.closable_frac * left
    cell_um = _through(stack.solid_um / (solid_frac * (1.0 + layer.instant_springback_frac)))
    mean_um = mean(cell_um)
    # dq/q per e-fold of pressure: the arc of contact grows with the draft
    gain = 1.0 - 0.5 * slope_um / max(before_um - mean_um, nip.LEAST_DRAFT * before_um)
    excess = pressure * nip.contact_length_mm(radius, np.maximum(stack.before_um - cell_um, 0.0)) - load
    flat_um = nip.flattening_um_mm_N(radius, load / pressure, rolls.modulus_GPa)
    missing = mean_um + rolls.gap_error_um - cell_um + flat_um * excess
    # each segment over its whole width first, then each lane against the gap the frame leaves
    own, shared = slope_um - gain * load * flat_um, gain * load / rolls.frame_N_mm_um
    opened = _over_width(excess) / rolls.frame_N_mm_um
    whole = (_over_width(missing) + opened) / (own - shared)
    shift = (missing + opened + shared * whole) / own
    if isinstance(rolls.line_load_N_mm, np.ndarray):
        shift = shift + np.log(rolls.line_load_N_mm / load) / gain
    return np.asarray(pressure * np.exp(np.minimum(shift, _LARGEST_SHIFT)))


def _layers(stack: _Stack, layer: Compactible) -> list[_Layer]:
    """Return the mean of every layer of a stack."""
    count = len(stack.solid_um)
    columns = (
        _layer_means(stack.solid_um, count),
        _layer_means(stack.closable_frac, count),
        _layer_means(stack.highest_MPa, count),
        _layer_means(stack.softer, count),
        _layer_means(1.0 - layer.floor_porosity_frac, count),
        _layer_means(layer.flow_pressure_MPa, count),
        _layer_means(layer.rearranged_share_frac, count),
        _layer_means(layer.rearrangement_pressure_MPa, count),
        _layer_means(1.0 + layer.instant_springback_frac, count),
    )
    return [_Layer(*numbers) for numbers in zip(*columns, strict=True)]


def _stacked(values: list[float]) -> Array | float:
    """Return one number per layer as (layer, 1, 1); of one layer the number."""
    return values[0] if len(values) == 1 else np.array(values)[:, None, None]


def _left(felt_MPa: Array, layer: Compactible) -> Array | float:
    """Return the share of the closable pores a pressure leaves open."""
    return pores_left_frac(
        felt_MPa, layer.flow_pressure_MPa, layer.rearranged_share_frac, layer.rearrangement_pressure_MPa
    )


def _layer_means(values: Array | float, count: int) -> list[float]:
    """Return the mean of every layer."""
    if isinstance(values, float) or len(values) == 1:
        return [mean(values)] * count
    cells = values.size // len(values)
    means: list[float] = (np.add.reduce(values, (1, 2)) / cells).tolist()
    return means


def _over_width(values: Array) -> Array:
    """Return the mean over the lanes, shape (segment,)."""
    return np.asarray(np.add.reduce(values, 0) / len(values))


def _through(values: Array) -> Array:
    """Return the sum over the layers, shape (lane, segment)."""
    return np.asarray(values[0] if len(values) == 1 else np.add.reduce(values, 0))
