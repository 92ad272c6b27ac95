"""Material: what is known about a lot, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property, wraps
from operator import methodcaller
from typing import Any, Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from twin.core.lanes import Lanes, whole_lanes

Array = NDArray[np.float64]
Composed = TypeVar("Composed")

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
    "hardening_pressure_MPa": Property("Highest pressure so far, as it would act at 25 °C.", "max"),
    "springback_left_frac": Property("Growth of thickness still to come since the last nip.", "by_thickness"),
    "web_strength_N_m": Property("Force per width that tears the web, warm from the last nip.", "sum"),
    "adhesion_N_m": Property("Force per width that peels a laminated web off its collector.", "max"),
    "collector_strength_N_m": Property("Force per width that tears the foil; 0 = a film without one.", "max"),
    "collector_resistance_ohm_cm2": Property("Resistance between coating and collector.", "max"),
    "energy_kJ_kg": Property("Mechanical energy taken up while mixing so far (laws with memory)."),
    "solvent_polarity_index": Property("Polarity index of the solvent that attacks the solids; 0 = none."),
    "solvent_contact_h": Property("Hours in the solvent so far, as they count at 25 °C (laws with memory)."),
}
"""Every array field of Material, in the order of the dataclass."""


COMPOSITION = ("active_mass_frac", "electrolyte_mass_frac", "carbon_mass_frac", "binder_mass_frac")
"""Fields of Material that say what a coating is made of."""


class Outside(NamedTuple):
    """One value outside the range of a law: entered on the lot, shown by the report."""

    law: str
    argument: str


@dataclass(frozen=True, eq=False)
class Material:
    """Read-only float64 arrays of shape (layer, lane, segment); NaN = not known yet.

    `constants` maps a recipe constant (`active_density_g_cm3`) to an array of shape (layer, 1, 1).
    `mass_kg` (dry solids) and `area_m2` belong to the whole lot, `lanes` say what is left of its width.
    """

    constants: Mapping[str, Array]
    mass_kg: float
    area_m2: float
    lanes: Lanes
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
    hardening_pressure_MPa: Array
    springback_left_frac: Array
    web_strength_N_m: Array
    adhesion_N_m: Array
    collector_strength_N_m: Array
    collector_resistance_ohm_cm2: Array
    energy_kJ_kg: Array
    solvent_polarity_index: Array
    solvent_contact_h: Array
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

    @cached_property
    def of_composition(self) -> dict[object, Any]:
        """Return what follows from composition and constants alone; lots made of this one share it."""
        return {}

    def with_(self, **changes: Array | float | Form | Lanes | frozenset[Outside]) -> Material:
        """Return a new Material with some fields changed; arrays are broadcast and locked.

        Raises ValueError for a name that is no field, and for the constants, which stay with a lot.
        """
        shape, recomposed = self.active_mass_frac.shape, False
        for name, value in changes.items():
            composes = _COMPOSES.get(name)
            if composes is not None:
                if isinstance(value, _ARRAY):
                    if value.shape != shape:
                        changes[name] = value = spread(value, shape)
                    elif value.base is not None:
                        changes[name] = value = value.copy()
                else:
                    changes[name] = value = spread(np.array(value, dtype=np.float64), shape)
                _lock(value)
                recomposed = recomposed or composes
            elif name not in _OF_THE_LOT:
                raise ValueError(f"material has no property {name!r}")
        new = object.__new__(Material)
        object.__setattr__(new, "__dict__", self.__dict__ | changes)  # quicker than field by field
        if recomposed:
            vars(new).pop("of_composition", None)
        return new


_COMPOSES = {name: name in COMPOSITION for name in PROPERTIES}
FIELDS = tuple(f.name for f in fields(Material) if f.name in PROPERTIES)
_OF_THE_LOT = frozenset(f.name for f in fields(Material)) - {*FIELDS, "constants"}


def once_per_composition(function: Callable[[Material], Composed]) -> Callable[[Material], Composed]:
    """Let a function of composition and constants alone be worked out once for all lots of a powder."""

    @wraps(function)
    def kept(material: Material) -> Composed:
        value: Composed | None = material.of_composition.get(function)
        if value is None:
            value = material.of_composition[function] = function(material)
        return value

    return kept


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
    """Return a field of Material in its smallest form: quicker to calculate with.

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
    fields = dict.fromkeys(FIELDS, unknown)
    outside = frozenset[Outside]()
    whole = whole_lanes(lanes)
    return Material(constants, mass_kg, area_m2, whole, form="powder", outside=outside, **fields)
