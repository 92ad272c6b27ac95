"""Material: what is known about a lot, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from operator import methodcaller
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

Combine = Literal["mean", "sum", "by_thickness", "top", "max"]
Form = Literal["powder", "slurry", "web"]


_ARRAY = np.ndarray
_lock = methodcaller("setflags", False)
"""Locks an array against writing."""


class Property(NamedTuple):
    """What a field of Material is, and how layers combine into one figure of the web."""

    doc: str
    combine: Combine = "mean"


PROPERTIES: dict[str, Property] = {
    "active_mass_frac": Property("Active material per dry solids."),
    "electrolyte_mass_frac": Property("Solid electrolyte per dry solids."),
    "carbon_mass_frac": Property("Conductive carbon per dry solids."),
    "binder_mass_frac": Property("Binder per dry solids."),
    "solvent_kg_kg": Property("Solvent per dry solids; after drying the residual solvent."),
    "mixing_index_frac": Property("Lacey mixing index of the blend, 0 apart, 1 random."),
    "carbon_agglomerate_um": Property("Median size of carbon agglomerates."),
    "electrolyte_agglomerate_um": Property("Effective size of electrolyte agglomerates."),
    "fibrillation_frac": Property("Share of the binder drawn into fibrils."),
    "carbon_aspect_ratio": Property("Length over diameter of the carbon left by shear."),
    "electrolyte_conductivity_mS_cm": Property("Ion conductivity of the electrolyte left after damage."),
    "coating_intact_frac": Property("Share of the particle coating of the active material still intact."),
    "cracked_frac": Property("Share of active particles cracked."),
    "loading_mg_cm2": Property("Dry mass per area.", "sum"),
    "thickness_um": Property("Thickness of the coating.", "sum"),
    "density_g_cm3": Property("Density of the coating, pores included.", "by_thickness"),
    "porosity_frac": Property("Pore volume per coating volume.", "by_thickness"),
    "roughness_um": Property("Root mean square roughness of the surface.", "top"),
    "binder_surface_ratio": Property("Binder at the surface over its mean; 1 = even."),
    "coating_crack_frac": Property("Area share of drying cracks.", "max"),
    "deposited_thickness_nm": Property("Thickness of the deposited film.", "top"),
    "coverage_frac": Property("Area share covered by the deposited film.", "top"),
    "contact_area_frac": Property("Real over nominal contact area at the electrolyte side.", "top"),
    "interface_resistance_ohm_cm2": Property("Resistance of the electrode-electrolyte interface.", "top"),
    "highest_pressure_MPa": Property("Highest pressure seen so far (laws with memory).", "max"),
    "springback_left_frac": Property("Growth of thickness still to come since the last nip.", "by_thickness"),
    "energy_kJ_kg": Property("Mechanical energy taken up while mixing so far (laws with memory)."),
}
"""Every array field of Material, in the order of the dataclass."""


class Outside(NamedTuple):
    """One value outside the range of a law: counted on the lot, told by the report."""

    law: str
    argument: str


@dataclass(frozen=True, eq=False)
class Material:
    """Read-only float64 arrays of shape (layer, lane, segment); NaN = not known yet.

    `constants` maps a recipe constant (`active_density_g_cm3`) to an array of shape (layer, 1, 1).
    `mass_kg` (dry solids) and `area_m2` belong to the whole lot.
    """

    constants: Mapping[str, Array]
    mass_kg: float
    area_m2: float
    active_mass_frac: Array
    electrolyte_mass_frac: Array
    carbon_mass_frac: Array
    binder_mass_frac: Array
    solvent_kg_kg: Array
    mixing_index_frac: Array
    carbon_agglomerate_um: Array
    electrolyte_agglomerate_um: Array
    fibrillation_frac: Array
    carbon_aspect_ratio: Array
    electrolyte_conductivity_mS_cm: Array
    coating_intact_frac: Array
    cracked_frac: Array
    loading_mg_cm2: Array
    thickness_um: Array
    density_g_cm3: Array
    porosity_frac: Array
    roughness_um: Array
    binder_surface_ratio: Array
    coating_crack_frac: Array
    deposited_thickness_nm: Array
    coverage_frac: Array
    contact_area_frac: Array
    interface_resistance_ohm_cm2: Array
    highest_pressure_MPa: Array
    springback_left_frac: Array
    energy_kJ_kg: Array
    form: Form = "powder"
    outside: frozenset[Outside] = field(default=frozenset())

    @property
    def shape(self) -> tuple[int, int, int]:
        """Return (layers, lanes, segments)."""
        layers, lanes, segments = self.active_mass_frac.shape
        return layers, lanes, segments

    @cached_property
    def top(self) -> Mapping[str, float]:
        """Return the constants of the layer at the separator side."""
        return {name: value.item(0) for name, value in self.constants.items()}

    @cached_property
    def known(self) -> Mapping[str, Array | float]:
        """Return the constants by name, plain numbers where there is one layer: quicker than broadcasting."""
        return self.constants if self.active_mass_frac.shape[0] > 1 else self.top

    def with_(self, **changes: Array | float | Form | frozenset[Outside]) -> Material:
        """Return a new Material with some fields changed; arrays are broadcast and locked.

        Raises ValueError for a name that is no field, and for the constants, which stay with a lot.
        """
        shape = self.active_mass_frac.shape
        for name, value in changes.items():
            if name in PROPERTIES:
                if isinstance(value, _ARRAY):
                    if value.shape != shape:
                        changes[name] = value = spread(value, shape)
                    elif value.base is not None:
                        changes[name] = value = value.copy()
                else:
                    changes[name] = value = spread(np.array(value, dtype=np.float64), shape)
                _lock(value)
            elif name not in _OF_THE_LOT:
                raise ValueError(f"material has no property {name!r}")
        new = object.__new__(Material)
        object.__setattr__(new, "__dict__", self.__dict__ | changes)  # quicker than field by field
        return new


FIELDS = tuple(f.name for f in fields(Material) if f.name in PROPERTIES)
_OF_THE_LOT = frozenset(f.name for f in fields(Material)) - {*FIELDS, "constants"}


def spread(given: Array, shape: tuple[int, ...]) -> Array:
    """Return values as an array of a shape of their own; what is the same all over a layer is stored once."""
    if given.size == 1:
        return np.ndarray(shape, np.float64, given.copy(), 0, (0, 0, 0))
    if given.shape == (shape[0], 1, 1):
        given = given.copy()
        return np.ndarray(shape, np.float64, given, 0, (given.strides[0], 0, 0))
    full = np.empty(shape)
    full[...] = given
    return full


def plain(values: Array) -> Array | float:
    """Return a field of Material as small as it can be told: quicker to reckon with.

    What is stored once per layer comes as (layer, 1, 1), of one layer as a plain number.
    """
    _, lane, segment = values.strides
    if lane or segment:
        return values
    return values.item(0) if len(values) == 1 else values[:, :1, :1]


def blank(
    constants: Mapping[str, Array], mass_kg: float, area_m2: float, lanes: int, segments: int
) -> Material:
    """Return a Material of which nothing is known but its constants; one layer per entry."""
    layers = next(iter(constants.values())).shape[0] if constants else 1
    unknown = spread(np.array(np.nan), (layers, lanes, segments))
    unknown.flags.writeable = False
    nothing = dict.fromkeys(FIELDS, unknown)
    outside = frozenset[Outside]()
    return Material(
        constants=constants, mass_kg=mass_kg, area_m2=area_m2, form="powder", outside=outside, **nothing
    )


def stack(
    layers: list[Material], area_m2: float, mass_kg: float, constants: Mapping[str, Array] | None = None
) -> Material:
    """Join the layers of several materials into one web, separator side first.

    `constants`: those of the web, if they have been stacked before.
    """
    first = layers[0]
    if len(layers) == 1:
        return first.with_(area_m2=area_m2, mass_kg=mass_kg)
    known = stacked_constants(layers) if constants is None else constants
    outside = frozenset[Outside]().union(*(part.outside for part in layers))
    joined = {name: _on_top([getattr(part, name) for part in layers]) for name in FIELDS}
    for array in joined.values():
        array.setflags(write=False)
    return Material(
        constants=known, mass_kg=mass_kg, area_m2=area_m2, form=first.form, outside=outside, **joined
    )


def stacked_constants(layers: list[Material]) -> Mapping[str, Array]:
    """Return the constants of a web of several layers."""
    names = layers[0].constants.keys()
    found = {name: np.concatenate([part.constants[name] for part in layers]) for name in names}
    for array in found.values():
        array.setflags(write=False)
    return found


def side_by_side(webs: list[Material], names: Iterable[str]) -> Material:
    """Return one web as wide as several of the same constants together, lanes next to each other.

    Of it, only the fields `names` are known.
    """
    first = webs[0]
    mass_kg, area_m2 = sum(web.mass_kg for web in webs), sum(web.area_m2 for web in webs)
    lanes, segments = sum(web.shape[1] for web in webs), first.shape[2]
    wide = blank(first.constants, mass_kg, area_m2, lanes, segments)
    fields = {name: np.concatenate([getattr(web, name) for web in webs], 1) for name in names}
    return wide.with_(form=first.form, **fields)


def _on_top(parts: list[Array]) -> Array:
    """Return layers on top of each other; those that are each the same all over stay stored once."""
    if any(part.strides[1] or part.strides[2] for part in parts):
        return np.concatenate(parts)
    numbers = np.concatenate([part[:, :1, :1] for part in parts])
    return spread(numbers, (len(numbers), *parts[0].shape[1:]))


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
