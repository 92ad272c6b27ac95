"""Pressing a web of one or several layers between two rolls: load-controlled, cell by cell."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from twin.core.arrays import is_zero, layer_means, mean, smaller
from twin.core.mass_balance import thickness_um
from twin.core.material import Array
from twin.laws import nip
from twin.laws.compaction import Pores, calendered_porosity, closable_pores, pores_left_frac, softening
from twin.laws.registry.law import part_of

_UM_PER_CM3_G = 10.0
"""1 mg/cm² that takes up 1 cm³/g is 10 um thick; 1 MPa over 1 cm³/g is 1 kJ/kg."""
_NEVER_ZERO = 1e-300
_LARGEST_SHIFT = 5.0
"""Of the logarithm of pressure: gap errors far beyond any mill must not overflow its exponential."""
_LEAST_SLOPE = 1e-12
"""Of the thickness, per e-fold of pressure: a web no pressure thins has a finite stiffness."""


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

    `hardening_MPa`: the highest pressure so far, this one included, as it would act at 25 °C, by layer.
    `solid_frac`: solids per volume.
    `work_kJ_kg`: mean pressure times the volume closed. `open_frac`: share of the closable pores left open.
    """

    pressure_MPa: Array
    hardening_MPa: Array
    porosity_frac: Array
    solid_frac: Array
    thickness_um: Array
    work_kJ_kg: Array
    open_frac: Array | float


@part_of("calendered_porosity", "nip_pressure", "thickness_error_um")
def press(
    loading_mg_cm2: Array,
    porosity_frac: Array | float,
    pore_free_g_cm3: Array | float,
    hardening_pressure_MPa: Array | float,
    layer: Compactible,
    rolls: Rolls,
) -> Pressed:
    """Return pressure, porosity and thickness of every cell behind a load-controlled pair of rolls.

    The mean over the web carries the line load. Layers lie in series and share the pressure of their
    cell. A cell that is thicker, or where the gap is narrower, takes more force. The rolls flatten there;
    the frame opens by the mean over the width alone, as rolls do not bend from lane to lane. That balance
    is solved to first order around the mean. Pores closed earlier stay closed: only a pressure that works
    harder than the hardest so far compacts, each at the temperature it acted at. Mass is conserved exactly:
    thickness = loading / density.
    """
    softer = softening(rolls.temperature_C, layer.softening_per_K) * layer.softened_ratio
    softer = softer if isinstance(softer, float) else softer.reshape(-1, *softer.shape[-2:])
    kept, closable = closable_pores(porosity_frac, layer.floor_porosity_frac)
    if not is_zero(hardening_pressure_MPa):
        # so many would have been there before the earlier pressure
        closable = closable / (_left(hardening_pressure_MPa, layer) + _NEVER_ZERO)
    solid_um = loading_mg_cm2 * thickness_um(1.0, pore_free_g_cm3)
    layers_um = solid_um / (1.0 - porosity_frac)
    stack = _Stack(solid_um, closable, 1.0 - kept, hardening_pressure_MPa, softer, _through(layers_um))
    pressure = _cell_pressure_MPa(stack, layer, rolls)[None]
    hardening = np.maximum(pressure * softer, hardening_pressure_MPa)
    porosity, left = calendered_porosity(
        hardening,
        Pores(kept, closable),
        1.0,
        layer.flow_pressure_MPa,
        layer.rearranged_share_frac,
        layer.rearrangement_pressure_MPa,
    )
    solid_frac = 1.0 - porosity
    thickness = solid_um / solid_frac
    work_kJ_kg = pressure * (layers_um - thickness) / (_UM_PER_CM3_G * loading_mg_cm2)
    return Pressed(pressure, hardening, porosity, solid_frac, thickness, work_kJ_kg, left)


class _Stack(NamedTuple):
    """A web before the nip, arrays (layer, lane, segment) or what is the same all over a layer.

    `room_frac`: volume not closable. `before_um`: thickness of all layers, (lane, segment).
    """

    solid_um: Array
    closable_frac: Array | float
    room_frac: Array | float
    hardening_MPa: Array | float
    softer: Array | float
    before_um: Array


