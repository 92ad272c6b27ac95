"""What KPIs and properties are called on a page, which way is better, and how they are printed."""

from __future__ import annotations

from typing import NamedTuple

from twin.core.units import SUFFIXES, unit_of
from twin.kpi.declaration import Declaration
from twin.kpi.registry import declared


class Word(NamedTuple):
    """A KPI for the reader: its name, +1 if more is better, -1 if less, 0 if neither, and what it means.

    Printed value = value x `scale`, in `unit`. `is_share`: it lies between 0 and 1.
    """

    label: str
    better: int
    meaning: str
    scale: float = 1.0
    unit: str = ""
    is_share: bool = False


BETTER_PROPERTIES: dict[str, int] = {
    "electrolyte_conductivity_mS_cm": 1,
    "coating_intact_frac": 1,
    "cracked_frac": -1,
    "roughness_um": -1,
    "coating_crack_frac": -1,
    "coverage_frac": 1,
    "contact_area_frac": 1,
    "interface_resistance_ohm_cm2": -1,
    "solvent_kg_kg": -1,
    "areal_capacity_mAh_cm2": 1,
    "ionic_conductivity_mS_cm": 1,
    "electronic_conductivity_mS_cm": 1,
    "ohmic_resistance_ohm_cm2": -1,
    "arc_resistance_ohm_cm2": -1,
    "area_resistance_ohm_cm2": -1,
    "discharge_capacity_mAh_g": 1,
    "energy_density_Wh_L": 1,
    "first_cycle_efficiency_frac": 1,
    "retention_frac": 1,
}
"""Properties of which more (+1) or less (-1) is better whatever the target; a spread is better small."""

WITH_EFFECTIVENESS = ("effectiveness", "oee", "teep", "net_equipment_effectiveness")
"""Ratios to an ideal time, which a machine can beat: they may be larger than 1."""

BETTER = {1: "more", -1: "less", 0: ""}
"""Which way a KPI is better, in words."""

_PLAIN_UNITS = {"fraction": "", "ratio": "", "index": "", "count": ""}


def property_label(name: str) -> str:
    """Return a property for the reader: its name without the unit, blanks for underscores."""
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if name.endswith("_" + suffix):
            return name[: -len(suffix) - 1].replace("_", " ")
    return name.replace("_", " ")


def property_unit(name: str) -> str:
    """Return the printed unit of a property, "" for a plain number."""
    unit = unit_of(name)
    return _PLAIN_UNITS.get(unit, unit)


def property_title(name: str) -> str:
    """Return a property with its printed unit: "thickness, um", without one the name alone."""
    unit = property_unit(name)
    return f"{property_label(name)}, {unit}" if unit else property_label(name)


def word(kpi: str, name: str = "", unit: str = "") -> Word:
    """Return how a KPI is printed; `name` is the property it belongs to, "" for none; `unit` its unit."""
    known = declared()[kpi]
    if name and not known.unit:
        better = known.better or BETTER_PROPERTIES.get(name, 0)
        label = property_label(name) if kpi == "mean" else f"{property_label(name)} {known.label}"
        return Word(label, better, known.definition, 1.0, property_unit(name))
    label = f"{property_label(name)}: {known.label}" if name else known.label
    printed = _printed_unit(known, unit)
    is_share = known.unit == "fraction" and kpi not in WITH_EFFECTIVENESS
    return Word(label, known.better, known.definition, known.factor, printed, is_share)


def _printed_unit(known: Declaration, unit: str) -> str:
    """Return the unit a KPI is printed in; `unit` is that of its values, "" if not known."""
    plain = known.shown_in or unit or known.unit
    return _PLAIN_UNITS.get(plain, plain)


def cause_label(cause: str) -> str:
    """Return why something was scrapped; the name of a property means that it was outside its limits."""
    if property_unit(cause) or unit_of(cause):
        return f"{property_label(cause)} outside limits"
    return cause.replace("_", " ")


def state_label(state: str) -> str:
    """Return a state of a machine, or a loss of its time, for the reader."""
    return state.replace("_", " ")
