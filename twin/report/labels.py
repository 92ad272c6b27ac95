"""What each KPI is called, which way is better, and how it is printed."""

from __future__ import annotations

from typing import NamedTuple

from twin.core.units import SUFFIXES, unit_of


class Word(NamedTuple):
    """A KPI for the reader: its name, +1 if more is better, -1 if less, 0 if neither, and what it means.

    Printed value = value x `scale`, in `unit`.
    """

    label: str
    better: int
    meaning: str
    scale: float = 1.0
    unit: str = ""


_H = 1.0 / 3600.0
_PERCENT = 100.0

KPI_WORDS: dict[str, Word] = {
    "good_area_m2_per_h": Word(
        "good area", 1, "Good area of lots shipped per hour of the window.", 1, "m²/h"
    ),
    "throughput_per_h": Word("lots shipped", 1, "Lots shipped per hour of the window.", 1, "lots/h"),
    "yield": Word(
        "yield", 1, "Good area of shipped lots per area of lots shipped or scrapped.", _PERCENT, "%"
    ),
    "first_pass_yield": Word(
        "first-pass yield", 1, "As yield; lots that were ever reworked count as not good.", _PERCENT, "%"
    ),
    "scrap_ratio": Word("scrap", -1, "Area lost per area ended or made.", _PERCENT, "%"),
    "rework_ratio": Word("rework", -1, "Lots ever reworked per lots ended.", _PERCENT, "%"),
    "lots_scrapped": Word("lots scrapped", -1, "Whole lots scrapped in the window.", 1, "lots"),
    "energy_kWh_per_m2": Word(
        "energy", -1, "Energy of all stations in all states per good area shipped.", 1, "kWh/m²"
    ),
    "room_energy_kWh_per_m2": Word(
        "energy of the dry room", -1, "Energy of the dry room per good area shipped.", 1, "kWh/m²"
    ),
    "flow_time_s": Word("flow time", -1, "Shipped minus created, mean over lots shipped.", _H, "h"),
    "flow_time_p95_s": Word("flow time, 95th percentile", -1, "Nineteen lots of twenty are faster.", _H, "h"),
    "queue_time_s": Word("queue time", -1, "Started minus arrived, per station.", _H, "h"),
    "wip_mean": Word(
        "work in process", 0, "Lots created and not yet shipped, scrapped or consumed.", 1, "lots"
    ),
    "availability": Word("availability", 1, "Working per planned busy time, per machine.", _PERCENT, "%"),
    "effectiveness": Word("effectiveness", 1, "Ideal time of lots finished per working time.", _PERCENT, "%"),
    "quality_ratio": Word(
        "quality ratio", 1, "Good area leaving per area finished, per station.", _PERCENT, "%"
    ),
    "oee": Word("OEE", 1, "Availability x effectiveness x quality ratio, per station.", _PERCENT, "%"),
    "out_of_spec_share": Word(
        "out of specification", -1, "Share of cells whose true value is outside the limits.", _PERCENT, "%"
    ),
    "cpk": Word(
        "Cpk", 1, "Distance to the nearer limit per 3 pooled standard deviations within lots.", 1, ""
    ),
    "ppk": Word("Ppk", 1, "Distance to the nearer limit per 3 total standard deviations.", 1, ""),
    "state_share": Word("share of time", 0, "Time in the state per machine time.", _PERCENT, "%"),
}
"""Every KPI that has a name of its own; in the order of the KPI table."""

PROPERTY_KPIS = {
    "mean": "mean",
    "sd_total": "spread",
    "sd_lot": "sd lot to lot",
    "sd_lane": "sd across the web",
    "sd_along": "sd along the web",
    "sd_cell": "sd cell to cell",
}
"""KPIs of a property at a station."""

_MEANINGS = {"mean": "Mean", "sd_total": "Total standard deviation"}

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
    "area_resistance_ohm_cm2": -1,
    "discharge_capacity_mAh_g": 1,
    "energy_density_Wh_L": 1,
    "first_cycle_efficiency_frac": 1,
    "retention_frac": 1,
}
"""Properties of which more (+1) or less (-1) is better whatever the target; a spread is better small."""

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


def word(kpi: str, name: str = "", unit: str = "") -> Word:
    """Return how a KPI is printed; `name` is the property it belongs to, "" for none."""
    if kpi in KPI_WORDS:
        known = KPI_WORDS[kpi]
        return known._replace(label=f"{property_label(name)}: {known.label}") if name else known
    if name:
        better = -1 if kpi.startswith("sd_") else BETTER_PROPERTIES.get(name, 0)
        what = PROPERTY_KPIS.get(kpi, kpi.replace("_", " "))
        label = property_label(name) if kpi == "mean" else f"{property_label(name)} {what}"
        meaning = f"{_MEANINGS.get(kpi, what)} of {property_label(name)} over the good cells."
        return Word(label, better, meaning, 1.0, property_unit(name))
    return Word(kpi.replace("_", " "), 0, "", 1.0, unit)


def cause_label(cause: str) -> str:
    """Return why something was scrapped; the name of a property means that it was outside its limits."""
    if property_unit(cause) or unit_of(cause):
        return f"{property_label(cause)} outside limits"
    return cause.replace("_", " ")