class _Layer(NamedTuple):
    """The mean of one layer of a stack, as plain numbers: many small arrays would cost more than the sum."""

    solid_um: float
    closable_frac: float
    hardening_MPa: float
    softer: float
    room_frac: float
    flow_MPa: float
    rearranged_frac: float
    rearrangement_MPa: float
    under_load: float

    def pores_left(self, pressure_MPa: float) -> float:
        """Return the share of the closable pores left open under a pressure."""
        felt = max(pressure_MPa * self.softer, self.hardening_MPa)
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
    in_nip_um = layers[0].in_nip_um if len(layers) == 1 else _in_series(layers)
    pressure, slope_um = nip.carrying_pressure_MPa(load, radius, before_um, in_nip_um)
    left = _stacked([part.pores_left(pressure) for part in layers])
    under_load = 1.0 + layer.instant_springback_frac
    solid_frac = under_load * stack.room_frac - under_load * left * stack.closable_frac
    cell_um = _through(stack.solid_um / solid_frac)
    mean_um = mean(cell_um)
    # dq/q per e-fold of pressure: the arc of contact grows with the draft
    gain = 1.0 - 0.5 * slope_um / max(before_um - mean_um, nip.LEAST_DRAFT * before_um)
    root_um = np.sqrt(np.maximum(stack.before_um - cell_um, 0.0))
    force_N_mm = pressure * float(nip.contact_length_mm(radius, 1.0))  # per root_um
    flat_um = nip.flattening_um_mm_N(radius, load / pressure, rolls.modulus_GPa)
    # by how much each cell falls short of its gap, flattened by its force; of all alike, that above the mean
    missing = rolls.gap_error_um - cell_um + flat_um * force_N_mm * root_um
    alike = mean_um - flat_um * load
    slope_um = min(slope_um, -_LEAST_SLOPE * before_um)
    plastic = -gain * load / slope_um
    # each segment over its whole width first, then each lane against the gap the frame leaves
    whole_um = _over_width(missing)
    frame_um = force_N_mm / rolls.frame_N_mm_um * _over_width(root_um) + (alike - load / rolls.frame_N_mm_um)
    rolls_only, mill = 1.0 / flat_um, 1.0 / (flat_um + 1.0 / rolls.frame_N_mm_um)
    of_width_um = nip.thickness_error_um(whole_um + frame_um, 0.0, mill, plastic)
    of_width_um = of_width_um - nip.thickness_error_um(whole_um, 0.0, rolls_only, plastic)
    error_um = nip.thickness_error_um(missing, 0.0, rolls_only, plastic) + of_width_um
    shift = error_um / slope_um
    if isinstance(rolls.line_load_N_mm, np.ndarray):
        shift = shift + np.log(rolls.line_load_N_mm / load) / gain
    return np.asarray(pressure * np.exp(smaller(shift, _LARGEST_SHIFT)))


def _layers(stack: _Stack, layer: Compactible) -> list[_Layer]:
    """Return the mean of every layer of a stack."""
    columns = (
        stack.solid_um,
        stack.closable_frac,
        stack.hardening_MPa,
        stack.softer,
        stack.room_frac,
        layer.flow_pressure_MPa,
        layer.rearranged_share_frac,
        layer.rearrangement_pressure_MPa,
        1.0 + layer.instant_springback_frac,
    )
    count = len(stack.solid_um)
    if count == 1:
        return [_Layer(*map(mean, columns))]
    return [
        _Layer(*numbers) for numbers in zip(*(layer_means(column, count) for column in columns), strict=True)
    ]


def _in_series(layers: list[_Layer]) -> Callable[[float], float]:
    """Return the thickness of all layers under load, as a function of pressure."""
    return lambda pressure_MPa: math.fsum([layer.in_nip_um(pressure_MPa) for layer in layers])


def _stacked(values: list[float]) -> Array | float:
    """Return one number per layer as (layer, 1, 1); of one layer the number."""
    return values[0] if len(values) == 1 else np.array(values)[:, None, None]


def _left(felt_MPa: Array | float, layer: Compactible) -> Array | float:
    """Return the share of the closable pores a pressure leaves open."""
    return pores_left_frac(
        felt_MPa, layer.flow_pressure_MPa, layer.rearranged_share_frac, layer.rearrangement_pressure_MPa
    )


def _over_width(values: Array) -> Array:
    """Return the mean over the lanes, shape (segment,)."""
    return np.asarray(_equal_shares(len(values)).dot(values))


@cache
def _equal_shares(count: int) -> Array:
    """Return weights of a mean: a product with them is quicker than NumPy's own sum over an axis."""
    shares = np.full(count, 1.0 / count)
    shares.flags.writeable = False
    return shares


def _through(values: Array) -> Array:
    """Return the sum over the layers, shape (lane, segment)."""
    return np.asarray(values[0] if len(values) == 1 else np.add.reduce(values, 0))
